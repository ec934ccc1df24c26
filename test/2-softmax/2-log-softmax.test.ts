import * as kata from '#kata/2-softmax/2-log-softmax.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given, exactNumber, wideLogits } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { ShapeError, ValueError, float32, matrix, vector, zeros, tensor } from '#lib/tensor'
import { maskedInEveryWay, sumsOfTheRest } from '../laws/masks.ts'
import * as oracle from '../oracles/softmax.ts'
import { rowsOf } from '../oracles/tensor-ops.ts'
import { filled, functionLaws, repeatTruth } from '../laws/form.ts'

const { logSoftmax, logSumExp } = checkResults(kata, {
  logSoftmax: returns('x', kind.tensor),
  logSumExp: returns('x', kind.tensor),
})

const column = (values: number[]) => tensor([values.length, 1], values)

test('logSumExp of ln 1, ln 2, ln 5 is ln 8, as a column', () => {
  const x = () => matrix([Math.log(1), Math.log(2), Math.log(5)], [0, 0, 0])
  expectClose(logSumExp(x()), matrix([Math.log(8)], [Math.log(3)]), { name: 'logSumExp(x)', inputs: { x: x() } })
})

law('logSumExp is ln Σⱼ exp(xⱼ), for logits up to 300', given({ x: wideLogits('BK') }), ({ x }) => {
  const expected = column(oracle.logSumExp(x))
  expectClose(logSumExp(x), expected, { name: 'logSumExp(x)', terms: x.shape[1], scale: 1 })
})

