import type * as kata from '#kata/1-tensor-ops/6-one-hot.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { checkLabel, matrixShape, refuseNaN, zeros } from '#lib/tensor'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'transposed-labels',
    what: 'the result is (K, B) (T22), with the label itself in it (label-value)',
    answer: () => ({
      oneHot(labels, K, like) {
        const B = labels.length
        const y = zeros([K, B], like)
        for (let n = 0; n < B; n++) {
          checkLabel(labels[n], n, K, 'oneHot')
          y.data[labels[n] * B + n] = labels[n]
        }
        return y
      },
    }),
  },
  {
    id: 'last-from-1',
    what: 'the last of equal entries (T18), and columns are counted from 1',
    answer: () => ({
      argmax(x) {
        const [B, K] = matrixShape(x, 'argmax')
        refuseNaN(x, 'argmax')
        return Array.from({ length: B }, (_, n) => {
          let best = 0
          for (let j = 1; j < K; j++) if (x.data[n * K + j] >= x.data[n * K + best]) best = j
          return best + 1
        })
      },
    }),
  },
  {
    id: 'smallest',
    what: 'the column of the smallest entry: on no list',
    answer: () => ({
      argmax(x) {
        const [B, K] = matrixShape(x, 'argmax')
        refuseNaN(x, 'argmax')
        return Array.from({ length: B }, (_, n) => {
          const row = Array.from(x.data.subarray(n * K, n * K + K))
          return row.indexOf(row.reduce((least, v) => Math.min(least, v), Infinity))
        })
      },
    }),
  },
]
