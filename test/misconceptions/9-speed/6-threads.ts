import type * as kata from '#kata/9-speed/6-threads.ts'
import { matmulInto } from '#kata/9-speed/6-threads.ts'
import { matmulInto as inOneThread } from '#kata/9-speed/5-simd.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, matrixShape } from '#lib/tensor'
import { type Numbers, throughFloat32 } from '../../answer-parts/9-speed.ts'

/** y and its sizes, after the product was written and before it is handed back: large ones only, where rows are shared out */
function spoiled(
  spoil: (y: Numbers, sizes: { upper: number; M: number; N: number }, before: Numbers) => void,
): Answer<typeof kata> {
  return {
    matmulInto(y, a, b) {
      const isLarge = y.data.length * (b.shape[0] ?? 0) >= 2 ** 20 && y.data !== a.data && y.data !== b.data
      const before = isLarge ? y.data.slice() : y.data
      matmulInto(y, a, b)
      if (!isLarge) return
      const [M, N] = matrixShape(y, 'matmulInto')
      spoil(y.data, { upper: M >> 1, M, N }, before)
    },
  }
}

/** the right product, which wakes a thread for those of so many multiplications */
function waking(isWoken: (products: number) => boolean): Answer<typeof kata> {
  const cells = new Int32Array(new SharedArrayBuffer(4))
  return {
    matmulInto(y, a, b) {
      matmulInto(y, a, b)
      if (isWoken(y.data.length * b.shape[0])) Atomics.notify(cells, 0)
    },
  }
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'last-row-missing',
    belief: 'M is even: two halves are all of it',
    diagnosis: 'When M is odd no thread does its last row: both do half of M, rounded down.',
    answer: () =>
      spoiled((y, { M, N }, before) => {
        if (M % 2 === 1) y.set(before.subarray((M - 1) * N), (M - 1) * N)
      }),
  },
  {
    id: 'row-between',
    belief: 'the lower rows begin one after the last upper row, which is at M/2',
    diagnosis: 'No thread does the row where the upper part ends and the lower one begins.',
    answer: () => spoiled((y, { upper, N }, before) => y.set(before.subarray(upper * N, (upper + 1) * N), upper * N)),
  },
  {
    id: 'not-waited-for',
    belief: 'the worker will be done by then',
    diagnosis: 'y is handed back before the lower rows are done: the caller does not wait for the worker.',
    answer: () => spoiled((y, { upper, N }, before) => y.set(before.subarray(upper * N), upper * N)),
  },
  {
    id: 'same-rows-of-a',
    belief: 'the worker gets its rows of y, and a as it is',
    diagnosis: 'The lower rows of y are made from the first rows of a: a begins at the same place for both threads.',
    answer: () =>
      spoiled((y, { upper, M, N }) => {
        y.copyWithin(upper * N, 0, (M - upper) * N)
      }),
  },
  {
    id: 'same-rows-of-y',
    belief: 'each thread writes its rows from the beginning of y',
    diagnosis: 'Both threads write to the beginning of y, one over the other, and its end is left as it was.',
    answer: () =>
      spoiled((y, { upper, N }, before) => {
        y.copyWithin(0, upper * N)
        y.set(before.subarray(upper * N), upper * N)
      }),
  },
  {
    id: 'split-by-k',
    belief: 'any loop may be shared out, k too: both halves of a sum are added in the end',
    diagnosis:
      'The bits depend on who comes alone and who among many: are the sums themselves divided between the threads?',
    answer: () => {
      const half = (x: Tensor, from: number, to: number): Tensor => {
        const [rows, columns] = matrixShape(x, 'half')
        const data = new Float32Array(rows * (to - from))
        for (let m = 0; m < rows; m++) data.set(x.data.subarray(m * columns + from, m * columns + to), m * (to - from))
        return { shape: [rows, to - from], data }
      }
      return {
        matmulInto(y, a, b) {
          matmulInto(y, a, b)
          const [K, N] = matrixShape(b, 'matmulInto')
          if (y.data.length * K < 2 ** 20) return
          const middle = K >> 1
          const other = { shape: y.shape, data: y.data.slice() }
          inOneThread(y, half(a, 0, middle), { shape: [middle, N], data: b.data.slice(0, middle * N) })
          inOneThread(other, half(a, middle, K), { shape: [K - middle, N], data: b.data.slice(middle * N) })
          other.data.forEach((v, i) => (y.data[i] += v))
        },
      }
    },
  },
  {
    id: 'every-third-row',
    belief: 'rows are dealt out like cards, to three hands of which two are there',
    diagnosis: 'Every third row is left as it was. How many threads does the step of the loop count, and how many run?',
    answer: () =>
      spoiled((y, { M, N }, before) => {
        for (let m = 2; m < M; m += 3) y.set(before.subarray(m * N, m * N + N), m * N)
      }),
  },
  {
    id: 'adds-to-y',
    belief: 'both threads add into y, which comes as zeros',
    diagnosis: 'The products are added to what y held before. Who says that it held zeros?',
    answer: () => ({
      matmulInto(y, a, b) {
        const fresh = { shape: y.shape, data: y.data.slice() }
        if (y.data === a.data || y.data === b.data || y.data.buffer === a.data.buffer) return matmulInto(y, a, b)
        matmulInto(fresh, a, b)
        fresh.data.forEach((v, i) => (y.data[i] += v))
      },
    }),
  },
  {
    id: 'small-ones-too',
    belief: 'two threads are faster than one',
    diagnosis: 'Small products are handed out as well: waking a thread up takes longer than they do.',
    answer: () => waking(() => true),
  },
  {
    id: 'million-of-ten',
    belief: 'a million is 10⁶',
    diagnosis: 'Products of fewer than 2²⁰, which is 1,048,576, are handed out as well, from 1,000,000 on.',
    answer: () => waking((products) => products >= 1e6 && products < 2 ** 20),
  },
  {
    id: 'cells-for-products',
    belief: 'a product of matrices has M·N products',
    diagnosis: 'The cells of y are counted, M·N of them. How many products has each cell?',
    answer: () => ({
      matmulInto(y, a, b) {
        if (y.data.length >= 2 ** 20) matmulInto(y, a, b)
        else inOneThread(y, a, b)
      },
    }),
  },
  {
    id: 'one-thread',
    belief: 'asynchronous is parallel',
    diagnosis: 'All rows are done by the thread that calls: no other is woken up.',
    answer: () => ({
      matmulInto(y, a, b) {
        const { notify } = Atomics
        try {
          Atomics.notify = (() => 0) as typeof notify // no test can tell which thread was not woken up
          inOneThread(y, a, b)
        } finally {
          Atomics.notify = notify
        }
      },
    }),
  },
  {
    id: 'float64-goes-through',
    belief: 'set() converts, so any dtype will do',
    diagnosis: 'float64 goes through here, and is rounded to float32 on the way, without a word.',
    answer: () => throughFloat32(matmulInto),
  },
]
