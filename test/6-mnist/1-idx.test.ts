import * as kata from '#kata/6-mnist/1-idx.ts'
import { writeIdx } from '#lib/data/idx'
import { syntheticDigits } from '#lib/data/synthetic'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThrows } from '#lib/judge/assert/expect'
import { test } from '#lib/judge/assert/law'
import { createRandom } from '#lib/random'
import { ValueError } from '#lib/tensor'
import { accepted } from '../laws/accepted.ts'

const { parseImages, parseLabels } = checkResults(kata, {
  parseImages: returns(
    'bytes',
    kind.record({ count: kind.number, rows: kind.number, columns: kind.number, pixels: kind.numbers }),
  ),
  parseLabels: returns('bytes', kind.numbers),
})

/** made anew for each test, since an answer may spoil them */
const images = () => writeIdx([2, 3, 2], Uint8Array.of(0, 50, 100, 150, 200, 255, 1, 2, 3, 4, 5, 6))
const labels = () => writeIdx([4], Uint8Array.of(5, 0, 4, 1))

/** A labels file that an images file could be, but for its magic number: 8 images of 0 × 1. And the other way round. */
const eightLabels = writeIdx([8], Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1))
const noImages = writeIdx([8, 0, 1], new Uint8Array(0))

/** the same bytes, but for one of them */
function changed(file: Uint8Array, at: number, byte: number): Uint8Array {
  return file.map((v, i) => (i === at ? byte : v))
}

/** the result for a file that is as it should be */
function read<Result>(parse: () => Result, name: string): Result {
  const backwards = [0x03080000, 0x01080000] // 2051 and 2049, the low byte first
  return accepted(parse, name, (said) =>
    backwards.some((magic) => said.includes(String(magic)))
      ? 'since its magic number is read from the low byte to the high one'
      : 'though nothing is wrong with it',
  )
}

type Lengths = readonly [wanted: number, came: number]

/** refused for its length: in bytes after the header, or in all */
function expectRefused(parse: () => unknown, afterHeader: Lengths, inAll: Lengths, name: string): void {
  const said = refusal(parse)
  const lengths = inAll.every((length) => said.includes(String(length))) ? inAll : afterHeader
  expectThrows(parse, ValueError, lengths.map(String), name)
}

function refusal(parse: () => unknown): string {
  try {
    return String(parse())
  } catch (error) {
    return String(error)
  }
}

test('parseImages reads count, rows, columns and the pixels', () => {
  const { count, rows, columns, pixels } = read(() => parseImages(images()), 'a file of two images')
  expectClose([count, rows, columns], [2, 3, 2], 'count, rows and columns')
  expectClose(pixels, [0, 50, 100, 150, 200, 255, 1, 2, 3, 4, 5, 6], 'pixels')
})

test('parseImages reads sizes of more than one byte: the high byte comes first', () => {
  const file = writeIdx([300, 1, 2], new Uint8Array(600))
  const { count, rows, columns } = read(() => parseImages(file), 'a file of 300 images')
  expectClose([count, rows, columns], [300, 1, 2], 'count, rows and columns')
})

test('parseImages reads sizes of more than two bytes', () => {
  const file = writeIdx([70000, 1, 1], new Uint8Array(70000))
  const { count, rows, columns } = read(() => parseImages(file), 'a file of 70,000 images')
  expectClose([count, rows, columns], [70000, 1, 1], 'count, rows and columns')
})

test('parseImages reads from the middle of a larger buffer', () => {
  const larger = new Uint8Array(images().length + 7)
  larger.set(images(), 7)
  const { count, rows, columns, pixels } = read(() => parseImages(larger.subarray(7)), 'a file within a buffer')
  expectClose([count, rows, columns], [2, 3, 2], 'count, rows and columns')
  expectClose(pixels, [0, 50, 100, 150, 200, 255, 1, 2, 3, 4, 5, 6], 'pixels')
})

