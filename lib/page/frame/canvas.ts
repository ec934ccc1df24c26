import type { ImageSize } from '../../data/idx.ts'
import { inkBytes } from '../../pictures/pixels.ts'
import { type Html, html } from '../../report/html.ts'

/** All images of the page. */
export const imageSize: ImageSize = { rows: 28, columns: 28 }

/** A canvas with a pixel for each number, which a style sheet makes large. */
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

/** red, green, blue and opacity of each pixel */
export function paintPixels(canvas: HTMLCanvasElement, pixels: Uint8ClampedArray<ArrayBuffer>): void {
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, canvas.width, canvas.height), 0, 0)
}

/** values from 0, paper, to 1, ink */
export function paintInk(canvas: HTMLCanvasElement, image: ArrayLike<number>): void {
  const pixels = new Uint8ClampedArray(4 * canvas.width * canvas.height)
  inkBytes(image, imageSize).forEach((grey, i) => pixels.set([grey, grey, grey, 255], 4 * i))
  paintPixels(canvas, pixels)
}
