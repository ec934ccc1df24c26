/**
 * 9.5  simd: four products in one instruction
 *
 *   y[m, n] ← Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N), all float32
 *
 * A SIMD register has four lanes of one float32 each, and one instruction multiplies all four: single instruction,
 * multiple data. JavaScript has no such instruction. WebAssembly has, and AssemblyScript is a TypeScript for WebAssembly.
 * So this rung is two files:
 *
 *   assembly/5-simd.ts     the kernel: the loops, in AssemblyScript. It is compiled whenever you save it
 *   5-simd.ts              the wrapper, this file: checks, copies a and b in, calls the kernel, copies y out
 *
 * A kernel sees one memory and nothing else. The wrapper makes the memory, and passes it in when it makes the instance.
 *
 *   const memory = new WebAssembly.Memory({ initial: 1 })                 in pages of 65536 bytes; memory.grow(pages)
 *   const instance = new WebAssembly.Instance(new WebAssembly.Module(kernel), { env: { memory } })
 *   const { matmul } = instance.exports as { matmul(...n: number[]): void }   the exported function of the kernel, with its type
 *   new Float32Array(memory.buffer)                                       its numbers; anew after each grow
 *
 * The kernel gets each address in bytes, four bytes for each number.
 *
 * The laws: those of 1.5, whatever y held before, for any M, K and N; float64 throws a ValueError. The promises: the kernel
 * multiplies four numbers at a time; it writes the cells of y and no others, wherever y, a and b begin in memory; the
 * wrapper allocates nothing but room in its memory.
 *
 * 45 minutes. Needs 9.2.
 */
import { type Tensor, ValueError, dtypeOf } from '#lib/tensor'
import { sizesOf } from './2-in-place.ts'
import bytes from './assembly/5-simd.wasm'
import { todo } from '#lib/todo'

/** The compiled kernel. */
export const kernel: Uint8Array<ArrayBuffer> = bytes

/** y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before      float32, otherwise ValueError */
export function matmulInto(y: Tensor, a: Tensor, b: Tensor): void {
  return todo('9.5 matmulInto: y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before')
}
