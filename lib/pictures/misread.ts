import type { ImageSize } from '../data/idx.ts'
import { greyPng } from './png.ts'

export interface Misread {
  /** rows · columns values in [0, 1] */
  readonly image: ArrayLike<number>
  readonly truth: number
  readonly read: number
}

/** in units of the sheet: its width, the least width of a cell, and the side of a square image */
const [sheet, cell, side] = [400, 40, 32]

/** A digit as a PNG, ink dark on white: rows · columns values in [0, 1], row after row. What is missing is paper. */
export function digitPng(image: ArrayLike<number>, { rows, columns }: ImageSize): Uint8Array {
  return greyPng(
    columns,
    rows,
    Uint8Array.from({ length: rows * columns }, (_, i) => 255 - Math.round(255 * (image[i] ?? 0))),
  )
}

/** A sheet of digits that were read wrong, under each what it is and what it was read as: an SVG that opens anywhere. */
export function misreadSheet(misread: readonly Misread[], size: ImageSize, total: number): string {
  const [width, height] = boxOf(size)
  const [wide, high] = [Math.max(cell, width + 8), height + 20]
  const inRow = Math.max(1, Math.floor(sheet / wide))
  const cells = misread.map(({ image, truth, read }, n) => {
    const [x, y] = [(n % inRow) * wide, 24 + Math.floor(n / inRow) * high]
    const png = Buffer.from(digitPng(image, size)).toString('base64')
    return [
      `<image x="${x + (wide - width) / 2}" y="${y}" width="${width}" height="${height}" href="data:image/png;base64,${png}">`,
      `<title>a ${truth}, read as ${read}</title></image>`,
      `<text x="${x + wide / 2}" y="${y + height + 8}" text-anchor="middle">${truth} → ${read}</text>`,
    ].join('')
  })
  const bottom = 32 + Math.ceil(Math.max(1, misread.length) / inRow) * high
  const shown = misread.length < total ? `the first ${misread.length} of ${total}` : `all ${total}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${sheet} ${bottom}" width="${2 * sheet}" height="${2 * bottom}" role="img">`,
    `<title>Misread digits: ${shown}</title>`,
    `<style>text{font:8px system-ui,sans-serif;fill:#333}image{image-rendering:pixelated}`,
    `@media(prefers-color-scheme:dark){text{fill:#ccc}rect{fill:#1b1b1f}}</style>`,
    `<rect width="${sheet}" height="${bottom}" fill="#fff"/>`,
    `<text x="4" y="14">Misread digits, what it is → what was read: ${shown}</text>`,
    ...cells,
    '</svg>',
  ].join('\n')
}

/** The width and height of an image on the sheet: of the area of a square one, and no longer than the sheet is wide. */
function boxOf({ rows, columns }: ImageSize): [width: number, height: number] {
  const pixel = Math.min(side / Math.sqrt(rows * columns), (sheet - 8) / Math.max(rows, columns))
  return [Number((columns * pixel).toFixed(2)), Number((rows * pixel).toFixed(2))]
}
