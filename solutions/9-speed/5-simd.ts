/**
 * 9.5  simd: four products in one instruction
 *
 *   y[m, n] ← Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N), all float32
 *
 * A register of the processor has room for four float32, and one instruction multiplies all four: single instruction,
 * multiple data. JavaScript has no word for it. WebAssembly does, and AssemblyScript is a TypeScript for WebAssembly.
 * So this rung is two files:
 *
 *   assembly/5-simd.ts     the kernel: the loops, in AssemblyScript. It is compiled whenever you save it
 *   5-simd.ts              the door, this one: checks, copies a and b in, calls the kernel, copies y out
 *
 * A kernel sees one memory and nothing else: the door makes it, and hands it over when it makes the instance.
 *
 *   const memory = new WebAssembly.Memory({ initial: 1 })                 in pages of 65536 bytes; memory.grow(pages)
 *   const instance = new WebAssembly.Instance(new WebAssembly.Module(kernel), { env: { memory } })
 *   const { matmul } = instance.exports as { matmul(...n: number[]): void }   the exported function of the kernel, with its type
 *   new Float32Array(memory.buffer)                                       its numbers; anew after each grow
 *
 * Places are given to the kernel in bytes, four for each number.
 *
 * The laws: those of 1.5, whatever y held before, for any M, K and N; float64 is refused with a ValueError. The promises:
 * the kernel multiplies four numbers at a time, and writes the cells of y and no others, wherever the three stand in memory;
 * the door allocates nothing but room in its memory.
 *
 * 45 minutes. Needs 9.2.
 */
import { type Tensor, ValueError, dtypeOf } from '#lib/tensor'
import { sizesOf } from './2-in-place.ts'
import bytes from './assembly/5-simd.wasm'

/** The compiled kernel. */
export const kernel: Uint8Array<ArrayBuffer> = bytes

/** where y, a and b begin, in bytes, and the three sizes */
type Matmul = (y: number, a: number, b: number, M: number, K: number, N: number) => void

const page = 65536
const memory = new WebAssembly.Memory({ initial: 1 })
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernel), { env: { memory } })
const matmul = exports.matmul as Matmul
let numbers = new Float32Array(memory.buffer)

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
  matmul(4 * atY, 0, 4 * atB, M, K, N)
  y.data.set(numbers.subarray(atY, end))
}

/** A memory that grows gets another buffer: the numbers have to be looked at anew. */
function makeRoom(count: number): void {
  if (count <= numbers.length) return
  memory.grow(Math.ceil((4 * count - memory.buffer.byteLength) / page))
  numbers = new Float32Array(memory.buffer)
}
