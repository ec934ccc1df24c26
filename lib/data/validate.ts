import { DataError } from './data-error.ts'
import { type Idx, readIdx } from './idx.ts'
import type { DataFile } from './read-file.ts'

/** The images and labels of a training or test set: the bytes of each file, and its path. */
export interface Pair {
  readonly images: DataFile
  readonly labels: DataFile
}

/** The number of outputs of the network. */
const classes = 10

/**
 * Checks headers, lengths, counts, sizes and labels of four files. No other place decides whether a training can use them.
 *
 * Returns remarks if the results will mean little. Throws a DataError for the first fault.
 */
export function validate(train: Pair, test: Pair): string[] {
  const [known, unseen] = [validatePair(train), validatePair(test)]
  if (sizeOf(known.images) !== sizeOf(unseen.images))
    throw new DataError(
      `${train.images.path} holds images of ${sizeOf(known.images)} pixels, but ${test.images.path} of ${sizeOf(unseen.images)}. One network reads images of one size.`,
    )
  return remarksOn(classesOf(known.labels), classesOf(unseen.labels))
}

function validatePair({ images: imageFile, labels: labelFile }: Pair): { images: Idx; labels: Uint8Array } {
  const images = readIdx(imageFile.bytes, 3, imageFile.path)
  const labels = readIdx(labelFile.bytes, 1, labelFile.path)
  const [count, rows, columns] = images.sizes
  if (count === 0) throw new DataError(`${imageFile.path} holds no images. At least one is wanted.`)
  if (rows === 0 || columns === 0)
    throw new DataError(
      `${imageFile.path} holds images of ${rows} × ${columns} pixels. They want at least one row and one column.`,
    )
  if (count !== labels.sizes[0])
    throw new DataError(
      `${imageFile.path} holds ${count} images, but ${labelFile.path} holds ${labels.sizes[0]} labels. Each image has one label: take both files from one set.`,
    )
  expectDigits(labels.bytes, labelFile.path)
  return { images, labels: labels.bytes }
}

function expectDigits(labels: Uint8Array, path: string): void {
  const at = labels.findIndex((label) => label >= classes)
  if (at < 0) return
  const all = [...classesOf(labels)]
  throw new DataError(
    `${path} should hold labels from 0 to 9, but holds labels from ${Math.min(...all)} to ${Math.max(...all)}: label ${at}, counted from 0, is ${labels[at]}. Take a set of ten classes: of EMNIST, digits or mnist.`,
  )
}

/** Remarks on sets from which a network learns nothing, or on which its accuracy means nothing. */
function remarksOn(known: ReadonlySet<number>, unseen: ReadonlySet<number>): string[] {
  const remarks: string[] = []
  if (known.size === 1)
    remarks.push(`All training images have the label ${[...known][0]}: there is nothing to tell apart.`)
  if (unseen.size === 1)
    remarks.push(`All test images have the label ${[...unseen][0]}: the accuracy says nothing about the others.`)
  const never = [...unseen].filter((label) => !known.has(label)).toSorted()
  if (never.length > 0)
    remarks.push(`Only test images have the label ${never.join(', ')}: training never shows it, and it cannot be read.`)
  return remarks
}

function classesOf(labels: Uint8Array): ReadonlySet<number> {
  return new Set(labels)
}

/** 28 × 28 */
function sizeOf({ sizes }: Idx): string {
  return sizes.slice(1).join(' × ')
}
