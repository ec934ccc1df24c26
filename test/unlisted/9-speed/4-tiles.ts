import type * as kata from '#kata/9-speed/4-tiles.ts'
import { sizesOf } from '#kata/9-speed/2-in-place.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'edges-forgotten-and-added',
    what: 'the lower edge is forgotten (last-rows-forgotten), and sums are added to y (adds-to-y)',
    answer: () => ({
      matmulInto(y, a, b) {
        const [M, K, N] = sizesOf(y, a, b)
        for (let m = 0; m < M - (M % 4); m++) {
          for (let n = 0; n < N; n++) {
            for (let k = 0; k < K; k++) y.data[m * N + n] += a.data[m * K + k] * b.data[k * N + n]
          }
        }
      },
    }),
  },
]
