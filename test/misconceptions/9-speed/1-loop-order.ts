import type * as kata from '#kata/9-speed/1-loop-order.ts'
import { matmulNaive } from '#kata/9-speed/1-loop-order.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import { type Write, matmulBy } from '../../answer-parts/9-speed.ts'

/** the right checks, around whatever writes the product */
function filled(write: Write): Answer<typeof kata> {
  return { matmul: matmulBy(write) }
}

/** for m, for k, for n, but for what is handed in */
function rowwise({
  from = (m: number, k: number, K: number): number => m * K + k,
  at = (k: number, n: number, _K: number, N: number): number => k * N + n,
  add = (before: number, product: number): number => before + product,
} = {}): Answer<typeof kata> {
  return filled((y, a, b, M, K, N) => {
    for (let m = 0; m < M; m++) {
      for (let k = 0; k < K; k++) {
        const v = a[from(m, k, K)]
        for (let n = 0; n < N; n++) y[m * N + n] = add(y[m * N + n], v * b[at(k, n, K, N)])
      }
    }
  })
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'naive-order',
    belief: 'the order of the loops is a matter of taste',
    diagnosis: 'The innermost loop runs over k here, so each step in b goes a whole row further, into another line.',
    answer: () => ({ matmul: (a, b) => matmulNaive(a, b) }),
  },
  {
    id: 'down-the-rows',
    belief: 'm belongs innermost: a column of a meets one number of b',
    diagnosis: 'The innermost loop runs over m here: each step in a, and in y, goes a whole row further.',
    answer: () =>
      filled((y, a, b, M, K, N) => {
        for (let n = 0; n < N; n++) {
          for (let k = 0; k < K; k++) {
            const v = b[k * N + n]
            for (let m = 0; m < M; m++) y[m * N + n] += a[m * K + k] * v
          }
        }
      }),
  },
  {
    id: 'assigned',
    belief: 'y[m, n] = a[m, k]·b[k, n], for each k',
    diagnosis: 'Each k overwrites the row of y that the one before it left: of the K products only the last remains.',
    answer: () => rowwise({ add: (_, product) => product }),
  },
  {
    id: 'value-of-the-row',
    belief: 'one row of y takes one number of a, which may be read before the loop over k',
    diagnosis: 'One number of a, the first of its row, is used for all k. Which loops does v depend on?',
    answer: () => rowwise({ from: (m, _, K) => m * K }),
  },
  {
    id: 'b-stride',
    belief: 'rows have K entries, those of b too',
    diagnosis: 'b is read at k·K + n, with the row length of a. A row of b has N entries.',
    answer: () => rowwise({ at: (k, n, K) => k * K + n }),
  },
  {
    id: 'row-carried-on',
    belief: 'the row in which the sums grow begins at 0 once',
    diagnosis: 'The sums of one row of y go on in the next one. Look at the second row.',
    answer: () =>
      filled((y, a, b, M, K, N) => {
        const row = new Float64Array(N)
        for (let m = 0; m < M; m++) {
          for (let k = 0; k < K; k++) for (let n = 0; n < N; n++) row[n] += a[m * K + k] * b[k * N + n]
          y.set(row, m * N)
        }
      }),
  },
]
