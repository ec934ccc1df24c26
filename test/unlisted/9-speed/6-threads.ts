import type * as kata from '#kata/9-speed/6-threads.ts'
import { matmulInto } from '#kata/9-speed/6-threads.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'middle-and-end',
    what: 'a row in the middle is zero, and the last one stays as it was',
    answer: () => ({
      matmulInto(y, a, b) {
        const [before, K] = [y.data.slice(), b.shape[0]]
        matmulInto(y, a, b)
        const [M, N] = y.shape
        if (M * N * K < 2 ** 20 || M < 3) return
        y.data.fill(0, (M >> 1) * N, ((M >> 1) + 1) * N)
        y.data.set(before.subarray((M - 1) * N), (M - 1) * N)
      },
    }),
  },
]
