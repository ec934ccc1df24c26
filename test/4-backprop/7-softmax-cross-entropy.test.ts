import * as layers from '#kata/4-backprop/5-dense.ts'
import * as softmaxes from '#kata/4-backprop/6-softmax.ts'
import * as kata from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import { syntheticDigits } from '#lib/data/synthetic'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import {
  cotangent,
  given,
  labels,
  numbers,
  exactNumber,
  probabilities,
  distinctSizes,
  wideLogits,
} from '#lib/judge/assert/given'
import { expectGradient } from '#lib/judge/assert/gradient-check'
import { law, test } from '#lib/judge/assert/law'
import { formatOneLine } from '#lib/judge/assert/print'
import { expectShape } from '#lib/judge/assert/shape'
import { createRandom } from '#lib/random'
import { type Labels, type Tensor, ValueError, float32, matrix, tensor, vector, zeros } from '#lib/tensor'
import { filled, pullbackLaws, repeated } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import { expectOwn } from '../laws/own.ts'
import * as oracle from '../oracles/softmax.ts'
import { fromRows, rowsOf, sum } from '../oracles/tensor-ops.ts'

const { crossEntropy, softmaxCrossEntropy } = checkResults(kata, {
  crossEntropy: returns('p, labels, weight', kind.loss),
  softmaxCrossEntropy: returns('x, labels, weight', kind.loss),
})

const { dense } = checkResults(layers, { dense: returns('x, W, b, products', kind.affine) })
const { softmax } = checkResults(softmaxes, { softmax: returns('x', kind.unary) })

const scaled = (x: Tensor, by: number) => ({ shape: x.shape, data: x.data.map((v) => by * v + 0) }) // and 0, not −0

/** −w/(B·p) at the label, 0 elsewhere */
function exactBack(p: Tensor, y: Labels, w: readonly number[]): Tensor {
  const rows = rowsOf(p).map((row, n) => row.map((pj, j) => (j === y[n] ? -w[j] / (p.shape[0] * pj) : 0)))
  return fromRows(rows, p, p.shape[1])
}

/** the gradient of the final result, for a loss that is not the final result */
const dL = exactNumber(2).map((v) => (v < 0 ? v - 0.5 : v + 0.5))
/** a multiple of 22 */
const many = 140_008
/** the labels 0, 1, 0, 1, … */
const alternating = (B: number) => Array.from({ length: B }, (_, n) => n % 2)
/** 22 rows: ⅓, ⅔ and ⅔, ⅓, and so on */
const thirds = () => ({
  shape: [22, 2],
  data: Float64Array.from({ length: 44 }, (_, i) => (i % 4 === 1 || i % 4 === 2 ? 2 : 1) / 3),
})

test('crossEntropy is the loss of stage 3, and its way back reaches only the truth', () => {
  const [loss, back] = crossEntropy(matrix([0.5, 0.25, 0.25], [0.125, 0.75, 0.125]), [0, 2])
  expectClose(loss, 2 * Math.LN2, 'the loss')
  expectClose(back(), matrix([-1, 0, 0], [0, 0, -4]), 'dp = back()')
})

law(
  'crossEntropy has the gradient that its difference quotient has',
  distinctSizes('BK', {
    p: probabilities('BK', 200),
    y: labels('BK'),
    w: numbers(
      'K',
      exactNumber(2).map((v) => v + 3),
    ),
  }),
  ({ p, y, w }) => {
    expectGradient({
      inputs: { p },
      c: vector(1.5),
      forward: ({ p }) => crossEntropy(p, y, w)[0],
      backward: ({ p }, c) => ({ p: crossEntropy(p, y, w)[1](c.data[0]) }),
      exact: ({ p }, c) => ({ p: scaled(exactBack(p, y, w), c.data[0]) }),
    })
  },
  { runs: 40 },
)

test('crossEntropy stays as surprised as it is, there and back: no ε, no floor', () => {
  const [loss, back] = crossEntropy(matrix([1e-20, 1]), [0])
  expectClose(loss, 20 * Math.LN10, 'the loss of the probability 1e-20')
  expectClose(back(), matrix([-1e20, 0]), 'dp = back() at the probability 1e-20')
  const [, smallest] = crossEntropy(matrix([1e-300, 1]), [0])
  expectClose(smallest(), matrix([-1e300, 0]), 'dp = back() at the probability 1e-300')
  const [impossible, without] = crossEntropy(matrix([0, 1]), [0])
  expectClose(impossible, Infinity, 'the loss of the probability 0')
  expectClose(without(), matrix([-Infinity, 0]), 'dp = back() at the probability 0')
})

