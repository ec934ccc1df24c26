import type * as kata from '#kata/4-backprop/4-relu.ts'
import { map, zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, zeros } from '#lib/tensor'
import { runningSum, withBack, withoutList, wrapBack } from '../../answer-parts/4-backprop.ts'

type Relu = Pick<typeof kata, 'relu'>

const positive = (v: number): number => (v > 0 ? v : 0)

/** max(0, x), with another derivative: dx = slope(x, dy) */
function sloped(slope: (x: number, dy: number) => number): Relu {
  return other(positive, slope)
}

/** another function, with the derivative that goes with it, or does not */
function other(f: (x: number) => number, slope: (x: number, dy: number) => number): Relu {
  const back = (x: Tensor, _: Tensor, dy: Tensor): Tensor => zip(dy, x, (d, v) => slope(v, d))
  return { relu: withBack((x) => map(x, f), back) }
}

const masked = (x: number, dy: number): number => (x > 0 ? dy : 0)
const { relu: right } = sloped(masked)

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'B10',
    belief: 'relu is linear, so dy passes unchanged',
    diagnosis: 'dy passes everywhere, also where the unit was silent: there is no mask on the way back.',
    answer: () => sloped((_, d) => d),
  },
  {
    id: 'B11',
    belief: 'on the way back relu cuts off what is negative in dy',
    diagnosis: 'The mask here is the sign of dy. Look at a silent unit, and at a negative dy of one that was not.',
    answer: () => sloped((_, d) => positive(d)),
  },
  {
    id: 'relu-guided',
    belief: 'both have to be positive, x and dy',
    diagnosis: 'Negative entries of dy are cut off as well, besides those where x was negative.',
    answer: () => sloped((v, d) => (v > 0 ? positive(d) : 0)),
  },
  {
    id: 'B12',
    belief: 'the mask is x ≥ 1',
    diagnosis: 'Units with x between 0 and 1 get no gradient here, though they were not silent.',
    answer: () => sloped((v, d) => (v >= 1 ? d : 0)),
  },
  {
    id: 'relu-threshold',
    belief: 'floating-point numbers need a threshold: x > 1e-6',
    diagnosis: 'Units with a very small positive x get no gradient here: there is a threshold in the mask.',
    answer: () => sloped((v, d) => (v > 1e-6 ? d : 0)),
  },
  {
    id: 'relu-threshold-fine',
    belief: 'floating-point numbers need a threshold: x > 1e-12',
    diagnosis: 'Units with a very small positive x get no gradient here: there is a threshold in the mask.',
    answer: () => sloped((v, d) => (v > 1e-12 ? d : 0)),
  },
  {
    id: 'relu-threshold-both',
    belief: 'floating-point numbers need a threshold, there and back: x > 1e-8',
    diagnosis: 'Very small positive numbers come out as 0 and get no gradient: there is a threshold, there and back.',
    answer: () =>
      other(
        (v) => (v > 1e-8 ? v : 0),
        (v, d) => (v > 1e-8 ? d : 0),
      ),
  },
  {
    id: 'relu-threshold-forward',
    belief: 'floating-point numbers need a threshold: what is below 1e-10 is 0',
    diagnosis: 'Very small positive numbers come out as 0: there is a threshold on the way forward.',
    answer: () => other((v) => (v > 1e-10 ? v : 0), masked),
  },
  {
    id: 'relu-no-brackets',
    belief: 'there is one gradient, so back returns it',
    diagnosis: 'back returns the tensor itself, and not a list with the tensor in it.',
    answer: () => ({ relu: withoutList(right) }),
  },
  {
    id: 'B13',
    belief: 'the way back multiplies by the output: y·dy',
    diagnosis: 'dy is multiplied by the value of relu here, not by its slope.',
    answer: () => sloped((v, d) => positive(v) * d),
  },
  {
    id: 'relu-forgets-dy',
    belief: 'the way back is the derivative, 0 or 1',
    diagnosis: 'The result is 0 or 1 whatever dy is: the argument is not used.',
    answer: () => sloped((v) => (v > 0 ? 1 : 0)),
  },
  {
    id: 'relu-inverted',
    belief: 'what is negative is what has to be corrected',
    diagnosis: 'The mask is turned round: dy passes where the unit was silent, and nowhere else.',
    answer: () => sloped((v, d) => (v > 0 ? 0 : d)),
  },
  {
    id: 'relu-sign',
    belief: 'where x is negative, so is the gradient',
    diagnosis: 'Where the unit was silent, −dy comes back: that is the slope of |x|.',
    answer: () => sloped((v, d) => d * Math.sign(v)),
  },
  {
    id: 'B14',
    belief: 'the slope at 0 is 1: the mask is x ≥ 0',
    diagnosis: 'At x = 0 exactly dy passes. There is no derivative at 0, and the house has a convention for it.',
    answer: () => sloped((v, d) => (v >= 0 ? d : 0)),
  },
  {
    id: 'relu-half',
    belief: 'the slope at 0 is ½, half-way between 0 and 1',
    diagnosis:
      'At x = 0 exactly half of dy passes. There is no derivative at 0, and the house has a convention for it.',
    answer: () =>
      sloped((v, d) => {
        if (v === 0) return d / 2
        return v > 0 ? d : 0
      }),
  },
  ...[
    { id: 'relu-leaky', slope: 0.01 },
    { id: 'relu-leaky-0.1', slope: 0.1 },
    { id: 'relu-leaky-0.2', slope: 0.2 },
  ].map(({ id, slope }) => ({
    id,
    belief: `a little should come through from below: ${slope}·x`,
    diagnosis: 'What is negative comes through with a factor, there and back. That is leaky relu.',
    answer: () =>
      other(
        (v) => (v > 0 ? v : slope * v),
        (v, d) => (v > 0 ? d : slope * d),
      ),
  })),
  {
    id: 'relu-leaky-back',
    belief: 'a silent unit would never learn, so a hundredth of dy passes',
    diagnosis: 'A part of dy passes where the unit was silent. The way forward lets nothing through there.',
    answer: () => sloped((v, d) => (v > 0 ? d : 0.01 * d)),
  },
  {
    id: 'relu-capped',
    belief: 'relu ends at 6',
    diagnosis: 'Large values are cut off, and get no gradient. That is relu6.',
    answer: () =>
      other(
        (v) => Math.min(6, positive(v)),
        (v, d) => (v > 0 && v < 6 ? d : 0),
      ),
  },
  {
    id: 'relu-absolute',
    belief: 'relu makes everything positive: |x|',
    diagnosis: 'What is negative comes through with the other sign.',
    answer: () => other(Math.abs, (v, d) => d * Math.sign(v)),
  },
  {
    id: 'relu-absolute-forward',
    belief: 'relu makes everything positive, and only what was positive counts on the way back',
    diagnosis: 'What is negative comes through with the other sign, though its mask is right.',
    answer: () => other(Math.abs, masked),
  },
  {
    id: 'B26',
    belief: 'the way back is that of the smooth relu, the sigmoid',
    diagnosis:
      'Forward and back are two different functions here: the slope on the way back is that of softplus, ln(1 + exp(x)).',
    answer: () => sloped((v, d) => d / (1 + Math.exp(-v))),
  },
  {
    id: 'B16',
    belief: 'gradients add up from call to call',
    diagnosis: 'Asked a second time, the way back gives the sum of both answers: something is kept between the calls.',
    answer: () => ({
      relu: wrapBack(right, (back) => {
        const sum = runningSum()
        return (dy) => [sum(back(dy)[0])]
      }),
    }),
  },
  {
    id: 'B18',
    belief: 'one place to remember x is enough',
    diagnosis: 'The mask is that of the latest call, not of the call the way back came from.',
    answer: () => {
      let latest: ReturnType<typeof kata.relu>[1]
      return {
        relu: wrapBack(right, (back) => {
          latest = back
          return (dy) => latest(dy)
        }),
      }
    },
  },
  {
    id: 'B24',
    belief: 'float32 is enough for what is only remembered',
    diagnosis: 'x is kept in float32 for the way back, and there the smallest numbers of float64 are 0.',
    answer: () => sloped((v, d) => (Math.fround(v) > 0 ? d : 0)),
  },
  {
    id: 'T06',
    belief: 'relu may work in place: the negative numbers are not needed any more',
    diagnosis: 'The negative entries of x itself are set to 0: the input is changed.',
    answer: () => ({
      relu: (x) => {
        x.data.forEach((v, i) => (x.data[i] = positive(v)))
        return [x, (dy) => [zip(dy, x, (d, v) => masked(v, d))]]
      },
    }),
  },
  {
    id: 'relu-masks-dy',
    belief: 'dy may be masked in place: it is not needed any more',
    diagnosis: 'The mask is written into dy itself, and the caller has another dy now.',
    answer: () => ({
      relu: wrapBack(right, (_, x) => (dy) => {
        x.data.forEach((v, i) => (dy.data[i] = masked(v, dy.data[i])))
        return [dy]
      }),
    }),
  },
  {
    id: 'relu-two-axes',
    belief: 'a tensor is a matrix',
    diagnosis: 'The loops run over two axes, rows and columns. What has one axis, or three, is only partly done.',
    answer: () => {
      const overMatrix = (x: Tensor, entry: (at: number) => number): Tensor => {
        const [B, K] = x.shape
        const y = zeros(x.shape, x)
        for (let n = 0; n < B; n++) for (let j = 0; j < K; j++) y.data[n * K + j] = entry(n * K + j)
        return y
      }
      return {
        relu: withBack(
          (x) => overMatrix(x, (at) => positive(x.data[at])),
          (x, _, dy) => overMatrix(x, (at) => masked(x.data[at], dy.data[at])),
        ),
      }
    },
  },
  {
    id: 'relu-float64-only',
    belief: 'numbers are float64',
    diagnosis: 'The result is always float64, also for a float32 input.',
    answer: () => ({
      relu: withBack(
        (x) => ({ shape: x.shape, data: Float64Array.from(x.data, positive) }),
        (x, _, dy) => ({ shape: dy.shape, data: Float64Array.from(dy.data, (d, i) => masked(x.data[i], d)) }),
      ),
    }),
  },
]
