import type * as kata from '#kata/3-cross-entropy/1-cross-entropy.ts'
import { perClass } from '#kata/3-cross-entropy/1-cross-entropy.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { checkLabels, refuseNaN } from '#lib/tensor'

type CrossEntropy = typeof kata.crossEntropy

/** the right loop around what an example costs, and what the total is divided by */
function loss(
  cost: (p: number, w: number) => number,
  divisor: (B: number, K: number, weights: readonly number[]) => number = (B) => B,
): CrossEntropy {
  return (p, labels, weight = 1) => {
    checkLabels(labels, p, 'crossEntropy')
    refuseNaN(p, 'crossEntropy')
    const [B, K] = p.shape
    const w = perClass(weight, K)
    const own = Array.from(labels, (y) => w[y])
    const costs = own.map((wn, n) => cost(p.data[n * K + labels[n]], wn))
    return costs.reduce((sum, one) => sum + one, 0) / divisor(B, K, own)
  }
}

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'sum-of-bits',
    what: 'the sum instead of the mean, and in bits',
    answer: () => ({
      crossEntropy: loss(
        (p, w) => -w * Math.log2(p),
        () => 1,
      ),
    }),
  },
  {
    id: 'negative-by-weights',
    what: 'the minus is missing, and the divisor is the sum of the weights',
    answer: () => ({
      crossEntropy: loss(
        (p, w) => w * Math.log(p),
        (_B, _K, own) => own.reduce((sum, w) => sum + w, 0),
      ),
    }),
  },
  {
    id: 'epsilon-and-squared-weight',
    what: 'an ε in the logarithm, and the weight goes in twice',
    answer: () => ({ crossEntropy: loss((p, w) => -w * w * Math.log(p + 1e-12)) }),
  },
  {
    id: 'odds',
    what: 'the logarithm of the odds, p by 1 − p',
    answer: () => ({ crossEntropy: loss((p, w) => w * Math.log((1 - p) / p)) }),
  },
]
