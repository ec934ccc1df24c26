import { greyPng } from './png.ts'

export interface Misread {
  /** side · side values in [0, 1] */
  readonly image: ArrayLike<number>
  readonly truth: number
  readonly read: number
}

const cell = 40

/** A digit as a PNG, ink dark on white: side · side values in [0, 1]. */
export function digitPng(image: ArrayLike<number>, side: number): Uint8Array {
  return greyPng(
    side,
    side,
    Uint8Array.from({ length: side * side }, (_, i) => 255 - Math.round(255 * image[i])),
  )
}

/** A sheet of digits that were read wrong, under each what it is and what it was read as: an SVG that opens anywhere. */
export function misreadSheet(misread: readonly Misread[], side: number, total: number): string {
  const columns = 10
  const cells = misread.map(({ image, truth, read }, n) => {
    const [x, y] = [(n % columns) * cell, 24 + Math.floor(n / columns) * (cell + 12)]
    const png = Buffer.from(digitPng(image, side)).toString('base64')
    return [
      `<image x="${x + 4}" y="${y}" width="${cell - 8}" height="${cell - 8}" href="data:image/png;base64,${png}">`,
      `<title>a ${truth}, read as ${read}</title></image>`,
      `<text x="${x + cell / 2}" y="${y + cell}" text-anchor="middle">${truth} → ${read}</text>`,
    ].join('')
  })
  const [width, height] = [columns * cell, 32 + Math.ceil(Math.max(1, misread.length) / columns) * (cell + 12)]
  const shown = misread.length < total ? `the first ${misread.length} of ${total}` : `all ${total}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${2 * width}" role="img">`,
    `<title>Misread digits: ${shown}</title>`,
    `<style>text{font:8px system-ui,sans-serif;fill:#333}image{image-rendering:pixelated}`,
    `@media(prefers-color-scheme:dark){text{fill:#ccc}rect{fill:#1b1b1f}}</style>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="4" y="14">Misread digits, what it is → what was read: ${shown}</text>`,
    ...cells,
    '</svg>',
  ].join('\n')
}
