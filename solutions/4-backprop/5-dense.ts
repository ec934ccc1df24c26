/**
 * 4.5  dense: a layer without its activation
 *
 *   y = x·W + b      x: (B, I)   W: (I, O)   b: (O)   y: (B, O)
 *
 *   back: dy → { dx, dW, db }      dy: (B, O)   dx: (B, I)   dW: (I, O)   db: (O)
 *
 * The three gradients are for you to derive. Write the sum for y[n, o]. In which entries of y does W[i, o] occur, and
 * with which factor? Ask the same of x[n, i] and of b[o]. Then check the shapes: they leave only one way to put each
 * product together. Do not divide by B here. The mean over the batch is part of the loss.
 *
 * Use the products that are passed in (by default yours of 1.5), and never call your own matmul. Then a faster product can
 * be used later. You may use any of the three.
 *
 * The dx of the first layer is the gradient of the images. It is as large a product as the way forward, and training never
 * reads it. As a getter, `get dx() { … }`, it costs nothing until it is read. A plain property is right too.
 *
 * The laws: dense is affine in x; ⟨dy, x·W⟩ = ⟨dx, x⟩ = ⟨dW, W⟩; the batch twice has twice the dW.
 *
 * 20 minutes. Needs 1.2, 1.3, 1.5.
 */
import { type Products, type Tensor, ShapeError, matrixShape, reshapeRemedy } from '#lib/tensor'
import { broadcast } from '../1-tensor-ops/2-broadcast.ts'
import { sum } from '../1-tensor-ops/3-reduce.ts'
import { products as plain } from '../1-tensor-ops/5-matmul.ts'

export interface DenseGradient {
  readonly dx: Tensor
  readonly dW: Tensor
  readonly db: Tensor
}

/** y = x·W + b      x: (B, I)   W: (I, O)   b: (O)   y: (B, O)      back: dy → dx, dW, db      x not (B, I): ShapeError that says its shape, and I */
export function dense(
  x: Tensor,
  W: Tensor,
  b: Tensor,
  { AB, AtB, ABt }: Products = plain,
): [y: Tensor, back: (dy: Tensor) => DenseGradient] {
  const [I, O] = matrixShape(W, 'dense, W,')
  if (x.shape.length !== 2 || x.shape[1] !== I) {
    throw new ShapeError(`dense(${I} → ${O})`, `x: [batch, ${I}]`, [x], reshapeRemedy(x, I))
  }
  const y = broadcast(AB(x, W), b, (xW, bias) => xW + bias)
  const back = (dy: Tensor): DenseGradient => ({
    get dx() {
      return ABt(dy, W)
    },
    dW: AtB(x, dy),
    db: sum(dy, 0),
  })
  return [y, back]
}
