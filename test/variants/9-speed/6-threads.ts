import { Worker } from 'node:worker_threads'
import type * as kata from '#kata/9-speed/6-threads.ts'
import { sizesOf } from '#kata/9-speed/2-in-place.ts'
import type { Answer, Variant } from '#lib/judge/diagnose/answers'
import { ValueError, dtypeOf } from '#lib/tensor'

/** plain loops in float32, without a kernel; the same text for the worker and for the caller */
const rows = `(y, a, b, from, to, K, N) => {
  for (let m = from; m < to; m++) {
    for (let n = 0; n < N; n++) {
      let sum = 0
      for (let k = 0; k < K; k++) sum = Math.fround(sum + Math.fround(a[m * K + k] * b[k * N + n]))
      y[m * N + n] = sum
    }
  }
}`
// oxlint-disable-next-line no-eval -- the worker runs the very same text
const here = (0, eval)(rows) as (y: Float32Array, a: Float32Array, b: Float32Array, ...job: number[]) => void

/** cells: the state, number of the job, M, K, N; and then the numbers */
const source = `
const { cells, numbers, part, parts } = require('node:worker_threads').workerData
const work = ${rows}
for (let job = 0; ; job++) {
  Atomics.wait(cells, 0, job)
  const [, , M, K, N] = cells
  const [a, b] = [numbers.subarray(0, M * K), numbers.subarray(M * K, M * K + K * N)]
  const y = numbers.subarray(M * K + K * N)
  work(y, a, b, Math.floor(M * part / parts), Math.floor(M * (part + 1) / parts), K, N)
  Atomics.sub(cells, 1, 1)
  Atomics.notify(cells, 1)
}`

/** so many workers, each with its part of the rows; the caller takes part or only waits */
function shared(count: number, takesPart: boolean): Answer<typeof kata> {
  const cells = new Int32Array(new SharedArrayBuffer(20))
  const numbers = new Float32Array(new SharedArrayBuffer(8_000_000))
  const parts = count + (takesPart ? 1 : 0)
  let workers: Worker[] | undefined
  return {
    matmulInto(y, a, b) {
      const [M, K, N] = sizesOf(y, a, b)
      if ([y, a, b].some((x) => dtypeOf(x) === 'float64')) throw new ValueError('float32, and not float64.')
      numbers.set(a.data)
      numbers.set(b.data, M * K)
      const [whole, right] = [numbers.subarray(M * K + K * N), numbers.subarray(M * K, M * K + K * N)]
      if (M * K * N < 2 ** 20) {
        here(whole, numbers, right, 0, M, K, N)
      } else {
        workers ??= Array.from({ length: count }, (_, part) => {
          const worker = new Worker(source, { eval: true, workerData: { cells, numbers, part, parts } })
          worker.unref()
          return worker
        })
        cells.set([M, K, N], 2)
        Atomics.store(cells, 1, count)
        Atomics.add(cells, 0, 1)
        Atomics.notify(cells, 0)
        if (takesPart) here(whole, numbers, right, Math.floor((M * count) / parts), M, K, N)
        for (let left = count; left > 0; left = Atomics.load(cells, 1)) Atomics.wait(cells, 1, left)
      }
      y.data.set(whole.subarray(0, M * N))
    },
  }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'two-workers',
    how: 'two workers, and the caller only waits; plain loops instead of a kernel',
    answer: () => shared(2, false),
  },
  {
    id: 'two-thirds',
    how: 'two workers and the caller, a third each',
    answer: () => shared(2, true),
  },
]
