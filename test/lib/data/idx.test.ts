import { describe, expect, test } from 'vitest'
import { DataError } from '../../../lib/data/data-error.ts'
import { type Axes, imageSizeOf, readIdx, writeIdx } from '../../../lib/data/idx.ts'
import { images as imagesOf, labels as labelsOf } from './folder.ts'

const images = writeIdx([2, 2, 3], Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
const labels = labelsOf(7, 0, 9)

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

test('rows and columns are those of the header', () => {
  expect(imageSizeOf(imagesOf(5, 14, 56))).toEqual({ rows: 14, columns: 56 })
})

test('a window on a larger buffer is read as a file of its own', () => {
  const larger = Uint8Array.of(9, 9, 9, ...images)
  expect(readIdx(larger.subarray(3), 3, 'images').sizes).toEqual([2, 2, 3])
  expect(imageSizeOf(larger.subarray(3))).toEqual({ rows: 2, columns: 3 })
})

/** what is said of a file, behind its path */
function refusal(file: Uint8Array, axes: Axes): string {
  try {
    readIdx(file, axes, 'some/file')
  } catch (error) {
    expect(error).toBeInstanceOf(DataError)
    const { message } = error as Error
    expect(message.slice(0, 10)).toBe('some/file ')
    return message.slice(10)
  }
  return 'was accepted'
}

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const utf8 = (text: string) => new TextEncoder().encode(text)
const reverseWords = (file: Uint8Array, words: readonly number[]) => {
  const copy = file.slice()
  for (const word of words) copy.subarray(4 * word, 4 * word + 4).reverse()
  return copy
}
const again = 'Download or copy it again.'
const convert = 'Only IDX is read. Convert it, or download the data set as IDX files.'
const inPlace = 'Unpack it, and put the file that is inside in its place.'

describe('a header that is not the one that is wanted', () => {
  test.each<[name: string, file: Uint8Array, axes: Axes, says: string]>([
    [
      'labels for images',
      labels,
      3,
      'should hold images (magic 2051), but it holds labels (magic 2049). Are the two files swapped?',
    ],
    [
      'images for labels',
      images,
      1,
      'should hold labels (magic 2049), but it holds images (magic 2051). Are the two files swapped?',
    ],
    ['an empty file', new Uint8Array(0), 3, `is empty. ${again}`],
    ['three bytes', images.subarray(0, 3), 3, `has only 3 of the 4 bytes that IDX begins with. ${again}`],
    [
      'half a header',
      images.subarray(0, 10),
      3,
      `ends within its header: it has 10 bytes, and the header alone has 16. ${again}`,
    ],
    [
      'truncated images',
      images.subarray(0, 20),
      3,
      `is truncated: its header says 2 × 2 × 3 = 12 bytes, but the file has 4 after it. ${again}`,
    ],
    [
      'truncated labels',
      labels.subarray(0, 9),
      1,
      `is truncated: its header says 3 bytes, but the file has 1 after it. ${again}`,
    ],
    [
      'one byte too many',
      Uint8Array.of(...images, 0),
      3,
      `is too long: its header says 2 × 2 × 3 = 12 bytes, but the file has 13 after it. ${again}`,
    ],
    [
      'sizes whose product has more than 32 bits',
      writeIdx([2 ** 32 - 1, 2, 3], new Uint8Array(5)),
      3,
      `is truncated: its header says 4294967295 × 2 × 3 = 25769803770 bytes, but the file has 5 after it. ${again}`,
    ],
    [
      'a little-endian header',
      reverseWords(images, [0, 1, 2, 3]),
      3,
      'has a little-endian header (03 08 00 00). IDX is big-endian: reverse the four bytes of its magic number and of each size.',
    ],
    [
      'little-endian sizes behind the right magic number',
      reverseWords(images, [1, 2, 3]),
      3,
      'has little-endian sizes in its header. IDX is big-endian: reverse the four bytes of each size.',
    ],
  ])('%s', (_, file, axes, says) => {
    expect(refusal(file, axes)).toBe(says)
  })
})

describe('IDX of other numbers or axes says which', () => {
  const shoulds = 'should hold images, unsigned bytes on 3 axes, but it holds'

  test.each([
    [0x09, 'signed bytes', '09'],
    [0x0b, 'int16', '0b'],
    [0x0c, 'int32', '0c'],
    [0x0d, 'float32', '0d'],
    [0x0e, 'float64', '0e'],
  ])('type %i, %s', (type, name, hex) => {
    const file = images.slice()
    file[2] = type
    expect(refusal(file, 3)).toBe(
      `${shoulds} ${name} on 3 axes (00 00 ${hex} 03, 2 × 2 × 3). Convert each pixel to a byte from 0 to 255.`,
    )
  })

  test.each<[axes: number, says: string]>([
    [2, '2 axes (00 00 08 02, 2 × 12)'],
    [4, '4 axes (00 00 08 04, 2 × 2 × 3 × 1)'],
  ])('%i axes', (axes, says) => {
    const sizes = axes === 2 ? [2, 12] : [2, 2, 3, 1]
    expect(refusal(writeIdx(sizes, new Uint8Array(12)), 3)).toBe(
      `${shoulds} unsigned bytes on ${says}. Write it as count × rows × columns.`,
    )
  })

  test('float64 labels, and the labels of QMNIST', () => {
    const file = labels.slice()
    file[2] = 0x0e
    expect(refusal(file, 1)).toBe(
      'should hold labels, unsigned bytes on 1 axis, but it holds float64 on 1 axis (00 00 0e 01, 3). Convert each label to a byte from 0 to 9.',
    )
    const qmnist = writeIdx([2, 8], new Uint8Array(64))
    qmnist[2] = 0x0c
    expect(refusal(qmnist, 1)).toBe(
      'should hold labels, unsigned bytes on 1 axis, but it holds int32 on 2 axes (00 00 0c 02, 2 × 8). QMNIST has its labels in this form: keep the first number of each row, as a byte.',
    )
  })

  test('without its sizes', () => {
    expect(refusal(Uint8Array.of(0, 0, 13, 3), 3)).toBe(
      `${shoulds} float32 on 3 axes (00 00 0d 03). Convert each pixel to a byte from 0 to 255.`,
    )
  })
})

describe('another format is named', () => {
  const tar = new Uint8Array(600)
  tar.set(bytes('ustar'), 257)
  const page = `holds a web page (HTML). The server sent a page in place of the file. ${again}`
  const xml = `holds XML. It may be the error message of a server. ${again}`

  test.each<[name: string, file: Uint8Array, says: string]>([
    ['a web page', utf8('<!doctype html>\n<title>404</title>'), page],
    ['a web page behind a blank line, in capitals', utf8('\n<HTML><BODY>Not found'), page],
    ['a web page with a mark, in Latin-1', bytes('\xef\xbb\xbf<!DOCTYPE html><p>Se\xf1or'), page],
    ['XML', utf8('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'), xml],
    ['XML without its first line', utf8('<Error>AccessDenied</Error>'), xml],
    [
      'a Git LFS pointer',
      utf8('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9912422\n'),
      'holds a Git LFS pointer, and not the data. Fetch the data with git lfs pull in the repository it comes from.',
    ],
    [
      'CSV',
      utf8('label,1x1,1x2,1x3,1x4,1x5,1x6\n5,0,0,0,0,0,0\n'),
      `holds a table (CSV) that begins with “label,1x1,1x2,1x3,1x4,1x…”. ${convert}`,
    ],
    ['a table with tabs', utf8('5\t0\t0\r\n'), `holds a table (CSV) that begins with “5 0 0”. ${convert}`],
    ['text', utf8('Not found'), `holds text that begins with “Not found”. ${convert}`],
    [
      'long text, cut within a letter',
      utf8(`x${'é'.repeat(600)}`),
      `holds text that begins with “x${'é'.repeat(23)}…”. ${convert}`,
    ],
    [
      'UTF-16, little-endian',
      bytes('\xff\xfe5\0,\x000\0,\x000\0'),
      `holds a table (CSV) that begins with “5,0,0”. ${convert}`,
    ],
    [
      'UTF-16, big-endian',
      bytes('\xfe\xff\x005\0,\x000\0,\x000'),
      `holds a table (CSV) that begins with “5,0,0”. ${convert}`,
    ],
    ['zip', bytes('PK\x03\x04\x14\0'), `holds a zip archive. ${inPlace}`],
    ['gzip that was not unpacked', bytes('\x1f\x8b\x08\0\0'), `holds a gzip file. ${inPlace}`],
    ['bzip2', bytes('BZh91AY'), `holds a bzip2 file. ${inPlace}`],
    ['xz', bytes('\xfd7zXZ\0'), `holds an xz file. ${inPlace}`],
    ['Zstandard', bytes('\x28\xb5\x2f\xfd\x04'), `holds a Zstandard file. ${inPlace}`],
    ['compress', bytes('\x1f\x9d\x90\x00'), `holds a compress (.Z) file. ${inPlace}`],
    ['7z', bytes('7z\xbc\xaf\x27\x1c'), `holds a 7z archive. ${inPlace}`],
    ['rar', bytes('Rar!\x1a\x07'), `holds a rar archive. ${inPlace}`],
    ['tar', tar, `holds a tar archive. ${inPlace}`],
    ['NumPy', bytes('\x93NUMPY\x01\0'), `holds a NumPy array. ${convert}`],
    ['HDF5', bytes('\x89HDF\r\n'), `holds an HDF5 file. ${convert}`],
    ['Parquet', bytes('PAR1\x15'), `holds a Parquet table. ${convert}`],
    ['MATLAB', bytes('MATLAB 5.0 MAT-file\0'), `holds a MATLAB file. ${convert}`],
    ...[2, 3, 4, 5].map((protocol): [string, Uint8Array, string] => [
      `pickle ${protocol}`,
      Uint8Array.of(0x80, protocol, 0x8a, 0x0a),
      `holds a Python pickle. ${convert}`,
    ]),
    ['PNG', bytes('\x89PNG\r\n'), `holds one PNG picture. ${convert}`],
    ['JPEG', bytes('\xff\xd8\xff\xe0'), `holds one JPEG picture. ${convert}`],
  ])('%s', (_, file, says) => {
    expect(refusal(file, 3)).toBe(`should hold images, but it ${says}`)
  })

  test('no known format: its first bytes are said', () => {
    const unknown = 'It is not IDX: look where it comes from.'
    expect(refusal(Uint8Array.of(1, 2, 255, 4, 5), 3)).toBe(
      `should hold images and begin with 00 00 08 03, but it begins with 01 02 ff 04. ${unknown}`,
    )
    expect(refusal(new Uint8Array(4000), 1)).toBe(
      `should hold labels and begin with 00 00 08 01, but it begins with 00 00 00 00. ${unknown}`,
    )
    expect(refusal(bytes('Se\xf1or'), 3)).toContain('but it begins with 53 65 f1 6f.')
    expect(refusal(Uint8Array.of(0, 0, 8, 200), 3)).toContain('but it begins with 00 00 08 c8.')
    expect(refusal(Uint8Array.of(200, 8, 0, 0), 3)).toContain('but it begins with c8 08 00 00.')
    expect(refusal(utf8(' \n \n '), 1)).toContain('but it begins with 20 0a 20 0a.')
  })
})
