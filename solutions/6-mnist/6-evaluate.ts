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

/** the digit each image is read as      images: (N, pixels) → N classes */
export function predictions(chain: Chain, images: Tensor): number[] {
  const [N, P] = matrixShape(images, 'predictions')
  const read: number[] = []
  for (let from = 0; from < N; from += 1000) {
    const B = Math.min(1000, N - from)
    const piece = { shape: [B, P], data: images.data.subarray(from * P, (from + B) * P) }
    read.push(...argmax(forward(chain, piece)))
  }
  return read
}

/** |{n : predicted[n] = labels[n]}| / N      N = 0: ValueError   other lengths: ShapeError */
export function accuracy(predicted: Labels, labels: Labels): number {
  const N = labels.length
  if (N === 0) throw new ValueError('accuracy wants at least one example, but got none.')
  if (predicted.length !== N) throw new ShapeError('accuracy', `${N} predictions`, [{ shape: [predicted.length] }])
  let right = 0
  for (let n = 0; n < N; n++) if (predicted[n] === labels[n]) right++
  return right / N
}

/** C[t, p] = |{n : labels[n] = t and predicted[n] = p}|      → (K, K), float64      other lengths: ShapeError   not 0 … K − 1: checkLabel throws */
export function confusion(predicted: Labels, labels: Labels, K: number): Tensor {
  const N = labels.length
  if (predicted.length !== N) throw new ShapeError('confusion', `${N} predictions`, [{ shape: [predicted.length] }])
  const C = zeros([K, K])
  for (let n = 0; n < N; n++) {
    checkLabel(labels[n], n, K, 'confusion')
    checkLabel(predicted[n], n, K, 'confusion')
    C.data[labels[n] * K + predicted[n]]++
  }
  return C
}
