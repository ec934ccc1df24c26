import type * as kata from '#kata/9-speed/2-in-place.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { ShapeError, ValueError } from '#lib/tensor'
import { type Numbers, dot, writingBy } from '../../answer-parts/9-speed.ts'

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
  {
    id: 'from-the-end',
    how: 'one loop over y from its last cell, with two places that walk back through a and b',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        for (let cell = M * N; cell-- > 0;) {
          const n = cell % N
          let [i, j] = [((cell - n) / N) * K + K, K * N + n]
          let sum = 0
          for (let k = 0; k < K; k++) sum += a[--i] * b[(j -= N)]
          y[cell] = sum
        }
      }),
  },
  {
    id: 'own-checks',
    how: 'windows are apart if one ends before the other begins; shapes are compared as text; refusals are sentences of its own',
    answer: () => {
      const isApart = (p: Numbers, q: Numbers): boolean =>
        p.buffer !== q.buffer ||
        Math.max(p.byteOffset, q.byteOffset) >= Math.min(p.byteOffset + p.byteLength, q.byteOffset + q.byteLength)
      const check: typeof kata.sizesOf = (y, a, b, who = 'matmulInto') => {
        const [[M, K], [, N]] = [a.shape, b.shape]
        const shapes = [y, a, b].map(({ shape }) => JSON.stringify(shape)).join(' ')
        if (shapes !== `[${M},${N}] [${M},${K}] [${K},${N}]`) throw new ShapeError(`${who} cannot fill ${shapes}.`)
        if (![a, b].every(({ data }) => isApart(y.data, data)))
          throw new ValueError(`${who} would read y after it was written.`)
        return [M, K, N]
      }
      return {
        sizesOf: check,
        ...writingBy((y, a, b, M, K, N) => {
          for (let n = 0; n < N; n++) for (let m = 0; m < M; m++) y[m * N + n] = dot(a, b, m, n, K, N)
        }, check),
      }
    },
  },
]
