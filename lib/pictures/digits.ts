import type { ImageSize } from '../data/idx.ts'
import { inkBytes } from './pixels.ts'
import { greyPng } from './png.ts'
import { type Picture, heading, label, picture } from './svg.ts'

export interface Digit {
  /** rows · columns values in [0, 1], 1 is ink */
  readonly image: ArrayLike<number>
  readonly caption: string
}

/** The side of a square image, the smallest width of a cell, and the margin. */
const [side, cell, edge] = [64, 76, 16]

export function digitPng(image: ArrayLike<number>, size: ImageSize): Uint8Array {
  return greyPng(size.columns, size.rows, inkBytes(image, size))
}

/** A sheet of small images with captions. All have the area of a square image, and none is wider than `inRow` square images. */
export function digitSheet(title: string, digits: readonly Digit[], size: ImageSize, inRow = 8): Picture {
  const room = inRow * cell - (cell - side)
  const [wide, high] = boxOf(size, room)
  const across = Math.max(cell, wide + cell - side)
  const columns = Math.max(1, Math.floor((room + cell - side) / across))
  const cells = digits.map(({ image, caption }, n) => {
    const [x, y] = [edge + (n % columns) * across, 38 + Math.floor(n / columns) * (high + 32)]
    const png = Buffer.from(digitPng(image, size)).toString('base64')
    const place = `x="${x + (across - (cell - side) - wide) / 2}" y="${y}" width="${wide}" height="${high}"`
    return [
      `<image ${place} href="data:image/png;base64,${png}"/>`,
      `<rect ${place} fill="none" stroke="var(--faint)"/>`,
      label(x + (across - (cell - side)) / 2, y + high + 14, caption, 'text-anchor="middle"'),
    ].join('')
  })
  const width = Math.max(20 + Math.min(columns, digits.length) * across, 8 * title.length + 32)
  const height = 44 + Math.ceil(digits.length / columns) * (high + 32)
  const text = `${title}: ${digits.map(({ caption }) => caption).join(' ')}`
  return picture([width, height], title, [inkStyle, heading(title), ...cells], { text })
}

const inkStyle =
  '<style>image{image-rendering:pixelated}@media(prefers-color-scheme:dark){image{filter:invert(.9)}}</style>'

/** The size of an image on the sheet: the area of a square image, but at most `room` wide. */
function boxOf({ rows, columns }: ImageSize, room: number): [width: number, height: number] {
  const pixel = Math.min(side / Math.sqrt(rows * columns), room / Math.max(rows, columns))
  return [Number((columns * pixel).toFixed(2)), Number((rows * pixel).toFixed(2))]
}
