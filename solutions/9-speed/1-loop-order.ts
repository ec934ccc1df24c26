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

/** y[m, n] = Σₖ a[m, k] · b[k, n], for each m and n a sum over k      inner sizes differ: ShapeError */
export function matmulNaive(a: Tensor, b: Tensor): Tensor {
  const [M, K, N] = sizes(a, b, 'matmulNaive')
  const y = zeros([M, N], a)
  for (let m = 0; m < M; m++) {
    for (let n = 0; n < N; n++) {
      let sum = 0
      for (let k = 0; k < K; k++) sum += a.data[m * K + k] * b.data[k * N + n]
      y.data[m * N + n] = sum
    }
  }
  return y
}

/** y[m, :] = Σₖ a[m, k] · b[k, :], row by row of b      inner sizes differ: ShapeError */
export function matmul(a: Tensor, b: Tensor): Tensor {
  const [M, K, N] = sizes(a, b, 'matmul')
  const y = zeros([M, N], a)
  for (let m = 0; m < M; m++) {
    for (let k = 0; k < K; k++) {
      const v = a.data[m * K + k]
      for (let n = 0; n < N; n++) y.data[m * N + n] += v * b.data[k * N + n]
    }
  }
  return y
}

function sizes(a: Tensor, b: Tensor, who: string): [M: number, K: number, N: number] {
  const [M, K] = matrixShape(a, who)
  const [inner, N] = matrixShape(b, who)
  if (inner !== K) throw new ShapeError(who, 'a: [M, K] and b: [K, N] with one and the same K', [a, b])
  return [M, K, N]
}
