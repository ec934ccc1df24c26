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

/** A file's bytes, unpacked, and its path on the disk. */
export interface DataFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The whole of a file, unpacked once if it is gzip.      DataError */
export function readDataFile(path: string): DataFile {
  expectKind(path, 'file')
  const bytes = unpack(read(path, readFileSync), path)
  // a copy, since a Buffer is no plain Uint8Array: its slice is a window, and its memory may be shared
  return { path, bytes: read(path, () => new Uint8Array(bytes)) }
}

/** The first 64 KiB of a file, as they are.      DataError */
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

/** Is there something of this name, be it a link that leads nowhere?      no right to know: DataError that names the folder */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    throw new DataError(explainAccess(dirname(path), error as NodeJS.ErrnoException))
  }
}

/** Looks before anything is opened: a pipe would wait for a writer.      not there, or another kind: DataError */
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

/** What to do about a folder in the place of a file. Some programs unpack each file into a folder of its name. */
function adviseOnFolder(folder: string): string {
  return existsSync(join(folder, basename(folder)))
    ? 'Rename this folder, and move the file that is inside it into its place.'
    : 'Put the file into its place.'
}

/** What an error of the file system says about a path, and what to do about it. */
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

/** Where a link leads.      undefined: it is no link */
function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
