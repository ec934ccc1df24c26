import type { ImageSize } from '../data/idx.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { image, sheet } from './page.ts'
import { rgbaPng } from '../pictures/png.ts'

export interface Layer {
  /** (inputs, outputs) */
  readonly W: { readonly shape: readonly number[]; readonly data: ArrayLike<number> }
}

const [red, blue, grey] = [
  [222, 45, 38],
  [38, 110, 235],
  [128, 128, 128],
]

/**
 * The weights of each output of a layer, one for each pixel, as an image (RGBA): blue above 0, red below, stronger up to `most`; 0
 * is transparent, so that it is the paper's colour, light or dark. What is no number is grey.
 */
export function weightPixels({ W }: Layer, output: number, most: number): Uint8Array {
  const [inputs, outputs] = W.shape
  const pixels = new Uint8Array(4 * inputs)
  for (let i = 0; i < inputs; i++) {
    const w = W.data[i * outputs + output]
    const strength = Number.isFinite(w) ? Math.min(1, Math.abs(w) / most) : 1
    pixels.set(Number.isFinite(w) ? (w > 0 ? blue : red) : grey, 4 * i)
    pixels[4 * i + 3] = Math.round(255 * strength)
  }
  return pixels
}

/** The scale of a layer: 99 % of its weights are smaller. A few outliers would leave all others pale. */
export function strongest({ W }: Layer): number {
  const sizes = Float64Array.from(W.data, Math.abs).filter(Number.isFinite).sort()
  return sizes[Math.floor(0.99 * (sizes.length - 1))] || 1
}

/**
 * The first layer's weights, an image for each of its outputs: of ten digits, or of hidden units with the digit that each
 * speaks for most, and against. undefined if its inputs are not the pixels of an image.
 */
export function weightImages(layers: readonly Layer[], size: ImageSize): Html | undefined {
  const [first] = layers
  const second = layers.length === 2 ? layers[1] : undefined
  const [inputs, outputs] = first.W.shape
  const { rows, columns } = size
  if (rows * columns !== inputs) return undefined
  const most = strongest(first)
  const what = layers.length > 1 ? 'hidden unit' : 'digit'
  const figures = Array.from({ length: outputs }, (_, k) => {
    const png = rgbaPng(columns, rows, weightPixels(first, k, most))
    const below = second ? html`<span>${k}</span> ${speaksFor(second, k)}` : html`<span>${k}</span>`
    return html`<li>
      ${image('image/png', png, `weights of ${what} ${k}`, 'pixels')}
      <p>${below}</p>
    </li> `
  })
  return html`<p class="legend">
      <span>${minus(most)}</span><span class="scale" role="img" aria-label="from red, below 0, to blue, above 0"></span
      ><span>+${most.toFixed(2)}</span>
    </p>
    ${sheet(layers.length > 1 ? 'units' : 'digits', size, figures)}`
}

/** +3 −8: the digits with the largest and the smallest weight from this unit */
function speaksFor({ W }: Layer, unit: number): Html | undefined {
  const K = W.shape[1]
  const row = Array.from({ length: K }, (_, k) => W.data[unit * K + k])
  if (!row.every(Number.isFinite)) return undefined
  const [most, least] = [row.indexOf(Math.max(...row)), row.indexOf(Math.min(...row))]
  return html`<span class="hidden">for</span><b>+${most}</b> <span class="hidden">against</span><i>−${least}</i>`
}

function minus(size: number): string {
  return `−${size.toFixed(2)}`
}