test('crossEntropy asks nothing of the classes that are not the truth: a probability of 0 there has the gradient 0', () => {
  const [loss, back] = crossEntropy(matrix([1, 0], [0.5, 0.5]), [0, 1])
  expectClose(loss, Math.LN2 / 2, 'the loss of [1, 0] and [0.5, 0.5]')
  expectClose(back(), matrix([-0.5, 0], [0, -1]), 'dp = back() where a probability is 0')
})

test('crossEntropy multiplies by dL, also when it is 0', () => {
  const [, back] = crossEntropy(matrix([0.5, 0.5]), [0])
  expectClose(back(-6), matrix([12, 0]), 'back(−6)')
  expectClose(back(0), matrix([0, 0]), 'back(0)')
})

law(
  'crossEntropy multiplies the loss and the gradient of each row by the weight of its truth',
  given({ p: probabilities('BK'), y: labels('BK'), w: numbers('K') }),
  ({ p, y, w }) => {
    const [loss, back] = crossEntropy(p, y, w)
    expectClose(loss, oracle.crossEntropy(p, y, w), { name: 'the weighted loss', terms: p.shape[0], scale: 21 })
    expectClose(back(), exactBack(p, y, w), 'the weighted dp')
  },
)

test('crossEntropy with a weight of 0 for a class: its truth counts for nothing', () => {
  const [loss, back] = crossEntropy(matrix([0.5, 0.5], [0.25, 0.75]), [0, 1], [0, 3])
  expectClose(loss, -1.5 * Math.log(0.75), 'the loss with the weights [0, 3]')
  expectClose(back(), matrix([0, 0], [0, -2]), 'dp = back() with the weights [0, 3]')
})

test('crossEntropy keeps float32 as float32', () => {
  const [, back] = crossEntropy(float32(matrix([0.5, 0.5])), [0])
  expectClose(back(), float32(matrix([-2, 0])), 'dp of float32')
})

pullbackLaws(
  'crossEntropy',
  given({ p: probabilities('BK'), y: labels('BK'), w: numbers('K'), u: dL, v: dL }),
  ({ p, y, w }) => crossEntropy(p, y, w),
  {
    grows: ['w'],
    many: () => ({ p: repeated(thirds(), many), y: alternating(many), w: [1, 0.5], u: many, v: 1 }),
    truth: ({ w }) => {
      const [p, y] = [thirds(), alternating(22)]
      return [oracle.crossEntropy(p, y, w), scaled(repeated(exactBack(p, y, w), many), 22)]
    },
  },
)

test('crossEntropy takes labels that are bytes, beside weights that are fractions', () => {
  const [loss, back] = crossEntropy(matrix([0.5, 0.5], [0.75, 0.25]), Uint8Array.of(0, 1), [0.5, 0.25])
  expectClose(loss, 0.5 * Math.LN2, 'the loss with the weights [½, ¼]')
  expectClose(back(), matrix([-0.5, 0], [0, -0.5]), 'dp = back() with the weights [½, ¼]')
})

test('crossEntropy refuses what the loss refuses', () => {
  expectThrows(() => crossEntropy(matrix([0.5, 0.5]), [2]), ValueError, ['2'], 'the label 2 of 2 classes')
  expectThrows(() => crossEntropy(zeros([0, 3]), []), ValueError, [], 'an empty batch')
})

test('crossEntropy remembers its own p, and gives the same when asked twice', () => {
  const [, first] = crossEntropy(matrix([0.5, 0.5]), [0])
  crossEntropy(matrix([0.25, 0.75]), [1])[1]()
  const second = { 'the second': matrix([0, -4 / 3]) }
  expectOwn(first(), matrix([-2, 0]), 'back() of the first of two calls', second)
  expectClose(first(), matrix([-2, 0]), 'back(), asked a second time')
})

test('softmaxCrossEntropy of two equal logits: the loss ln 2, the gradient ∓½', () => {
  const [loss, back] = softmaxCrossEntropy(matrix([0, 0]), [1])
  expectClose(loss, Math.LN2, 'the loss')
  expectClose(back(), matrix([0.5, -0.5]), 'dx = back()')
})

test('softmaxCrossEntropy of a batch of two, in numbers', () => {
  const x = matrix([0, 0], [Math.log(3), 0])
  const [loss, back] = softmaxCrossEntropy(x, [1, 0])
  expectClose(loss, (Math.log(2) + Math.log(4 / 3)) / 2, 'the loss')
  expectClose(back(), matrix([0.25, -0.25], [-0.125, 0.125]), 'dx = back()')
})

