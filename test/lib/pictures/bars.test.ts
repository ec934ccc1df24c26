import { expect, test } from 'vitest'
import { barOf, bars, uprightBars } from '../../../lib/pictures/bars.ts'

test('a bar begins at 0, and the ends of the axis cut it', () => {
  expect(barOf(1, -2, 2)).toEqual({ start: 0.5, length: 0.25, kind: 'above' })
  expect(barOf(-1, -2, 2)).toEqual({ start: 0.25, length: 0.25, kind: 'below' })
  expect([Infinity, -Infinity, 9].map((v) => barOf(v, -2, 2).length)).toEqual([0.5, 0.5, 0.5])
  expect(barOf(0, 0, 0)).toEqual({ start: 0, length: 0, kind: 'above' })
})

test('NaN is a frame as long as the axis, in the colour of what is wrong', () => {
  expect(barOf(NaN, -2, 2)).toEqual({ start: 0, length: 1, kind: 'nothing' })
  const upright = uprightBars([1, NaN, Infinity, -Infinity], 'four', { from: -2, to: 2 })
  const { svg } = bars('p', [{ name: 'naive', values: [1, NaN, Infinity] }])
  for (const text of [upright, svg])
    expect(text.match(/<rect [^>]*stroke="var\(--wrong\)" stroke-dasharray/g)).toHaveLength(1)
  expect(upright).not.toMatch(/NaN|Infinity/)
})

const heights = (text: string): number[] =>
  [...text.matchAll(/ height="([\d.]+)" fill/g)].map(([, high]) => Number(high))

test('upright bars are as high as their values, and one may stand out', () => {
  const text = uprightBars([1, 2, -0.5], 'three <times>', { from: -2, to: 2, chosen: 1 })
  expect(heights(text)).toEqual([25, 50, 12.5])
  expect(
    [...text.matchAll(/fill="var\(--(\w+)\)" fill-opacity="([\d.]+)"/g)].map(([, kind, shade]) => [kind, shade]),
  ).toEqual([
    ['above', '0.65'],
    ['above', '1'],
    ['below', '0.65'],
  ])
  expect(text).toContain('<title>three &lt;times&gt;</title>')
  expect(uprightBars([], 'none', { to: -Infinity })).not.toMatch(/NaN|Infinity/)
})
