import type * as kata from '#kata/1-tensor-ops/4-transpose.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { zeros } from '#lib/tensor'
import { transposeBy } from '../../answer-parts/1-tensor-ops.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'reshaped-in-float64',
    what: 'the sizes are swapped and the numbers stay (T07), and the result is float64 always (float64-always)',
    answer: () => transposeBy((x, M, N) => ({ shape: [N, M], data: Float64Array.from(x.data) })),
  },
  {
    id: 'turned-about',
    what: 'half a turn after the transposition: on no list',
    answer: () =>
      transposeBy((x, M, N) => {
        const y = zeros([N, M], x)
        for (let i = 0; i < M; i++) {
          for (let j = 0; j < N; j++) y.data[(N - 1 - j) * M + (M - 1 - i)] = x.data[i * N + j]
        }
        return y
      }),
  },
]
