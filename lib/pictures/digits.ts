import type { ImageSize } from '../data/idx.ts'
import { digitPng } from './misread.ts'
import { type Picture, label, picture } from './svg.ts'

export interface Digit {
  /** rows · columns values in [0, 1], 1 is ink */
  readonly image: ArrayLike<number>
  readonly caption: string
}

const [cell, columns] = [76, 8]

/** Small images beside each other, a caption under each. An image that is not square fits into the same square, and keeps its form. */
export function digitSheet(title: string, digits: readonly Digit[], size: ImageSize): Picture {
  const cells = digits.map(({ image, caption }, n) => {
    const [x, y] = [16 + (n % columns) * cell, 38 + Math.floor(n / columns) * (cell + 20)]
    const png = Buffer.from(digitPng(image, size)).toString('base64')
    const place = `x="${x}" y="${y}" width="${cell - 12}" height="${cell - 12}"`
    return [
      `<image ${place} href="data:image/png;base64,${png}" style="image-rendering:pixelated"/>`,
      `<rect ${place} fill="none" stroke="var(--faint)"/>`,
      label(x + (cell - 12) / 2, y + cell + 2, caption, 'text-anchor="middle"'),
    ].join('')
  })
  const width = Math.max(20 + Math.min(columns, digits.length) * cell, 8 * title.length + 32)
  const height = 44 + Math.ceil(digits.length / columns) * (cell + 20)
  const body = [label(16, 22, title, 'style="font-weight:600"'), ...cells]
  const text = `${title}: ${digits.map(({ caption }) => caption).join(' ')}`
  return picture([width, height], title, body, { text })
}
