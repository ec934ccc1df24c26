import type * as kata from '#kata/9-speed/2-in-place.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { dot, writingBy } from '../../answer-parts/9-speed.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'one-cell-at-a-time',
    how: 'each sum in a local variable, and written once: nothing to clear',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        for (let m = 0; m < M; m++) for (let n = 0; n < N; n++) y[m * N + n] = dot(a, b, m, n, K, N)
      }),
  },
  {
    id: 'first-assigns',
    how: 'the first k assigns, the others add; rows from the last to the first',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        if (K === 0) y.fill(0)
        for (let m = M - 1; m >= 0; m--) {
          for (let k = 0; k < K; k++) {
            const v = a[m * K + k]
            for (let n = 0; n < N; n++) {
              const product = v * b[k * N + n]
              y[m * N + n] = k === 0 ? product : y[m * N + n] + product
            }
          }
        }
      }),
  },
  {
    id: 'kept-row',
    how: 'keeps a row of sums from call to call',
    answer: () => {
      let row = new Float64Array(0)
      const byRows = writingBy((y, a, b, M, K, N) => {
        if (row.length < N) row = new Float64Array(N)
        for (let m = 0; m < M; m++) {
          row.fill(0)
          for (let k = 0; k < K; k++) for (let n = 0; n < N; n++) row[n] += a[m * K + k] * b[k * N + n]
          for (let n = 0; n < N; n++) y[m * N + n] = row[n]
        }
      })
      return byRows
    },
  },
]
