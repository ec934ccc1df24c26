import { copyAgain } from './data-error.ts'

/** The format of a file that is not IDX, and the remedy. */
export interface Finding {
  readonly what: string
  readonly remedy: string
}

const unpackIt = 'Unpack it, and put the file that is inside in its place.'
const convertIt = 'Only IDX is read. Convert it, or download the data set as IDX files.'

/** The first bytes of a format, as Latin-1. */
const formats: readonly (readonly [start: string, what: string, remedy: string])[] = [
  ['PK\x03\x04', 'a zip archive', unpackIt],
  ['\x1f\x8b', 'a gzip file', unpackIt],
  ['BZh', 'a bzip2 file', unpackIt],
  ['\xfd7zXZ', 'an xz file', unpackIt],
  ['\x28\xb5\x2f\xfd', 'a Zstandard file', unpackIt],
  ['\x1f\x9d', 'a compress (.Z) file', unpackIt],
  ['7z\xbc\xaf', 'a 7z archive', unpackIt],
  ['Rar!', 'a rar archive', unpackIt],
  ['\x93NUMPY', 'a NumPy array', convertIt],
  ['\x89HDF', 'an HDF5 file', convertIt],
  ['PAR1', 'a Parquet table', convertIt],
  ['MATLAB', 'a MATLAB file', convertIt],
  ['\x80\x02', 'a Python pickle', convertIt],
  ['\x80\x03', 'a Python pickle', convertIt],
  ['\x80\x04', 'a Python pickle', convertIt],
  ['\x80\x05', 'a Python pickle', convertIt],
  ['\x89PNG', 'one PNG picture', convertIt],
  ['\xff\xd8\xff', 'one JPEG picture', convertIt],
]

/** Recognizes the format of a file by its first 512 bytes. Returns undefined if the format is not known. */
export function recognize(file: Uint8Array): Finding | undefined {
  const start = String.fromCharCode(...file.subarray(0, 512))
  const format = formats.find(([signature]) => start.startsWith(signature))
  if (format) return { what: format[1], remedy: format[2] }
  if (start.slice(257, 262) === 'ustar') return { what: 'a tar archive', remedy: unpackIt }
  // a page may have any encoding; in most of them its tags are ASCII
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|!--)/i.test(start))
    return { what: 'a web page (HTML)', remedy: `The server sent a page in place of the file. ${copyAgain}` }
  const text = decodeText(file.subarray(0, 512))
  return text === undefined ? undefined : recognizeText(text)
}

function recognizeText(text: string): Finding {
  if (/^\s*<[?a-z]/i.test(text)) return { what: 'XML', remedy: `It may be the error message of a server. ${copyAgain}` }
  if (text.startsWith('version https://git-lfs.github.com/'))
    return {
      what: 'a Git LFS pointer, and not the data',
      remedy: 'Fetch the data with git lfs pull in the repository it comes from.',
    }
  const [line] = text.trimStart().split(/[\r\n]/)
  const isTable = line.split(/[,;\t]/).length > 2
  const letters = [...line.replaceAll('\t', ' ').trimEnd()]
  const shown = letters.length > 24 ? `${letters.slice(0, 24).join('').trimEnd()}…` : letters.join('')
  return { what: `${isTable ? 'a table (CSV)' : 'text'} that begins with “${shown}”`, remedy: convertIt }
}

/** by byte-order mark */
const encodings = new Map([
  [0xfffe, 'utf-16le'],
  [0xfeff, 'utf-16be'],
])

/** The text of these bytes: UTF-8, or UTF-16 with a byte-order mark. undefined if they are not text. */
function decodeText(bytes: Uint8Array): string | undefined {
  const mark = (bytes[0] << 8) | bytes[1]
  const encoding = encodings.get(mark) ?? 'utf-8'
  try {
    // stream: the last character may be incomplete
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return /[^\P{C}\t\r\n]/u.test(text) || text.trim() === '' ? undefined : text
  } catch {
    return undefined
  }
}
