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
import { todo } from '#lib/todo'

export interface Images {
  readonly count: number
  readonly rows: number
  readonly columns: number
  /** count·rows·columns bytes, image after image, row after row */
  readonly pixels: Uint8Array
}

/** bytes of an images file → its sizes and pixels      wrong magic or length: ValueError */
export function parseImages(bytes: Uint8Array): Images {
  return todo('6.1 parseImages: bytes of an images file → its sizes and pixels')
}

/** bytes of a labels file → one byte per label      wrong magic or length: ValueError */
export function parseLabels(bytes: Uint8Array): Uint8Array {
  return todo('6.1 parseLabels: bytes of a labels file → one byte per label')
}
