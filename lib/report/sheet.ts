import type { ImageSize } from '../data/idx.ts'
import { type Html, html } from './html.ts'

/** Small images in a grid. All have about the area of a square image, so wide images have wide cells. */
export function sheet(kind: string, { rows, columns }: ImageSize, figures: readonly Html[]): Html {
  const ratio = columns / rows
  const wide = Math.min(4, Math.max(0.7, Math.sqrt(ratio))) // a cell must fit into the page, and a caption into the cell
  const shape = ratio > 16 || ratio < 1 / 16 ? ' lines' : ''
  return html`<ul class="sheet ${kind}${shape}" style="--wide: ${wide.toFixed(2)}">
    ${figures}
  </ul>`
}
