import { map, zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import { broadcast } from '#kata/1-tensor-ops/2-broadcast.ts'
import { sum } from '#kata/1-tensor-ops/3-reduce.ts'
import type * as kata from '#kata/4-backprop/10-yours.ts'
import { scale, sigmoid, squaredError } from '#kata/4-backprop/10-yours.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, zeros } from '#lib/tensor'
import {
  errorBack,
  runningSum,
  scaleBack,
  sigmoidBack,
  withBack,
  withoutList,
  wrapBack,
} from '../../answer-parts/4-backprop.ts'

const times = (a: number, b: number): number => a * b
const opposite = (x: Tensor): Tensor => map(x, (v) => -v)

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'sigmoid-forgets-dy',
    belief: 'the way back is the derivative, and dy is for another function',
    diagnosis: 'The way back of sigmoid is the same for every dy: the argument is not used.',
    answer: () => sigmoidBack((_x, y) => map(y, (p) => p * (1 - p))),
  },
  {
    id: 'sigmoid-at-x',
    belief: 'the slope is x·(1 − x), since x is what the function was given',
    diagnosis: 'The slope is computed from x where the derivation has the value of sigmoid at x.',
    answer: () => sigmoidBack((x, _y, dy) => zip(dy, x, (d, v) => d * v * (1 - v))),
  },
  {
    id: 'sigmoid-like-exp',
    belief: 'sigmoid has an exponential in it, so it is its own derivative',
    diagnosis: 'The slope is the value of sigmoid. That is true of the exponential alone. Far above 0 sigmoid is flat.',
    answer: () => sigmoidBack((_x, y, dy) => zip(dy, y, times)),
  },
  {
    id: 'sigmoid-outer-only',
    belief: 'the derivative of 1/u is −1/u², and that is all',
    diagnosis: 'The way back is that of 1/u alone. What stands in the denominator depends on x as well.',
    answer: () => sigmoidBack((_x, y, dy) => zip(dy, y, (d, p) => -d * p * p)),
  },
  {
    id: 'sigmoid-sign',
    belief: 'the derivative of e⁻ˣ is e⁻ˣ',
    diagnosis: 'The sign is turned round: sigmoid rises everywhere. The exponent −x has a slope of its own.',
    answer: () => sigmoidBack((_x, y, dy) => zip(dy, y, (d, p) => -d * p * (1 - p))),
  },
  {
    id: 'sigmoid-like-tanh',
    belief: 'the slope of every S-shaped curve is 1 − y²',
    diagnosis: 'The way back is that of tanh. At 0 the slope of sigmoid is not 1.',
    answer: () => sigmoidBack((_x, y, dy) => zip(dy, y, (d, p) => d * (1 - p * p))),
  },
  {
    id: 'sigmoid-slope-at-y',
    belief: 'the slope is taken at the output',
    diagnosis: 'The slope of sigmoid is taken at y, and not at x: sigmoid is called once too often.',
    answer: () => sigmoidBack((_x, y, dy) => zip(dy, sigmoid(y)[0], (d, p) => d * p * (1 - p))),
  },
  {
    id: 'sigmoid-mirrored',
    belief: '1 / (1 + eˣ) is sigmoid',
    diagnosis: 'This is sigmoid of −x: it falls. The way back fits it, so look at the exponent of the value.',
    answer: () => ({
      sigmoid: wrapBack(
        (x) => sigmoid(opposite(x)),
        (back) => (dy) => [opposite(back(dy)[0])],
      ),
    }),
  },
  {
    id: 'sigmoid-overflows',
    belief: 'eˣ / (1 + eˣ) is the same function',
    diagnosis: 'The value is NaN for large x: ∞/∞, since eˣ overflows above 709.',
    answer: () => ({
      sigmoid: wrapBack(
        (x) => [map(x, (v) => Math.exp(v) / (1 + Math.exp(v))), sigmoid(x)[1]],
        (back) => back,
      ),
    }),
  },
  {
    id: 'sigmoid-back-overflows',
    belief: 'the quotient rule gives e⁻ˣ / (1 + e⁻ˣ)², and that may stay as it is',
    diagnosis: 'dx is NaN far below 0: the quotient is ∞/∞ there. The value y is known, and never overflows.',
    answer: () =>
      sigmoidBack((x, _y, dy) => zip(dy, x, (d, v) => (d * Math.exp(-v)) / ((1 + Math.exp(-v)) * (1 + Math.exp(-v))))),
  },
  {
    id: 'sigmoid-measured',
    belief: 'a difference quotient is as good as a derivation',
    diagnosis: 'The slope is measured in the way back. It agrees to about ten digits, and is not derived.',
    answer: () =>
      sigmoidBack((x, _y, dy) => {
        const [above, below] = [1e-5, -1e-5].map((h) => sigmoid(map(x, (v) => v + h))[0])
        return zip(
          dy,
          zip(above, below, (a, b) => (a - b) / 2e-5),
          times,
        )
      }),
  },
  {
    id: 'sigmoid-no-brackets',
    belief: 'there is one gradient, so back returns it',
    diagnosis: 'The way back of sigmoid returns a tensor, and not a list with a tensor in it.',
    answer: () => ({ sigmoid: withoutList(sigmoid) }),
  },
  {
    id: 'sigmoid-B18',
    belief: 'one place to remember the value is enough',
    diagnosis: 'The way back of sigmoid uses the value of the latest call, not of the call it came from.',
    answer: () => {
      let latest: Tensor
      return {
        sigmoid: withBack(
          (x) => (latest = sigmoid(x)[0]),
          (_x, _y, dy) => zip(dy, latest, (d, p) => d * p * (1 - p)),
        ),
      }
    },
  },
  {
    id: 'error-forgets-2',
    belief: 'the square comes off, and y − t is left',
    diagnosis: 'Both gradients of squaredError are half of what they should be. How fast does e² rise at e = 3?',
    answer: () => errorBack((error, dL, n) => [map(error, (e) => (dL * e) / n), map(error, (e) => (-dL * e) / n)]),
  },
  {
    id: 'error-forgets-mean',
    belief: 'a mean only makes the loss readable',
    diagnosis: 'The gradients are those of the sum. The value of squaredError is divided by the number of entries.',
    answer: () => errorBack((error, dL) => [map(error, (e) => 2 * dL * e), map(error, (e) => -2 * dL * e)]),
  },
  {
    id: 'error-back-over-batch',
    belief: 'the gradient is divided by the size of the batch, as in 4.7',
    diagnosis: 'The value is the mean over all entries. The gradients are divided by the number of rows.',
    answer: () =>
      errorBack((error, dL) => {
        const B = error.shape[0] ?? 1
        return [map(error, (e) => (2 * dL * e) / B), map(error, (e) => (-2 * dL * e) / B)]
      }),
  },
  {
    id: 'error-mean-over-batch',
    belief: 'the mean is over the batch, and each row is summed',
    diagnosis: 'The value is divided by the number of rows. The header takes the mean over all entries.',
    answer: () => ({
      squaredError(y, t) {
        const [L, back] = squaredError(y, t)
        const columns = y.data.length / (y.shape[0] ?? 1)
        return [L * columns, (dL) => back(dL * columns)]
      },
    }),
  },
  {
    id: 'error-multiplied-out',
    belief: '(y − t)² and y² − 2yt + t² are the same',
    diagnosis: 'Of large numbers that are close nothing is left: their squares are rounded before they are subtracted.',
    answer: () => ({
      squaredError(y, t) {
        const [, back] = squaredError(y, t)
        let total = 0
        y.data.forEach((a, i) => (total += a * a - 2 * a * t.data[i] + t.data[i] * t.data[i]))
        return [total / y.data.length, back]
      },
    }),
  },
  {
    id: 'error-half',
    belief: 'the squared error has a ½ in front, so that the 2 cancels',
    diagnosis: 'The value is half of the mean. Some books define it so, and the header does not.',
    answer: () => ({
      squaredError(y, t) {
        const [L, back] = squaredError(y, t)
        return [L / 2, (dL) => back(dL / 2)]
      },
    }),
  },
  {
    id: 'error-root',
    belief: 'an error is a distance, so a root is taken',
    diagnosis: 'The value is the root of the mean. The header has no root.',
    answer: () => ({
      squaredError(y, t) {
        const [L, back] = squaredError(y, t)
        return [Math.sqrt(L), (dL) => back(L === 0 ? 0 : dL / (2 * Math.sqrt(L)))]
      },
    }),
  },
  {
    id: 'error-forgets-dL',
    belief: 'the loss is the end, so its pullback begins with 1',
    diagnosis: 'The way back of squaredError is the same for every dL: the argument is not used.',
    answer: () => ({ squaredError: wrapBack(squaredError, (back) => () => back(1)) }),
  },
  {
    id: 'error-sign',
    belief: 'the gradient points from y to the target',
    diagnosis: 'Both gradients have the wrong sign. If y is above t and rises, the loss rises.',
    answer: () => ({ squaredError: wrapBack(squaredError, (back) => (dL) => back(-dL)) }),
  },
  {
    id: 'error-target-is-constant',
    belief: 'a target is a constant, so its gradient is 0',
    diagnosis: 'The gradient of t is 0 here. t is an argument as y is: if it moves, the loss changes.',
    answer: () => errorBack((error, dL, n) => [map(error, (e) => (2 * dL * e) / n), zeros(error.shape, error)]),
  },
  {
    id: 'error-same-for-both',
    belief: 'the square makes y and t the same, so both have one gradient',
    diagnosis: 'y and t get the same gradient. If both rise by the same amount, the loss stays what it is.',
    answer: () =>
      errorBack((error, dL, n) => [map(error, (e) => (2 * dL * e) / n), map(error, (e) => (2 * dL * e) / n)]),
  },
  {
    id: 'error-absolute',
    belief: 'the slope of a distance is its sign',
    diagnosis: 'The way back is that of |y − t|: each entry gets the same amount, however far off it is.',
    answer: () =>
      errorBack((error, dL, n) => [
        map(error, (e) => (dL * Math.sign(e)) / n),
        map(error, (e) => (-dL * Math.sign(e)) / n),
      ]),
  },
  {
    id: 'scale-dg-unsummed',
    belief: 'the gradient of g is dy·x, entry by entry',
    diagnosis: 'dg has one number for each entry of x. It has the shape of g: g[j] occurs in every row.',
    answer: () => scaleBack(({ x, dy }) => ({ dg: zip(dy, x, times) })),
  },
  {
    id: 'scale-dg-mean',
    belief: 'over the batch the mean is taken',
    diagnosis: 'dg is divided by the number of rows. There is no mean in y = x·g.',
    answer: () =>
      scaleBack(({ x, dy }) => ({ dg: map(sum(zip(dy, x, times), 0), (d) => d / Math.max(1, x.shape[0])) })),
  },
  {
    id: 'scale-dg-forgets-x',
    belief: 'g is copied to every row, so its gradient is that of a bias: the sum of dy',
    diagnosis: 'dg is the sum of the rows of dy, as for a bias. g is not added here: how fast y moves depends on x.',
    answer: () => scaleBack(({ dy }) => ({ dg: sum(dy, 0) })),
  },
  {
    id: 'scale-dg-last-row',
    belief: 'dg is assigned for each row, and the last one counts',
    diagnosis: 'dg has only what the last row says. Every row reacts to g, and the reactions add.',
    answer: () =>
      scaleBack(({ x, g, dy }) => {
        const dg = zeros(g.shape, g)
        const J = g.data.length
        for (let i = 0; i < x.data.length; i++) dg.data[i % J] = dy.data[i] * x.data[i]
        return { dg }
      }),
  },
  {
    id: 'scale-dx-forgets-g',
    belief: 'x passes through, so it gets dy',
    diagnosis: 'dx is dy as it came. If x rises by a little, y rises by more or by less: g decides.',
    answer: () => scaleBack(({ dy }) => ({ dx: map(dy, (d) => d) })),
  },
  {
    id: 'scale-dx-own-factor',
    belief: 'the gradient of x is x’s own value times dy',
    diagnosis: 'dx is dy·x: the factor gets itself back.',
    answer: () => scaleBack(({ x, dy }) => ({ dx: zip(dy, x, times) })),
  },
  {
    id: 'scale-dx-divides',
    belief: 'the way back undoes the way forward, so it divides by g',
    diagnosis: 'dx is dy divided by g. A pullback is no inverse: it says how the loss reacts to x.',
    answer: () => scaleBack(({ g, dy }) => ({ dx: broadcast(dy, g, (d, s) => d / s) })),
  },
  {
    id: 'scale-swapped',
    belief: 'the order of the two gradients does not matter',
    diagnosis: 'The two gradients are in the wrong order: first that of x, then that of g.',
    answer: () => ({
      scale: wrapBack(scale, (back) => (dy) => back(dy).toReversed() as [dx: Tensor, dg: Tensor]),
    }),
  },
  {
    id: 'scale-rows',
    belief: 'g has a number for each row',
    diagnosis: 'Each row is multiplied by a number of its own. The header has g[j], and j is the column.',
    answer: () => ({
      scale(x, g) {
        const J = x.shape[1]
        const y = { shape: x.shape, data: x.data.map((v, i) => v * g.data[Math.floor(i / J)]) }
        return [y, scale(x, g)[1]]
      },
    }),
  },
  {
    id: 'scale-B16',
    belief: 'the gradients of a parameter add up from call to call',
    diagnosis: 'dg is kept between two calls of back, and the second answer has the first one in it.',
    answer: () => ({
      scale: wrapBack(scale, (back) => {
        const add = runningSum()
        return (dy) => {
          const [dx, dg] = back(dy)
          return [dx, add(dg)]
        }
      }),
    }),
  },
]
