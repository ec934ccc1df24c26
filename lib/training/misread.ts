import type { Tensor } from '#lib/tensor'
import { formatCount } from '../format.ts'
import type { Outcome } from './program.ts'

/** A digit that was read wrong: rows · columns values in [0, 1]. */
export interface Misread {
  readonly image: ArrayLike<number>
  readonly truth: number
  readonly read: number
}

/** The first of those that were read wrong, and how many there are. */
export interface MisreadDigits {
  readonly shown: readonly Misread[]
  readonly total: number
}

/** What was read wrong, in the order of the images. `imageOf`: of the image at a place. `most`: as many are shown. */
export function findMisread(
  predicted: ArrayLike<number>,
  labels: ArrayLike<number>,
  imageOf: (n: number) => ArrayLike<number>,
  most: number,
): MisreadDigits {
  const wrong = Array.from(predicted, (_, n) => n).filter((n) => predicted[n] !== labels[n])
  const shown = wrong.slice(0, most).map((n) => ({ image: imageOf(n), truth: labels[n], read: predicted[n] }))
  return { shown, total: wrong.length }
}

/** The misread digits of a training. */
export function misreadOf({ predicted, labels, images }: Outcome, most: number): MisreadDigits {
  return findMisread(predicted, labels, (n) => imageAt(images, n), most)
}

/** One of the images, which are rows. */
export function imageAt({ shape, data }: Tensor, n: number): Tensor['data'] {
  return data.subarray(n * shape[1], (n + 1) * shape[1])
}

/** The sentence above them. */
export function describeMisread({ shown, total }: MisreadDigits): string {
  if (total === 0) return 'No digit is misread.'
  const these =
    shown.length < total ? `The first ${shown.length} of ${formatCount(total)}` : `All ${formatCount(total)}`
  return `${these} misread digits: what it is → what was read.`
}

/** Below each. */
export function captionOf({ truth, read }: Misread): string {
  return `${truth} → ${read}`
}
