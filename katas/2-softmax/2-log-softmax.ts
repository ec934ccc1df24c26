/**
 * 2.2  log-softmax: the logarithm that never sees a zero
 *
 *   logSumExp(x) = ln Σⱼ exp(xⱼ) = m + ln Σⱼ exp(xⱼ − m),   m = max x
 *   logSoftmaxᵢ(x) = ln softmaxᵢ(x) = xᵢ − logSumExp(x)
 *
 * ln(softmax(x)) fails if a probability underflows. For the row [0, −1000] softmax gives [1, 0], and ln 0 = −∞,
 * though the answer is −1000. Simplify the formula on paper first: ln and exp cancel.
 *
 * The laws: exp(logSoftmax(x)) = softmax(x); logSoftmax(x + c) = logSoftmax(x); max x ≤ logSumExp(x) ≤ max x + ln K.
 *
 * 15 minutes. Needs 1.1, 1.2, 1.3.
 */
import { type Tensor, checkLogits } from '#lib/tensor'
import { map, zip } from '../1-tensor-ops/1-map-zip.ts'
import { broadcast } from '../1-tensor-ops/2-broadcast.ts'
import { max, sum } from '../1-tensor-ops/3-reduce.ts'
import { todo } from '#lib/todo'

/** y[n] = mₙ + ln Σⱼ exp(x[n, j] − mₙ)      x: (B, K)   y: (B, 1) */
export function logSumExp(x: Tensor): Tensor {
  return todo('2.2 logSumExp: y[n] = mₙ + ln Σⱼ exp(x[n, j] − mₙ)')
}

/** y[n, i] = x[n, i] − logSumExp(x)[n]      x, y: (B, K) */
export function logSoftmax(x: Tensor): Tensor {
  return todo('2.2 logSoftmax: y[n, i] = x[n, i] − logSumExp(x)[n]')
}
