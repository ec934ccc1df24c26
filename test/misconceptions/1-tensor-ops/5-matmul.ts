import type * as kata from '#kata/1-tensor-ops/5-matmul.ts'
import { transpose } from '#kata/1-tensor-ops/4-transpose.ts'
import type { Misconception } from '#lib/judge/answers'
import { type Products, type Tensor, ShapeError, matrixShape, zeros } from '#lib/tensor'

type Matmul = typeof kata.matmul

/** a wrong matmul, and the products that somebody who has it would build on it */
function built(matmul: Matmul): { matmul: Matmul; products: Products } {
  return {
    matmul,
    products: { AB: matmul, AtB: (a, b) => matmul(transpose(a), b), ABt: (a, b) => matmul(a, transpose(b)) },
  }
}

/** the right loops around one wrong term */
function loops(entry: (a: Tensor, b: Tensor, m: number, n: number) => number): Matmul {
  return (a, b) => {
    const [M, N] = checked(a, b)
    const y = zeros([M, N], a)
    for (let m = 0; m < M; m++) for (let n = 0; n < N; n++) y.data[m * N + n] = entry(a, b, m, n)
    return y
  }
}

function checked(a: Tensor, b: Tensor): [M: number, N: number, K: number] {
  const [M, K] = matrixShape(a, 'matmul')
  const [inner, N] = matrixShape(b, 'matmul')
  if (inner !== K) throw new ShapeError('matmul', 'a: [M, K] and b: [K, N]', [a, b])
  return [M, N, K]
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'T01',
    belief: 'the stride of b is K: b[n·K + k]',
    diagnosis: 'This reads b as if its rows were its columns: index n·K + k. A row of b has N entries.',
    answer: () =>
      built(
        loops((a, b, m, n) => {
          const K = a.shape[1]
          let sum = 0
          for (let k = 0; k < K; k++) sum += a.data[m * K + k] * (b.data[n * K + k] ?? NaN)
          return sum
        }),
      ),
  },
  {
    id: 'T03',
    belief: 'a matrix product is a product entry by entry',
    diagnosis: 'This multiplies entry by entry. A matrix product meets each row of a with each column of b, and sums.',
    answer: () =>
      built((a, b) => {
        const [M, N] = checked(a, b)
        const y = zeros([M, N], a)
        for (let i = 0; i < y.data.length; i++) y.data[i] = a.data[i] * b.data[i]
        return y
      }),
  },
]
