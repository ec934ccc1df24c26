import type * as kata from '#kata/1-tensor-ops/3-reduce.ts'
import { max, sum } from '#kata/1-tensor-ops/3-reduce.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'mean',
    what: 'the mean in place of the sum: on no list, since T14 is a mistake of a mean',
    answer: () => ({
      sum(x, axis) {
        const total = sum(x, axis)
        const count = Math.max(1, x.shape[axis])
        return { shape: total.shape, data: total.data.map((v) => v / count) }
      },
    }),
  },
  {
    id: 'from-0-as-a-row',
    what: 'the search begins at 0 (T17), and the result over axis 0 is (1, K)',
    answer: () => ({
      max(x, axis) {
        const best = max(x, axis)
        return { shape: axis === 0 ? [1, ...best.shape] : best.shape, data: best.data.map((v) => Math.max(0, v)) }
      },
    }),
  },
]
