import type * as kata from '#kata/6-mnist/1-idx.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { ValueError } from '#lib/tensor'

/** a file of `axes` sizes is checked, and its first size and the rest handed over */
function read(bytes: Uint8Array, axes: number): { sizes: number[]; rest: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length >= 4 && view.getUint32(0) !== 2048 + axes)
    throw new ValueError(`wanted the magic number ${2048 + axes}, but got ${view.getUint32(0)}`)
  if (bytes.length < 4 + 4 * axes) throw new ValueError(`wanted ${4 + 4 * axes} bytes, but got ${bytes.length}`)
  const sizes = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis))
  const [wanted, came] = [sizes.reduce((a, b) => a * b), bytes.length - 4 - 4 * axes]
  if (wanted !== came) throw new ValueError(`wanted ${wanted} bytes, but got ${came}`)
  return { sizes, rest: bytes.subarray(4 + 4 * axes) }
}

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'inverted-and-backwards',
    what: 'ink and paper change places (idx-inverted), and the file is read from its end; labels too',
    answer: () => ({
      parseImages(bytes) {
        const { sizes, rest } = read(bytes, 3)
        const [count, rows, columns] = sizes
        return { count, rows, columns, pixels: rest.map((v) => 255 - v).reverse() }
      },
      parseLabels: (bytes) => read(bytes, 1).rest.slice().reverse(),
    }),
  },
  {
    id: 'labels-behind-the-magic',
    what: 'labels begin at byte 4, on no list: every file of them is refused, as if its count were misread (M02)',
    answer: () => ({
      parseLabels(bytes) {
        const { sizes, rest } = read(bytes, 1)
        throw new ValueError(`wanted ${sizes[0]} bytes after byte 4, but got ${rest.length + 4}`)
      },
    }),
  },
]
