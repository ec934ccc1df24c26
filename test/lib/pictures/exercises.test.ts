/// <reference types="vite/types/importMeta.d.ts" />
import { describe, expect, test } from 'vitest'
import { exercises } from '../../../lib/course/exercises.ts'
import { Mismatch } from '../../../lib/judge/assert/mismatch.ts'
import { pictureOfMismatch } from '../../../lib/judge/pictures.ts'
import { armFilm } from '../../../lib/pictures/arm.ts'
import { bars } from '../../../lib/pictures/bars.ts'
import { comparison, heatMaps } from '../../../lib/pictures/heat.ts'
import { gradientScatter } from '../../../lib/pictures/gradient-scatter.ts'
import { type Picture, blocks, rowsOf } from '../../../lib/pictures/svg.ts'
import { matrix, vector, zeros } from '../../../lib/tensor.ts'

const pictures = import.meta.glob<{ picture(): Picture }>('../../pictures/*/*.ts')
const drawn = exercises.filter(({ stage }) => stage !== '9-speed')

test.each(drawn)('$id $name has a picture of what it becomes, with a title and words', async ({ path }) => {
  const { svg, text } = (await pictures[`../../pictures/${path}.ts`]()).picture()
  expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 [\d.]+ [\d.]+"[\s\S]*<\/svg>\s*$/)
  // a number that is none would be a shape that is not there; only what a label says may be one
  const words = /<text[\s\S]*?<\/text>|<(title|metadata)>[\s\S]*?<\/\1>/g
  expect(svg.replace(words, '')).not.toMatch(/NaN|undefined|Infinity/)
  expect(text.length).toBeGreaterThan(10)
  expect(text).not.toContain('\n')
  const width = Number(/ width="(\d+)"/.exec(svg)?.[1] ?? 0)
  expect(width).toBeLessThan(730)
})

describe('a comparison', () => {
  const boxes = (svg: string) => svg.match(/stroke-width="3"/g)?.length ?? 0

  test('boxes the first wrong entry in all three, and only that', () => {
    const picture = comparison('y', matrix([1, 2], [3, 4]), matrix([1, 2], [0, 0]))
    expect(boxes(picture?.svg ?? '')).toBe(3)
    expect(picture?.svg).toContain('>−3<')
    expect(picture?.text).toContain('y: expected, yours, and the difference')
  })

  test('has the name of what was compared, without the comma that a message goes on after', () => {
    const evidence = { name: 'dW2, gradient[1].W,', expected: matrix([1, 3]), received: matrix([1, 2]) }
    expect(pictureOfMismatch(new Mismatch('wrong', undefined, evidence))?.text).toMatch(
      /^dW2, gradient\[1\]\.W: expected, yours/,
    )
  })

  test('sees NaN where a number was expected', () => {
    expect(boxes(comparison('y', vector(1, 2), vector(1, NaN))?.svg ?? '')).toBe(3)
  })

  test('of another shape shows both, without a difference', () => {
    const { svg, text } = comparison('y', matrix([1, 2]), matrix([1], [2])) ?? { svg: '', text: '' }
    expect(text).toContain('another shape')
    expect(svg).toContain('(2, 1)')
    expect(svg).not.toContain('yours − expected')
  })

  test('of single numbers says no more than the words', () => {
    expect(comparison('L', vector(1), vector(2))).toBeUndefined()
  })

  test('moves its window to a wrong entry far down', () => {
    const received = zeros([40, 40])
    received.data[39 * 40 + 39] = 1
    expect(boxes(comparison('y', zeros([40, 40]), received)?.svg ?? '')).toBe(3)
  })
})

test('slopes count what differs, and paint it in another colour', () => {
  const { svg, text } = gradientScatter('g', [1, 2, -3], [1, 2, 3])
  expect(text).toBe('g: 1 of 3 differ')
  expect(svg.match(/circle[^>]*--wrong/g)).toHaveLength(1)
  expect(gradientScatter('g', [1, 2], [1, 2]).text).toBe('g: 2 are equal')
  expect(gradientScatter('g', [1, 200], [1 + 2e-7, 200]).text).toBe('g: 2 agree to 6 digits')
  expect(gradientScatter('g', [0, NaN], [0, 1]).text).toBe('g: 1 of 2 differ')
})

test('a film moves from its first frame to its last, and says where it ends', () => {
  const frames = [
    [
      [0, 0],
      [0, 1],
    ],
    [
      [0, 0],
      [1, 0],
    ],
  ] as const
  const { svg, text } = armFilm('arm', [{ name: 'yours', frames }], [2, 0])
  expect(text).toBe('arm; from the target at the end: yours 1.000')
  const points = (/attributeName="points"[^>]*values="([^"]*)"/.exec(svg)?.[1] ?? '').split(';')
  expect(points[0]).not.toBe(points.at(-1))
})

test('names are escaped: a title is no markup', () => {
  expect(heatMaps('<script>', [{ name: '"&', tensor: vector(1, 2) }]).svg).not.toContain('<script>')
  expect(bars('a<b', [{ name: 'x', values: [1] }]).svg).toContain('a&lt;b')
})

test('a picture holds what a terminal shows in its place', () => {
  const rows = (drawn: Picture): readonly string[] => rowsOf(drawn.svg)
  expect(rows(heatMaps('a < "b" · c', [{ name: 'x', tensor: matrix([1, 2]) }]))).toEqual([
    'a < "b" · c',
    'x (1, 2) [1 2]',
  ])
  const some = zeros([2, 7])
  some.data[13] = -1
  expect(rows(heatMaps('x', [{ name: 'x', tensor: some }]))).toEqual([
    'x',
    'x (2, 7)',
    '  [ 0  0  0  0  0  0  0]',
    '  [ 0  0  0  0  0  0 −1]',
  ])
  const many = zeros([13, 6])
  many.data[5] = 1
  const shown = rows(heatMaps('x', [{ name: 'x', tensor: many }]))
  expect([shown[1], shown[2], shown.length]).toEqual(['x (13, 6)', '  ▁▁▁▁▁█', 14])
  expect(rows(bars('p', [{ name: 'naive', values: [1, NaN] }]))).toEqual(['p', 'naive █× 1 NaN'])
  expect(rows(bars('p', [{ name: 'L', values: [0.25] }], ['a', 'b']))).toEqual(['p', 'L 0.25'])
  expect(rows(bars('p', [{ name: 'L', values: [0.25, 1] }], ['a', 'b']))).toEqual(['p', 'L ▃█ a: 0.25  b: 1'])
  const long = [...Array.from({ length: 9 }, () => 1), NaN]
  expect(rows(bars('p', [{ name: 'many', values: long }]))).toEqual(['p', 'many █████████×   × is no finite number'])
  expect(rows(gradientScatter('g', [1], [1]))).toEqual(['g: 1 are equal'])
  expect(rowsOf('<svg><metadata>{</metadata></svg>')).toEqual([])
  expect(rowsOf('<svg></svg>')).toEqual([])
})

test('blocks', () => {
  expect(blocks([0, 0.5, 1, NaN])).toBe('▁▅█×')
})
