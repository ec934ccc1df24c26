/**
 * 3.1  cross-entropy: how surprised the model is by the truth
 *
 *   L = −1/B · Σₙ wₙ · ln p[n, yₙ]      p: (B, K) probabilities   y: B labels   L: one number
 *
 * With y as one-hot rows it is −1/B · Σₙ Σⱼ wₙ·y[n, j]·ln p[n, j]. In each row all terms but one are 0: read only that one.
 * The loss is a mean over the batch: the same batch twice has the same loss.
 *
 * The weight w is one number for all, or one per class (K numbers, wₙ = w[yₙ]). The divisor stays B. Weights are finite,
 * and not checked: the formula takes 0 and negative ones as they are.
 * A model that gives the truth the probability 0 is infinitely surprised: the loss is ∞. Do not add a small ε.
 * Only a weight of 0 has no answer there: 0·∞ is NaN. No test asks for it.
 * checkLabels throws for a label outside 0 … K − 1 and for an empty batch. refuseNaN throws for NaN.
 *
 * The laws: L ≥ 0 if no weight is negative; a row of K equal probabilities costs ln K; a batch costs the weighted mean of its parts.
 *
 * 15 minutes.
 */
import { type Labels, type Tensor, ShapeError, checkLabels, refuseNaN } from '#lib/tensor'

/** One number for all examples, or one per class. */
export type Weight = number | readonly number[]

/** The weight of each class      K numbers      weight has another length: ShapeError that says it */
export function perClass(weight: Weight, K: number): readonly number[] {
  if (typeof weight === 'number') return Array.from({ length: K }, () => weight)
  if (weight.length === K) return weight
  throw new ShapeError('crossEntropy', `one weight, or ${K} of them, one per class`, [{ shape: [weight.length] }])
}

/** L = −1/B · Σₙ w[yₙ] · ln p[n, yₙ]      p: (B, K)   labels: B   weight: one number, or K of them */
export function crossEntropy(p: Tensor, labels: Labels, weight: Weight = 1): number {
  checkLabels(labels, p, 'crossEntropy')
  refuseNaN(p, 'crossEntropy')
  const [B, K] = p.shape
  const w = perClass(weight, K)
  let total = 0
  for (let n = 0; n < B; n++) total -= w[labels[n]] * Math.log(p.data[n * K + labels[n]])
  return total / B
}
