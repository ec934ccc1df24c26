import { DataError, copyAgain } from './data-error.ts'
import { recognize } from './recognize.ts'

/** The contents of an IDX file: unsigned bytes, and the size of each axis. */
export interface Idx {
  readonly sizes: readonly number[]
  readonly bytes: Uint8Array
}

/** The size of every image of a data set, in pixels. */
export interface ImageSize {
  readonly rows: number
  readonly columns: number
}

/** The number of axes: 1 for labels, 3 for images. */
export type Axes = 1 | 3

const [labels, images] = [0x0801, 0x0803]

/** The third byte of a header: the type of the numbers. */
const types: Readonly<Record<number, string>> = {
  0x08: 'unsigned bytes',
  0x09: 'signed bytes',
  0x0b: 'int16',
  0x0c: 'int32',
  0x0d: 'float32',
  0x0e: 'float64',
}

/**
 * Reads IDX: 00 00 08 and the number of axes, one big-endian uint32 per axis, then the bytes.
 *
 * Throws a DataError if the file is not IDX, or if its length does not match its header.
 */
export function readIdx(file: Uint8Array, axes: Axes, path: string): Idx {
  const fault = explainMagic(file, axes)
  if (fault) throw new DataError(`${path} ${fault}`)
  const header = 4 + 4 * axes
  if (file.length < header)
    throw new DataError(
      `${path} ends within its header: it has ${file.length} bytes, and the header alone has ${header}. ${copyAgain}`,
    )
  const sizes = sizesOf(file, axes, false)
  const [wanted, came] = [product(sizes), file.length - header]
  if (came === wanted) return { sizes, bytes: file.subarray(header) }
  if (product(sizesOf(file, axes, true)) === came)
    throw new DataError(
      `${path} has little-endian sizes in its header. IDX is big-endian: reverse the four bytes of each size.`,
    )
  const says = axes === 1 ? `${wanted} bytes` : `${sizes.join(' × ')} = ${wanted} bytes`
  throw new DataError(
    `${path} is ${came < wanted ? 'truncated' : 'too long'}: its header says ${says}, but the file has ${came} after it. ${copyAgain}`,
  )
}

/** The rows and columns in the header. file: images that readIdx accepts */
export function imageSizeOf(file: Uint8Array): ImageSize {
  const [, rows, columns] = sizesOf(file, 3, false)
  return { rows, columns }
}

/** The fault of the first four bytes, as a sentence without its subject (the path); undefined if there is none. */
export function explainMagic(file: Uint8Array, axes: Axes): string | undefined {
  if (file.length === 0) return `is empty. ${copyAgain}`
  if (file.length < 4) return `has only ${file.length} of the 4 bytes that IDX begins with. ${copyAgain}`
  const magic = view(file).getUint32(0)
  const wanted = axes === 3 ? images : labels
  if (magic === wanted) return undefined
  const should = `should hold ${axes === 3 ? 'images' : 'labels'}`
  if (magic === images || magic === labels)
    return `${should} (magic ${wanted}), but it holds ${magic === images ? 'images' : 'labels'} (magic ${magic}). Are the two files swapped?`
  const type = types[magic >>> 8]
  if (type && isCount(file[3])) return `${should}, ${explainType(file, axes, type)}`
  if (file[2] === 0 && file[3] === 0 && types[file[1]] && isCount(file[0]))
    return `has a little-endian header (${hex(file)}). IDX is big-endian: reverse the four bytes of its magic number and of each size.`
  const found = recognize(file)
  if (found) return `${should}, but it holds ${found.what}. ${found.remedy}`
  return `${should} and begin with ${hex(Uint8Array.of(0, 0, 8, axes))}, but it begins with ${hex(file)}. It is not IDX: look where it comes from.`
}

/** True if this can be a number of axes. A larger byte belongs to another format. */
function isCount(axes: number): boolean {
  return axes > 0 && axes <= 8
}

/** Describes an IDX file of another type, or with another number of axes. */
function explainType(file: Uint8Array, axes: Axes, type: string): string {
  const count = file[3]
  const sizes = file.length < 4 + 4 * count ? '' : `, ${sizesOf(file, count, false).join(' × ')}`
  const on = (n: number): string => `${n} ${n === 1 ? 'axis' : 'axes'}`
  const remedy = adviseOnType(axes, type, count)
  return `unsigned bytes on ${on(axes)}, but it holds ${type} on ${on(count)} (${hex(file)}${sizes}). ${remedy}`
}

function adviseOnType(axes: Axes, type: string, count: number): string {
  if (axes === 1 && type === 'int32' && count === 2)
    return 'QMNIST has its labels in this form: keep the first number of each row, as a byte.'
  if (type !== types[8])
    return `Convert each ${axes === 3 ? 'pixel to a byte from 0 to 255' : 'label to a byte from 0 to 9'}.`
  return `Write it as ${axes === 3 ? 'count × rows × columns' : 'one number per label'}.`
}

/** An IDX file of unsigned bytes, for tests and synthetic data. */
export function writeIdx(sizes: readonly number[], bytes: Uint8Array): Uint8Array {
  const file = new Uint8Array(4 + 4 * sizes.length + bytes.length)
  view(file).setUint32(0, 0x0800 + sizes.length)
  sizes.forEach((size, axis) => view(file).setUint32(4 + 4 * axis, size))
  file.set(bytes, 4 + 4 * sizes.length)
  return file
}

function sizesOf(file: Uint8Array, axes: number, isLittleEndian: boolean): number[] {
  return Array.from({ length: axes }, (_, axis) => view(file).getUint32(4 + 4 * axis, isLittleEndian))
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1)
}

function view(file: Uint8Array): DataView {
  return new DataView(file.buffer, file.byteOffset, file.byteLength)
}

/** 00 00 08 03 */
function hex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
