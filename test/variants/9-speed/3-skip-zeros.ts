import type * as kata from '#kata/9-speed/3-skip-zeros.ts'
import { sizesOf } from '#kata/9-speed/2-in-place.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { matrixShape, zeros } from '#lib/tensor'
import { writingBy } from '../../answer-parts/9-speed.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'if-in-the-middle',
    how: 'no list: an if around the loop over n',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        y.fill(0)
        for (let m = 0; m < M; m++) {
          for (let k = 0; k < K; k++) {
            const v = a[m * K + k]
            if (v !== 0) for (let n = 0; n < N; n++) y[m * N + n] += v * b[k * N + n]
          }
        }
      }),
  },
  {
    id: 'list-for-all-columns',
    how: 'a kept list of columns, and four sums in local variables for each four columns of b, as in 1.5',
    answer: () => {
      const used: number[] = []
      return writingBy((y, a, b, M, K, N) => {
        for (let m = 0; m < M; m++) {
          used.length = 0
          for (let k = 0; k < K; k++) if (a[m * K + k] !== 0) used.push(k)
          for (let n = 0; n < N; n++) {
            let sum = 0
            for (const k of used) sum += a[m * K + k] * b[k * N + n]
            y[m * N + n] = sum
          }
        }
      })
    },
  },
  {
    id: 'lists-that-grow',
    how: 'sparseRows by push, sparseTimes entry by entry from the last row to the first',
    answer: () => ({
      sparseRows(x) {
        const [M, K] = matrixShape(x, 'sparseRows')
        const [starts, columns, values]: number[][] = [[0], [], []]
        for (let m = 0; m < M; m++) {
          x.data.subarray(m * K, m * K + K).forEach((v, k) => {
            if (v !== 0) [columns[columns.length], values[values.length]] = [k, v]
          })
          starts.push(columns.length)
        }
        const Floats = x.data instanceof Float32Array ? Float32Array : Float64Array
        const [all, at] = [Int32Array.from(starts), Int32Array.from(columns)]
        return { shape: [M, K], starts: all, columns: at, values: Floats.from(values) }
      },
      sparseTimes(y, { shape, starts, columns, values }, W) {
        const [M, , N] = sizesOf(y, { shape, data: values }, W, 'sparseTimes')
        for (let m = M - 1; m >= 0; m--) {
          for (let n = 0; n < N; n++) {
            let sum = 0
            for (let i = starts[m + 1] - 1; i >= starts[m]; i--) sum += values[i] * W.data[columns[i] * N + n]
            y.data[m * N + n] = sum
          }
        }
      },
    }),
  },
  {
    id: 'counting-pass',
    how: 'sparseRows counts in one pass and fills in a second, from the end; one flat loop over a, without a list',
    answer: () => ({
      sparseRows(x) {
        const [M, K] = matrixShape(x, 'sparseRows')
        const starts = new Int32Array(M + 1)
        x.data.forEach((v, i) => (starts[Math.floor(i / K) + 1] += Number(v !== 0)))
        for (let m = 0; m < M; m++) starts[m + 1] += starts[m]
        const [columns, values] = [new Int32Array(starts[M]), zeros([starts[M]], x).data]
        for (let i = M * K, at = starts[M]; i-- > 0;) {
          if (x.data[i] === 0) continue
          columns[--at] = i % K
          values[at] = x.data[i]
        }
        return { shape: [M, K], starts, columns, values }
      },
      ...writingBy((y, a, b, M, K, N) => {
        y.fill(0)
        for (let i = 0; i < M * K; i++) {
          const v = a[i]
          if (v === 0) continue
          const k = i % K
          const row = ((i - k) / K) * N
          for (let n = 0; n < N; n++) y[row + n] += v * b[k * N + n]
        }
      }),
    }),
  },
  {
    id: 'first-assigns',
    how: 'the first non-zero of a row assigns, the others add, and a row without any is cleared',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        for (let m = 0; m < M; m++) {
          let written = false
          for (let k = 0; k < K; k++) {
            const v = a[m * K + k]
            if (v === 0) continue
            if (written) for (let n = 0; n < N; n++) y[m * N + n] += v * b[k * N + n]
            else for (let n = 0; n < N; n++) y[m * N + n] = v * b[k * N + n]
            written = true
          }
          if (!written) y.fill(0, m * N, m * N + N)
        }
      }),
  },
]
