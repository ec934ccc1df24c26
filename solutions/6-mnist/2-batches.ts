/**
 * 6.2  batches: bytes to numbers, and an order to see them in
 *
 *   scale        pixel / 255, in [0, 1]: (count, rows·columns), float32
 *   shuffle      a fair permutation of 0 … n − 1 (Fisher and Yates): every order equally likely
 *   batches      one epoch: every index exactly once, in groups of `size`; the last one may be smaller
 *   take         the examples of these indices, in that order
 *
 * Never shuffle images or labels themselves. Shuffle an order of indices, and read both through it.
 * Take random numbers only from the argument rng. Each call, rng(), gives the next number in [0, 1). The same rng goes on
 * from epoch to epoch, so each epoch gets another order.
 *
 * The laws: an epoch is a permutation; the same seed gives the same epochs.
 *
 * 20 minutes. Needs 6.1.
 */
import { type Labels, type Tensor, ShapeError, ValueError, matrixShape, zeros } from '#lib/tensor'
import type { Random } from '#lib/random'
import type { Images } from './1-idx.ts'

/** Images as rows, and the class of each: (N, pixels) and N labels. */
export interface Examples {
  readonly images: Tensor
  readonly labels: Labels
}

/** x[n, i] = pixel / 255      → (count, rows·columns), float32 */
export function scale({ count, rows, columns, pixels }: Images): Tensor {
  const x = zeros([count, rows * columns], 'float32')
  for (let i = 0; i < pixels.length; i++) x.data[i] = pixels[i] / 255
  return x
}

/** a random order of 0 … n − 1: for i from n − 1 down to 1, swap entry i with one of entries 0 … i */
export function shuffle(n: number, rng: Random): Uint32Array {
  const order = inOrder(n)
  for (let i = n - 1; i >= 1; i--) {
    const j = Math.floor(rng() * (i + 1))
    const other = order[j]
    order[j] = order[i]
    order[i] = other
  }
  return order
}

/** one epoch over `count` examples in groups of `size`      rng null: in the order of the file      size not 1, 2, 3 …: ValueError that says it */
export function* batches(count: number, size: number, rng: Random | null): Generator<Uint32Array, void> {
  if (!Number.isInteger(size) || size < 1) throw new ValueError(`batches wants a size of at least 1, but got ${size}.`)
  const order = rng ? shuffle(count, rng) : inOrder(count)
  for (let from = 0; from < count; from += size) yield order.subarray(from, from + size)
}

function inOrder(n: number): Uint32Array {
  return new Uint32Array(n).map((_, i) => i)
}

/** image n and label n of the result are those of example rows[n]      not 0 … N − 1: ValueError that says it   not N labels: ShapeError */
export function take({ images, labels }: Examples, rows: ArrayLike<number>): Examples {
  const [N, P] = matrixShape(images, 'take')
  if (labels.length !== N) throw new ShapeError('take', `${N} labels, one per image`, [{ shape: [labels.length] }])
  const y = new Uint32Array(rows.length)
  for (let n = 0; n < rows.length; n++) {
    if (!(Number.isInteger(rows[n]) && rows[n] >= 0 && rows[n] < N)) {
      throw new ValueError(`take wants indices of its ${N} examples, but index ${n} is ${rows[n]}.`)
    }
    y[n] = labels[rows[n]]
  }
  const x = zeros([rows.length, P], images)
  for (let n = 0; n < rows.length; n++) x.data.set(images.data.subarray(rows[n] * P, rows[n] * P + P), n * P)
  return { images: x, labels: y }
}
