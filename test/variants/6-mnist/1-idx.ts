import type * as kata from '#kata/6-mnist/1-idx.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { ValueError } from '#lib/tensor'

/** the size of an IDX file with this header, or a ValueError */
function check(bytes: Uint8Array, axes: number, number: (at: number) => number): number[] {
  if (bytes.length >= 4 && number(0) !== 2048 + axes)
    throw new ValueError(`magic ${number(0)}, where ${2048 + axes} was expected`)
  if (bytes.length < 4 + 4 * axes) throw new ValueError(`a header of ${4 + 4 * axes} bytes in ${bytes.length} bytes`)
  const sizes = Array.from({ length: axes }, (_, axis) => number(4 + 4 * axis))
  const [wanted, came] = [sizes.reduce((product, size) => product * size, 1), bytes.length - 4 - 4 * axes]
  if (wanted !== came) throw new ValueError(`${wanted} bytes were expected, and ${came} came`)
  return sizes
}

function answer(
  numbers: (bytes: Uint8Array) => (at: number) => number,
  rest: (bytes: Uint8Array, from: number) => Uint8Array,
) {
  return (): typeof kata => ({
    parseImages(bytes) {
      const [count, rows, columns] = check(bytes, 3, numbers(bytes))
      return { count, rows, columns, pixels: rest(bytes, 16) }
    },
    parseLabels(bytes) {
      check(bytes, 1, numbers(bytes))
      return rest(bytes, 8)
    },
  })
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'powers-of-256',
    how: 'a number is a sum of four bytes, and the rest is a copy',
    answer: answer(
      (bytes) => (at) => [0, 1, 2, 3].reduce((sum, i) => 256 * sum + bytes[at + i], 0),
      (bytes, from) => bytes.slice(from),
    ),
  },
  {
    id: 'shifts',
    how: 'a number is put together by shifts, and the rest copied byte by byte',
    answer: answer(
      (bytes) => (at) => ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0,
      (bytes, from) => Uint8Array.from({ length: bytes.length - from }, (_, i) => bytes[from + i]),
    ),
  },
  {
    id: 'node-buffer',
    how: 'Buffer of Node, over the same memory',
    answer: answer(
      (bytes) => {
        const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
        return (at) => buffer.readUInt32BE(at)
      },
      (bytes, from) => new Uint8Array(bytes.buffer, bytes.byteOffset + from, bytes.length - from),
    ),
  },
  {
    id: 'whole-file',
    how: 'lengths are those of the whole file, and the header may be too short before its magic number is looked at',
    answer: () => {
      const sizes = (bytes: Uint8Array, axes: number): number[] => {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
        const header = 4 + 4 * axes
        if (bytes.length < header)
          throw new ValueError(`wanted a header of ${header} bytes, but the file has ${bytes.length}`)
        const magic = 2048 + axes
        if (view.getInt32(0) !== magic)
          throw new ValueError(`wanted the magic number ${magic}, got ${view.getInt32(0)}`)
        const read = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis))
        const wanted = read.reduce((product, size) => product * size, 1) + header
        if (bytes.length !== wanted) throw new ValueError(`wanted ${wanted} bytes, but got ${bytes.length}`)
        return read
      }
      return {
        parseImages(bytes) {
          const [count, rows, columns] = sizes(bytes, 3)
          return { count, rows, columns, pixels: bytes.subarray(16) }
        },
        parseLabels(bytes) {
          sizes(bytes, 1)
          return bytes.subarray(8)
        },
      }
    },
  },
  {
    id: 'cursor',
    how: 'an object with a place in the file hands out number after number; the pixels are a copy',
    answer: () => {
      class Cursor {
        readonly #bytes: Uint8Array
        #at = 0
        constructor(bytes: Uint8Array) {
          this.#bytes = bytes
        }
        next(): number {
          const digits = this.#bytes.subarray(this.#at, (this.#at += 4))
          return digits.reduce((number, digit) => 256 * number + digit, 0)
        }
        rest(): Uint8Array {
          return this.#bytes.slice(this.#at)
        }
      }
      const read = (bytes: Uint8Array, axes: number): { sizes: number[]; rest: Uint8Array } => {
        const header = 4 + 4 * axes
        const cursor = new Cursor(bytes)
        if (bytes.length < 4) throw new ValueError(`A header has ${header} bytes, and there are ${bytes.length}.`)
        const magic = cursor.next()
        if (magic !== 2048 + axes) throw new ValueError(`The file begins with ${magic}, not with ${2048 + axes}.`)
        if (bytes.length < header) throw new ValueError(`The header ends after ${bytes.length} bytes of ${header}.`)
        const sizes = Array.from({ length: axes }, () => cursor.next())
        const wanted = sizes.reduce((product, size) => product * size, 1) + header
        if (bytes.length !== wanted) throw new ValueError(`The file has ${bytes.length} bytes of ${wanted}.`)
        return { sizes, rest: cursor.rest() }
      }
      return {
        parseImages(bytes) {
          const { sizes, rest: pixels } = read(bytes, 3)
          const [count, rows, columns] = sizes
          return { count, rows, columns, pixels }
        },
        parseLabels: (bytes) => read(bytes, 1).rest,
      }
    },
  },
  {
    id: 'hexadecimal',
    how: 'a number is the hexadecimal text of its four bytes',
    answer: answer(
      (bytes) => (at) => {
        const digits = Array.from(bytes.subarray(at, at + 4), (byte) => byte.toString(16).padStart(2, '0'))
        return Number.parseInt(digits.join(''), 16)
      },
      (bytes, from) => Uint8Array.from(bytes.subarray(from)),
    ),
  },
]
