/**
 * 2.1  softmax: from scores to probabilities, row by row
 *
 *   softmaxᵢ(x) = exp(xᵢ) / Σⱼ exp(xⱼ)                            as the books define it
 *               = exp(xᵢ − m) / Σⱼ exp(xⱼ − m),   m = max x       the same number, without overflow
 *
 * First write naiveSoftmax, as defined. The test shows what 1000 does to it: exp(1000) = ∞ and ∞/∞ = NaN.
 * Then write the stable form. The common factor exp(−m) cancels, and with m = max x the largest term is exp(0) = 1.
 *
 * Each row is a distribution of its own. A logit of −∞ is a mask: its probability is exactly 0.
 * checkLogits(x, 'softmax') throws for NaN, for +∞ and for a row in which every class is masked.
 *
 * The laws: each row sums to 1; softmax(x + c) = softmax(x); the entries of a row keep their order.
 *
 * 20 minutes. Needs 1.1, 1.2, 1.3.
 */
import { type Tensor, checkLogits } from '#lib/tensor'
import { map } from '../1-tensor-ops/1-map-zip.ts'
import { broadcast } from '../1-tensor-ops/2-broadcast.ts'
import { max, sum } from '../1-tensor-ops/3-reduce.ts'
import { todo } from '#lib/todo'

/** y[n, i] = exp(x[n, i]) / Σⱼ exp(x[n, j])      x, y: (B, K)   overflows beyond 709 (float64), on purpose */
export function naiveSoftmax(x: Tensor): Tensor {
  return todo('2.1 naiveSoftmax: y[n, i] = exp(x[n, i]) / Σⱼ exp(x[n, j])')
}

/** y[n, i] = exp(x[n, i] − mₙ) / Σⱼ exp(x[n, j] − mₙ),   mₙ = maxⱼ x[n, j]      x, y: (B, K) */
export function softmax(x: Tensor): Tensor {
  return todo('2.1 softmax: y[n, i] = exp(x[n, i] − mₙ) / Σⱼ exp(x[n, j] − mₙ)')
}
