import { largestOf, weightPixels } from '../../pictures/pixels.ts'
import { confusionHtml } from '../../report/confusion.ts'
import { type Html, html } from '../../report/html.ts'
import { misreadHtml } from '../../report/misread.ts'
import { weightsHtml } from '../../report/weights.ts'
import { weightsOf } from '../../training/layer.ts'
import { findMisread } from '../../training/misread.ts'
import { canvasHtml, imageSize, paintInk, paintPixels } from '../frame/canvas.ts'
import { draw } from '../frame/dom.ts'
import type { Layer } from './messages.ts'

/** Draws the weights of the first layer, with an image for each unit. */
export function drawWeights(element: Element, layers: readonly Layer[]): void {
  if (layers.length === 0)
    return say(element, 'Every unit of the first layer has a weight for each pixel: pictures, once training has begun.')
  const all = layers.map(weightsOf)
  const [W] = all
  const most = largestOf(W.data)
  const content = weightsHtml(all, imageSize, most, (_unit, alt) => canvasHtml(alt, 'weights'))
  if (!content) return say(element, 'The first layer has no weight for each pixel: there are no pictures of it.')
  put(element, content)
  element.querySelectorAll('canvas').forEach((canvas, k) => paintPixels(canvas, weightPixels(W, k, most)))
}

/** Draws the confusion matrix. counts: 10 · 10, row-major; undefined if there are none yet */
export function drawConfusion(element: Element, counts: ArrayLike<number> | undefined): void {
  if (!counts) return say(element, 'The counts of each mistake appear here.')
  put(element, confusionHtml({ shape: [10, 10], data: counts }))
}

/** Draws misread digits of the test set. images, labels: the bytes of the two test files, headers included */
export function drawMisread(element: Element, predicted: Uint8Array, images: Uint8Array, labels: Uint8Array): void {
  const imageOf = (n: number): Float32Array =>
    Float32Array.from(images.subarray(16 + 784 * n, 16 + 784 * (n + 1)), (byte) => byte / 255)
  const misread = findMisread(predicted, labels.subarray(8), imageOf, 24)
  put(
    element,
    misreadHtml(misread, imageSize, (_one, alt) => canvasHtml(alt, 'ink')),
  )
  element.querySelectorAll('canvas').forEach((canvas, n) => paintInk(canvas, misread.shown[n].image))
}

export function forgetMisread(element: Element): void {
  say(element, 'Digits that it still misreads appear here.')
}

function say(element: Element, text: string): void {
  put(element, html`<p class="note">${text}</p>`)
}

function put(element: Element, content: Html | undefined): void {
  draw(element, content?.text ?? '')
}
