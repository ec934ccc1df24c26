/**
 * 6.1  IDX: what is in the files of MNIST
 *
 * Four bytes of magic, then one 4-byte size per axis, then the numbers, one byte each:
 *
 *   images    00 00 08 03 | count | rows | columns | count·rows·columns bytes, 0 white … 255 black, row after row
 *   labels    00 00 08 01 | count | count bytes, 0 … 9
 *
 * Sizes are big-endian: the high byte comes first. A DataView reads them that way on every machine.
 *
 * Throw a ValueError if the magic number is another one (a label file for images, say), or if the length does not fit the
 * sizes. Its message contains the expected and the received number: two magic numbers, 2051 and 2049, or two lengths in
 * bytes. Count both lengths without the header, or both with it.
 *
 * The law: reading a file gives what was written into it.
 *
 * 20 minutes.
 */
import { ValueError } from '#lib/tensor'

export interface Images {
  readonly count: number
  readonly rows: number
  readonly columns: number
  /** count·rows·columns bytes, image after image, row after row */
  readonly pixels: Uint8Array
}

/** bytes of an images file → its sizes and pixels      wrong magic or length: ValueError */
export function parseImages(bytes: Uint8Array): Images {
  const [count, rows, columns] = header(bytes, 0x0803, 3, 'parseImages')
  return { count, rows, columns, pixels: body(bytes, 16, count * rows * columns, 'parseImages') }
}

/** bytes of a labels file → one byte per label      wrong magic or length: ValueError */
export function parseLabels(bytes: Uint8Array): Uint8Array {
  const [count] = header(bytes, 0x0801, 1, 'parseLabels')
  return body(bytes, 8, count, 'parseLabels')
}

function header(bytes: Uint8Array, magic: number, axes: number, who: string): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const came = bytes.length < 4 ? undefined : view.getUint32(0)
  if (came !== undefined && came !== magic) {
    throw new ValueError(`${who} wants the magic number ${magic}, but got ${came}. Is it the other file?`)
  }
  const wanted = 4 + 4 * axes
  if (bytes.length < wanted)
    throw new ValueError(`${who} wants a header of ${wanted} bytes, but got ${bytes.length} in all.`)
  return Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis))
}

function body(bytes: Uint8Array, from: number, length: number, who: string): Uint8Array {
  const came = bytes.length - from
  if (came !== length) throw new ValueError(`${who} wants ${length} bytes after the header, but got ${came}.`)
  return bytes.subarray(from)
}
