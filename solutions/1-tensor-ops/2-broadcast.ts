/**
 * 1.2  broadcast: a row for all rows, a column for all columns
 *
 * zip wants equal shapes. A bias is one row for the whole batch, and softmax divides each row by its own sum.
 * So broadcast stretches the smaller tensor over the larger one, without a copy. There are three forms, and no others:
 *
 *   x: (B, K) with b: (K) or (1, K)      y[n, j] = f(x[n, j], b[j])      one value per column
 *   x: (B, K) with b: (B, 1)             y[n, j] = f(x[n, j], b[n])      one value per row
 *
 * Throw a ShapeError for any other pair of shapes, and show both shapes in it. A library that stretches both would turn
 * (K) with (K, 1) into (K, K). The loss would still fall, so you would not notice the bug.
 *
 * The law: stretch b to the shape of x and call zip, and the result is the same.
 *
 * 15 minutes.
 */
import { type Tensor, ShapeError, matrixShape, zeros } from '#lib/tensor'

/** y[n, j] = f(x[n, j], b[j] or b[n])      x, y: (B, K)   b: (K), (1, K) or (B, 1) */
export function broadcast(x: Tensor, b: Tensor, f: (x: number, b: number) => number): Tensor {
  const [B, K] = matrixShape(x, 'broadcast')
  const perColumn = is(b, [K]) || is(b, [1, K])
  if (!perColumn && !is(b, [B, 1])) throw new ShapeError('broadcast', 'x: [B, K] with b: [K], [1, K] or [B, 1]', [x, b])
  const y = zeros([B, K], x)
  for (let n = 0; n < B; n++) {
    for (let j = 0; j < K; j++) y.data[n * K + j] = f(x.data[n * K + j], b.data[perColumn ? j : n])
  }
  return y
}

function is(b: Tensor, shape: number[]): boolean {
  return b.shape.length === shape.length && shape.every((size, axis) => size === b.shape[axis])
}
