import type * as kata from '#kata/2-softmax/1-softmax.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { type Tensor, checkLogits, matrixShape, zeros } from '#lib/tensor'

/** what becomes of each row, with the whole batch at hand */
function rowwise(x: Tensor, of: (row: number[], batch: number[]) => number[]): Tensor {
  const [B, K] = matrixShape(x, 'softmax')
  const y = zeros([B, K], x)
  const batch = Array.from(x.data)
  for (let n = 0; n < B; n++) y.data.set(of(batch.slice(n * K, n * K + K), batch), n * K)
  return y
}

function sum(values: readonly number[]): number {
  return values.reduce((total, v) => total + v, 0)
}

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'base-2-of-the-batch',
    what: 'the base is 2, and the sum is that of the whole matrix',
    answer: () => ({
      naiveSoftmax: (x) => rowwise(x, (row, batch) => row.map((xi) => 2 ** xi / sum(batch.map((xj) => 2 ** xj)))),
      softmax: (x) => {
        checkLogits(x, 'softmax')
        return rowwise(x, (row, batch) => {
          const m = Math.max(...batch)
          return row.map((xi) => 2 ** (xi - m) / sum(batch.map((xj) => 2 ** (xj - m))))
        })
      },
    }),
  },
  {
    id: 'batch-maximum-from-0',
    what: 'one maximum for the whole batch, and the search for it begins at 0',
    answer: () => ({
      softmax: (x) => {
        checkLogits(x, 'softmax')
        return rowwise(x, (row, batch) => {
          const m = Math.max(0, ...batch)
          const e = row.map((xi) => Math.exp(xi - m))
          return e.map((ei) => ei / sum(e))
        })
      },
    }),
  },
  {
    id: 'larger-of-the-ends',
    what: 'the larger of the first and the last logit is subtracted',
    answer: () => ({
      softmax: (x) => {
        checkLogits(x, 'softmax')
        return rowwise(x, (row) => {
          const e = row.map((xi) => Math.exp(xi - Math.max(row[0], row[row.length - 1])))
          return e.map((ei) => ei / sum(e))
        })
      },
    }),
  },
  {
    id: 'squared',
    what: 'squares instead of exponentials: positive too, and they keep the order of positive logits',
    answer: () => ({
      naiveSoftmax: (x) => rowwise(x, (row) => row.map((xi) => xi ** 2 / sum(row.map((xj) => xj ** 2)))),
      softmax: (x) => {
        checkLogits(x, 'softmax')
        return rowwise(x, (row) => {
          const m = Math.min(...row)
          return row.map((xi) => (xi - m) ** 2 / sum(row.map((xj) => (xj - m) ** 2)))
        })
      },
    }),
  },
]
