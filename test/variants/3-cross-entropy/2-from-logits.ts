import type * as kata from '#kata/3-cross-entropy/2-from-logits.ts'
import { oneHot } from '#kata/1-tensor-ops/6-one-hot.ts'
import { logSoftmax, logSumExp } from '#kata/2-softmax/2-log-softmax.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { aboutLogits } from '../../answer-parts/3-cross-entropy.ts'

const { measuring } = aboutLogits

export const variants: Variant<typeof kata>[] = [
  {
    id: 'log-sum-exp',
    how: 'logSumExp(x) − x[y] instead of logSoftmax',
    answer: () =>
      measuring((logits, labels, w, B, K) => {
        const lse = Array.from(logSumExp(logits).data)
        return lse.reduce((sum, all, n) => sum + w[labels[n]] * (all - logits.data[n * K + labels[n]]), 0) / B
      }),
  },
  {
    id: 'against-the-truth',
    how: 'ln Σⱼ exp(xⱼ − x[y]): the truth is subtracted first, and then a maximum',
    answer: () =>
      measuring((logits, labels, w, B, K) => {
        let total = 0
        for (let n = 0; n < B; n++) {
          const truth = logits.data[n * K + labels[n]]
          if (truth === -Infinity) {
            total += w[labels[n]] * Infinity
            continue
          }
          const lead = Array.from(logits.data.subarray(n * K, n * K + K), (xi) => xi - truth)
          const most = Math.max(...lead)
          total += w[labels[n]] * (most + Math.log(lead.reduce((sum, d) => sum + Math.exp(d - most), 0)))
        }
        return total / B
      }),
  },
  {
    id: 'one-hot',
    how: 'one-hot rows that choose, with a weight in the place of the 1',
    answer: () =>
      measuring((logits, labels, w, B, K) => {
        const chosen = oneHot(labels, K).data.map((y, at) => y * w[at % K])
        const terms = Array.from(logSoftmax(logits).data, (log, at) =>
          at % K === labels[Math.floor(at / K)] ? chosen[at] * -log : 0,
        )
        return terms.reduceRight((sum, term) => sum + term / B, 0)
      }),
  },
  {
    id: 'softplus',
    how: 'the classes are merged two by two, with log1p: no sum of exponentials',
    answer: () =>
      measuring((logits, labels, w, B, K) => {
        const merge = (a: number, b: number): number =>
          b === -Infinity ? a : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))
        const costs = Array.from({ length: B }, (_, n) => {
          const row = Array.from(logits.data.subarray(n * K, n * K + K))
          return w[labels[n]] * (row.reduce(merge, -Infinity) - row[labels[n]])
        })
        return costs.reduce((sum, cost) => sum + cost, 0) / B
      }),
  },
  {
    id: 'row-by-row',
    how: 'a batch of one for each row, in reverse order, and one division',
    answer: () =>
      measuring((logits, labels, w, B, K) => {
        let total = 0
        for (let n = B - 1; n >= 0; n--) {
          const row = { shape: [1, K], data: logits.data.slice(n * K, n * K + K) }
          total += w[labels[n]] * logSoftmax(row).data[labels[n]]
        }
        return -total / B
      }),
  },
  {
    id: 'log1p',
    how: 'the lead of the largest logit over the truth, and log1p of all other terms',
    answer: () =>
      measuring((logits, labels, w, B, K) => {
        const costs = Array.from(labels, (y, n) => {
          const row = Array.from(logits.data.subarray(n * K, n * K + K))
          const top = row.reduce((best, xi, j) => (xi > row[best] ? j : best), 0)
          const others = row.reduce((sum, xi, j) => (j === top ? sum : sum + Math.exp(xi - row[top])), 0)
          return w[y] * (row[top] - row[y] + Math.log1p(others))
        })
        return costs.reduce((sum, cost) => sum + cost, 0) / B
      }),
  },
  {
    id: 'generator',
    how: 'a generator of costs, each from one pass over its row',
    answer: () =>
      measuring((logits, labels, w, B, K) => {
        function* costs(): Generator<number> {
          for (let n = 0; n < B; n++) {
            let [m, all] = [-Infinity, 0]
            for (const xi of logits.data.subarray(n * K, n * K + K)) {
              if (xi > m) [m, all] = [xi, all * Math.exp(m - xi) + 1]
              else if (xi > -Infinity) all += Math.exp(xi - m)
            }
            yield w[labels[n]] * (m - logits.data[n * K + labels[n]] + Math.log(all))
          }
        }
        let total = 0
        for (const cost of costs()) total += cost
        return total / B
      }),
  },
]
