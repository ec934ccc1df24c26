import { expect, test } from 'vitest'
import { circuit } from '../../../lib/pictures/circuit.ts'
import { rowsOf } from '../../../lib/pictures/svg.ts'

const steps = [
  { name: 'x', column: 0, row: 1, isEnd: true },
  { name: 'f', column: 1, row: 1 },
  { name: 'g <', column: 2, row: 0 },
]
const wires = [
  { from: 0, to: 1, name: 'x', value: 2, gradient: -36 },
  { from: 1, to: 2, name: 'u', value: 0.5, gradient: 24, isShare: true },
]
const { svg, text } = circuit('two steps', steps, wires)

const placeOf = (words: string): { y: number; anchor: string; colour: string } => {
  const [, y, anchor, colour] = new RegExp(
    `<text x="[\\d.]+" y="([\\d.]+)" text-anchor="(\\w+)" style="fill:var\\(--(\\w+)\\)">${words}</text>`,
  ).exec(svg) ?? ['', 'NaN', '', '']
  return { y: Number(y), anchor, colour }
}

test('each wire has its value above it, and its gradient below', () => {
  expect(placeOf('x = 2')).toMatchObject({ anchor: 'middle', colour: 'above' })
  expect(placeOf('dx = −36')).toMatchObject({ anchor: 'middle', colour: 'below' })
  expect(placeOf('x = 2').y).toBeLessThan(placeOf('dx = −36').y)
})

test('beside a wire that rises the words stand left and right of its middle, and a share is a number alone', () => {
  expect(placeOf('u = 0.5')).toMatchObject({ anchor: 'end', colour: 'above' })
  expect(placeOf('24')).toMatchObject({ anchor: 'start', colour: 'below' })
})

test('the words of the picture say every wire, and names are escaped', () => {
  const rows = ['x → f: x = 2, dx = −36', 'f → g <: u = 0.5, share = 24']
  expect(rowsOf(svg)).toEqual(['two steps', ...rows])
  expect(text).toBe(`two steps. ${rows.join('; ')}`)
  expect(svg).toContain('>g &lt;</text>')
})
