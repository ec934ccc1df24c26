import type * as kata from '#kata/9-speed/1-loop-order.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { dot, matmulBy } from '../../answer-parts/9-speed.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'outer-products',
    how: 'k outermost: a sum of K outer products, each along the rows of b and y',
    answer: () => ({
      matmul: matmulBy((y, a, b, M, K, N) => {
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
      matmul: matmulBy((y, a, b, M, K, N) => {
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
      matmul: matmulBy((y, a, b, M, K, N) => {
        for (let m = 0; m < M; m++) {
          for (let n = 0; n < N; n += 4) {
            for (let k = 0; k < K; k++) {
              const v = a[m * K + k]
              for (let j = n; j < Math.min(n + 4, N); j++) y[m * N + j] += v * b[k * N + j]
            }
          }
        }
      }),
      matmulNaive: matmulBy((y, a, b, M, K, N) => {
        for (let n = 0; n < N; n++) {
          for (let m = 0; m < M; m++) for (let k = 0; k < K; k++) y[m * N + n] += a[m * K + k] * b[k * N + n]
        }
      }, 'matmulNaive'),
    }),
  },
  {
    id: 'pointers',
    how: 'one place in a and one in b, which only move on; the naive one is one loop over the cells of y',
    answer: () => ({
      matmul: matmulBy((y, a, b, M, K, N) => {
        let at = 0
        for (let row = 0; row < M * N; row += N) {
          let from = 0
          for (let k = 0; k < K; k++) {
            const v = a[at++]
            for (let n = 0; n < N; n++) y[row + n] += v * b[from++]
          }
        }
      }),
      matmulNaive: matmulBy((y, a, b, M, K, N) => {
        for (let cell = 0; cell < M * N; cell++) y[cell] = dot(a, b, Math.floor(cell / N), cell % N, K, N)
      }, 'matmulNaive'),
    }),
  },
]
