import type * as kata from '#kata/6-mnist/1-idx.ts'
import { parseImages, parseLabels } from '#kata/6-mnist/1-idx.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import { ValueError } from '#lib/tensor'
import { type Reader, checkHeader, checkLength, checkMagic, numberAt, reading } from '../../answer-parts/6-mnist.ts'

/**
 * Sizes that are read in a wrong way, of correct files. With a check of the length such an answer refuses them; without it, it
 * returns wrong sizes. For labels only the refusal would be seen, which says nothing of its reason.
 */
function misreading(
  number: (bytes: Uint8Array, at: number) => number,
  [checked, unchecked]: readonly Pick<Misconception, 'id'>[],
  belief: string,
  diagnosis: string,
): Misconception<typeof kata>[] {
  const answer = (isChecked: boolean) => (): Answer<typeof kata> => ({
    parseImages(bytes) {
      const { pixels } = parseImages(bytes)
      const [count, rows, columns] = [4, 8, 12].map((at) => number(bytes, at))
      if (isChecked) checkLength(pixels.length, count * rows * columns, 'parseImages')
      return { count, rows, columns, pixels }
    },
  })
  return [
    { ...checked, belief, diagnosis, answer: answer(true) },
    { ...unchecked, belief: `${belief}; and checks come later`, diagnosis, answer: answer(false) },
  ]
}

const lowByteFirst = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at, true)
const lastByte = (bytes: Uint8Array, at: number): number => bytes[at + 3]
const lastTwoBytes = (bytes: Uint8Array, at: number): number => 256 * bytes[at + 2] + bytes[at + 3]
const ofTheBuffer = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer).getUint32(at)

/** refuses what a right reader takes, since of its magic number the low byte is read first */
function backwards(_: unknown, magic: number, came: number): never {
  throw new ValueError(`The magic number should be ${magic}, but it is ${came}.`)
}

