import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readDataSet, mnistFolder, mnist } from '../../../lib/data/mnist.ts'
import { dataFolder, testImages, trainImages, trainLabels } from './folder.ts'

test('MNIST is installed, and every file has its sha256', () => {
  const files = mnist()
  expect(files.trainImages.length).toBe(16 + 60_000 * 784)
  expect(Array.from(files.trainLabels.subarray(8, 18))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
  const counts = new Array<number>(10).fill(0)
  for (const label of files.testLabels.subarray(8)) counts[label]++
  expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
})

test('a changed file is refused, with both checksums, under the name it has on the disk', () => {
  const labels = readFileSync(join(mnistFolder, trainLabels))
  labels[100] ^= 1
  const folder = dataFolder({ [trainLabels]: null, [trainImages]: null })
  writeFileSync(join(folder, `${trainLabels}.gz`), gzipSync(labels))
  copyFileSync(join(mnistFolder, trainImages), join(folder, trainImages))
  expect(() => mnist(folder)).toThrow(
    /train-labels-idx1-ubyte\.gz is not MNIST’s file: its sha256 is [0-9a-f]{64}, expected 65a50cbb.*\. Run npm ci to install MNIST again\.$/,
  )
})

test('an installation that lacks a file says how to get it', () => {
  expect(() => mnist(dataFolder({ [testImages]: null }))).toThrow(
    /has no t10k-images.* Run npm ci to install MNIST again\.$/,
  )
})

test('without a folder, and for the folder of MNIST, the data are MNIST; an empty name is no folder', () => {
  expect(readDataSet(undefined).files.trainLabels.length).toBe(60_008)
  expect(readDataSet(`./${mnistFolder}/`).files.trainLabels.length).toBe(60_008)
  expect(readDataSet(dataFolder()).files.trainLabels.length).toBe(12)
  expect(() => readDataSet('')).toThrow('--data wants a folder, but its name is empty.')
})