law('softmaxCrossEntropy has the loss of stage 3', given({ x: wideLogits('BK'), y: labels('BK') }), ({ x, y }) => {
  const comparison = { name: 'the loss', terms: x.shape[0], scale: 600 }
  expectClose(softmaxCrossEntropy(x, y)[0], oracle.crossEntropyFromLogits(x, y), comparison)
})

law(
  'softmaxCrossEntropy has the gradient that its difference quotient has',
  distinctSizes('BK', { x: 'BK', y: labels('BK'), dL: cotangent('1') }),
  ({ x, y, dL }) => {
    expectGradient({
      inputs: { x },
      c: dL,
      terms: x.shape[1],
      absolute: ['x'],
      forward: ({ x }) => softmaxCrossEntropy(x, y)[0],
      backward: ({ x }, c) => ({ x: softmaxCrossEntropy(x, y)[1](c.data[0]) }),
      exact: ({ x }, c) => ({ x: scaled(oracle.crossEntropyBack(x, y), c.data[0]) }),
    })
  },
)

law(
  'softmaxCrossEntropy multiplies the gradient of each row by the weight of its truth',
  given({ x: 'BK', y: labels('BK'), w: numbers('K') }),
  ({ x, y, w }) => {
    const [loss, back] = softmaxCrossEntropy(x, y, w)
    expectClose(loss, oracle.crossEntropyFromLogits(x, y, w), {
      name: 'the weighted loss',
      terms: x.shape[0],
      scale: 18,
    })
    expectClose(back(), oracle.crossEntropyBack(x, y, w), { name: 'the weighted dx', terms: x.shape[1], scale: 3 })
  },
)

law(
  'softmaxCrossEntropy has the gradient of the long way round, through the Jacobian of 4.6',
  given({ x: 'BK', y: labels('BK') }),
  ({ x, y }) => {
    const [p, softmaxBack] = softmax(x)
    const [long] = softmaxBack(crossEntropy(p, y)[1]())
    // p may be small, and 1/p large: what cancels costs digits
    const largest = Math.max(...p.data.map((v) => 1 / v))
    expectClose(long, oracle.crossEntropyBack(x, y), { name: 'dx by the long way', terms: x.shape[1], scale: largest })
    expectClose(softmaxCrossEntropy(x, y)[1](), oracle.crossEntropyBack(x, y), {
      name: 'dx by the short way',
      terms: x.shape[1],
    })
  },
)

law('softmaxCrossEntropy on the way back: every row sums to 0', given({ x: 'BK', y: labels('BK') }), ({ x, y }) => {
  const none = matrix(...rowsOf(x).map(() => [0]))
  const comparison = { name: 'the sum of each row of dx', terms: x.shape[1], scale: 1 }
  expectClose(sum(softmaxCrossEntropy(x, y)[1](), 1), none, comparison)
})

law(
  'softmaxCrossEntropy of a batch twice: the same loss, half the gradient per row',
  given({ x: 'BK', y: labels('BK') }),
  ({ x, y }) => {
    const [loss, back] = softmaxCrossEntropy(
      tensor([2 * x.shape[0], x.shape[1]], Float64Array.of(...x.data, ...x.data)),
      [...y, ...y],
    )
    expectClose(loss, oracle.crossEntropyFromLogits(x, y), {
      name: 'the loss of the batch twice',
      terms: 2 * x.shape[0],
      scale: 6,
    })
    const half = scaled(oracle.crossEntropyBack(x, y), 0.5)
    const upper = { shape: x.shape, data: back().data.slice(0, x.data.length) }
    expectClose(upper, half, { name: 'the upper half of dx of the batch twice', terms: x.shape[1], scale: 1 })
  },
)

test('softmaxCrossEntropy with a weight of 0 for a class: its truth counts for nothing', () => {
  const [loss, back] = softmaxCrossEntropy(matrix([0, 0], [Math.log(3), 0]), [0, 1], [0, 2])
  expectClose(loss, Math.log(4), 'the loss with the weights [0, 2]')
  expectClose(back(), matrix([0, 0], [0.75, -0.75]), 'dx = back() with the weights [0, 2]')
})

test('softmaxCrossEntropy stays finite where the long way divides by zero', () => {
  const [loss, back] = softmaxCrossEntropy(matrix([0, 2000]), [0])
  expectClose(loss, 2000, 'the loss of [0, 2000] with truth 0')
  expectClose(back(), matrix([-1, 1]), 'dx at [0, 2000] with truth 0')
  const [, low] = softmaxCrossEntropy(matrix([-3000, -2000]), [0])
  expectClose(low(), matrix([-1, 1]), 'dx at [−3000, −2000] with truth 0')
})

