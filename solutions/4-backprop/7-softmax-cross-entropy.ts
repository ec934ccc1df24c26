/**
 * 4.7  softmax and cross-entropy: the long way back, and the short one
 *
 * The long way, one link after the other:
 *
 *   crossEntropy(p)    dp[n, j] = −wₙ / (B·p[n, j])   where j = yₙ, otherwise 0
 *   softmax(x)         dx = Jᵀ·dp                     (yours, from 4.6)
 *
 * and the short way, after p cancels:
 *
 *   softmaxCrossEntropy(x)    dx[n, j] = wₙ · (p[n, j] − y[n, j]) / B      y: the labels as one-hot rows
 *
 * They are equal if the long one can be computed, and the short one has no division that could blow up.
 * The mean over the batch is part of the loss, so the division by B is here, and nowhere else.
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

/** A loss and its pullback      outputs: (B, K)   labels: B      back: dL (1 if left out) → the gradient, (B, K) */
export type Loss = (outputs: Tensor, labels: Labels) => [loss: number, back: (dL?: number) => Tensor]

/** L = −1/B · Σₙ w[yₙ]·ln p[n, yₙ]      p: (B, K)      back: dL → dp[n, yₙ] = −dL·w[yₙ] / (B·p[n, yₙ]), 0 elsewhere */
export function crossEntropy(p: Tensor, labels: Labels, weight: Weight = 1): ReturnType<Loss> {
  const [B, K] = p.shape
  const w = perClass(weight, K)
  const back = (dL = 1): Tensor => {
    const dp = zeros(p.shape, p)
    for (let n = 0; n < B; n++) {
      const at = n * K + labels[n]
      dp.data[at] = (-dL * w[labels[n]]) / (B * p.data[at])
    }
    return dp
  }
  return [loss(p, labels, weight), back]
}

/** L of crossEntropyFromLogits      x: (B, K) logits      back: dL → dx[n, j] = dL·w[yₙ]·(p[n, j] − y[n, j]) / B */
export function softmaxCrossEntropy(x: Tensor, labels: Labels, weight: Weight = 1): ReturnType<Loss> {
  const [B, K] = x.shape
  const w = perClass(weight, K)
  const back = (dL = 1): Tensor => {
    const error = zip(softmax(x), oneHot(labels, K, x), (p, y) => p - y)
    const scale = zeros([B, 1], x)
    for (let n = 0; n < B; n++) scale.data[n] = (dL * w[labels[n]]) / B
    return broadcast(error, scale, (e, s) => e * s)
  }
  return [crossEntropyFromLogits(x, labels, weight), back]
}
