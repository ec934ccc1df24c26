import {
  type Stats,
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  readlinkSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DataError } from './data-error.ts'
import { unpack } from './gzip.ts'

/** The unpacked bytes of a file, and its path on the disk. */
export interface DataFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Reads a file, and unpacks it if it is gzip. Throws a DataError. */
export function readDataFile(path: string): DataFile {
  expectKind(path, 'file')
  const bytes = unpack(read(path, readFileSync), path)
  // a copy, since a Buffer is not a plain Uint8Array: its slice is a view, and it may share memory
  return { path, bytes: read(path, () => new Uint8Array(bytes)) }
}

/** The first 64 KiB of a file, packed or not. Throws a DataError. */
export function readStart(path: string): Uint8Array {
  expectKind(path, 'file')
  return read(path, () => {
    const [file, start] = [openSync(path, 'r'), new Uint8Array(2 ** 16)]
    try {
      return start.subarray(0, readSync(file, start))
    } finally {
      closeSync(file)
    }
  })
}

/** True if the name exists, even as a broken link. Throws a DataError if the folder may not be read. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    throw new DataError(explainAccess(dirname(path), error as NodeJS.ErrnoException))
  }
}

/** Throws a DataError unless the path is a file or folder as expected. It opens nothing, since a pipe would wait for a writer. */
export function expectKind(path: string, kind: 'file' | 'folder'): void {
  let stats: Stats
  try {
    stats = statSync(path)
  } catch (error) {
    throw new DataError(explainAccess(path, error as NodeJS.ErrnoException))
  }
  if (kind === 'file' ? stats.isFile() : stats.isDirectory()) return
  const remedy =
    kind === 'folder' ? '' : ` ${stats.isDirectory() ? adviseOnFolder(path) : 'Copy the data into a file.'}`
  throw new DataError(`${path} is a ${nameOf(stats)}, and a ${kind} is wanted.${remedy}`)
}

function nameOf(stats: Stats): string {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'folder'
  return stats.isFIFO() ? 'pipe' : 'device or socket'
}

/** The advice for a folder in place of a file. Some programs unpack each file into a folder of its name. */
function adviseOnFolder(folder: string): string {
  return existsSync(join(folder, basename(folder)))
    ? 'Rename this folder, and move the file that is inside it into its place.'
    : 'Put the file into its place.'
}

/** An error of the file system in plain words, with the remedy. */
export function explainAccess(path: string, { code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT': {
      const target = targetOf(path)
      return target === undefined
        ? `There is no ${path}.`
        : `${path} is a link to ${target}, and that is not there. Copy the data themselves.`
    }
    case 'ENOTDIR':
      return `There is no ${path}: a part of this path is a file.`
    case 'ELOOP':
      return `${path} is a link that leads back to itself. Copy the data themselves.`
    case 'EACCES':
    case 'EPERM':
      return `You have no right to read ${path}. Change its permissions, or copy the data to a folder of your own.`
    case 'ERR_FS_FILE_TOO_LARGE':
      return `${path} has more than 2 GiB. Take a part of it.`
    default:
      return `${path} cannot be read: ${message}.`
  }
}

function read(path: string, reading: (path: string) => Uint8Array): Uint8Array {
  try {
    return reading(path)
  } catch (error) {
    throw new DataError(explainAccess(path, error as NodeJS.ErrnoException))
  }
}

/** The target of a link; undefined if the path is no link. */
function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
