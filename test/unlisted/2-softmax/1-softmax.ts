import type * as kata from '#kata/2-softmax/1-softmax.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { normalize, rowwise, total, softmaxBy } from '../../answer-parts/2-softmax.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'base-2-of-the-batch',
    what: 'the base is 2, and the sum is that of the whole matrix',
    answer: () => ({
      naiveSoftmax: rowwise((row, { data }) => row.map((xi) => 2 ** xi / total(Array.from(data, (xj) => 2 ** xj)))),
      ...softmaxBy((row, { data }) => {
        const m = Math.max(...data)
        return row.map((xi) => 2 ** (xi - m) / total(Array.from(data, (xj) => 2 ** (xj - m))))
      }),
    }),
  },
  {
    id: 'batch-maximum-from-0',
    what: 'one maximum for the whole batch, and the search for it begins at 0',
    answer: () => softmaxBy((row, { data }) => normalize(row.map((xi) => Math.exp(xi - Math.max(0, ...data))))),
  },
  {
    id: 'larger-of-the-ends',
    what: 'the larger of the first and the last logit is subtracted',
    answer: () => softmaxBy((row) => normalize(row.map((xi) => Math.exp(xi - Math.max(row[0], row[row.length - 1]))))),
  },
  {
    id: 'squared',
    what: 'squares instead of exponentials: positive too, and they keep the order of positive logits',
    answer: () => ({
      naiveSoftmax: rowwise((row) => normalize(row.map((xi) => xi ** 2))),
      ...softmaxBy((row) => normalize(row.map((xi) => (xi - Math.min(...row)) ** 2))),
    }),
  },
]
