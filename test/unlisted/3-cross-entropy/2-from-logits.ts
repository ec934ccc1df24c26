import type * as kata from '#kata/3-cross-entropy/2-from-logits.ts'
import { softmax } from '#kata/2-softmax/1-softmax.ts'
import { logSoftmax } from '#kata/2-softmax/2-log-softmax.ts'
import { perClass } from '#kata/3-cross-entropy/1-cross-entropy.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { type Tensor, checkLabels } from '#lib/tensor'

type Loss = typeof kata.crossEntropyFromLogits

/** the right mean of what is made of the logits, read at the truth */
function loss(costs: (x: Tensor) => Tensor, divisor: (B: number, K: number) => number = (B) => B): Loss {
  return (x, labels, weight = 1) => {
    checkLabels(labels, x, 'crossEntropyFromLogits')
    const [B, K] = x.shape
    const w = perClass(weight, K)
    const cost = costs(x)
    let total = 0
    for (let n = 0; n < B; n++) total += w[labels[n]] * cost.data[n * K + labels[n]]
    return total / divisor(B, K)
  }
}

function entries(x: Tensor, f: (v: number) => number): Tensor {
  return { shape: x.shape, data: x.data.map(f) }
}

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'sum-by-way-of-softmax',
    what: 'by way of the probability, and the sum instead of the mean',
    answer: () => ({
      crossEntropyFromLogits: loss(
        (x) => entries(softmax(x), (p) => -Math.log(p)),
        () => 1,
      ),
    }),
  },
  {
    id: 'negative-by-entries',
    what: 'the minus is missing, and the divisor is B·K',
    answer: () => ({ crossEntropyFromLogits: loss(logSoftmax, (B, K) => B * K) }),
  },
  {
    id: 'half-the-temperature',
    what: 'the logits are doubled first: an unwanted temperature',
    answer: () => ({
      crossEntropyFromLogits: loss((x) => entries(logSoftmax(entries(x, (v) => 2 * v)), (log) => -log)),
    }),
  },
]
