import { parseImages, parseLabels } from '#kata/6-mnist/1-idx.ts'
import { writeIdx } from '#lib/data/idx'
import { syntheticDigits } from '#lib/data/synthetic'
import { expectClose, expectThrows } from '#lib/judge/expect'
import { test } from '#lib/judge/law'
import { Mismatch } from '#lib/judge/mismatch'
import { seeded } from '#lib/random'
import { ValueError } from '#lib/tensor'

const images = writeIdx([2, 3, 2], Uint8Array.of(0, 50, 100, 150, 200, 255, 1, 2, 3, 4, 5, 6))
const labels = writeIdx([4], Uint8Array.of(5, 0, 4, 1))

/** what is read of a file that is as it should be: whoever refuses it is wrong */
function accepted<Result>(parse: () => Result, name: string): Result {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    throw new Mismatch(`${name} is refused, though nothing is wrong with it.`, `It says: ${error.message}`)
  }
}

test('parseImages reads count, rows, columns and the pixels', () => {
  const { count, rows, columns, pixels } = accepted(() => parseImages(images), 'a file of two images')
  expectClose([count, rows, columns], [2, 3, 2], 'count, rows and columns')
  expectClose(pixels, [0, 50, 100, 150, 200, 255, 1, 2, 3, 4, 5, 6], 'pixels')
})

test('parseImages reads sizes of more than one byte: the high byte comes first', () => {
  const file = writeIdx([300, 1, 2], new Uint8Array(600))
  const { count, rows, columns } = accepted(() => parseImages(file), 'a file of 300 images')
  expectClose([count, rows, columns], [300, 1, 2], 'count, rows and columns')
})

test('parseImages reads sizes of more than two bytes', () => {
  const file = writeIdx([70000, 1, 1], new Uint8Array(70000))
  const { count, rows, columns } = accepted(() => parseImages(file), 'a file of 70,000 images')
  expectClose([count, rows, columns], [70000, 1, 1], 'count, rows and columns')
})

test('parseImages reads from the middle of a larger buffer', () => {
  const larger = new Uint8Array(images.length + 7)
  larger.set(images, 7)
  const { count, rows, columns, pixels } = accepted(() => parseImages(larger.subarray(7)), 'a file within a buffer')
  expectClose([count, rows, columns], [2, 3, 2], 'count, rows and columns')
  expectClose(pixels, [0, 50, 100, 150, 200, 255, 1, 2, 3, 4, 5, 6], 'pixels')
})

test('parseImages reads a file of no images', () => {
  const { count, rows, columns, pixels } = accepted(
    () => parseImages(writeIdx([0, 28, 28], new Uint8Array(0))),
    'a file of no images',
  )
  expectClose([count, rows, columns, pixels.length], [0, 28, 28, 0], 'count, rows, columns and the number of pixels')
})

test('parseImages gives back what was written: synthetic digits', () => {
  const digits = syntheticDigits(20, seeded(2))
  const file = writeIdx([20, 28, 28], digits.pixels)
  const { pixels } = accepted(() => parseImages(file), 'a file of 20 digits')
  expectClose(pixels, digits.pixels, 'the pixels of 20 digits')
})

test('parseImages refuses a labels file', () => {
  expectThrows(() => parseImages(labels), ValueError, ['2049', '2051'], 'parseImages of a labels file')
})

test('parseImages refuses a file that is too short or too long for its sizes', () => {
  expectThrows(() => parseImages(images.subarray(0, 20)), ValueError, ['12', '4'], 'parseImages of a truncated file')
  expectThrows(
    () => parseImages(Uint8Array.of(...images, 9)),
    ValueError,
    ['12', '13'],
    'parseImages of a file with a byte too many',
  )
  expectThrows(() => parseImages(images.subarray(0, 9)), ValueError, ['9'], 'parseImages of half a header')
})

test('parseLabels reads one byte per label, after a header of 8', () => {
  expectClose(
    accepted(() => parseLabels(labels), 'a file of four labels'),
    [5, 0, 4, 1],
    'the labels',
  )
})

test('parseLabels reads a count of more than one byte, and of more than two', () => {
  for (const count of [300, 70000]) {
    const file = writeIdx([count], new Uint8Array(count))
    const { length } = accepted(() => parseLabels(file), `a file of ${count} labels`)
    expectClose(length, count, 'the number of labels')
  }
})

test('parseLabels reads from the middle of a larger buffer', () => {
  const larger = Uint8Array.of(9, 9, 9, ...labels)
  expectClose(
    accepted(() => parseLabels(larger.subarray(3)), 'a file within a buffer'),
    [5, 0, 4, 1],
    'the labels',
  )
})

test('parseLabels refuses an images file', () => {
  expectThrows(() => parseLabels(images), ValueError, ['2049', '2051'], 'parseLabels of an images file')
})

test('parseLabels refuses a file that is too short or too long for its count', () => {
  expectThrows(() => parseLabels(labels.subarray(0, 10)), ValueError, ['4', '2'], 'parseLabels of a truncated file')
  expectThrows(
    () => parseLabels(Uint8Array.of(...labels, 0)),
    ValueError,
    ['4', '5'],
    'parseLabels of a file with a byte too many',
  )
  expectThrows(() => parseLabels(labels.subarray(0, 3)), ValueError, ['3'], 'parseLabels of three bytes')
  expectThrows(() => parseLabels(new Uint8Array(0)), ValueError, ['0'], 'parseLabels of an empty file')
})
