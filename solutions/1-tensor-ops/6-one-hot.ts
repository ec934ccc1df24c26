/**
 * 1.6  one-hot and argmax: from a class to a row, and back
 *
 *   oneHot(labels, K)[n, j] = 1 where j = labels[n], otherwise 0      labels: (B) → (B, K)
 *   argmax(x)[n] = the column of the largest entry in row n           x: (B, K) → B numbers
 *
 * Labels are whole numbers from 0 to K − 1, and K is an argument: a batch without a 9 still has ten columns.
 * If several entries are the largest, argmax takes the first. argmax throws if a row contains NaN, since such a row has
 * no largest entry. oneHot throws if a label is outside 0 … K − 1.
 *
 * The laws: argmax(oneHot(labels, K)) = labels; argmax depends only on which entry is larger, not on by how much.
 *
 * 10 minutes.
 */
import { type Labels, type Tensor, checkLabel, matrixShape, refuseNaN, zeros } from '#lib/tensor'

/** y[n, labels[n]] = 1      labels: B classes   y: (B, K), dtype of `like`   label outside 0 … K − 1: checkLabel throws */
export function oneHot(labels: Labels, K: number, like?: Tensor): Tensor {
  const y = zeros([labels.length, K], like)
  for (let n = 0; n < labels.length; n++) {
    checkLabel(labels[n], n, K, 'oneHot')
    y.data[n * K + labels[n]] = 1
  }
  return y
}

/** the first column that holds the row's maximum      x: (B, K), K ≥ 1   NaN: refuseNaN throws */
export function argmax(x: Tensor): number[] {
  const [B, K] = matrixShape(x, 'argmax')
  refuseNaN(x, 'argmax')
  return Array.from({ length: B }, (_, n) => {
    let best = 0
    for (let j = 1; j < K; j++) if (x.data[n * K + j] > x.data[n * K + best]) best = j
    return best
  })
}
