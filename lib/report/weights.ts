import type { ImageSize } from '../data/idx.ts'
import { formatFixed } from '../format.ts'
import { colourNames } from '../pictures/palette.ts'
import type { Matrix } from '../pictures/pixels.ts'
import { type Html, html } from './html.ts'
import { sheet } from './sheet.ts'

const { above, below } = colourNames

/**
 * The weights of the first layer, for reports and the page: an image for each output. The outputs are ten digits or hidden units. Each
 * hidden unit has the digit that it speaks for most, and the digit that it speaks against most.
 *
 * layers: the weights of each layer   most: the end of the scale   draw: makes the image of an output with this text alternative
 *
 * Returns undefined if the inputs are not the pixels of an image.
 */
export function weightsHtml(
  layers: readonly Matrix[],
  size: ImageSize,
  most: number,
  draw: (output: number, alt: string) => Html,
): Html | undefined {
  const [first] = layers
  const second = layers.length === 2 ? layers[1] : undefined
  const [inputs, outputs] = first.shape
  if (first.shape.length !== 2 || size.rows * size.columns !== inputs) return undefined
  const what = layers.length > 1 ? 'hidden unit' : 'digit'
  const figures = Array.from({ length: outputs }, (_, k) => {
    const caption = second ? html`<span>${k}</span> ${speaksFor(second, k)}` : html`<span>${k}</span>`
    return html`<li>
      ${draw(k, `weights of ${what} ${k}`)}
      <p>${caption}</p>
    </li> `
  })
  const end = formatFixed(most, 2)
  return html`<p class="note">${meaningOf(layers)}</p>
    <p class="legend">
      <span>−${end}</span>
      <span class="ramp" role="img" aria-label="from ${below}, below 0, to ${above}, above 0"></span>
      <span>+${end}</span>
    </p>
    ${sheet(layers.length > 1 ? 'units' : 'digits', size, figures)}`
}

/** +3 −8: the digits with the largest and the smallest weight from this unit */
function speaksFor(W: Matrix, unit: number): Html | undefined {
  const K = W.shape[1]
  const row = Array.from({ length: K }, (_, k) => W.data[unit * K + k])
  if (!row.every(Number.isFinite)) return undefined
  const [most, least] = [row.indexOf(Math.max(...row)), row.indexOf(Math.min(...row))]
  return html`<span class="unseen">for</span><b class="above">+${most}</b> <span class="unseen">against</span
    ><b class="below">−${least}</b>`
}

function meaningOf(layers: readonly Matrix[]): string {
  return layers.length === 1
    ? `Each image shows the weights of one digit’s output. Ink on ${above} speaks for the digit, ink on ${below} against it.`
    : `Each image shows the weights of one of the ${layers[0].shape[1]} hidden units. Ink on ${above} wakes a hidden unit, ink on ${below} silences it. Below each image are the number of the unit, and the digits that it speaks for (+) and against (−) most.`
}
