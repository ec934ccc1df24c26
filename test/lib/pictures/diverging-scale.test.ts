import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Colour, colourOf, explainWeights, legendOf, scaleStyle } from '../../../lib/pictures/diverging-scale.ts'
import { page } from '../../../lib/report/page.ts'
import { weightImages } from '../../../lib/report/weights.ts'

/** One digit and two pixels: its weight is above 0 at the first, and below 0 at the second. */
const layer = { W: { shape: [2, 1], data: [0.5, -0.5] } }

/** which of two colours this is, by its hue */
const hue = ([red, , blue]: Colour): 'red' | 'blue' => (blue > red ? 'blue' : 'red')

/** the hues at the two ends of a legend, by the CSS that paints it */
function endsOf(css: string): string[] {
  const [, from, to] =
    /\.ramp \{ background: linear-gradient\(to right, (.+?), var\(--paper\), (.+)\); \}/.exec(css) ?? []
  return [from, to].map((end) => hue(hexOf(css, end)))
}

/** #0b62d6, or a variable that has such a value, as three numbers */
function hexOf(css: string, value: string): Colour {
  const [, name] = /var\((.+)\)/.exec(value) ?? []
  const text = name ? (new RegExp(`${name}: (#\\w+)`).exec(css)?.[1] ?? '') : value
  return [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)) as unknown as Colour
}

const endsInWords = (words: string): string[] => [...words.matchAll(/red|blue/g)].map(([name]) => name)

test('a weight above 0 has one colour in picture, legend, labels and sentence of a report', () => {
  const { text = '' } = weightImages([layer], { rows: 1, columns: 2 }) ?? {}
  const png = Buffer.from(/base64,([^"]+)"/.exec(text)?.[1] ?? '', 'base64')
  const [, ...pixels] = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)))
  expect(hue([pixels[0], pixels[1], pixels[2]])).toBe('blue')
  expect(hue([pixels[4], pixels[5], pixels[6]])).toBe('red')
  expect(endsInWords(/aria-label="(from .+?)"/.exec(text)?.[1] ?? '')).toEqual(['red', 'blue'])
  expect(text).toMatch(/−0\.50[\s\S]*class="ramp"[\s\S]*\+0\.50/)
  expect(text).toContain('Ink on blue speaks for the digit, ink on red against it.')
  const document = page({ title: '', about: '', sections: [], made: '' })
  expect(endsOf(document)).toEqual(['red', 'blue'])
  expect(hue(hexOf(document, 'var(--above)'))).toBe('blue')
  expect(document).toContain('.above { color: var(--above); }')
})

test.each(['light', 'dark'] as const)('and on the page, %s', (scheme) => {
  expect(layer.W.data.map((w) => hue(colourOf(w, 0.5, scheme)))).toEqual(['blue', 'red'])
  const css = scaleStyle(false)
    .split('\n')
    .slice(scheme === 'dark' ? 1 : 0)
    .join('\n')
  expect(endsOf(css)).toEqual(['red', 'blue'])
  const { from, to, words } = legendOf(0.5)
  expect([from, to, ...endsInWords(words)]).toEqual(['−0.50', '+0.50', 'red', 'blue'])
  expect(explainWeights(true)).toMatch(/blue speaks for the digit, .*red against/)
  expect(explainWeights(false)).toMatch(/blue wakes a hidden unit, .*red silences/)
})

test('zero is the paper, the ends are as strong as it gets, and what is no number is grey', () => {
  expect(colourOf(0, 2, 'light')).toEqual([255, 255, 255])
  expect(colourOf(9, 2, 'light')).toEqual(colourOf(2, 2, 'light'))
  expect(new Set(colourOf(NaN, 2, 'dark')).size).toBe(1)
})
