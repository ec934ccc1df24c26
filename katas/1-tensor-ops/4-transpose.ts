/**
 * 1.4  transpose: rows become columns
 *
 *   y[j, i] = x[i, j]      x: (M, N)   y: (N, M)
 *
 * If you swap only the two sizes, every number stays where it was. That is a reshape, and for 2 × 3 it is wrong.
 * The result has memory of its own: writing into it must not change x.
 *
 * The law: (xᵀ)ᵀ = x.
 *
 * 10 minutes.
 */
import { type Tensor, matrixShape, zeros } from '#lib/tensor'
import { todo } from '#lib/todo'

/** y[j, i] = x[i, j]      x: (M, N)   y: (N, M) */
export function transpose(x: Tensor): Tensor {
  return todo('1.4 transpose: y[j, i] = x[i, j]')
}