law('logSumExp lies between max x and max x + ln K', given({ x: 'BK' }), ({ x }) => {
  const rows = rowsOf(x)
  const y = logSumExp(x).data
  rows.forEach((row, n) => {
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

test('logSumExp is as safe halfway down: −400 twice', () => {
  expectClose(logSumExp(matrix([-400, -400])), matrix([-400 + Math.LN2]), 'logSumExp([−400, −400])')
})

test('logSumExp takes the maximum of each row, not of the batch', () => {
  const rest = Math.log(1 + Math.E)
  const y = logSumExp(matrix([0, 1], [1000, 1001], [-1000, -999]))
  expectClose(y, column([rest, 1000 + rest, -1000 + rest]), 'logSumExp([0, 1], [1000, 1001], [−1000, −999])')
})

test('logSumExp is right at the very edges: 709.5 twice, and −744 with −745', () => {
  const rest = Math.log1p(Math.exp(-1))
  expectClose(logSumExp(matrix([709.5, 709.5])), matrix([709.5 + Math.LN2]), 'logSumExp([709.5, 709.5])')
  const y = logSumExp(matrix([0, 0], [-744, -745]))
  expectClose(y, column([Math.LN2, -744 + rest]), 'logSumExp([0, 0], [−744, −745])')
  expectClose(logSumExp(matrix([-744, -745])), matrix([-744 + rest]), 'logSumExp([−744, −745])')
})

test('logSumExp takes large logits among small ones, wherever they stand', () => {
  const y = logSumExp(matrix([0, 0, 2000, 0], [-1, 0, 0, 1000], [1000, 0, 0, 0], [1000, 2000, 2000, 1000]))
  expectClose(y, column([2000, 1000, 1000, 2000 + Math.LN2]), 'logSumExp of large among small')
})

test('logSumExp keeps what a class far below adds: of 0 and −17', () => {
  const expected = Math.log1p(Math.exp(-17))
  expectClose(logSumExp(matrix([0, -17])), matrix([expected]), { name: 'logSumExp([0, −17])', relative: 1e-6 })
  expectClose(logSumExp(matrix([1e120])), matrix([1e120]), 'logSumExp([1e120])')
})

test('logSumExp takes masks at any places of a row', () => {
  const expected = column(sumsOfTheRest.map(Math.log))
  expectClose(logSumExp(maskedInEveryWay()), expected, 'logSumExp of rows that are masked in every way')
})

test('logSumExp of a masked class adds nothing, however low the other logits are', () => {
  expectClose(logSumExp(matrix([-Infinity, 5, 5])), matrix([5 + Math.LN2]), 'logSumExp([−∞, 5, 5])')
  expectClose(logSumExp(matrix([-Infinity, -1e12])), matrix([-1e12]), 'logSumExp([−∞, −10¹²])')
})

test('logSumExp of no rows is a column without rows', () => {
  expectClose(logSumExp(zeros([0, 3])), zeros([0, 1]), 'logSumExp of a (0, 3) matrix')
})

functionLaws(
  'logSumExp',
  given({ x: 'BK' }),
  {
    'logSumExp(x)': {
      run: ({ x }) => logSumExp(x),
      truth: ({ x }) => repeatTruth(x, (few) => column(oracle.logSumExp(few))),
    },
  },
  { many: () => ({ x: filled() }) },
)

test('logSumExp is right far below zero and far above: −1e6, 1e6', () => {
  const [x, expected] = [
    matrix([1e6, 1e6 + 1], [-1e6, -1e6 - 1]),
    column([1e6 + Math.log(1 + Math.E), -1e6 + Math.log1p(1 / Math.E)]),
  ]
  expectClose(logSumExp(x), expected, 'logSumExp([1e6, 1e6 + 1], [−1e6, −1e6 − 1])')
})

test('logSumExp keeps float32 as float32', () => {
  expectClose(logSumExp(float32(matrix([3, 3]))), float32(matrix([3 + Math.LN2])), 'logSumExp of float32')
})

test('logSumExp refuses NaN, +∞, and a row that is masked altogether', () => {
  expectThrows(() => logSumExp(matrix([0, NaN])), ValueError, ['NaN'], 'logSumExp of logits with NaN')
  expectThrows(() => logSumExp(matrix([0, Infinity])), ValueError, ['∞'], 'logSumExp([0, ∞])')
  expectThrows(() => logSumExp(matrix([-Infinity])), ValueError, [], 'logSumExp of a masked row')
})

test('logSumExp refuses a vector: a batch has rows', () => {
  expectThrows(() => logSumExp(vector(1, 2)), ShapeError, ['[2]'], 'logSumExp of a (2) vector')
})

law('logSoftmax is x − logSumExp(x), for logits up to 300', given({ x: wideLogits('BK') }), ({ x }) => {
  const expected = oracle.logSoftmax(x)
  expectClose(logSoftmax(x), expected, { name: 'logSoftmax(x)', terms: x.shape[1], scale: 1 })
})

law('logSoftmax is the logarithm of softmax where that has one', given({ x: 'BK' }), ({ x }) => {
  const p = oracle.softmax(x)
  const y = logSoftmax(x)
  const exp = { shape: y.shape, data: y.data.map(Math.exp) }
  expectClose(exp, p, { name: 'exp(logSoftmax(x))', terms: x.shape[1] })
})

test('logSoftmax of [0, −1000] is −1000, not the logarithm of an underflow', () => {
  expectClose(logSoftmax(matrix([0, -1000])), matrix([0, -1000]), 'logSoftmax([0, −1000])')
})

test('logSoftmax is as exact where softmax is small: at −20 and −30', () => {
  const lse = Math.log1p(Math.exp(-20) + Math.exp(-30))
  expectClose(logSoftmax(matrix([0, -20, -30])), matrix([-lse, -20 - lse, -30 - lse]), 'logSoftmax([0, −20, −30])')
})

test('logSoftmax of [0, −20000] is −20000', () => {
  expectClose(logSoftmax(matrix([0, -20_000])), matrix([0, -20_000]), 'logSoftmax([0, −20000])')
})

test('logSoftmax keeps what is missing from a sure class: of 0 beside −17', () => {
  const missing = -Math.log1p(Math.exp(-17))
  expectClose(logSoftmax(matrix([0, -17])).data[0], missing, {
    name: 'entry [0, 0] of logSoftmax([0, −17])',
    relative: 1e-6,
  })
})

test('logSoftmax of one class is 0', () => {
  expectClose(logSoftmax(matrix([-7], [900])), matrix([0], [0]), 'logSoftmax([−7], [900])')
})

test('logSoftmax of [1000, 0] is [0, −1000]', () => {
  expectClose(logSoftmax(matrix([1000, 0])), matrix([0, -1000]), 'logSoftmax([1000, 0])')
})

test('logSoftmax of [0, −744] is −744: that probability has hardly a digit left', () => {
  expectClose(logSoftmax(matrix([0, -744])), matrix([0, -744]), 'logSoftmax([0, −744])')
})

test('logSoftmax does not underflow: −1000 twice', () => {
  const half = -Math.log(2)
  expectClose(logSoftmax(matrix([-1000, -1000])), matrix([half, half]), 'logSoftmax([−1000, −1000])')
})

test('logSoftmax takes large logits among small ones, wherever they stand', () => {
  const y = logSoftmax(matrix([0, 0, 2000, 0], [1000, 0, 0, 0], [-1, 0, 0, 1000]))
  const expected = matrix([-2000, -2000, 0, -2000], [0, -1000, -1000, -1000], [-1001, -1000, -1000, 0])
  expectClose(y, expected, 'logSoftmax of large among small')
})

test('logSoftmax takes each row by itself', () => {
  const half = -Math.log(2)
  expectClose(logSoftmax(matrix([900, 900], [-900, -900])), matrix([half, half], [half, half]), 'logSoftmax(x)')
})

test('logSoftmax takes masks at any places of a row', () => {
  const x = maskedInEveryWay()
  const expected = { shape: x.shape, data: x.data.map((v, i) => v - Math.log(sumsOfTheRest[Math.floor(i / 4)])) }
  expectClose(logSoftmax(x), expected, 'logSoftmax of rows that are masked in every way')
})

test('logSoftmax of a masked class is −∞', () => {
  const half = -Math.log(2)
  expectClose(logSoftmax(matrix([-Infinity, 5, 5])), matrix([-Infinity, half, half]), 'logSoftmax([−∞, 5, 5])')
})

test('logSoftmax of no rows has none, and as many columns', () => {
  expectClose(logSoftmax(zeros([0, 3])), zeros([0, 3]), 'logSoftmax of a (0, 3) matrix')
})

law('logSoftmax never sees a common shift', given({ x: 'BK', c: exactNumber(300) }), ({ x, c }) => {
  const shifted = { shape: x.shape, data: x.data.map((v) => v + c) }
  expectClose(logSoftmax(shifted), oracle.logSoftmax(x), { name: 'logSoftmax(x + c)', terms: x.shape[1], scale: 1 })
})

functionLaws(
  'logSoftmax',
  given({ x: 'BK' }),
  { 'logSoftmax(x)': { run: ({ x }) => logSoftmax(x), truth: ({ x }) => repeatTruth(x, oracle.logSoftmax) } },
  { many: () => ({ x: filled() }) },
)

test('logSoftmax is right far below zero and far above: −1e6, 1e6', () => {
  const [x, expected] = [
    matrix([1e6, 1e6 + 1], [-1e6, -1e6 - 1]),
    matrix([-Math.log(1 + Math.E), 1 - Math.log(1 + Math.E)], [-Math.log1p(1 / Math.E), -1 - Math.log1p(1 / Math.E)]),
  ]
  expectClose(logSoftmax(x), expected, { name: 'logSoftmax([1e6, 1e6 + 1], [−1e6, −1e6 − 1])', scale: 1e6 })
})

test('logSoftmax makes a new tensor each time: an earlier answer stays as it is', () => {
  const first = logSoftmax(matrix([0, 0]))
  logSoftmax(matrix([0, 900]))
  expectClose(first, matrix([-Math.LN2, -Math.LN2]), 'logSoftmax([0, 0]), after another call,')
})

test('logSoftmax keeps float32 as float32', () => {
  const half = -Math.log(2)
  expectClose(logSoftmax(float32(matrix([3, 3]))), float32(matrix([half, half])), 'logSoftmax of float32')
})

test('logSoftmax refuses NaN, +∞, and a row that is masked altogether', () => {
  expectThrows(() => logSoftmax(matrix([0, NaN])), ValueError, ['NaN'], 'logSoftmax of logits with NaN')
  expectThrows(() => logSoftmax(matrix([0, Infinity])), ValueError, ['∞'], 'logSoftmax([0, ∞])')
  expectThrows(() => logSoftmax(matrix([-Infinity])), ValueError, [], 'logSoftmax of a masked row')
})

test('logSoftmax refuses a vector: a batch has rows', () => {
  expectThrows(() => logSoftmax(vector(1, 2)), ShapeError, ['[2]'], 'logSoftmax of a (2) vector')
})
