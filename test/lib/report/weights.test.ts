import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Rgb, rgbOf } from '../../../lib/pictures/palette.ts'
import { largestOf, weightPixels } from '../../../lib/pictures/pixels.ts'
import { rgbaPng } from '../../../lib/pictures/png.ts'
import { html } from '../../../lib/report/html.ts'
import { image, page } from '../../../lib/report/page.ts'
import { weightsHtml } from '../../../lib/report/weights.ts'

/** One digit and two pixels: its weight is above 0 at the first, and below 0 at the second. */
const layer = { W: { shape: [2, 1], data: [0.5, -0.5] } }

/** which of two colours this is, by its hue */
const hue = ([red, , blue]: Rgb): 'orange' | 'blue' => (blue > red ? 'blue' : 'orange')

/** the values of a variable of a style sheet, light and dark */
function hexesOf(css: string, name: string): Rgb[] {
  return [...css.matchAll(new RegExp(`--${name}:(#\\w+)`, 'g'))].map(([, colour]) => rgbOf(colour))
}

const endsInWords = (words: string): string[] => [...words.matchAll(/orange|blue/g)].map(([name]) => name)

test('a weight above 0 has one colour in picture, legend, labels and sentence, light and dark', () => {
  const draw = (output: number, alt: string) =>
    image('image/png', rgbaPng(2, 1, weightPixels(layer.W, output, 0.5)), alt)
  const { text = '' } = weightsHtml([layer.W], { rows: 1, columns: 2 }, 0.5, draw) ?? {}
  const png = Buffer.from(/base64,([^"]+)"/.exec(text)?.[1] ?? '', 'base64')
  const [, ...pixels] = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)))
  expect(hue([pixels[0], pixels[1], pixels[2]])).toBe('blue')
  expect(hue([pixels[4], pixels[5], pixels[6]])).toBe('orange')
  expect(endsInWords(/aria-label="(from .+?)"/.exec(text)?.[1] ?? '')).toEqual(['orange', 'blue'])
  expect(text).toMatch(/−0\.50[\s\S]*class="ramp"[\s\S]*\+0\.50/)
  expect(text).toContain('Ink on blue speaks for the digit, ink on orange against it.')
  const document = page({ title: '', about: '', sections: [], made: '' })
  expect(document).toContain('linear-gradient(to right, var(--image-below), var(--paper), var(--image-above))')
  for (const side of ['above', 'below'] as const) {
    expect(document).toMatch(new RegExp(`\\.${side} \\{\\s*color: var\\(--${side}\\);`))
    const colours = [...hexesOf(document, side), ...hexesOf(document, `image-${side}`)]
    expect(colours.map(hue)).toEqual(Array(4).fill(side === 'above' ? 'blue' : 'orange'))
  }
})

/** 4 pixels, 2 outputs: a column each */
const two = { W: { shape: [4, 2], data: [1, -2, 0, 0, -0.5, 4, NaN, 2] } }

const pixelsOf = (output: number): number[][] => {
  const bytes = Array.from(weightPixels(two.W, output, 2))
  return [0, 1, 2, 3].map((i) => bytes.slice(4 * i, 4 * i + 4))
}

test('an output’s weights are its column: nothing at 0, grey for what is no number', () => {
  const [up, zero, down, none] = pixelsOf(0)
  expect([up[3], zero[3], down[3], none[3]]).toEqual([128, 0, 64, 255])
  expect(new Set(none.slice(0, 3)).size).toBe(1)
})

test('beyond the scale the colour is as strong as it gets', () => {
  expect(pixelsOf(1).map(([, , , opacity]) => opacity)).toEqual([255, 0, 255, 255])
})

test('the scale leaves out a few outliers, and what is no number', () => {
  const data = Array.from({ length: 201 }, (_, i) => -i / 200)
  data[7] = 1000
  data[9] = NaN
  expect(largestOf(data)).toBeCloseTo(0.99, 1)
  expect(largestOf([0])).toBe(1)
})

const second = { W: { shape: [2, 3], data: [0.1, 0.3, -0.2, 5, -5, 0] } }
const draw = (output: number, alt: string) => html`<img src="${output}" alt="${alt}" />`

test('hidden units say for which digit they speak, and against which', () => {
  const { text = '' } = weightsHtml([two.W, second.W], { rows: 1, columns: 4 }, 2, draw) ?? {}
  expect(text.match(/<img src="\d" alt="weights of hidden unit \d"/g)).toHaveLength(2)
  const said = [...text.matchAll(/<b class="above">(.+?)<\/b>[\s\S]*?<b class="below">(.+?)<\/b>/g)].map(
    ([, most, least]) => [most, least],
  )
  expect(said).toEqual([
    ['+1', '−2'],
    ['+0', '−1'],
  ])
  expect(text).toMatch(/blue wakes a hidden unit, .*orange silences/)
})

test('inputs that are not the pixels of an image have no images', () => {
  expect(weightsHtml([two.W], { rows: 2, columns: 3 }, 2, draw)).toBeUndefined()
})

test('a PNG in colour holds four bytes a pixel, and refuses another number', () => {
  const png = rgbaPng(1, 2, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))
  const view = new DataView(png.buffer)
  expect(png[25]).toBe(6) // the colour type of IHDR
  const length = view.getUint32(33)
  expect(Array.from(inflateSync(png.subarray(41, 41 + length)))).toEqual([0, 1, 2, 3, 4, 0, 5, 6, 7, 8])
  expect(() => rgbaPng(1, 1, new Uint8Array(3))).toThrow('rgbaPng wants 4 × 1 × 1 = 4 bytes, but got 3.')
})
