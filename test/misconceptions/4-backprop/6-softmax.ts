import type * as kata from '#kata/4-backprop/6-softmax.ts'
import { softmax as right } from '#kata/4-backprop/6-softmax.ts'
import { numericalGradient } from '#kata/4-backprop/1-numerical-gradient.ts'
import { zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import { naiveSoftmax, softmax as probabilities } from '#kata/2-softmax/1-softmax.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, zeros } from '#lib/tensor'
import { runningSum, softmaxBack, withBack, withoutList, wrapBack } from '../../answer-parts/4-backprop.ts'

type Softmax = typeof kata.softmax

interface Row {
  readonly x: readonly number[]
  readonly p: readonly number[]
  readonly dp: readonly number[]
}

/** another way back, row by row: the entry j of dx */
function backBy(entry: (row: Row, j: number) => number): { softmax: Softmax } {
  return softmaxBack((x, p, dp) => repeatTruth(x, p, dp, entry))
}

function repeatTruth(x: Tensor, p: Tensor, dp: Tensor, entry: (row: Row, j: number) => number): Tensor {
  const [B, K] = x.shape
  const dx = zeros(x.shape, x)
  for (let n = 0; n < B; n++) {
    const cut = ({ data }: Tensor): number[] => Array.from(data.subarray(n * K, n * K + K))
    const row = { x: cut(x), p: cut(p), dp: cut(dp) }
    for (let j = 0; j < K; j++) dx.data[n * K + j] = entry(row, j)
  }
  return dx
}

function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return total(Array.from(a, (v, i) => v * b[i]))
}

function total(a: readonly number[]): number {
  return a.reduce((sum, v) => sum + v, 0)
}

const rightEntry = ({ p, dp }: Row, j: number): number => p[j] * (dp[j] - inner(dp, p))

