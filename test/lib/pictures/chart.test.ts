import { describe, expect, test } from 'vitest'
import { type Chart, chartMarkup, chartPicture, describeChart } from '../../../lib/pictures/chart.ts'
import { lossChart, meansOf, twoLossChart } from '../../../lib/pictures/loss-chart.ts'

const chart: Chart = { name: 'Loss', unit: 'step', end: 4, line: { x: [0, 1, 2, 3, 4], y: [4, NaN, 2, Infinity, 1] } }
const markup = (more: Partial<Chart> = {}): string => chartMarkup({ ...chart, ...more }, [400, 200])

const pointsOf = (text: string): number[][] =>
  (/<polyline points="([^"]*)"/.exec(text)?.[1] ?? '')
    .split(' ')
    .filter(Boolean)
    .map(Number)
    .reduce<number[][]>(
      (pairs, v, i) => (i % 2 === 0 ? [...pairs, [v]] : [...pairs.slice(0, -1), [...pairs[pairs.length - 1], v]]),
      [],
    )
const dotsOf = (text: string): number[][] =>
  [...text.matchAll(/M([\d.]+) ([\d.]+)h\.01/g)].map(([, x, y]) => [Number(x), Number(y)])

test('goes from left to right, down where numbers are less, and leaves out what is none', () => {
  const points = pointsOf(markup())
  expect(points).toEqual([
    [54, 14],
    [221, 93],
    [388, 132.5],
  ]) // y grows downwards: 4 is at the top, and 0 at 172
  expect(markup()).toContain('<circle cx="388.0" cy="132.5"')
})

test('has no shape for numbers that are none, however many', () => {
  for (const y of [[], [NaN], [NaN, -Infinity]]) {
    const text = markup({ line: { x: y.map((_, i) => i), y }, dots: { x: [1], y: [NaN] }, floor: NaN })
    expect(text).not.toMatch(/NaN|Infinity|undefined|circle/)
    expect(pointsOf(text)).toEqual([])
  }
})

test('the axis leaves out the highest fiftieth of the dots, and draws them at its top', () => {
  const y = Array.from({ length: 100 }, (_, i) => (i === 0 ? 1000 : 1))
  const dots = { x: y.map((_, i) => i / 25), y }
  const drawn = dotsOf(markup({ line: { x: [], y: [] }, dots }))
  expect(drawn).toHaveLength(100)
  expect(drawn[0]).toEqual([54, 14])
  expect(drawn[1][1]).toBe(14) // 1 is the top, and not 1000
})

test('of many dots a thousand are drawn, from all of its length', () => {
  const x = Array.from({ length: 20_000 }, (_, i) => i / 5000)
  const drawn = dotsOf(markup({ dots: { x, y: x } }))
  expect(drawn).toHaveLength(1000)
  expect(drawn[999][0]).toBeGreaterThan(386)
})

test('the axis begins at `from`, or a tenth below the least number, and ends at `to`', () => {
  const share = { from: 0.8, to: 1, show: (v: number) => `${100 * v} %` }
  const labels = (y: number[]) =>
    [...markup({ ...share, line: { x: y, y } }).matchAll(/text-anchor="end">([^<]+)</g)].map(([, text]) => text)
  expect(labels([0.9])).toEqual(['80 %', '85 %', '90 %', '95 %', '100 %'])
  expect(labels([0.42])[0]).toBe('40 %')
})

test('a floor is drawn where the line may come to it', () => {
  const drawn = (floor: number): boolean => markup({ floor }).includes('stroke-dasharray')
  expect([0, 0.5, 5].map(drawn)).toEqual([false, true, false])
})

describe('its words', () => {
  test('say where it began and where it is', () => {
    expect(describeChart(chart)).toBe('Loss: from 4 to 1 after 4 steps')
    expect(describeChart({ ...chart, unit: 'epoch' })).toBe('Loss: from 4 to 1 after 4.0 epochs')
    expect(describeChart({ ...chart, line: { x: [], y: [] } })).toBe('Loss: nothing yet')
    const at = Array.from({ length: 300 }, (_, i) => (i + 1) / 100)
    expect(describeChart(lossChart(at, at))).toMatch(/after 3\.0 epochs$/)
  })

  test('are in the file, which has a dark side', () => {
    const { svg } = chartPicture('mlp <minibatch>', chart)
    expect(svg).toContain('<title>mlp &lt;minibatch&gt;. Loss: from 4 to 1 after 4 steps</title>')
    expect(svg).toContain('prefers-color-scheme:dark')
  })
})

describe('the losses of a training', () => {
  test('are dots, and the means of each tenth of an epoch a line', () => {
    const at = Array.from({ length: 300 }, (_, i) => (i + 1) / 200)
    const late = (i: number): number => (i < 40 ? 1 + (i % 2) : 1)
    const losses = at.map((_, i) => (i < 20 ? 3 : late(i)))
    const { x, y } = meansOf(at, losses)
    expect(x.slice(0, 3).map((value) => Number(value.toFixed(2)))).toEqual([0.05, 0.15, 0.25])
    expect([x.length, ...y.slice(0, 3)]).toEqual([15, 3, 1.5, 1])
    const drawn = chartMarkup(lossChart(at, losses), [400, 200])
    expect([dotsOf(drawn).length, pointsOf(drawn).length]).toEqual([300, 15])
  })

  test('have a line through the mean of each epoch where it has few steps', () => {
    expect(meansOf([0.5, 1, 1.5, 2], [4, 2, 1, 0])).toEqual({ x: [0.5, 1.5], y: [3, 0.5] })
    expect(meansOf([], [])).toEqual({ x: [], y: [] })
  })

  test('fit on the axis also when a training was stopped in an epoch', () => {
    expect([lossChart([0.5, 1.5], [2, 1]).end, lossChart([1, 2], [2, 1]).end, lossChart([], []).end]).toEqual([2, 2, 1])
    expect(lossChart([0.5], [2], 10).end).toBe(10)
  })
})

test('a second line is dashed, has the same axis, and both have names', () => {
  const two = twoLossChart({ training: [2, 1, 0.5], validation: [2.5, 2, 3] })
  const { svg, text } = chartPicture('Two', two)
  const lines = [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points.split(' '))
  const columns = lines.map((numbers) => numbers.filter((_, i) => i % 2 === 0))
  expect(columns).toEqual([1, 2].map(() => ['272.0', '490.0', '708.0']))
  expect(svg).toMatch(/>training<[\s\S]*>validation</)
  expect(svg.match(/stroke-dasharray/g)).toHaveLength(2) // the line, and its piece in the legend
  expect(text).toBe(
    'Two. Loss, training: from 2 to 0.5 after 3.0 epochs. Loss, validation: from 2.5 to 3 after 3.0 epochs',
  )
})
