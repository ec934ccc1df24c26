import type * as kata from '#kata/9-speed/4-tiles.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { writingBy } from '../../answer-parts/9-speed.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'edges-forgotten-and-added',
    what: 'the lower edge is forgotten (last-rows-forgotten), and sums are added to y (adds-to-y)',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        for (let m = 0; m < M - (M % 4); m++) {
          for (let n = 0; n < N; n++) {
            for (let k = 0; k < K; k++) y[m * N + n] += a[m * K + k] * b[k * N + n]
          }
        }
      }),
  },
]
