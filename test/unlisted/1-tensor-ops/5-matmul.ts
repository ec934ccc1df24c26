import type * as kata from '#kata/1-tensor-ops/5-matmul.ts'
import { transpose } from '#kata/1-tensor-ops/4-transpose.ts'
import { matmul } from '#kata/1-tensor-ops/5-matmul.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, matrixShape, zeros } from '#lib/tensor'

function sizes(a: Tensor, b: Tensor): { M: number; K: number; N: number } {
  const [M, K] = matrixShape(a, 'matmul')
  const [rows, N] = matrixShape(b, 'matmul')
  if (rows !== K) throw new ShapeError('matmul', 'inner sizes that agree', [a, b])
  return { M, K, N }
}

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'transposed-and-short',
    what: 'b is read with the stride K (T01), and the last k is left out (too-few)',
    answer: () => ({
      matmul(a, b) {
        const { M, K, N } = sizes(a, b)
        const y = zeros([M, N], a)
        for (let m = 0; m < M; m++) {
          for (let n = 0; n < N; n++) {
            for (let k = 0; k < K - 1; k++) y.data[m * N + n] += a.data[m * K + k] * b.data[n * K + k]
          }
        }
        return y
      },
    }),
  },
  {
    id: 'carried-on-in-float32',
    what: 'one running sum for all entries (T04), in float32 (T05)',
    answer: () => ({
      matmul(a, b) {
        const { M, K, N } = sizes(a, b)
        const y = zeros([M, N], a)
        let sum = 0
        for (let m = 0; m < M; m++) {
          for (let n = 0; n < N; n++) {
            for (let k = 0; k < K; k++) sum = Math.fround(sum + a.data[m * K + k] * b.data[k * N + n])
            y.data[m * N + n] = sum
          }
        }
        return y
      },
    }),
  },
  {
    id: 'half-reversed',
    what: 'AtB has its factors the other way round (products-reversed), ABt is plain A·B of transposed shapes (T07)',
    answer: () => ({
      products: {
        AB: matmul,
        AtB: (a, b) => matmul(transpose(b), a),
        ABt: (a, b) => matmul(a, { shape: [b.shape[1], b.shape[0]], data: b.data }),
      },
    }),
  },
]
