import type { ImageSize } from '../data/idx.ts'
import { quantile } from '../stats.ts'
import { palette, rgbOf } from './palette.ts'

/**
 * A digit in black ink on white paper: a byte for each of rows · columns values in [0, 1], in row-major order. Missing values are paper.
 * Style sheets invert such images on dark screens.
 */
export function inkBytes(image: ArrayLike<number>, { rows, columns }: ImageSize): Uint8Array {
  return Uint8Array.from({ length: rows * columns }, (_, i) => 255 - Math.round(255 * (image[i] ?? 0)))
}

/** The weights of a layer: (inputs, outputs) */
export interface Matrix {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
}

const [above, below, none] = [palette['image-above'], palette['image-below'], palette['image-none']].map(([colour]) =>
  rgbOf(colour),
)

/**
 * The weights of one output as an image: red, green, blue and opacity of each pixel, from 0 to 255. The scale goes from −most to most.
 * Zero is transparent, so the image works on light and dark paper. NaN is grey.
 */
export function weightPixels(
  { shape: [inputs, outputs], data }: Matrix,
  output: number,
  most: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * inputs)
  for (let i = 0; i < inputs; i++) {
    const value = data[i * outputs + output]
    const isNumber = Number.isFinite(value)
    const side = value < 0 ? below : above
    const [red, green, blue] = isNumber ? side : none
    pixels[4 * i] = red
    pixels[4 * i + 1] = green
    pixels[4 * i + 2] = blue
    pixels[4 * i + 3] = isNumber ? (255 * Math.abs(value)) / most : 255
  }
  return pixels
}

/** The end of the scale for these weights: their 99 % quantile, since a few outliers would make all others pale. */
export function largestOf(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).map(Math.abs), 0.99) || 1
}
