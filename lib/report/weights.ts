import type { ImageSize } from '../data/idx.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { image, sheet } from './page.ts'
import { explainWeights, largestOf, legendOf, pixelOf } from '../pictures/diverging-scale.ts'
import { rgbaPng } from '../pictures/png.ts'
import { outputsOf, weightsOf } from '../training/layer.ts'

/** The parameters of a layer, by name. */
type Layer = Readonly<Record<string, Weights>>

interface Weights {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
}

/** W: (inputs, outputs)      The weights of one output, one for each pixel, as an image (RGBA): see pixelOf. */
export function weightPixels(W: Weights, output: number, most: number): Uint8Array {
  const [inputs, outputs] = W.shape
  const pixels = new Uint8Array(4 * inputs)
  for (let i = 0; i < inputs; i++) pixels.set(pixelOf(W.data[i * outputs + output], most), 4 * i)
  return pixels
}

/**
 * The first layer's weights, and what they mean: an image for each of its outputs, of ten digits, or of hidden units with the digit that
 * each speaks for most, and against. undefined if its inputs are not the pixels of an image.
 */
export function weightImages(layers: readonly Layer[], size: ImageSize): Html | undefined {
  const first = weightsOf(layers[0])
  const second = layers.length === 2 ? weightsOf(layers[1]) : undefined
  const [inputs, outputs] = first.shape
  const { rows, columns } = size
  if (first.shape.length !== 2 || rows * columns !== inputs) return undefined
  const most = largestOf(first.data)
  const what = layers.length > 1 ? 'hidden unit' : 'digit'
  const figures = Array.from({ length: outputs }, (_, k) => {
    const png = rgbaPng(columns, rows, weightPixels(first, k, most))
    const below = second ? html`<span>${k}</span> ${speaksFor(second, k)}` : html`<span>${k}</span>`
    return html`<li>
      ${image('image/png', png, `weights of ${what} ${k}`, 'pixels')}
      <p>${below}</p>
    </li> `
  })
  const { from, to, words } = legendOf(most)
  return html`<p>${meaningOf(layers)}</p>
    <p class="legend">
      <span>${from}</span><span class="ramp" role="img" aria-label="${words}"></span><span>${to}</span>
    </p>
    ${sheet(layers.length > 1 ? 'units' : 'digits', size, figures)}`
}

/** +3 −8: the digits with the largest and the smallest weight from this unit */
function speaksFor(W: Weights, unit: number): Html | undefined {
  const K = W.shape[1]
  const row = Array.from({ length: K }, (_, k) => W.data[unit * K + k])
  if (!row.every(Number.isFinite)) return undefined
  const [most, least] = [row.indexOf(Math.max(...row)), row.indexOf(Math.min(...row))]
  return html`<span class="hidden">for</span><b class="above">+${most}</b> <span class="hidden">against</span
    ><b class="below">−${least}</b>`
}

function meaningOf(layers: readonly Layer[]): string {
  return layers.length === 1
    ? `What each digit’s output multiplies the pixels by. ${explainWeights(true)}`
    : `What each of the ${outputsOf(layers[0])} hidden units multiplies the pixels by. ${explainWeights(false)} Below each its number, and the digits it speaks for (+) and against (−) most.`
}
