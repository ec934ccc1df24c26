import type * as kata from '#kata/1-tensor-ops/6-one-hot.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { zeros } from '#lib/tensor'
import { argmaxBy, bestOf, oneHotWith } from '../../answer-parts/1-tensor-ops.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'transposed-labels',
    what: 'the result is (K, B) (T22), with the label itself in it (label-value)',
    answer: () =>
      oneHotWith({
        make: (B, K, like) => zeros([K, B], like),
        at: ({ n, label, B }) => [label * B + n],
        value: (label) => label,
      }),
  },
  {
    id: 'last-from-1',
    what: 'the last of equal entries (T18), and columns are counted from 1',
    answer: () => ({ argmax: argmaxBy((row) => bestOf(row, (j, best) => row[j] >= row[best]) + 1) }),
  },
  {
    id: 'smallest',
    what: 'the column of the smallest entry: on no list',
    answer: () => ({
      argmax: argmaxBy((row) => row.indexOf(Array.from(row).reduce((least, v) => Math.min(least, v), Infinity))),
    }),
  },
]
