/**
 * 9.6  threads: the rows of y, shared out between two cores
 *
 *   y[m, n] ← Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N), all float32
 *
 * No row of y needs another row of y. So one thread computes the upper rows, and another the lower ones, in shared memory:
 *
 *   caller   copy in │ job, notify │ upper rows ───────────────▶ │ wait │ copy out
 *   worker           wait ········ │ lower rows ────────────────────▶ │ done, notify
 *
 * matmulInto stays an ordinary function: it returns when y is complete. The threads exchange a few integers in shared
 * memory, with Atomics:
 *
 *   wait(cells, i, v)     sleeps while cell i is v
 *   notify(cells, i)      wakes the threads that sleep there
 *   load, store           are never torn or put off
 *
 * What you need beside them:
 *
 *   import { Worker } from 'node:worker_threads'
 *   import kernel from './assembly/5-simd.wasm?shared'                     your kernel of 9.5, for shared memory
 *   new WebAssembly.Memory({ initial: 1, maximum: 16384, shared: true })   its memory
 *   new Worker(source, { eval: true, workerData })                         a thread that runs a text of JavaScript
 *
 * The laws: those of 9.5. The promises: each call gives the same numbers as one thread, bit for bit; there are one or two
 * workers, and they do not keep the process alive; they get their job through Atomics.notify, for a million products (2²⁰)
 * or more; for less they get none, since waking a thread takes longer than a small product.
 *
 * 45 minutes. Needs 9.2, 9.5.
 */
import { Worker } from 'node:worker_threads'
import { type Tensor, ValueError, dtypeOf } from '#lib/tensor'
import { sizesOf } from './2-in-place.ts'
import kernel from './assembly/5-simd.wasm?shared'

const [page, most] = [65536, 16384]
const memory = new WebAssembly.Memory({ initial: 1, maximum: most, shared: true })
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernel), { env: { memory } })
const matmul = exports.matmul as (...job: number[]) => void
let numbers = new Float32Array(memory.buffer)

/** the state, and then the six arguments of the kernel */
const cells = new Int32Array(new SharedArrayBuffer(28))
const [idle, working, failed] = [0, 1, 2]

/** The program of the worker: it sleeps until there is a job, does the job, and reports that it is done. */
const lowerRows = `
const { cells, kernel, memory } = require('node:worker_threads').workerData
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernel), { env: { memory } })
for (;;) {
  Atomics.wait(cells, 0, ${idle})
  let state = ${idle}
  try {
    exports.matmul(...cells.subarray(1))
  } catch {
    state = ${failed}
  }
  Atomics.store(cells, 0, state)
  Atomics.notify(cells, 0)
  if (state === ${failed}) break
}`
let worker: Worker | undefined

/** y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before      float32, otherwise ValueError */
export function matmulInto(y: Tensor, a: Tensor, b: Tensor): void {
  const [M, K, N] = sizesOf(y, a, b)
  for (const x of [y, a, b]) {
    if (dtypeOf(x) !== 'float32') throw new ValueError(`matmulInto wants float32, but got ${dtypeOf(x)}.`)
  }
  const [atB, atY, end] = [M * K, M * K + K * N, M * K + K * N + M * N]
  makeRoom(end)
  numbers.set(a.data, 0)
  numbers.set(b.data, atB)
  const upper = M * K * N < 2 ** 20 ? M : 4 * Math.floor(M / 8) // whole tiles
  if (upper < M) handOut([4 * (atY + upper * N), 4 * upper * K, 4 * atB, M - upper, K, N])
  matmul(4 * atY, 0, 4 * atB, upper, K, N)
  if (upper < M) waitForWorker()
  y.data.set(numbers.subarray(atY, end))
}

function handOut(job: readonly number[]): void {
  if (!worker) {
    worker = new Worker(lowerRows, { eval: true, workerData: { cells, kernel, memory } })
    worker.unref() // the process may end while it sleeps
  }
  cells.set(job, 1)
  Atomics.store(cells, 0, working)
  Atomics.notify(cells, 0)
}

function waitForWorker(): void {
  Atomics.wait(cells, 0, working) // comes back at once when it is done already
  if (Atomics.load(cells, 0) === failed) throw new Error('The worker has failed: does the kernel run in this thread?')
}

function makeRoom(count: number): void {
  if (count <= numbers.length) return
  memory.grow(Math.ceil((4 * count - memory.buffer.byteLength) / page))
  numbers = new Float32Array(memory.buffer)
}
