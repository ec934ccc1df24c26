/**
 * 1.5  matmul: every row times every column
 *
 *   y[m, n] = Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N)
 *
 * This one sum is nearly all the work of a neural network. Training needs it in three orders:
 *
 *   AB(A, B)     A·B      the way forward of a layer
 *   AtB(A, B)    Aᵀ·B     its way back needs these two,
 *   ABt(A, B)    A·Bᵀ     and stage 4 finds out where
 *
 * `products` holds the three as one value. Training takes its products as an argument. So a faster kernel can stand in
 * for yours later, without a word changed elsewhere. With transpose, two of them are one line each.
 *
 * Entries are finite, so you may skip a product with 0: four of five pixels of a digit are 0.
 *
 * The laws: (A·B)·C = A·(B·C), (A·B)ᵀ = Bᵀ·Aᵀ, A·I = A.
 *
 * 20 minutes. Needs 1.4.
 */
import { type Products, type Tensor, ShapeError, matrixShape, zeros } from '#lib/tensor'
import { transpose } from './4-transpose.ts'
import { todo } from '#lib/todo'

/** y[m, n] = Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N)   inner sizes differ: ShapeError */
export function matmul(a: Tensor, b: Tensor): Tensor {
  return todo('1.5 matmul: y[m, n] = Σₖ a[m, k] · b[k, n]')
}

/** The three orders, as a value: AB = A·B, AtB = Aᵀ·B, ABt = A·Bᵀ */
export const products: Products = {
  AB: matmul,
  AtB: (a, b) => todo('1.5 products.AtB'),
  ABt: (a, b) => todo('1.5 products.ABt'),
}
