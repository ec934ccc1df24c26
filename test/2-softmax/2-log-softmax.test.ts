import { logSoftmax, logSumExp } from '#kata/2-softmax/2-log-softmax.ts'
import { expectClose, expectPure, expectThat, expectThrows } from '#lib/judge/expect'
import { given, number, wideLogits } from '#lib/judge/given'
import { law, test } from '#lib/judge/law'
import { ShapeError, ValueError, float32, matrix, vector } from '#lib/tensor'
import * as oracle from '../oracles/softmax.ts'
import { rowsOf } from '../oracles/tensor-ops.ts'

const column = (values: number[]) => matrix(...values.map((v) => [v]))

test('logSumExp of ln 1, ln 2, ln 5 is ln 8, as a column', () => {
  const y = logSumExp(matrix([Math.log(1), Math.log(2), Math.log(5)], [0, 0, 0]))
  expectClose(y, matrix([Math.log(8)], [Math.log(3)]), 'logSumExp(x)')
})

law('logSumExp is ln Σⱼ exp(xⱼ), for logits up to 300', given({ x: wideLogits('BK') }), ({ x }) => {
  expectClose(logSumExp(x), column(oracle.logSumExp(x)), { name: 'logSumExp(x)', terms: x.shape[1], scale: 1 })
})

law('logSumExp lies between max x and max x + ln K', given({ x: 'BK' }), ({ x }) => {
  const y = logSumExp(x).data
  rowsOf(x).forEach((row, n) => {
    const least = Math.max(...row)
    expectThat(
      y[n] >= least - 1e-12 && y[n] <= least + Math.log(row.length) + 1e-12,
      `logSumExp(x)[${n}] is ${y[n]}, which is not between max x = ${least} and max x + ln K = ${least + Math.log(row.length)}.`,
    )
  })
})

test('logSumExp does not overflow: three times 1000', () => {
  expectClose(logSumExp(matrix([1000, 1000, 1000])), matrix([1000 + Math.log(3)]), 'logSumExp([1000, 1000, 1000])')
})

test('logSumExp does not underflow: three times −1000', () => {
  expectClose(
    logSumExp(matrix([-1000, -1000, -1000])),
    matrix([-1000 + Math.log(3)]),
    'logSumExp([−1000, −1000, −1000])',
  )
})

law('logSumExp leaves its input alone and keeps nothing', given({ x: 'BK' }), ({ x }) => {
  expectPure(() => logSumExp(x), { x }, 'logSumExp')
})

law('logSoftmax is x − logSumExp(x), for logits up to 300', given({ x: wideLogits('BK') }), ({ x }) => {
  expectClose(logSoftmax(x), oracle.logSoftmax(x), { name: 'logSoftmax(x)', terms: x.shape[1], scale: 1 })
})

law('logSoftmax is the logarithm of softmax where that has one', given({ x: 'BK' }), ({ x }) => {
  const p = logSoftmax(x)
  const exp = { shape: p.shape, data: p.data.map(Math.exp) }
  expectClose(exp, oracle.softmax(x), { name: 'exp(logSoftmax(x))', terms: x.shape[1] })
})

test('logSoftmax of [0, −1000] is −1000, not the logarithm of an underflow', () => {
  expectClose(logSoftmax(matrix([0, -1000])), matrix([0, -1000]), 'logSoftmax([0, −1000])')
})

test('logSoftmax of [1000, 0] is [0, −1000]', () => {
  expectClose(logSoftmax(matrix([1000, 0])), matrix([0, -1000]), 'logSoftmax([1000, 0])')
})

test('logSoftmax takes each row by itself', () => {
  const half = -Math.log(2)
  expectClose(logSoftmax(matrix([900, 900], [-900, -900])), matrix([half, half], [half, half]), 'logSoftmax(x)')
})

test('logSoftmax of a masked class is −∞', () => {
  const half = -Math.log(2)
  expectClose(logSoftmax(matrix([-Infinity, 5, 5])), matrix([-Infinity, half, half]), 'logSoftmax([−∞, 5, 5])')
})

law('logSoftmax never sees a common shift', given({ x: 'BK', c: number(300) }), ({ x, c }) => {
  const shifted = { shape: x.shape, data: x.data.map((v) => v + c) }
  expectClose(logSoftmax(shifted), oracle.logSoftmax(x), { name: 'logSoftmax(x + c)', terms: x.shape[1], scale: 1 })
})

law('logSoftmax leaves its input alone and keeps nothing', given({ x: 'BK' }), ({ x }) => {
  expectPure(() => logSoftmax(x), { x }, 'logSoftmax')
})

test('logSoftmax keeps float32 as float32', () => {
  const half = -Math.log(2)
  expectClose(logSoftmax(float32(matrix([3, 3]))), float32(matrix([half, half])), 'logSoftmax of float32')
})

test('logSoftmax refuses NaN, +∞, and a row that is masked altogether', () => {
  expectThrows(() => logSoftmax(matrix([0, NaN])), ValueError, ['[0, 1]', 'NaN'], 'logSoftmax of logits with NaN')
  expectThrows(() => logSoftmax(matrix([0, Infinity])), ValueError, ['∞'], 'logSoftmax([0, ∞])')
  expectThrows(() => logSumExp(matrix([-Infinity])), ValueError, ['row 0'], 'logSumExp of a masked row')
})

test('logSoftmax refuses a vector: a batch has rows', () => {
  expectThrows(() => logSoftmax(vector(1, 2)), ShapeError, ['[2]'], 'logSoftmax of a (2) vector')
})
