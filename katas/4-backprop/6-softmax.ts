/**
 * 4.6  the way back through softmax
 *
 *   p = softmax(x)                     x, p: (B, K), each row by itself
 *   dxⱼ = Σᵢ dpᵢ·∂pᵢ/∂xⱼ               back: dp → [dx], both (B, K)
 *
 * Derive ∂pᵢ/∂xⱼ, for i = j and for i ≠ j: raising a logit raises its own probability, and takes from all the others.
 * Then put both into the sum, and simplify. What the two cases leave together is one sum for each row, the same for
 * every j. So no matrix has to be built.
 *
 * If L is the sum of all outputs, every gradient is 0, since probabilities always sum to 1. Then even an answer of zeros
 * looks right. So the tests use a dp that differs from class to class.
 *
 * The laws: every row of dx sums to 0; adding a constant to a row of dp changes nothing.
 *
 * 20 minutes. Needs 1.1, 1.2, 1.3, 2.1, 4.2.
 */
import type { Tensor } from '#lib/tensor'
import { zip } from '../1-tensor-ops/1-map-zip.ts'
import { broadcast } from '../1-tensor-ops/2-broadcast.ts'
import { sum } from '../1-tensor-ops/3-reduce.ts'
import { softmax as probabilities } from '../2-softmax/1-softmax.ts'
import type { Diff } from './2-pullback.ts'
import { todo } from '#lib/todo'

/** p = softmax(x)      x, p: (B, K)      dp, dx: (B, K)      back: dp → [dx] */
export const softmax: Diff<[Tensor], Tensor> = (x) => {
  return todo('4.6 softmax: p = softmax(x)')
}