test('parseImages reads a file of no images', () => {
  const { count, rows, columns, pixels } = read(
    () => parseImages(writeIdx([0, 28, 28], new Uint8Array(0))),
    'a file of no images',
  )
  expectClose([count, rows, columns, pixels.length], [0, 28, 28, 0], 'count, rows, columns and the number of pixels')
})

test('parseImages gives back what was written: synthetic digits', () => {
  const digits = syntheticDigits(20, createRandom(2))
  const file = writeIdx([20, 28, 28], digits.pixels)
  const { pixels } = read(() => parseImages(file), 'a file of 20 digits')
  expectClose(pixels, digits.pixels, 'the pixels of 20 digits')
})

test('parseImages reads a count that float32 cannot hold', () => {
  const file = writeIdx([2 ** 24 + 1, 0, 1], new Uint8Array(0))
  const { count } = read(() => parseImages(file), 'a file of 16,777,217 images without pixels')
  expectClose(count, 2 ** 24 + 1, 'count')
})

test('parseImages refuses sizes whose product 32 bits cannot hold', () => {
  const file = writeIdx([65_536, 65_536, 1], new Uint8Array(0))
  expectThrows(() => parseImages(file), ValueError, [], 'parseImages of 65,536 images of 65,536 × 1, without pixels,')
})

test('parseImages reads the file as it is now, also when it has changed in between', () => {
  const file = images().slice()
  read(() => parseImages(file), 'a file of two images')
  file.set([2, 0, 0, 0, 3, 77], 11)
  const { rows, columns, pixels } = read(() => parseImages(file), 'a file of two images')
  expectClose([rows, columns], [2, 3], 'rows and columns, after the sizes have changed to 2 and 3,')
  expectClose(pixels, [77, 50, 100, 150, 200, 255, 1, 2, 3, 4, 5, 6], 'pixels, after the first has changed to 77,')
})

test('parseImages gives a record of its own for each file', () => {
  const first = read(() => parseImages(images()), 'a file of two images')
  read(() => parseImages(writeIdx([1, 1, 2], Uint8Array.of(8, 9))), 'a file of one image')
  const { count, rows, columns, pixels } = first
  expectClose(
    [count, rows, columns],
    [2, 3, 2],
    'count, rows and columns of the first file, after a second one was read,',
  )
  expectClose(pixels.length, 12, 'the number of pixels of the first file, after a second one was read,')
})

test(
  'parseImages is right for 140,000 bytes',
  () => {
    const written = Uint8Array.from({ length: 140_000 }, (_, i) => (7 * i) % 256)
    const { pixels } = read(() => parseImages(writeIdx([1, 2, 70_000], written)), 'a file of 140,000 pixels')
    expectClose(pixels, written, 'the 140,000 pixels')
  },
  { costly: true },
)

test('parseImages refuses an empty file', () => {
  expectThrows(() => parseImages(new Uint8Array(0)), ValueError, ['0'], 'parseImages of an empty file')
})

test('parseImages refuses a labels file', () => {
  expectThrows(() => parseImages(eightLabels), ValueError, ['2049', '2051'], 'parseImages of a labels file')
})

test('parseImages refuses a file of other numbers than bytes', () => {
  expectThrows(
    () => parseImages(changed(images(), 2, 0x0d)),
    ValueError,
    [],
    'parseImages of a file of float32 numbers',
  )
})

test('parseImages refuses a file whose magic number begins with something else than 0', () => {
  expectThrows(
    () => parseImages(changed(images(), 0, 1)),
    ValueError,
    [],
    'parseImages of a file whose first byte is 1',
  )
  expectThrows(
    () => parseImages(changed(images(), 1, 1)),
    ValueError,
    [],
    'parseImages of a file whose second byte is 1',
  )
})

test('parseImages refuses a file that is too short or too long for its sizes', () => {
  expectRefused(() => parseImages(images().subarray(0, 20)), [12, 4], [28, 20], 'parseImages of a truncated file')
  const longer = Uint8Array.of(...images(), 9)
  expectRefused(() => parseImages(longer), [12, 13], [28, 29], 'parseImages of a file with a byte too many')
  expectThrows(() => parseImages(images().subarray(0, 9)), ValueError, ['9'], 'parseImages of half a header')
})

