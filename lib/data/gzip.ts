import { constants, gunzipSync } from 'node:zlib'
import { DataError, copyAgain } from './data-error.ts'

/** 2 GiB, the limit that Node has for reading an unpacked file */
const most = 2 ** 31 - 1

export function isGzip(file: Uint8Array): boolean {
  return file[0] === 0x1f && file[1] === 0x8b
}

/** The bytes of a file, unpacked if they are gzip. Throws a DataError if they are damaged, or packed twice. */
export function unpack(file: Uint8Array, path: string): Uint8Array {
  if (!isGzip(file)) return file
  let bytes: Uint8Array
  try {
    bytes = gunzipSync(file, { maxOutputLength: most })
  } catch (error) {
    throw new DataError(`${path} ${explain(file, error as NodeJS.ErrnoException)}`)
  }
  if (isGzip(bytes)) throw new DataError(`${path} is gzipped twice. Unpack it once.`)
  return bytes
}

/** Unpacks as much as it can of the beginning of a file. Throws a DataError if it is damaged. */
export function unpackStart(start: Uint8Array, path: string): Uint8Array {
  if (!isGzip(start)) return start
  try {
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch (error) {
    throw new DataError(`${path} ${explain(start, error as NodeJS.ErrnoException)}`)
  }
}

function explain(file: Uint8Array, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'unpacks to more than 2 GiB. Take a part of it.'
  const remedy = `${copyAgain.replace('.', ',')} or unpack it and keep the unpacked file.`
  // after the end, zlib looks for another gzip header: it reads two bytes, and waits for the second
  if (message === 'incorrect header check' || isWhole(file.subarray(0, -1)))
    return `is a gzip file with other bytes behind its end. ${remedy}`
  if (code === 'Z_BUF_ERROR') return `is a truncated gzip file. ${copyAgain}`
  return `is a damaged gzip file (${message}). ${copyAgain}`
}

function isWhole(file: Uint8Array): boolean {
  try {
    gunzipSync(file, { maxOutputLength: most })
    return true
  } catch {
    return false
  }
}
