/**
 * 1.5  matmul: every row times every column
 *
 *   y[m, n] = Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N)
 *
 * This one sum is nearly all the work of a neural network. Training needs it in three orders:
 *
 *   AB(x, W)     x·W      the way forward
 *   AtB(x, dy)   xᵀ·dy    the gradient of W
 *   ABt(dy, W)   dy·Wᵀ    the gradient of x
 *
 * `products` holds the three as one value: whatever trains takes its products from outside, so that a faster
 * kernel can stand in for yours later without a word changed elsewhere. With transpose, two of them are one line.
 *
 * Entries are finite, so a product with 0 may be skipped: four of five pixels of a digit are 0.
 *
 * The laws: (A·B)·C = A·(B·C), (A·B)ᵀ = Bᵀ·Aᵀ, A·I = A.
 */
import { type Products, type Tensor, ShapeError, matrixShape, zeros } from '#lib/tensor'
import { transpose } from './4-transpose.ts'

/** y[m, n] = Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N)   inner sizes differ: ShapeError */
export function matmul(a: Tensor, b: Tensor): Tensor {
  const [M, K] = matrixShape(a, 'matmul')
  const [inner, N] = matrixShape(b, 'matmul')
  if (inner !== K) throw new ShapeError('matmul', 'a: [M, K] and b: [K, N] with one and the same K', [a, b])
  const y = zeros([M, N], a)
  const [A, B] = [a.data, b.data]
  const row = new Float64Array(N) // one row of y: stays in cache, and a float32 is rounded once per entry, not K times
  for (let m = 0; m < M; m++) {
    row.fill(0)
    for (let k = 0; k < K; k++) {
      const v = A[m * K + k]
      if (v === 0) continue // four of five pixels: 4 times faster on MNIST than m-n-k (measured)
      for (let n = 0; n < N; n++) row[n] += v * B[k * N + n]
    }
    y.data.set(row, m * N)
  }
  return y
}

/** The three orders, as a value: AB = A·B, AtB = Aᵀ·B, ABt = A·Bᵀ */
export const products: Products = {
  AB: matmul,
  AtB: (a, b) => matmul(transpose(a), b),
  ABt: (a, b) => matmul(a, transpose(b)),
}
