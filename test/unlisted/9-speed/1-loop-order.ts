import type * as kata from '#kata/9-speed/1-loop-order.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { ShapeError, matrixShape, zeros } from '#lib/tensor'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'overwritten-and-askew',
    what: 'each k overwrites (assigned), and b is read with the stride K (b-stride)',
    answer: () => ({
      matmul(a, b) {
        const [M, K] = matrixShape(a, 'matmul')
        const [inner, N] = matrixShape(b, 'matmul')
        if (inner !== K) throw new ShapeError('matmul', 'inner sizes that agree', [a, b])
        const y = zeros([M, N], a)
        for (let m = 0; m < M; m++) {
          for (let k = 0; k < K; k++) {
            for (let n = 0; n < N; n++) y.data[m * N + n] = a.data[m * K + k] * b.data[k * K + n]
          }
        }
        return y
      },
    }),
  },
]
