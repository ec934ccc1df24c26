/**
 * 1.3  reduce: sum and max along one axis
 *
 * axis 0 runs down the rows and leaves a row, one value per column.
 * axis 1 runs along each row and leaves a column, one value per row.
 * broadcast takes both results as they are: (K) and (B, 1).
 *
 *   sum(x, 0)[j] = Σₙ x[n, j]      max(x, 0)[j] = maxₙ x[n, j]      (B, K) → (K)
 *   sum(x, 1)[n] = Σⱼ x[n, j]      max(x, 1)[n] = maxⱼ x[n, j]      (B, K) → (B, 1)
 *
 * The sum of nothing is 0, and its maximum is −∞. Begin there, and a matrix without rows or columns is no special case.
 *
 * The laws: the sum of all row sums is the sum of all entries; the maximum is one of the entries, and no entry is larger.
 *
 * 15 minutes.
 */
import { type Tensor, ValueError, matrixShape, zeros } from '#lib/tensor'
import { todo } from '#lib/todo'

/** Σ along the axis      x: (B, K)   axis 0 → (K)   axis 1 → (B, 1)   any other axis: ValueError */
export function sum(x: Tensor, axis: 0 | 1): Tensor {
  return todo('1.3 sum: Σ along the axis')
}

/** max along the axis      x: (B, K)   axis 0 → (K)   axis 1 → (B, 1)   any other axis: ValueError */
export function max(x: Tensor, axis: 0 | 1): Tensor {
  return todo('1.3 max: max along the axis')
}
