import { type Colour, type Scheme, colourOf } from '../../pictures/diverging-scale.ts'

const dark = matchMedia('(prefers-color-scheme: dark)')

/** calls back when the colour scheme changes; returns what ends it */
export function onScheme(listener: () => void): () => void {
  dark.addEventListener('change', listener)
  return () => dark.removeEventListener('change', listener)
}

/**
 * Paints width · height numbers, one pixel each, on the scale from −most to most. `at` gives number i. The canvas has as many pixels as
 * there are numbers, and the style sheet makes them large.
 */
export function paint(canvas: HTMLCanvasElement, at: (i: number) => number, most: number): void {
  const { colours, none } = ramps[dark.matches ? 'dark' : 'light']
  fill(canvas, (i) => {
    const value = at(i)
    return Number.isFinite(value) ? colours[steps + Math.round(Math.max(-1, Math.min(1, value / most)) * steps)] : none
  })
}

/** Paints numbers from 0, paper, to 1, ink: black on white, or white on black in the dark. */
export function paintInk(canvas: HTMLCanvasElement, at: (i: number) => number): void {
  const [paper, ink] = dark.matches ? [27, 240] : [255, 20]
  fill(canvas, (i) => {
    const grey = paper + (ink - paper) * at(i)
    return packColour([grey, grey, grey])
  })
}

/** so many colours on either side of zero, each as a pixel */
const steps = 127
const ramps = { light: ramp('light'), dark: ramp('dark') }

function ramp(scheme: Scheme): { colours: Uint32Array; none: number } {
  const colours = Uint32Array.from({ length: 2 * steps + 1 }, (_, i) => packColour(colourOf(i - steps, steps, scheme)))
  return { colours, none: packColour(colourOf(NaN, 1, scheme)) }
}

/** red, green, blue as a pixel of ImageData, which is little-endian wherever there are browsers */
function packColour([red, green, blue]: Colour): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
}

function fill(canvas: HTMLCanvasElement, pixel: (i: number) => number): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const image = context.createImageData(canvas.width, canvas.height)
  const pixels = new Uint32Array(image.data.buffer)
  for (let i = 0; i < pixels.length; i++) pixels[i] = pixel(i)
  context.putImageData(image, 0, 0)
}
