/** Red below zero, blue above, and at zero the paper, so that nothing looks like nothing in both colour schemes. */
const schemes = {
  light: { zero: [255, 255, 255], below: [190, 24, 38], above: [11, 98, 214] },
  dark: { zero: [27, 27, 31], below: [255, 122, 107], above: [106, 176, 255] },
} as const

const dark = matchMedia('(prefers-color-scheme: dark)')

/** calls back when the colour scheme changes; returns what ends it */
export function onScheme(listener: () => void): () => void {
  dark.addEventListener('change', listener)
  return () => dark.removeEventListener('change', listener)
}

/**
 * Paints width · height numbers, one pixel each: −most red … 0 paper … most blue. `at` gives number i.
 * The canvas has as many pixels as there are numbers; the style sheet makes them large.
 */
export function paint(canvas: HTMLCanvasElement, at: (i: number) => number, most: number): void {
  const colours = ramps[dark.matches ? 'dark' : 'light']
  fill(canvas, (i) => colours[steps + Math.round(Math.max(-1, Math.min(1, at(i) / most || 0)) * steps)])
}

/** Paints numbers from 0, paper, to 1, ink: black on white, or white on black in the dark. */
export function paintInk(canvas: HTMLCanvasElement, at: (i: number) => number): void {
  const [paper, ink] = dark.matches ? [27, 240] : [255, 20]
  fill(canvas, (i) => packed(() => paper + (ink - paper) * at(i)))
}

/** so many colours on either side of zero, each as a pixel */
const steps = 127
const ramps = { light: ramp('light'), dark: ramp('dark') }

function ramp(scheme: keyof typeof schemes): Uint32Array {
  const { zero, below, above } = schemes[scheme]
  return Uint32Array.from({ length: 2 * steps + 1 }, (_, i) => {
    const share = Math.abs(i - steps) / steps
    const end = i < steps ? below : above
    return packed((c) => zero[c] + (end[c] - zero[c]) * share)
  })
}

/** red, green, blue as a pixel of ImageData, which is little-endian wherever there are browsers */
function packed(channel: (c: number) => number): number {
  return ((255 << 24) | (channel(2) << 16) | (channel(1) << 8) | channel(0)) >>> 0
}

function fill(canvas: HTMLCanvasElement, pixel: (i: number) => number): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const image = context.createImageData(canvas.width, canvas.height)
  const pixels = new Uint32Array(image.data.buffer)
  for (let i = 0; i < pixels.length; i++) pixels[i] = pixel(i)
  context.putImageData(image, 0, 0)
}
