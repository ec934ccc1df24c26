import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DataError } from '../../../lib/data/data-error.ts'
import { isGzip, unpack, unpackStart } from '../../../lib/data/gzip.ts'
import { type Axes, readIdx, writeIdx } from '../../../lib/data/idx.ts'
import { dataset } from '../../../lib/data/mnist.ts'
import { dataFolder, testImages, testLabels, trainImages, trainLabels } from './folder.ts'

/** bytes of a file in which a few bytes are others, and from which some are cut off or to which some are added */
function damage(file: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(40), fc.nat(255))
  return fc
    .tuple(
      file,
      fc.array(change, { maxLength: 3 }),
      fc.oneof(fc.constant(Infinity), fc.nat(40)),
      fc.uint8Array({ maxLength: 3 }),
    )
    .map(([file, changes, length, more]) => {
      const bytes = Uint8Array.of(...file.subarray(0, length), ...more)
      for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte
      return bytes
    })
}

const idx = fc
  .array(fc.nat(4), { minLength: 1, maxLength: 4 })
  .map((sizes) => writeIdx(sizes, new Uint8Array(sizes.reduce((product, size) => product * size, 1))))
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => new TextEncoder().encode(text))
const plain = fc.oneof(fc.uint8Array({ maxLength: 60 }), idx, damage(idx), text)
const packed = plain.map((bytes) => new Uint8Array(gzipSync(bytes)))
const file = fc.oneof(plain, packed, damage(packed), damage(packed.map((bytes) => new Uint8Array(gzipSync(bytes)))))

/** The result, or undefined for a DataError that names the path. Any other error is thrown on. */
function attempt<Result>(path: string, run: () => Result): Result | undefined {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    expect(error.message).toContain(path)
    expect(error.message).toMatch(/[.?]$/)
    return undefined
  }
}

/** Checks a property, and that it has seen both results and errors: it would hold for a function that refuses everything. */
function holds<Value>(values: fc.Arbitrary<Value>, property: (value: Value) => boolean, numRuns = 2000): void {
  const seen = { true: 0, false: 0 }
  fc.assert(
    fc.property(values, (value) => void seen[`${property(value)}`]++),
    { numRuns },
  )
  expect(Math.min(seen.true, seen.false)).toBeGreaterThan(numRuns / 50)
}

test('readIdx returns what the header says, or throws a DataError that names the file', () => {
  holds(fc.tuple(plain, fc.constantFrom<Axes>(1, 3)), ([bytes, axes]) => {
    const read = attempt('D/file', () => readIdx(bytes, axes, 'D/file'))
    if (!read) return false
    const header = Array.from(bytes.subarray(0, 4 + 4 * axes))
    expect(header).toEqual([
      0,
      0,
      8,
      axes,
      ...read.sizes.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]),
    ])
    expect(read.bytes).toEqual(bytes.subarray(header.length))
    expect(read.bytes.length).toBe(read.sizes.reduce((product, size) => product * size, 1))
    return true
  })
})

test('unpack returns the bytes of what is gzip, once, and all other bytes as they are, or throws a DataError that names the file', () => {
  holds(file, (bytes) => {
    const unpacked = attempt('D/file.gz', () => unpack(bytes, 'D/file.gz'))
    if (!isGzip(bytes)) expect(unpacked).toBe(bytes)
    if (unpacked) expect(isGzip(unpacked)).toBe(false)
    return unpacked !== undefined
  })
})

test('what was packed once is what is unpacked', () => {
  fc.assert(
    fc.property(plain, (bytes) => {
      if (isGzip(bytes)) return
      expect(new Uint8Array(unpack(new Uint8Array(gzipSync(bytes)), 'f'))).toEqual(bytes)
    }),
  )
})

test('the start of a packed file is unpacked as far as it goes', () => {
  fc.assert(
    fc.property(plain, fc.nat(80), (bytes, length) => {
      const start = new Uint8Array(gzipSync(bytes)).subarray(0, length)
      const unpacked = new Uint8Array(unpackStart(start, 'f'))
      expect(unpacked).toEqual(length < 2 ? start : bytes.subarray(0, unpacked.length))
    }),
  )
})

test('a folder with any bytes in one of its files is read, or refused by a DataError that names the folder', () => {
  const name = fc.constantFrom(trainImages, trainLabels, testImages, testLabels)
  holds(
    fc.tuple(name, fc.option(file, { freq: 2 })),
    ([name, bytes]) => {
      const folder = dataFolder(bytes === null ? {} : { [name]: bytes })
      return attempt(folder, () => dataset(folder)) !== undefined
    },
    200,
  )
})

test('a folder with any files of any names is refused by a DataError that names the folder', () => {
  const word = fc.constantFrom(
    'train',
    'test',
    't10k',
    'images',
    'labels',
    'idx3',
    '-',
    '.',
    ' (1)',
    '.gz',
    '.zip',
    'é',
  )
  const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(''))
  const entries = fc.array(fc.tuple(name, fc.option(file)), { maxLength: 5 })
  fc.assert(
    fc.property(entries, (entries) => {
      const none = { [trainImages]: null, [trainLabels]: null, [testImages]: null, [testLabels]: null }
      const D = dataFolder(none)
      for (const [name, bytes] of new Map(entries)) {
        if (name.endsWith('.')) continue // Windows leaves the dot out
        if (bytes) writeFileSync(join(D, name), bytes)
        else mkdirSync(join(D, name))
      }
      expect(attempt(D, () => dataset(D))).toBeUndefined()
    }),
  )
})
