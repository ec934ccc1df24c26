import { expect, test } from 'vitest'
import { type ColourName, palette, paletteStyle, rgbOf } from '../../../lib/pictures/palette.ts'
import { picture } from '../../../lib/pictures/svg.ts'

/** The relative luminance of a colour (WCAG 2.2), from 0 to 1. */
function luminance(colour: string): number {
  const [red, green, blue] = rgbOf(colour).map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const text: readonly ColourName[] = ['ink', 'quiet', 'line', 'above', 'below', 'attention', 'done', 'wrong']
const pairs: readonly (readonly [ColourName, ColourName])[] = [
  ...text.flatMap((name) => [[name, 'paper'] as const, [name, 'ground'] as const]),
  ['wrong', 'wrong-ground'],
  ['on-line', 'line'],
  ['on-line', 'deep'],
]

test.each(pairs)('%s on %s can be read, light and dark', (name, ground) => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6)
  for (const screen of [0, 1] as const)
    expect(contrast(palette[name][screen], palette[ground][screen])).toBeGreaterThanOrEqual(4.5)
})

test('what is wrong and what is below 0 have different colours', () => {
  for (const screen of [0, 1] as const) expect(palette.wrong[screen]).not.toBe(palette.below[screen])
})

test('a picture carries the colours that it uses, and no others', () => {
  const { svg } = picture([9, 9], 'p', ['<path stroke="var(--wrong)"/>'])
  const names = [...svg.matchAll(/--([\w-]+):/g)].map(([, name]) => name)
  expect(names).toEqual(['paper', 'ink', 'wrong', 'paper', 'ink', 'wrong'])
  expect(paletteStyle(':root')).toContain('@media(prefers-color-scheme:dark){:root{--paper:#1b1b1f;')
})
