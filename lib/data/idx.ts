import { gunzipSync } from 'node:zlib'

/** What an IDX file holds: unsigned bytes, and the size of each axis. */
export interface Idx {
  readonly sizes: readonly number[]
  readonly bytes: Uint8Array
}

/** A data file that is not what it says it is. */
export class DataError extends Error {
  override name = 'DataError'
}

/** The file's bytes, unpacked if they are gzip. */
export function unpacked(file: Uint8Array, name: string): Uint8Array {
  if (!(file[0] === 0x1f && file[1] === 0x8b)) return file
  try {
    return gunzipSync(file)
  } catch (error) {
    throw new DataError(
      `${name} begins like a gzip file, but cannot be unpacked: ${(error as Error).message}. Copy it again.`,
    )
  }
}

/**
 * Reads IDX: 00 00 08 and the number of axes, one big-endian uint32 per axis, then the bytes.
 *
 * Throws a DataError that names the file when the magic is another (labels for images, say), or the length does not fit.
 */
export function readIdx(raw: Uint8Array, axes: number, name: string): Idx {
  const file = unpacked(raw, name)
  const wanted = axes === 3 ? 'images (magic 2051)' : axes === 1 ? 'labels (magic 2049)' : `${axes} axes`
  const header = 4 + 4 * axes
  if (file.length < 4) throw new DataError(`${name} should hold ${wanted}, but it has only ${file.length} bytes.`)
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const magic = view.getUint32(0)
  if (magic !== 0x0800 + axes) {
    const swapped =
      magic === 2051
        ? ' It holds images: are the two files swapped?'
        : magic === 2049
          ? ' It holds labels: are the two files swapped?'
          : ''
    throw new DataError(`${name} should hold ${wanted}, but its magic number is ${magic}.${swapped}`)
  }
  if (file.length < header)
    throw new DataError(`${name} should begin with ${header} bytes of header, but it has only ${file.length} bytes.`)
  const sizes = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis))
  const length = sizes.reduce((product, size) => product * size, 1)
  if (file.length - header !== length) {
    const what = file.length - header < length ? 'truncated' : 'too long'
    throw new DataError(
      `${name} is ${what}: its header says ${sizes.join(' × ')} = ${length} bytes, and ${file.length - header} follow.`,
    )
  }
  return { sizes, bytes: file.subarray(header) }
}

/** The same the other way: for tests and synthetic data. */
export function writeIdx(sizes: readonly number[], bytes: Uint8Array): Uint8Array {
  const file = new Uint8Array(4 + 4 * sizes.length + bytes.length)
  const view = new DataView(file.buffer)
  view.setUint32(0, 0x0800 + sizes.length)
  sizes.forEach((size, axis) => view.setUint32(4 + 4 * axis, size))
  file.set(bytes, 4 + 4 * sizes.length)
  return file
}