export const misconceptions: Misconception<typeof kata>[] = [
  {
    // B05 in the list of backprop: the diagonal of the Jacobian, and nothing else
    id: 'S17',
    belief: 'the derivative of softmax is p·(1 − p), as for a sigmoid',
    diagnosis: 'This is the diagonal of the Jacobian: how a logit moves its own probability, and none of the others.',
    answer: () => backBy(({ p, dp }, j) => dp[j] * p[j] * (1 - p[j])),
  },
  {
    id: 'S18',
    belief: 'the way back is the derivative, p·(1 − p), and dp is for another function',
    diagnosis: 'The result is the same for every dp: the argument is not used.',
    answer: () => backBy(({ p }, j) => p[j] * (1 - p[j])),
  },
  {
    id: 'softmax-row-sums',
    belief: 'the gradient is the sum over a row of the Jacobian, without dp',
    diagnosis:
      'The rows of the Jacobian are summed as they are, and each sums to 0. The result is the same for every dp.',
    answer: () => backBy(({ p }, j) => total(p.map((pi, i) => (i === j ? pi * (1 - pi) : -pi * p[j])))),
  },
  {
    id: 'softmax-passes',
    belief: 'softmax is only a scale: dp passes unchanged',
    diagnosis: 'dp comes back as it went in: there is no Jacobian on the way back.',
    answer: () => backBy(({ dp }, j) => dp[j]),
  },
  {
    id: 'softmax-like-exp',
    belief: 'exp is its own derivative, and the sum below it is a constant',
    diagnosis: 'dp is multiplied by p, as if the sum in the denominator did not change with the logits.',
    answer: () => backBy(({ p, dp }, j) => dp[j] * p[j]),
  },
  {
    id: 'softmax-off-diagonal',
    belief: 'every entry of the Jacobian is −pᵢ·pⱼ',
    diagnosis: 'The case i = j is left out: raising a logit does not lower its own probability.',
    answer: () => backBy(({ p, dp }, j) => -p[j] * inner(dp, p)),
  },
  {
    id: 'softmax-plus',
    belief: 'off the diagonal the Jacobian is +pᵢ·pⱼ',
    diagnosis: 'Raising a logit raises all the other probabilities here. Do they still sum to 1?',
    answer: () => backBy(({ p, dp }, j) => total(dp.map((d, i) => d * (i === j ? p[i] * (1 - p[i]) : p[i] * p[j])))),
  },
  {
    id: 'softmax-sign',
    belief: 'it is the weighted mean minus dp',
    diagnosis: 'Every entry has the opposite sign: the difference is taken the other way round.',
    answer: () => backBy(({ p, dp }, j) => p[j] * (inner(dp, p) - dp[j])),
  },
  {
    id: 'softmax-plain-mean',
    belief: 'the mean of dp is Σ dp / K',
    diagnosis:
      'The mean that is subtracted counts all classes alike. Look at where each probability stands in the formula.',
    answer: () => backBy(({ p, dp }, j) => p[j] * (dp[j] - total(dp) / dp.length)),
  },
  {
    id: 'softmax-plain-sum',
    belief: 'what is subtracted is Σ dp',
    diagnosis: 'What is subtracted is the sum of dp, without the probabilities in it.',
    answer: () => backBy(({ p, dp }, j) => p[j] * (dp[j] - total(dp))),
  },
  {
    id: 'softmax-mean-forgets-p',
    belief: 'the subtraction is all: dp − Σ dp·p',
    diagnosis: 'The weighted mean is subtracted from dp, and the factor in front of the bracket is missing.',
    answer: () => backBy(({ p, dp }, j) => dp[j] - inner(dp, p)),
  },
  {
    id: 'softmax-shift-without-p',
    belief: 'the bracket multiplied out is p·dp − Σ dp·p',
    diagnosis: 'p multiplies dp only, and not the mean that is subtracted from it.',
    answer: () => backBy(({ p, dp }, j) => p[j] * dp[j] - inner(dp, p)),
  },
  {
    id: 'softmax-no-brackets',
    belief: 'there is one gradient, so back returns it',
    diagnosis: 'back returns the tensor itself, and not a list with the tensor in it.',
    answer: () => ({ softmax: withoutList(right) }),
  },
  {
    id: 'softmax-of-x',
    belief: 'the p in the sum is the input',
    diagnosis: 'The sum is taken with the logits, not with the probabilities.',
    answer: () => backBy(({ x, p, dp }, j) => p[j] * (dp[j] - inner(dp, x))),
  },
  {
    id: 'B26',
    belief: 'the way back of log-softmax will do',
    diagnosis:
      'Forward and back are two different functions here: dp − p·Σ dp is the way back of the logarithm of softmax.',
    answer: () => backBy(({ p, dp }, j) => dp[j] - p[j] * total(dp)),
  },
  {
    id: 'softmax-over-batch',
    belief: 'there is one mean for the whole batch',
    diagnosis: 'The weighted mean is taken over all rows together. Change one row of dp and look at the others of dx.',
    answer: () =>
      softmaxBack((x, p, dp) => {
        const mean = inner(dp.data, p.data)
        return repeatTruth(x, p, dp, (row, j) => row.p[j] * (row.dp[j] - mean))
      }),
  },
  {
    id: 'S07',
    belief: 'the sum runs down each column: axis 0',
    diagnosis: 'The sum runs over the examples of one class, not over the classes of one example.',
    answer: () =>
      softmaxBack((x, p, dp) => {
        const mean = Array.from({ length: x.shape[1] }, () => 0)
        dp.data.forEach((d, i) => (mean[i % mean.length] += d * p.data[i]))
        return repeatTruth(x, p, dp, (row, j) => row.p[j] * (row.dp[j] - mean[j]))
      }),
  },
  {
    id: 'softmax-first-row',
    belief: 'there is one Jacobian for the whole batch',
    diagnosis: 'The probabilities of the first row are used for all rows on the way back.',
    answer: () =>
      softmaxBack((x, p, dp) => {
        const first = p.data.subarray(0, x.shape[1])
        return repeatTruth(x, p, dp, (row, j) => first[j] * (row.dp[j] - inner(row.dp, first)))
      }),
  },
  {
    id: 'softmax-numerical',
    belief: 'the numerical gradient of 4.1 is a way back too',
    diagnosis: 'This is right to about ten digits: it is a difference quotient, and not the formula.',
    answer: () => softmaxBack((x, _, dp) => numericalGradient((moved) => inner(dp.data, probabilities(moved).data), x)),
  },
  {
    id: 'S01',
    belief: 'the naive softmax of 2.1 is good enough in a network',
    diagnosis: 'The way forward overflows for logits near 1000, and everything after it is NaN.',
    answer: () => ({ softmax: withBack(naiveSoftmax, (x, p, dp) => repeatTruth(x, p, dp, rightEntry)) }),
  },
  {
    id: 'B23',
    belief: 'on the way back exp may be taken as it is',
    diagnosis: 'The way back computes p anew, from exponentials that overflow where those of the way forward do not.',
    answer: () => softmaxBack((x, _, dp) => repeatTruth(x, naiveSoftmax(x), dp, rightEntry)),
  },
  {
    id: 'B24',
    belief: 'float32 is enough for what is only remembered',
    diagnosis: 'p is kept in float32 for the way back, and so dx is right to seven digits only.',
    answer: () => backBy(({ p, dp, x }, j) => rightEntry({ p: p.map(Math.fround), dp, x }, j)),
  },
  {
    id: 'B16',
    belief: 'gradients add up from call to call',
    diagnosis: 'Asked a second time, the way back gives the sum of both answers: something is kept between the calls.',
    answer: () => ({
      softmax: wrapBack(right, (back) => {
        const sum = runningSum()
        return (dp) => [sum(back(dp)[0])]
      }),
    }),
  },
  {
    id: 'B18',
    belief: 'one place to remember p is enough',
    diagnosis: 'The way back uses the probabilities of the latest call, not of the call it came from.',
    answer: () => {
      let latest: ReturnType<Softmax>[1]
      return {
        softmax: wrapBack(right, (back) => {
          latest = back
          return (dp) => latest(dp)
        }),
      }
    },
  },
  {
    id: 'softmax-centres-dp',
    belief: 'dp may be centred in place: it is not needed any more',
    diagnosis: 'The mean is subtracted from dp itself, and the caller has another dp now.',
    answer: () =>
      softmaxBack((x, p, dp) => {
        dp.data.set(repeatTruth(x, p, dp, (row, j) => row.dp[j] - inner(row.dp, row.p)).data)
        return zip(dp, p, (d, pj) => pj * d)
      }),
  },
]
