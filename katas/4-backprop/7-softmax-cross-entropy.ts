/**
 * 4.7  softmax and cross-entropy: the long way back, and the short one
 *
 *   crossEntropy(p)          L of 3.1      p: (B, K)          back: dL → dp, (B, K)
 *   softmaxCrossEntropy(x)   L of 3.2      x: (B, K) logits   back: dL → dx, (B, K)
 *
 * The long way from the logits is softmax (4.6), and then crossEntropy. Derive dp from the formula of 3.1, and send it
 * through the Jacobian of softmax on paper. A probability cancels, and what is left is short. softmaxCrossEntropy is that
 * short way: it divides by no probability, so its dx is finite also where one rounds to 0.
 *
 * There is no ε on the way back either: dp is −∞ if the label has the probability 0. For every other class dp is 0. Each
 * row counts with the weight of its label, as in 3.1. The mean over the batch is part of the loss, so the division by B
 * is here, and nowhere else.
 *
 * `back` takes dL, the gradient of the final result with respect to this loss. If this loss is the final result, dL is 1,
 * the default.
 *
 * The laws: the two ways agree; every row of dx sums to 0; the batch twice has the same loss and half the dx per row.
 *
 * 20 minutes. Needs 1.1, 1.2, 1.6, 2.1, 3.1, 3.2.
 */
import { type Labels, type Tensor, zeros } from '#lib/tensor'
import { zip } from '../1-tensor-ops/1-map-zip.ts'
import { broadcast } from '../1-tensor-ops/2-broadcast.ts'
import { oneHot } from '../1-tensor-ops/6-one-hot.ts'
import { softmax } from '../2-softmax/1-softmax.ts'
import { type Weight, crossEntropy as loss, perClass } from '../3-cross-entropy/1-cross-entropy.ts'
import { crossEntropyFromLogits } from '../3-cross-entropy/2-from-logits.ts'
import { todo } from '#lib/todo'

/** A loss and its pullback      outputs: (B, K)   labels: B      back: dL (1 if left out) → the gradient, (B, K) */
export type Loss = (outputs: Tensor, labels: Labels) => [loss: number, back: (dL?: number) => Tensor]

/** L = −1/B · Σₙ w[yₙ]·ln p[n, yₙ]      p: (B, K)      back: dL → dp, (B, K) */
export function crossEntropy(p: Tensor, labels: Labels, weight: Weight = 1): ReturnType<Loss> {
  return todo('4.7 crossEntropy: L = −1/B · Σₙ w[yₙ]·ln p[n, yₙ]')
}

/** L of crossEntropyFromLogits      x: (B, K) logits      back: dL → dx, (B, K) */
export function softmaxCrossEntropy(x: Tensor, labels: Labels, weight: Weight = 1): ReturnType<Loss> {
  return todo('4.7 softmaxCrossEntropy: L of crossEntropyFromLogits')
}
