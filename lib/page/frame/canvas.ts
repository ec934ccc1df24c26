import type { ImageSize } from '../../data/idx.ts'
import { inkBytes } from '../../pictures/pixels.ts'
import { type Html, html } from '../../report/html.ts'

/** The size of all images of the page. */
export const imageSize: ImageSize = { rows: 28, columns: 28 }

/** A canvas with one pixel per number. The style sheet enlarges it. */
export function canvasHtml(alt: string, kind: 'ink' | 'weights'): Html {
  const { rows, columns } = imageSize
  return html`<canvas
    class="pixels ${kind}"
    width="${columns}"
    height="${rows}"
    role="img"
    aria-label="${alt}"
  ></canvas>`
}

/** pixels: red, green, blue and opacity of each */
export function paintPixels(canvas: HTMLCanvasElement, pixels: Uint8ClampedArray<ArrayBuffer>): void {
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, canvas.width, canvas.height), 0, 0)
}

/** image: values from 0 (paper) to 1 (ink) */
export function paintInk(canvas: HTMLCanvasElement, image: ArrayLike<number>): void {
  const pixels = new Uint8ClampedArray(4 * canvas.width * canvas.height)
  inkBytes(image, imageSize).forEach((grey, i) => pixels.set([grey, grey, grey, 255], 4 * i))
  paintPixels(canvas, pixels)
}
