/**
 * 9.2  in place: the product is written into the caller's tensor
 *
 *   y[m, n] ← Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N)
 *
 * A training takes 18,750 steps with several products each, all of the same few sizes. A new tensor for each product costs
 * an allocation, zeros, and garbage collection. A function that writes into a given tensor has none of these costs.
 *
 * The price is that y is used again and again: it may hold anything, such as the last result or NaN. Write every cell, and
 * use no old value. If y shared memory with a or b, writing a cell of y would overwrite an entry that is read later. Two
 * windows on one buffer that only touch share nothing.
 *
 *   sizesOf(y, a, b)      checks before anything is written; the other rungs use it too
 *
 * The laws: those of 1.5, whatever y held before. The promise: matmulInto allocates nothing, however often it is called.
 *
 * 15 minutes.
 */
import { type Tensor, ShapeError, ValueError, matrixShape } from '#lib/tensor'
import { todo } from '#lib/todo'

/** [M, K, N]      shapes do not fit, that of y included: ShapeError that shows all three · y shares memory with a or b: ValueError */
export function sizesOf(y: Tensor, a: Tensor, b: Tensor, who = 'matmulInto'): [M: number, K: number, N: number] {
  return todo('9.2 sizesOf: [M, K, N]')
}

/** y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before */
export function matmulInto(y: Tensor, a: Tensor, b: Tensor): void {
  return todo('9.2 matmulInto: y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before')
}
