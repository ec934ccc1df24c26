/**
 * 6.10  split: examples that take no part in the training
 *
 *   split       N examples → V = Math.round(share · N) of them for validation, the other N − V for training
 *   center      x − m in both parts, where m is the mean image of the training part
 *   bestEpoch   the epoch with the lowest validation loss, counted from 0, the first of equal ones
 *
 * A network can learn its training images by heart. The validation part says what it does with others. If anything of that
 * part decides anything in the training, it says too much: that is a leak.
 *
 * split draws with rng alone. Every choice of V examples is equally likely, whatever their pixels and labels are. Each
 * example is in one of the two parts, once, with its label. Both parts are copies, in any order.
 *
 * m[i] is the mean of pixel i over the images of the training part, whatever the validation part holds. Both parts are
 * new, each with its own dtype and its own labels. The test losses are for the report: bestEpoch never reads them.
 *
 * Throw a ValueError that says the share unless 0 < share < 1, or if one part would be empty. Throw a ShapeError for
 * another number of labels than images. center throws a ShapeError if the parts have different numbers of pixels, and a
 * ValueError if no image is there for training. bestEpoch throws a ValueError if there is no epoch.
 *
 * The laws: both parts together are all examples; after center the training part has the mean 0.
 *
 * 20 minutes. Needs 6.2.
 */
import { type Tensor, ShapeError, ValueError, matrixShape, zeros } from '#lib/tensor'
import type { Random } from '#lib/random'
import { type Examples, shuffle, take } from './2-batches.ts'

/** Two parts of the examples, without an example in common. */
export interface Split {
  readonly training: Examples
  readonly validation: Examples
}

/** The loss after each epoch, on three parts of the data. */
export interface Curve {
  readonly training: readonly number[]
  readonly validation: readonly number[]
  readonly test: readonly number[]
}

/** V = Math.round(share · N) examples for validation, N − V for training      V = 0, V = N, or share not between 0 and 1: ValueError   not N labels: ShapeError */
export function split(examples: Examples, share: number, rng: Random): Split {
  const [N] = matrixShape(examples.images, 'split')
  const V = Math.round(share * N)
  if (!(V > 0 && V < N))
    throw new ValueError(`split wants a share that leaves examples in both parts, but ${share} of ${N} are ${V}.`)
  const order = shuffle(N, rng)
  return { training: take(examples, order.subarray(V)), validation: take(examples, order.subarray(0, V)) }
}

/** x[n, i] − m[i] in both parts, m[i] = Σₙ training[n, i] / T, T ≥ 1 images      T = 0: ValueError   other pixels: ShapeError */
export function center({ training, validation }: Split): Split {
  const [T, P] = matrixShape(training.images, 'center')
  const [, Q] = matrixShape(validation.images, 'center')
  if (T === 0) throw new ValueError('center wants at least one image for training, but got none.')
  if (P !== Q) throw new ShapeError('center', 'two parts with the same pixels', [training.images, validation.images])
  const m = zeros([P])
  training.images.data.forEach((v, i) => (m.data[i % P] += v / T))
  return { training: subtract(training, m), validation: subtract(validation, m) }
}

function subtract({ images, labels }: Examples, m: Tensor): Examples {
  const [P] = m.shape
  return {
    images: { shape: [...images.shape], data: images.data.map((v, i) => v - m.data[i % P]) },
    labels: Array.from(labels),
  }
}

/** the first epoch e with the lowest validation[e], counted from 0      no epoch: ValueError */
export function bestEpoch({ validation }: Curve): number {
  if (validation.length === 0) throw new ValueError('bestEpoch wants at least one epoch, but got none.')
  let best = 0
  for (let e = 1; e < validation.length; e++) if (validation[e] < validation[best]) best = e
  return best
}
