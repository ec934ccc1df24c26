import { describe, expect, test } from 'vitest'
import { comparison, heatMaps } from '../../../lib/pictures/heat.ts'
import { bandsOf, panelsOf } from '../../../lib/pictures/panels.ts'
import { rowsOf } from '../../../lib/pictures/svg.ts'
import { type Tensor, matrix, tensor, vector, zeros } from '../../../lib/tensor.ts'

/** 1, 2, 3, … in a tensor of this shape */
function counting(...shape: number[]): Tensor {
  const count = shape.reduce((product, n) => product * n, 1)
  return tensor(
    shape,
    Array.from({ length: count }, (_, i) => i + 1),
  )
}

/** the same tensor with another number at one place of the data */
function spoilt(x: Tensor, at: number): Tensor {
  return { ...x, data: x.data.map((v, i) => (i === at ? -v - 9 : v)) }
}

interface Drawn {
  readonly x: number
  readonly y: number
  readonly name: string
  readonly caption: string
  readonly numbers: readonly string[]
  /** the boxed number */
  readonly boxed?: string
}

/** The panels of a picture, as they are drawn. */
function panelsIn(svg: string): Drawn[] {
  return Array.from(svg.matchAll(/<g transform="translate\((\d+) (\d+)\)">(.*?)<\/g>/gs), ([, x, y, body]) => {
    const [name, caption, ...numbers] = Array.from(body.matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text]) => text)
    const [, boxed] = /stroke-width="3"\/><text[^>]*>([^<]*)</.exec(body) ?? []
    return { x: Number(x), y: Number(y), name, caption, numbers, boxed }
  })
}

describe('a tensor of more than two axes', () => {
  test('has a panel for each image and channel, below its index', () => {
    const { svg, text } = heatMaps('title', [{ name: 'x', tensor: counting(2, 2, 2, 2) }])
    expect(panelsIn(svg).map(({ name, caption, numbers }) => [name, caption, ...numbers])).toEqual([
      ['x', '[0, :, :, 0] of (2, 2, 2, 2)', '1', '3', '5', '7'],
      ['x', '[0, :, :, 1]', '2', '4', '6', '8'],
      ['x', '[1, :, :, 0]', '9', '11', '13', '15'],
      ['x', '[1, :, :, 1]', '10', '12', '14', '16'],
    ])
    expect(text).toBe('title: x (2, 2, 2, 2)')
    expect(svg).not.toContain('more plane')
  })

  test('says in words what its panels show, in numbers or in blocks', () => {
    const rows = (x: Tensor) => rowsOf(heatMaps('title', [{ name: 'x', tensor: x }]).svg)
    expect(rows(counting(2, 1, 2, 2))).toEqual([
      'title',
      'x (2, 1, 2, 2)',
      '  [0, :, :, 0] [1 3]',
      '  [0, :, :, 1] [2 4]',
      '  [1, :, :, 0] [5 7]',
      '  [1, :, :, 1] [6 8]',
    ])
    expect(rows(counting(2, 2, 4)).slice(0, 5)).toEqual([
      'title',
      'x (2, 2, 4)',
      '  [0, :, :]',
      '  [1 2 3 4]',
      '  [5 6 7 8]',
    ])
    expect(rows(counting(1, 2, 3, 13)).slice(-4)).toEqual(['  [0, :, :, 11]', '  ▂▃▄', '  ▆▇█', '… and 1 more plane'])
    expect(rows(zeros([2, 0, 3]))).toEqual(['title', 'x (2, 0, 3)'])
  })

  test('has at most twelve panels, and says how many planes have none', () => {
    const { svg } = heatMaps('title', [{ name: 'x', tensor: counting(1, 2, 2, 17) }])
    expect(panelsIn(svg)).toHaveLength(12)
    expect(svg).toContain('>… and 5 more planes<')
    const pair = heatMaps('title', [
      { name: 'x', tensor: counting(1, 2, 2, 17) },
      { name: 'y', tensor: counting(1, 2, 2, 5) },
    ])
    expect(panelsIn(pair.svg)).toHaveLength(11)
    expect(pair.svg).toContain('>… and 11 more planes of x<')
    const many = Array.from({ length: 14 }, (_, i) => ({ name: `x${i}`, tensor: counting(2, 2, 2) }))
    expect(panelsIn(heatMaps('title', many).svg)).toHaveLength(14)
    for (let boxed = 0; boxed < 20; boxed += 4) {
      const five = many.map(({ name }) => ({ name, tensor: counting(5, 2, 2), boxed }))
      const captions = panelsIn(heatMaps('title', five).svg).flatMap(({ caption, boxed: one }) =>
        one ? [caption] : [],
      )
      expect(captions).toEqual(Array(14).fill(`[${boxed / 4}, :, :] of (5, 2, 2)`))
    }
  })

  test('begins a new line, and one of the same shape has the same plane beside it', () => {
    const x = counting(1, 2, 2, 2)
    const alike = panelsIn(
      heatMaps(
        't',
        [x, x].map((one, i) => ({ name: `x${i}`, tensor: one })),
      ).svg,
    )
    expect(alike.map(({ name, caption }) => `${name} ${caption.slice(0, 12)}`)).toEqual([
      'x0 [0, :, :, 0]',
      'x1 [0, :, :, 0]',
      'x0 [0, :, :, 1]',
      'x1 [0, :, :, 1]',
    ])
    expect(alike[0].y).toBe(alike[1].y)
    expect(alike[2].y).toBe(alike[3].y)
    expect(alike[2].y).toBeGreaterThan(alike[0].y)
    expect([alike[2].x, alike[3].x]).toEqual([alike[0].x, alike[1].x])
    const mixed = panelsIn(
      heatMaps(
        't',
        [x, matrix([1, 2])].map((one, i) => ({ name: `x${i}`, tensor: one })),
      ).svg,
    )
    expect(mixed.map(({ name }) => name)).toEqual(['x0', 'x0', 'x1'])
    expect(new Set(mixed.map(({ y }) => y)).size).toBe(2)
  })

  test('has room for its captions beside each other', () => {
    const [a, b] = panelsIn(heatMaps('t', [{ name: 'x', tensor: counting(1, 2, 1, 2) }]).svg)
    expect(b.x - a.x).toBeGreaterThan(5.5 * a.caption.length)
  })

  test('of any rank and size is drawn, with no shape of a number that is none', () => {
    for (const shape of [
      [],
      [0],
      [3, 0],
      [0, 2, 2],
      [2, 3, 0],
      [1, 1, 1, 1],
      [2, 1, 1, 3],
      [2, 1, 2, 2, 1, 2],
      [3, 40, 40, 9],
    ]) {
      const { svg } = heatMaps('t', [{ name: 'x', tensor: counting(...shape) }])
      expect(svg, String(shape)).not.toMatch(/NaN|undefined|∞|Infinity/)
      expect(panelsIn(svg).length).toBeGreaterThan(0)
    }
  })
})

