import type * as kata from '#kata/2-softmax/2-log-softmax.ts'
import { softmax } from '#kata/2-softmax/1-softmax.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { column, entries, sumExp, withLogSoftmax } from '../../answer-parts/2-softmax.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'bits-without-a-maximum',
    what: 'the logarithm is that to the base 2, and no maximum is subtracted',
    answer: () => withLogSoftmax(column((row) => Math.log2(sumExp(row)))),
  },
  {
    id: 'first-logit-or-0',
    what: 'the first logit is subtracted (first-logit), or 0 where that is larger (S03)',
    answer: () =>
      withLogSoftmax(
        column((row) => {
          const m = Math.max(0, row[0])
          return m + Math.log(sumExp(row, m))
        }),
      ),
  },
  {
    id: 'opposite-of-the-softmax',
    what: 'the logarithm of softmax, and with the opposite sign',
    answer: () => ({ logSoftmax: (x) => entries(softmax(x), (p) => -Math.log(p)) }),
  },
  {
    id: 'mean-without-the-maximum',
    what: 'the mean of the exponentials, and the maximum does not come back',
    answer: () => withLogSoftmax(column((row) => Math.log(sumExp(row, Math.max(...row)) / row.length))),
  },
]
