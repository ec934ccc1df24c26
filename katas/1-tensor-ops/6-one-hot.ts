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
import { todo } from '#lib/todo'

/** y[n, labels[n]] = 1      labels: B classes   y: (B, K), dtype of `like`   label outside 0 … K − 1: checkLabel throws */
export function oneHot(labels: Labels, K: number, like?: Tensor): Tensor {
  return todo('1.6 oneHot: y[n, labels[n]] = 1')
}

/** the first column that holds the row's maximum      x: (B, K), K ≥ 1   NaN: refuseNaN throws */
export function argmax(x: Tensor): number[] {
  return todo('1.6 argmax: the first column that holds the row’s maximum')
}
