import { readIdx, writeIdx } from '../data/idx.ts'
import type { Files } from '../data/mnist.ts'
import type { Settings } from './recipes.ts'

/**
 * The files that these settings train on: with all training images, or with the first ones.
 *
 * Throws an Error if there are not so many images, or if the images for training or those for validation would be none.
 */
export function filesFor({ examples, validate }: Pick<Settings, 'examples' | 'validate'>, all: Files): Files {
  const [there] = readIdx(all.trainLabels, 1, 'the file of training labels').sizes
  if (examples !== undefined && examples > there)
    throw new Error(`--examples wants at most the ${there} training images there are, but got ${examples}.`)
  const N = examples ?? there
  const held = Math.round((validate ?? 0.5) * N)
  if (validate !== undefined && (held === 0 || held === N))
    throw new Error(
      `--validate wants a share that leaves images for training and for validation, but ${validate} of ${N} is ${held}. Take another share, or more --examples.`,
    )
  return examples === undefined ? all : keepFirst(all, examples)
}

/** The files with the first `count` training images and their labels. The test files stay as they are. */
function keepFirst(files: Files, count: number): Files {
  return { ...files, trainImages: first(files.trainImages, 3, count), trainLabels: first(files.trainLabels, 1, count) }
}

function first(file: Uint8Array, axes: 1 | 3, count: number): Uint8Array {
  const { sizes, bytes } = readIdx(file, axes, 'the training file')
  const [, ...each] = sizes
  const size = each.reduce((all, n) => all * n, 1)
  return writeIdx([count, ...each], bytes.subarray(0, count * size))
}
