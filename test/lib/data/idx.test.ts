import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { DataError, readIdx, unpacked, writeIdx } from '../../../lib/data/idx.ts'

const images = writeIdx([2, 2, 3], Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
const labels = writeIdx([3], Uint8Array.of(7, 0, 9))

test('what was written is what is read', () => {
  expect(readIdx(images, 3, 'images')).toEqual({
    sizes: [2, 2, 3],
    bytes: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  })
  expect(readIdx(labels, 1, 'labels')).toEqual({ sizes: [3], bytes: Uint8Array.of(7, 0, 9) })
})

test('the bytes of the header are those of MNIST', () => {
  expect(Array.from(images.subarray(0, 16))).toEqual([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3])
  expect(Array.from(labels.subarray(0, 8))).toEqual([0, 0, 8, 1, 0, 0, 0, 3])
})

test('gzip is unpacked, anything else taken as it is', () => {
  expect(readIdx(new Uint8Array(gzipSync(images)), 3, 'images.gz').sizes).toEqual([2, 2, 3])
  expect(unpacked(images, 'images')).toBe(images)
})

describe('a file that is not what it says is refused by name', () => {
  const refused = (file: Uint8Array, axes: number) => {
    try {
      readIdx(file, axes, 'some/file')
    } catch (error) {
      expect(error).toBeInstanceOf(DataError)
      return (error as Error).message
    }
    return 'it was accepted'
  }

  test('labels for images, and images for labels', () => {
    expect(refused(labels, 3)).toBe(
      'some/file should hold images (magic 2051), but its magic number is 2049. It holds labels: are the two files swapped?',
    )
    expect(refused(images, 1)).toBe(
      'some/file should hold labels (magic 2049), but its magic number is 2051. It holds images: are the two files swapped?',
    )
  })

  test('another kind of file', () => {
    expect(refused(new TextEncoder().encode('<!doctype html>'), 3)).toMatch(/its magic number is \d+\.$/)
  })

  test('truncated, or too long', () => {
    expect(refused(images.subarray(0, 20), 3)).toBe(
      'some/file is truncated: its header says 2 × 2 × 3 = 12 bytes, and 4 follow.',
    )
    expect(refused(Uint8Array.of(...images, 0), 3)).toBe(
      'some/file is too long: its header says 2 × 2 × 3 = 12 bytes, and 13 follow.',
    )
    expect(refused(images.subarray(0, 10), 3)).toMatch(/should begin with 16 bytes of header, but it has only 10/)
    expect(refused(new Uint8Array(2), 1)).toMatch(/only 2 bytes/)
  })

  test('a broken gzip', () => {
    const packed = new Uint8Array(gzipSync(images))
    expect(refused(packed.subarray(0, packed.length - 12), 3)).toMatch(
      /begins like a gzip file, but cannot be unpacked/,
    )
  })
})