test('softmaxCrossEntropy multiplies by dL, also when it is 0', () => {
  const [, back] = softmaxCrossEntropy(matrix([0, 0]), [1])
  expectClose(back(-6), matrix([-3, 3]), 'back(−6)')
  expectClose(back(0), matrix([0, 0]), 'back(0)')
})

pullbackLaws(
  'softmaxCrossEntropy',
  given({ x: 'BK', y: labels('BK'), w: numbers('K'), u: dL, v: dL }),
  ({ x, y, w }) => softmaxCrossEntropy(x, y, w),
  {
    grows: ['w'],
    many: () => ({ x: repeated(filled(22, 2), many), y: alternating(many), w: [1, 0.5], u: many, v: 1 }),
    truth: ({ w }) => {
      const [x, y] = [filled(22, 2), alternating(22)]
      return [oracle.crossEntropyFromLogits(x, y, w), scaled(repeated(oracle.crossEntropyBack(x, y, w), many), 22)]
    },
  },
)

test('softmaxCrossEntropy takes labels that are bytes, beside weights that are fractions', () => {
  const [loss, back] = softmaxCrossEntropy(zeros([2, 2]), Uint8Array.of(0, 1), [0.5, 0.25])
  expectClose(loss, 0.375 * Math.LN2, 'the loss with the weights [½, ¼]')
  expectClose(back(), matrix([-0.125, 0.125], [0.0625, -0.0625]), 'dx = back() with the weights [½, ¼]')
})

test('softmaxCrossEntropy keeps small losses and small gradients: of [20, 0] with truth 0', () => {
  const [far, [loss, back]] = [Math.exp(-20), softmaxCrossEntropy(matrix([20, 0]), [0])]
  expectClose(loss, Math.log1p(far), { name: 'the loss of [20, 0] with truth 0', relative: 1e-6 })
  expectClose(back().data[1], far / (1 + far), { name: 'entry [0, 1] of dx at [20, 0] with truth 0', terms: 10 })
})

test('softmaxCrossEntropy remembers its own x, and gives the same when asked twice', () => {
  const [, first] = softmaxCrossEntropy(matrix([0, 0]), [1])
  softmaxCrossEntropy(matrix([Math.LN2, 0]), [0])[1]()
  const second = { 'the second': matrix([-1 / 3, 1 / 3]) }
  expectOwn(first(), matrix([0.5, -0.5]), 'back() of the first of two calls', second)
  expectClose(first(), matrix([0.5, -0.5]), 'back(), asked a second time')
})

test('softmaxCrossEntropy keeps float32 as float32', () => {
  expectClose(softmaxCrossEntropy(float32(matrix([0, 0])), [1])[1](), float32(matrix([0.5, -0.5])), 'dx of float32')
})

test('softmaxCrossEntropy refuses what the loss refuses', () => {
  expectThrows(() => softmaxCrossEntropy(matrix([0, 1]), [2]), ValueError, ['2'], 'the label 2 of 2 classes')
  expectThrows(() => softmaxCrossEntropy(zeros([0, 3]), []), ValueError, [], 'an empty batch')
  expectThrows(() => softmaxCrossEntropy(matrix([0, NaN]), [0]), ValueError, ['NaN'], 'logits with NaN')
})

test('softmaxCrossEntropy trains one layer, image after image, on synthetic digits', () => {
  const digits = syntheticDigits(400, createRandom(1))
  const image = (n: number) =>
    tensor(
      [1, 784],
      Float64Array.from(digits.pixels.subarray(n * 784, n * 784 + 784), (v) => v / 255),
    )
  const [W, b] = [zeros([784, 10]), zeros([10])]
  let right = 0
  for (let n = 0; n < 400; n++) {
    const [logits, denseBack] = dense(image(n), W, b)
    const [loss, lossBack] = softmaxCrossEntropy(logits, [digits.labels[n]])
    if (n === 0) expectClose(loss, Math.LN10, { name: 'the very first loss, ln 10', terms: 10 })
    if (n >= 300 && logits.data.indexOf(Math.max(...logits.data)) === digits.labels[n]) right++
    const dx = lossBack()
    expectShape(dx, [1, 10], `dx of image ${n}`)
    const { dW, db } = denseBack(dx)
    expectThat(db.data.every(Number.isFinite), `after image ${n} the gradient is not finite: ${formatOneLine(db)}.`)
    W.data.forEach((v, i) => (W.data[i] = v - 0.02 * dW.data[i]))
    b.data.forEach((v, i) => (b.data[i] = v - 0.02 * db.data[i]))
  }
  expectThat(
    right >= 85,
    `of the last 100 images, each seen for the first time, ${right} were read right; at least 85 should be.`,
  )
})
