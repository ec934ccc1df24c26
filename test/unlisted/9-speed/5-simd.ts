import type * as kata from '#kata/9-speed/5-simd.ts'
import { matmulInto } from '#kata/9-speed/5-simd.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'last-lanes-and-rows',
    what: 'the last columns stay (last-lanes-missing), and the first row of y is 0',
    answer: () => ({
      matmulInto(y, a, b) {
        const before = y.data.slice()
        matmulInto(y, a, b)
        const N = b.shape[1]
        y.data.forEach((_, i) => {
          if (i % N >= N - (N % 4)) y.data[i] = before[i]
          if (i < N) y.data[i] = 0
        })
      },
    }),
  },
]
