import type * as kata from '#kata/9-speed/1-loop-order.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { matmulBy } from '../../answer-parts/9-speed.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'overwritten-and-askew',
    what: 'each k overwrites (assigned), and b is read with the stride K (b-stride)',
    answer: () => ({
      matmul: matmulBy((y, a, b, M, K, N) => {
        for (let m = 0; m < M; m++) {
          for (let k = 0; k < K; k++) {
            for (let n = 0; n < N; n++) y[m * N + n] = a[m * K + k] * b[k * K + n]
          }
        }
      }),
    }),
  },
]
