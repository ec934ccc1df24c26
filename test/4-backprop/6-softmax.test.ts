import * as kata from '#kata/4-backprop/6-softmax.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose } from '#lib/judge/assert/expect'
import { cotangent, given, exactNumber, distinctSizes, wideLogits } from '#lib/judge/assert/given'
import { expectGradient } from '#lib/judge/assert/gradient-check'
import { law, test } from '#lib/judge/assert/law'
import { float32, matrix, zeros } from '#lib/tensor'
import { filled, pullbackLaws, repeated, unlike } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import { expectOwn } from '../laws/own.ts'
import * as oracle from '../oracles/softmax.ts'
import { rowsOf, sum } from '../oracles/tensor-ops.ts'

const { softmax } = checkResults(kata, { softmax: returns('x', kind.unary) })

law('softmax has the same value as that of stage 2', given({ x: wideLogits('BK') }), ({ x }) => {
  expectClose(softmax(x)[0], oracle.softmax(x), { name: 'p of softmax(x)', terms: x.shape[1] })
})

test('softmax on the way back: two equal classes, and one unit of gradient on the first', () => {
  const [, back] = softmax(matrix([0, 0]))
  expectClose(back(matrix([1, 0]))[0], matrix([0.25, -0.25]), 'back([1, 0]) at the logits [0, 0]')
})

test('softmax on the way back mixes all classes of a row', () => {
  const [, back] = softmax(matrix([Math.log(1), Math.log(2), Math.log(5)]))
  const dx = back(matrix([8, 4, 0]))[0]
  expectClose(dx, matrix([0.75, 0.5, -1.25]), 'back([8, 4, 0]) at the probabilities [1/8, 2/8, 5/8]')
})

test('softmax on the way back reaches a class that is next to impossible', () => {
  const [, back] = softmax(matrix([0, -20 * Math.LN10]))
  expectClose(back(matrix([0, 1]))[0], matrix([-1e-20, 1e-20]), 'back([0, 1]) at the probabilities [1, 1e-20]')
})

law(
  'softmax has the gradient that its difference quotient has',
  distinctSizes('BK', { x: 'BK', c: cotangent('BK') }),
  ({ x, c }) => {
    expectGradient({
      inputs: { x },
      c,
      terms: x.shape[1],
      absolute: ['x'],
      forward: ({ x }) => softmax(x)[0],
      backward: ({ x }, c) => ({ x: softmax(x)[1](c)[0] }),
      exact: ({ x }, c) => ({ x: oracle.softmaxBack(x, c) }),
    })
  },
)

law(
  'softmax on the way back is Jacobian times vector, for logits up to 300 too',
  given({ x: wideLogits('BK'), dp: cotangent('BK') }),
  ({ x, dp }) => {
    expectClose(softmax(x)[1](dp)[0], oracle.softmaxBack(x, dp), { name: 'dx = back(dp)', terms: x.shape[1], scale: 2 })
  },
)

test('softmax is stable there and back, for logits of a thousand', () => {
  const [p, back] = softmax(matrix([1000, 1000]))
  expectClose(p, matrix([0.5, 0.5]), 'p at the logits [1000, 1000]')
  expectClose(back(matrix([1, 0]))[0], matrix([0.25, -0.25]), 'back([1, 0]) at the logits [1000, 1000]')
})

law('softmax on the way back: every row sums to 0', given({ x: 'BK', dp: cotangent('BK') }), ({ x, dp }) => {
  const none = matrix(...rowsOf(x).map(() => [0]))
  expectClose(sum(softmax(x)[1](dp)[0], 1), none, { name: 'the sum of each row of dx', terms: x.shape[1], scale: 2 })
})

law(
  'softmax on the way back never sees a constant added to dp',
  given({ x: 'BK', dp: cotangent('BK'), c: exactNumber() }),
  ({ x, dp, c }) => {
    const shifted = { shape: dp.shape, data: dp.data.map((v) => v + c) }
    const comparison = { name: 'back(dp + c)', terms: x.shape[1], scale: 5 }
    expectClose(softmax(x)[1](shifted)[0], oracle.softmaxBack(x, dp), comparison)
  },
)

/** 11 rows */
const some = () => filled(11, 2)

pullbackLaws('softmax', given({ x: 'BK', u: cotangent('BK'), v: cotangent('BK') }), ({ x }) => softmax(x), {
  many: () => ({ x: repeated(some()), u: repeated(unlike(some())), v: some() }),
  truth: () => [repeated(oracle.softmax(some())), [repeated(oracle.softmaxBack(some(), unlike(some())))]],
})

test('softmax keeps probabilities that are small: of −30 and −400 beside 0', () => {
  const [far, farther] = [Math.exp(-30), Math.exp(-400)]
  const [p] = softmax(matrix([0, -30, -400]))
  expectClose(p, matrix([1 / (1 + far), far / (1 + far), farther / (1 + far)]), {
    name: 'p of softmax([0, −30, −400])',
    each: true,
    terms: 10,
  })
})

test('softmax of no rows has no rows, there and back', () => {
  const [p, back] = softmax(zeros([0, 3]))
  expectClose(p, zeros([0, 3]), 'p of a (0, 3) matrix')
  expectClose(back(zeros([0, 3]))[0], zeros([0, 3]), 'back(dp) of a (0, 3) matrix')
})

test('softmax remembers its own x, and gives the same when asked twice', () => {
  const [, first] = softmax(matrix([0, 0]))
  softmax(matrix([Math.LN2, 0]))[1](matrix([1, 1]))
  const second = { 'the second': matrix([2 / 9, -2 / 9]) }
  expectOwn(first(matrix([1, 0]))[0], matrix([0.25, -0.25]), 'back(dp) of the first of two calls', second)
  expectClose(first(matrix([1, 0]))[0], matrix([0.25, -0.25]), 'back(dp), asked a second time')
  expectClose(first(matrix([0, 2]))[0], matrix([-0.5, 0.5]), 'back(dp), asked with another dp')
})

test('softmax keeps float32 as float32', () => {
  const [p, back] = softmax(float32(matrix([0, 0])))
  expectClose(p, float32(matrix([0.5, 0.5])), 'p of float32')
  expectClose(back(float32(matrix([1, 0])))[0], float32(matrix([0.25, -0.25])), 'back of float32')
})
