/**
 * 6.6  evaluate: how good is it on digits it has never seen?
 *
 *   predictions   argmax of the logits, the first of equal ones: softmax never turns their order round, so it is not needed
 *   accuracy      the share of predictions that equal their label
 *   confusion     C[t, p] = how often a digit t was read as p: the right ones are on the diagonal
 *
 * Evaluation never changes the network, and never sees more than the test images.
 * Take the images in pieces of 1000: for all at once, a wide hidden layer would need more memory than the images.
 *
 * The laws: accuracy = trace(C) / N; the rows of C sum to how often each digit occurs.
 *
 * 15 minutes. Needs 1.6, 4.8.
 */
import { type Labels, type Tensor, ShapeError, ValueError, checkLabel, matrixShape, zeros } from '#lib/tensor'
import { argmax } from '../1-tensor-ops/6-one-hot.ts'
import { type Chain, forward } from '../4-backprop/8-chain.ts'
import { todo } from '#lib/todo'

/** the digit each image is read as      images: (N, pixels) → N classes */
export function predictions(chain: Chain, images: Tensor): number[] {
  return todo('6.6 predictions: the digit each image is read as')
}

/** |{n : predicted[n] = labels[n]}| / N      N = 0: ValueError   other lengths: ShapeError */
export function accuracy(predicted: Labels, labels: Labels): number {
  return todo('6.6 accuracy: |{n : predicted[n] = labels[n]}| / N')
}

/** C[t, p] = |{n : labels[n] = t and predicted[n] = p}|      → (K, K), float64      other lengths: ShapeError   not 0 … K − 1: checkLabel throws */
export function confusion(predicted: Labels, labels: Labels, K: number): Tensor {
  return todo('6.6 confusion: C[t, p] = |{n : labels[n] = t and predicted[n] = p}|')
}