/** a header of the right length, with a look at some bytes of its magic number only */
function glancing(at: readonly number[]): () => typeof kata {
  const header: Reader['header'] = (bytes, magic, axes, who) => {
    const wanted = [0, 0, magic >> 8, magic & 255]
    if (at.some((i) => i < bytes.length && bytes[i] !== wanted[i])) checkMagic(bytes, magic, who)
    checkHeader(bytes, axes, who)
  }
  return () => reading({ header })
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'M01',
    belief: 'the header of images has 8 bytes, and that of labels 16',
    diagnosis: 'The numbers are read from the wrong place: the headers of the two files have changed places.',
    answer: () => reading({ body: (bytes, from, length) => bytes.slice(24 - from, 24 - from + length) }),
  },
  ...misreading(
    lowByteFirst,
    [{ id: 'M02' }, { id: 'M02-unchecked' }],
    'numbers are stored as this machine stores them, the low byte first',
    'The sizes come out huge: the four bytes of each are read from the low one to the high one.',
  ),
  {
    id: 'M02-magic',
    belief: 'numbers are stored as this machine stores them, the magic number too',
    diagnosis: 'The magic number comes out huge: its four bytes are read from the low one to the high one.',
    answer: () => ({
      parseImages: (bytes) => backwards(parseImages(bytes), 0x0803, 0x03080000),
      parseLabels: (bytes) => backwards(parseLabels(bytes), 0x0801, 0x01080000),
    }),
  },
  {
    id: 'M03',
    belief: 'pixels are stored column after column',
    diagnosis: 'Each image is turned: its columns have become its rows. Sizes and sums cannot see that.',
    answer: () =>
      reading({
        pixels: (pixels, rows, columns) =>
          pixels.map((_, i) => {
            const [image, at] = [Math.floor(i / (rows * columns)), i % (rows * columns)]
            const [r, c] = [Math.floor(at / columns), at % columns]
            return pixels[image * rows * columns + c * rows + r]
          }),
      }),
  },
  ...misreading(
    lastByte,
    [{ id: 'idx-last-byte' }, { id: 'idx-last-byte-unchecked' }],
    'the last byte of a size is the size',
    'Sizes above 255 lose their higher bytes here: 300 is read as 44.',
  ),
  ...misreading(
    lastTwoBytes,
    [{ id: 'idx-two-bytes' }, { id: 'idx-two-bytes-unchecked' }],
    'a size has two bytes, and the two before are padding',
    'Sizes above 65535 lose their higher bytes here: 70000 is read as 4464.',
  ),
  ...misreading(
    ofTheBuffer,
    [{ id: 'idx-whole-buffer' }, { id: 'idx-whole-buffer-unchecked' }],
    'bytes.buffer holds the same bytes as bytes',
    'The buffer behind the bytes may be larger than they are, and begin before them: this reads from its start.',
  ),
  {
    id: 'idx-pixels-of-the-buffer',
    belief: 'the pixels begin 16 bytes after the start of the buffer',
    diagnosis: 'The header is right, but what follows is taken from the start of the buffer behind the bytes.',
    answer: () => reading({ body: (bytes, from, length) => new Uint8Array(bytes.buffer, from, length) }),
  },
  {
    id: 'idx-inverted',
    belief: 'ink is dark, so a byte of 255 should become 0',
    diagnosis: 'Every byte is turned round, 255 − byte. In the file 0 is already the paper.',
    answer: () => reading({ pixels: (pixels) => pixels.map((v) => 255 - v) }),
  },
  {
    id: 'idx-first-image',
    belief: 'an images file is an image: rows · columns bytes',
    diagnosis: 'Only the pixels of the first image are there.',
    answer: () => reading({ pixels: (pixels, rows, columns) => pixels.subarray(0, rows * columns) }),
  },
  {
    id: 'idx-columns-first',
    belief: 'sizes come in the order width, height',
    diagnosis: 'Rows and columns have changed places in the result.',
    answer: () => {
      const { parseImages } = reading({})
      return {
        parseImages(bytes) {
          const images = parseImages(bytes)
          return { ...images, rows: images.columns, columns: images.rows }
        },
      }
    },
  },
  {
    id: 'idx-any-magic',
    belief: 'the magic number is of no use to a reader who knows the file',
    diagnosis:
      'The first four bytes are never looked at: labels are read as if they were images, and images as labels.',
    answer: glancing([]),
  },
  {
    id: 'idx-type-only',
    belief: 'the 08 says what kind of file it is',
    diagnosis:
      'Of the magic number only the 08 is looked at, which both files have: labels are read as if they were images.',
    answer: glancing([2]),
  },
  {
    id: 'idx-axes-only',
    belief: 'the last byte of the magic number tells the two files apart, and that is what it is for',
    diagnosis: 'Of the magic number only the last byte is looked at: a file of float32 numbers has the same one.',
    answer: glancing([3]),
  },
  {
    id: 'idx-magic-of-two-bytes',
    belief: 'the first two bytes are always 0',
    diagnosis: 'The first two bytes of the magic number are never looked at, only the last two.',
    answer: glancing([2, 3]),
  },
  {
    id: 'idx-any-length',
    belief: 'the length of a file needs no check: it is what it is',
    diagnosis: 'A truncated file passes, with fewer bytes than its sizes say, and so does one that is too long.',
    answer: () => reading({ fits: () => true, body: (bytes, from) => bytes.subarray(from) }),
  },
  {
    id: 'idx-longer-is-fine',
    belief: 'a file is bad only if something is missing at its end',
    diagnosis: 'A file with more bytes than its sizes say is accepted.',
    answer: () => reading({ fits: (came, wanted) => came >= wanted }),
  },
  {
    id: 'idx-dataview-refuses',
    belief: 'DataView refuses a header that is too short, and that is enough',
    diagnosis: 'For a file that ends within its header the error is DataView’s own: a RangeError that names no file.',
    answer: () => reading({ header: checkMagicAlways }),
  },
]

function checkMagicAlways(bytes: Uint8Array, magic: number, _: number, who: string): void {
  const came = numberAt(bytes, 0)
  if (came !== magic) throw new ValueError(`${who} wants the magic number ${magic}, but got ${came}.`)
}