test('parseLabels reads one byte per label, after a header of 8', () => {
  expectClose(
    read(() => parseLabels(labels()), 'a file of four labels'),
    [5, 0, 4, 1],
    'the labels',
  )
})

test('parseLabels reads a count of more than one byte: the high byte comes first', () => {
  const file = writeIdx([300], new Uint8Array(300))
  const { length } = read(() => parseLabels(file), 'a file of 300 labels')
  expectClose(length, 300, 'the number of labels')
})

test('parseLabels reads a count of more than two bytes', () => {
  const file = writeIdx([70000], new Uint8Array(70000))
  const { length } = read(() => parseLabels(file), 'a file of 70,000 labels')
  expectClose(length, 70000, 'the number of labels')
})

test('parseLabels reads from the middle of a larger buffer', () => {
  const larger = Uint8Array.of(9, 9, 9, ...labels())
  expectClose(
    read(() => parseLabels(larger.subarray(3)), 'a file within a buffer'),
    [5, 0, 4, 1],
    'the labels',
  )
})

test('parseLabels reads the file as it is now, also when a label has changed in between', () => {
  const file = labels().slice()
  read(() => parseLabels(file), 'a file of four labels')
  file[8] = 7
  const now = read(() => parseLabels(file), 'a file of four labels')
  expectClose(now, [7, 0, 4, 1], 'the labels, after the first has changed to 7,')
})

test('parseLabels keeps the labels of one file when it reads another', () => {
  const first = read(() => parseLabels(labels()), 'a file of four labels')
  read(() => parseLabels(writeIdx([4], Uint8Array.of(9, 8, 7, 6))), 'another file of four labels')
  expectClose(first, [5, 0, 4, 1], 'the labels of the first file, after a second one was read,')
})

test(
  'parseLabels is right for 140,000 bytes',
  () => {
    const written = Uint8Array.from({ length: 140_000 }, (_, i) => (7 * i) % 256)
    const found = read(() => parseLabels(writeIdx([140_000], written)), 'a file of 140,000 labels')
    expectClose(found, written, 'the 140,000 labels')
  },
  { costly: true },
)

test('parseLabels refuses an images file', () => {
  expectThrows(() => parseLabels(noImages), ValueError, ['2049', '2051'], 'parseLabels of an images file')
})

test('parseLabels refuses a file of other numbers than bytes', () => {
  expectThrows(
    () => parseLabels(changed(labels(), 2, 0x0d)),
    ValueError,
    [],
    'parseLabels of a file of float32 numbers',
  )
})

test('parseLabels refuses a file whose magic number begins with something else than 0', () => {
  expectThrows(
    () => parseLabels(changed(labels(), 0, 1)),
    ValueError,
    [],
    'parseLabels of a file whose first byte is 1',
  )
  expectThrows(
    () => parseLabels(changed(labels(), 1, 1)),
    ValueError,
    [],
    'parseLabels of a file whose second byte is 1',
  )
})

test('parseLabels refuses a file that is too short or too long for its count', () => {
  expectRefused(() => parseLabels(labels().subarray(0, 10)), [4, 2], [12, 10], 'parseLabels of a truncated file')
  const longer = Uint8Array.of(...labels(), 0)
  expectRefused(() => parseLabels(longer), [4, 5], [12, 13], 'parseLabels of a file with a byte too many')
  expectThrows(() => parseLabels(labels().subarray(0, 3)), ValueError, [], 'parseLabels of three bytes')
  expectThrows(() => parseLabels(new Uint8Array(0)), ValueError, [], 'parseLabels of an empty file')
})

test('parseLabels reads the highest byte of the count too', () => {
  const parse = (): unknown => parseLabels(changed(labels(), 4, 1)) // 2²⁴ + 4 labels, says the header
  expectRefused(parse, [16777220, 4], [16777228, 12], 'parseLabels of a file of far fewer labels than its count')
})