describe('a comparison of tensors of more than two axes', () => {
  const x = counting(2, 2, 3, 2)
  const drawn = (received: Tensor, expected = x, ...plane: [rows: number, columns: number][]) =>
    panelsIn(comparison('y', expected, received, ...plane)?.svg ?? '')

  test('has a line for each plane, and boxes the first wrong entry in its plane only', () => {
    const panels = drawn(spoilt(x, 15))
    expect(panels).toHaveLength(12)
    expect(panels.slice(9).map(({ name, caption, boxed }) => [name, caption, boxed])).toEqual([
      ['expected', '[1, :, :, 1]', '16'],
      ['yours', '[1, :, :, 1]', '−25'],
      ['yours − expected', '[1, :, :, 1]', '−41'],
    ])
    expect(panels.filter(({ boxed }) => boxed !== undefined)).toHaveLength(3)
  })

  test('stands on one line, without numbers if they do not fit', () => {
    for (const [columns, hasNumbers] of [
      [1, true],
      [5, true],
      [6, false],
      [28, false],
    ] as const) {
      const large = counting(1, 3, columns, 1)
      const panels = drawn(spoilt(large, 2), large)
      expect(new Set(panels.map(({ y }) => y)).size).toBe(1)
      expect(panels[2].numbers.includes('0')).toBe(hasNumbers)
    }
  })

  test('moves to the planes around the wrong entry, and says that there are more', () => {
    const large = counting(2, 2, 2, 9)
    const picture = comparison('y', large, spoilt(large, 71))
    const panels = panelsIn(picture?.svg ?? '')
    expect(panels).toHaveLength(12)
    expect(panels.flatMap(({ caption, boxed }) => (boxed === undefined ? [] : [caption]))).toEqual([
      '[1, :, :, 8]',
      '[1, :, :, 8]',
      '[1, :, :, 8]',
    ])
    expect(picture?.svg).toContain('>… and 14 more planes<')
  })

  test('has the planes of the axes that it is told', () => {
    const panels = drawn(spoilt(x, 15), x, [0, 1])
    expect(panels.find(({ boxed }) => boxed !== undefined)).toMatchObject({
      caption: '[:, :, 1, 1]',
      numbers: ['4', '10', '16', '22'],
      boxed: '16',
    })
  })

  test('of another shape has a line for each', () => {
    const panels = drawn(counting(2, 2, 6))
    expect(panels.map(({ name, caption }) => `${name} ${caption}`)).toEqual([
      'expected [0, :, :, 0] of (2, 2, 3, 2)',
      'expected [0, :, :, 1]',
      'expected [1, :, :, 0]',
      'expected [1, :, :, 1]',
      'yours [0, :, :] of (2, 2, 6)',
      'yours [1, :, :]',
    ])
    expect(drawn(vector(1, 2, 3)).map(({ name }) => name)).toEqual([...Array<string>(4).fill('expected'), 'yours'])
  })
})

test('panels of tensors of at most two axes are one band', () => {
  const tensors = [matrix([1, 2]), vector(1, 2, 3), tensor([], [1])].map((one) => ({ name: 'x', tensor: one }))
  const [band, ...others] = bandsOf(tensors, panelsOf(tensors))
  expect(others).toEqual([])
  expect(band.map(({ caption, rows, columns }) => [caption, rows, columns])).toEqual([
    ['(1, 2)', 1, 2],
    ['(3)', 1, 3],
    ['()', 1, 1],
  ])
})
