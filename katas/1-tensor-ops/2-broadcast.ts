/**
 * 1.2  broadcast: a row for all rows, a column for all columns
 *
 * zip wants equal shapes. A bias is one row for the whole batch, and softmax divides each row by its own sum:
 * the smaller tensor is stretched over the larger without being copied. Three forms, and nothing else:
 *
 *   x: (B, K) with b: (K) or (1, K)      y[n, j] = f(x[n, j], b[j])      one value per column
 *   x: (B, K) with b: (B, 1)             y[n, j] = f(x[n, j], b[n])      one value per row
 *
 * Any other pair of shapes is a mistake somewhere else. Say so with a ShapeError that shows both shapes:
 * a library that guesses turns (K) with (K, 1) into (K, K), and the loss falls anyway.
 *
 * The law: stretching first and zip afterwards gives the same.
 *
 * 15 minutes.
 */
import { type Tensor, ShapeError, matrixShape, zeros } from '#lib/tensor'
import { todo } from '#lib/todo'

/** y[n, j] = f(x[n, j], b[j] or b[n])      x, y: (B, K)   b: (K), (1, K) or (B, 1) */
export function broadcast(x: Tensor, b: Tensor, f: (x: number, b: number) => number): Tensor {
  return todo('1.2 broadcast: y[n, j] = f(x[n, j], b[j] or b[n])')
}
