import type * as kata from '#kata/1-tensor-ops/5-matmul.ts'
import { transpose } from '#kata/1-tensor-ops/4-transpose.ts'
import { matmul } from '#kata/1-tensor-ops/5-matmul.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { matmulWith } from '../../answer-parts/1-tensor-ops.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'transposed-and-short',
    what: 'b is read with the stride K (T01), and the last k is left out (too-few)',
    answer: () => ({ matmul: matmulWith({ bAt: (k, n, { K }) => n * K + k, ks: (_, { K }) => K - 1 }) }),
  },
  {
    id: 'carried-on-in-float32',
    what: 'one running sum for all entries (T04), in float32 (T05)',
    answer: () => ({
      matmul(a, b) {
        let sum = 0
        return matmulWith({ add: (_, product) => (sum = Math.fround(sum + product)) })(a, b)
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
