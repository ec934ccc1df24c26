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
import { todo } from '#lib/todo'

/** y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before      float32, otherwise ValueError */
export function matmulInto(y: Tensor, a: Tensor, b: Tensor): void {
  return todo('9.6 matmulInto: y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before')
}
