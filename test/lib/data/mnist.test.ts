import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { seeded } from '#lib/random'
import { DataError, writeIdx } from '../../../lib/data/idx.ts'
import { dataset, installed, mnist } from '../../../lib/data/mnist.ts'
import { syntheticDigits } from '../../../lib/data/synthetic.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const names = ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte']

/** a folder with a small data set of MNIST's form, in which some files are replaced */
function folder(replaced: Record<string, Uint8Array | null> = {}): string {
  const made = mkdtempSync(join(tmpdir(), 'digits-'))
  folders.push(made)
  const [train, test] = [syntheticDigits(12, seeded(1)), syntheticDigits(5, seeded(2))]
  const files: Record<string, Uint8Array | null> = {
    [names[0]]: writeIdx([12, 28, 28], train.pixels),
    [names[1]]: writeIdx([12], train.labels),
    [names[2]]: writeIdx([5, 28, 28], test.pixels),
    [names[3]]: writeIdx([5], test.labels),
    ...replaced,
  }
  for (const [name, content] of Object.entries(files)) if (content) writeFileSync(join(made, name), content)
  return made
}

test('MNIST is installed, and every file has its sha256', () => {
  const files = mnist()
  expect(files.trainImages.length).toBe(16 + 60_000 * 784)
  expect(Array.from(files.trainLabels.subarray(8, 18))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
  const counts = new Array<number>(10).fill(0)
  for (const label of files.testLabels.subarray(8)) counts[label]++
  expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
})

test('a tampered file is refused, with both checksums', () => {
  const labels = new Uint8Array(readFileSync(join(installed, names[1])))
  labels[100] ^= 1
  const made = folder({ [names[1]]: labels })
  writeFileSync(join(made, names[0]), readFileSync(join(installed, names[0])))
  expect(() => mnist(made)).toThrow(
    /train-labels-idx1-ubyte is not MNIST’s file: its sha256 is [0-9a-f]{64}, expected 65a50cbb/,
  )
})

test('another data set of the same form is read, raw or gzipped', () => {
  expect(dataset(folder()).trainImages.length).toBe(16 + 12 * 784)
  const packed = folder({ [names[2]]: null })
  writeFileSync(join(packed, `${names[2]}.gz`), gzipSync(writeIdx([5, 28, 28], new Uint8Array(5 * 784))))
  expect(dataset(packed).testImages.length).toBe(16 + 5 * 784)
})

describe('a data set that does not fit together is refused', () => {
  const refused = (replaced: Record<string, Uint8Array | null>) => {
    const made = folder(replaced)
    let message = 'it was accepted'
    try {
      dataset(made)
    } catch (error) {
      expect(error).toBeInstanceOf(DataError)
      message = (error as Error).message
    }
    return message.replaceAll(`${made}/`, '')
  }

  test('a missing file', () => {
    expect(refused({ [names[3]]: null })).toMatch(
      /^There is no t10k-labels-idx1-ubyte, nor t10k-labels-idx1-ubyte\.gz\./,
    )
  })

  test('images and labels swapped', () => {
    expect(refused({ [names[0]]: writeIdx([12], new Uint8Array(12)) })).toMatch(
      /train-images-idx3-ubyte should hold images .* swapped/,
    )
  })

  test('another number of labels than images', () => {
    expect(refused({ [names[1]]: writeIdx([11], new Uint8Array(11)) })).toBe(
      'train-images-idx3-ubyte holds 12 images, but train-labels-idx1-ubyte 11 labels.',
    )
  })

  test('a label that is no digit', () => {
    expect(refused({ [names[3]]: writeIdx([5], Uint8Array.of(0, 1, 10, 2, 3)) })).toBe(
      't10k-labels-idx1-ubyte should hold labels from 0 to 9, but label 2 is 10.',
    )
  })

  test('no images at all', () => {
    const none = { [names[0]]: writeIdx([0, 28, 28], new Uint8Array(0)), [names[1]]: writeIdx([0], new Uint8Array(0)) }
    expect(refused(none)).toBe('train-images-idx3-ubyte holds no images.')
  })

  test('test images of another size', () => {
    expect(refused({ [names[2]]: writeIdx([5, 14, 14], new Uint8Array(5 * 196)) })).toMatch(
      /training images are 28 × 28, but the test images 14 × 14/,
    )
  })
})
