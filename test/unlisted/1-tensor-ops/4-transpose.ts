import type * as kata from '#kata/1-tensor-ops/4-transpose.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { matrixShape, zeros } from '#lib/tensor'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'reshaped-in-float64',
    what: 'the sizes are swapped and the numbers stay (T07), and the result is float64 always (float64-always)',
    answer: () => ({
      transpose(x) {
        const [M, N] = matrixShape(x, 'transpose')
        return { shape: [N, M], data: Float64Array.from(x.data) }
      },
    }),
  },
  {
    id: 'turned-about',
    what: 'half a turn after the transposition: on no list',
    answer: () => ({
      transpose(x) {
        const [M, N] = matrixShape(x, 'transpose')
        const y = zeros([N, M], x)
        for (let i = 0; i < M; i++) {
          for (let j = 0; j < N; j++) y.data[(N - 1 - j) * M + (M - 1 - i)] = x.data[i * N + j]
        }
        return y
      },
    }),
  },
]
