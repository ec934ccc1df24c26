/**
 * 9.1  loop order: the product of 1.5, walked along rows
 *
 *   y[m, n] = Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N)
 *
 * The three loops may stand in any order. Each order adds each of the M·K·N products once.
 *
 *   matmulNaive   for m, for n, for k      walks down the columns of b: each step is N numbers further
 *   matmul        for m, for k, for n      walks along the rows of b and y: each step is the next number
 *
 * Memory is loaded in cache lines of 64 bytes, 16 numbers of float32. A walk down a column takes one number from each line.
 *
 * For bad input throw the error class that the docstring names. Its message shows the shape that does not fit, in any words.
 *
 * The laws: those of 1.5; both functions give the same numbers. The promise: at least two of three reads of matmul are at
 * the place of its previous read in that matrix, or right beside it.
 *
 * 10 minutes.
 */
import { type Tensor, ShapeError, matrixShape, zeros } from '#lib/tensor'
import { todo } from '#lib/todo'

/** y[m, n] = Σₖ a[m, k] · b[k, n], for each m and n a sum over k      inner sizes differ: ShapeError */
export function matmulNaive(a: Tensor, b: Tensor): Tensor {
  return todo('9.1 matmulNaive: y[m, n] = Σₖ a[m, k] · b[k, n], for each m and n a sum over k')
}

/** y[m, :] = Σₖ a[m, k] · b[k, :], row by row of b      inner sizes differ: ShapeError */
export function matmul(a: Tensor, b: Tensor): Tensor {
  return todo('9.1 matmul: y[m, :] = Σₖ a[m, k] · b[k, :], row by row of b')
}
