import type * as kata from '#kata/9-speed/1-loop-order.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, matrixShape, zeros } from '#lib/tensor'

type Numbers = Tensor['data']
type Matmul = typeof kata.matmul

function filled(
  fill: (y: Numbers, a: Numbers, b: Numbers, M: number, K: number, N: number) => void,
  who = 'matmul',
): Matmul {
  return (a, b) => {
    const [M, K] = matrixShape(a, who)
    const [inner, N] = matrixShape(b, who)
    if (inner !== K) throw new ShapeError(who, 'inner sizes that agree', [a, b])
    const y = zeros([M, N], a)
    fill(y.data, a.data, b.data, M, K, N)
    return y
  }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'outer-products',
    how: 'k outermost: a sum of K outer products, each along the rows of b and y',
    answer: () => ({
      matmul: filled((y, a, b, M, K, N) => {
        for (let k = 0; k < K; k++) {
          for (let m = 0; m < M; m++) {
            const v = a[m * K + k]
            for (let n = 0; n < N; n++) y[m * N + n] += v * b[k * N + n]
          }
        }
      }),
    }),
  },
  {
    id: 'row-of-sums',
    how: 'the sums of a row grow in a float64 array of its own; b is read through windows',
    answer: () => ({
      matmul: filled((y, a, b, M, K, N) => {
        const row = new Float64Array(N)
        for (let m = 0; m < M; m++) {
          row.fill(0)
          for (let k = 0; k < K; k++) b.subarray(k * N, k * N + N).forEach((w, n) => (row[n] += a[m * K + k] * w))
          y.set(row, m * N)
        }
      }),
    }),
  },
  {
    id: 'four-columns',
    how: 'four columns at a time, as in 1.5; the naive one column by column, sums in y',
    answer: () => ({
      matmul: filled((y, a, b, M, K, N) => {
        for (let m = 0; m < M; m++) {
          for (let n = 0; n < N; n += 4) {
            for (let k = 0; k < K; k++) {
              const v = a[m * K + k]
              for (let j = n; j < Math.min(n + 4, N); j++) y[m * N + j] += v * b[k * N + j]
            }
          }
        }
      }),
      matmulNaive: filled((y, a, b, M, K, N) => {
        for (let n = 0; n < N; n++) {
          for (let m = 0; m < M; m++) for (let k = 0; k < K; k++) y[m * N + n] += a[m * K + k] * b[k * N + n]
        }
      }, 'matmulNaive'),
    }),
  },
]
