import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Planes, formatIndex, indexOf } from '#lib/planes'
import { formatPlanes, formatTable, formatTensor } from '#lib/table'
import { type Tensor, float32, matrix, tensor, vector, zeros } from '#lib/tensor'

/** 1, 2, 3, … in a tensor of this shape */
const counting = (...shape: number[]): Tensor => {
  const count = shape.reduce((product, n) => product * n, 1)
  return tensor(
    shape,
    Array.from({ length: count }, (_, i) => i + 1),
  )
}

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 })

describe('the index of an entry', () => {
  test('has a place on every axis', () => {
    expect(indexOf([2, 3], 5)).toEqual([1, 2])
    expect(formatIndex([2, 3, 4, 5], 2 * 20 + 1 * 5 + 3)).toBe('[0, 2, 1, 3]')
    expect(formatIndex([7], 6)).toBe('[6]')
    expect(formatIndex([], 0)).toBe('')
  })

  test('leads back to the entry', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, any) => {
        const at = any % shape.reduce((product, n) => product * n, 1)
        const index = indexOf(shape, at)
        expect(index.every((place, axis) => place >= 0 && place < shape[axis])).toBe(true)
        expect(index.reduce((sum, place, axis) => sum * shape[axis] + place, 0)).toBe(at)
      }),
    )
  })

  test('of a number beyond the shape lies beyond the first axis, and sizes of 0 do no harm', () => {
    expect(formatIndex([2, 3], 7)).toBe('[2, 1]')
    expect(formatIndex([2, 0], 1)).toBe('[1, 0]')
  })
})

describe('the planes of a tensor', () => {
  test('are the images of (B, H, W, C), one for each channel, and the last two axes of three', () => {
    const labels = (shape: number[], n: number): string[] =>
      Array.from({ length: n }, (_, i) => new Planes(shape).label(i))
    expect(labels([2, 5, 6, 2], 4)).toEqual(['[0, :, :, 0]', '[0, :, :, 1]', '[1, :, :, 0]', '[1, :, :, 1]'])
    expect(labels([2, 5, 6], 2)).toEqual(['[0, :, :]', '[1, :, :]'])
    expect(labels([2, 1, 5, 6, 1], 2)).toEqual(['[0, 0, :, :, 0]', '[1, 0, :, :, 0]'])
    expect(labels([5, 6], 1)).toEqual([''])
    expect(labels([2, 1, 1, 3], 1)).toEqual(['[:, 0, 0, :]'])
    expect(labels([4, 1, 1], 1)).toEqual(['[:, 0, :]'])
    const { count, rows, columns } = new Planes([2, 5, 6, 3])
    expect([count, rows, columns]).toEqual([6, 5, 6])
  })

  test('of a vector and of a number are one row', () => {
    for (const [shape, columns] of [
      [[], 1],
      [[7], 7],
    ] as const)
      // prettier-ignore
      expect(new Planes(shape)).toMatchObject({ count: 1, rows: 1, columns })
  })

  test('may be those of other axes, as of filters (K, L, C, O)', () => {
    const planes = new Planes([3, 2, 4, 5], [0, 1])
    expect([planes.count, planes.rows, planes.columns, planes.label(7)]).toEqual([20, 3, 2, '[:, :, 1, 2]'])
    expect(planes.at(7, 2, 1)).toBe(((2 * 2 + 1) * 4 + 1) * 5 + 2)
    expect(new Planes([3, 2], [1, 0])).toMatchObject({ rows: 2, columns: 3 })
  })

  test('hold each entry once, where find says', () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), (shape, first) => {
        const planes = first && shape.length > 2 ? new Planes(shape, [0, 1]) : new Planes(shape)
        const size = shape.reduce((product, n) => product * n, 1)
        const seen = new Set<number>()
        for (let n = 0; n < planes.count; n++)
          for (let row = 0; row < planes.rows; row++)
            for (let column = 0; column < planes.columns; column++) {
              const at = planes.at(n, row, column)
              seen.add(at)
              expect(planes.find(at)).toEqual({ plane: n, row, column })
            }
        expect(seen.size).toBe(size)
      }),
    )
  })
})

describe('a tensor as text', () => {
  test('has a plane below each index, side by side', () => {
    expect(formatTensor(counting(2, 2, 2, 2), 'x')).toBe(
      [
        'x (2, 2, 2, 2)',
        '  [0, :, :, 0]   [0, :, :, 1]   [1, :, :, 0]   [1, :, :, 1]',
        '  [ 1  3 ]       [ 2  4 ]       [  9  11 ]     [ 10  12 ]',
        '  [ 5  7 ]       [ 6  8 ]       [ 13  15 ]     [ 14  16 ]',
      ].join('\n'),
    )
    expect(formatTensor(counting(2, 2, 3))).toBe(
      [
        'tensor (2, 2, 3)',
        '  [0, :, :]     [1, :, :]',
        '  [ 1  2  3 ]   [  7   8   9 ]',
        '  [ 4  5  6 ]   [ 10  11  12 ]',
      ].join('\n'),
    )
    expect(formatTensor(counting(1, 1, 2, 2, 1))).toBe(
      'tensor (1, 1, 2, 2, 1)\n  [0, 0, :, :, 0]\n  [ 1  2 ]\n  [ 3  4 ]',
    )
  })

  test('is not long, and says what is left out', () => {
    const lines = formatTensor(counting(3, 28, 28, 4)).split('\n')
    expect(lines.length).toBeLessThan(60)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(70)
    expect(lines.at(-1)).toBe('  … rows 0–7 of 28, columns 0–7 of 28, the first 6 of 12 planes')
    expect(formatPlanes(counting(3, 2, 2)).at(-1)).toBe('[ 3  4 ]    [ 7  8 ]    [ 11  12 ]')
    expect(formatPlanes(counting(33, 1, 2)).at(-1)).toBe('… the first 6 of 33 planes')
    expect(formatPlanes(counting(32, 1, 2)).at(-1)).toContain('[ 63  64 ]')
    expect(formatPlanes(counting(1, 9, 1)).at(-1)).toBe('… rows 0–7 of 9')
  })

  test('of one row is one line, and of no entries its shape, with any number of axes', () => {
    expect(formatTensor(counting(), 'x')).toBe('x () [ 1 ]')
    expect(formatTensor(vector(1, 2), 'x')).toBe('x (2) [ 1  2 ]')
    expect(formatTensor(counting(1, 1, 2, 1), 'x')).toBe('x (1, 1, 2, 1) [ 1  2 ]')
    expect(formatTensor(counting(1, 1, 1, 3), 'x')).toBe('x (1, 1, 1, 3) [ 1  2  3 ]')
    expect(formatTensor(counting(2, 1, 1, 2), 'x')).toBe('x (2, 1, 1, 2)\n  [:, 0, 0, :]\n  [ 1  2 ]\n  [ 3  4 ]')
    for (const shape of [[0], [0, 3], [0, 9], [3, 0], [2, 0, 3], [2, 3, 0, 4], [0, 1, 2, 3, 4]])
      expect(formatTensor(zeros(shape), 'x')).toBe(`x (${shape.join(', ')})`)
  })

  test('of numbers that do not fill the shape says so', () => {
    const broken = { shape: [2, 2, 2, 2], data: Float64Array.of(1, 2, 3) }
    expect(formatTensor(broken, 'x')).toBe('x (2, 2, 2, 2), but 3 numbers [ 1  2  3 ]')
    expect(formatTensor({ shape: [2, 1, 0], data: Float64Array.of(7) })).toBe('tensor (2, 1, 0), but 1 numbers [ 7 ]')
  })
})

describe('a table', () => {
  test('of more than two axes is the plane of the marked entry', () => {
    const x = counting(2, 2, 3, 2)
    expect(formatTable(x, 15)).toEqual(['[ 14 ▸16◂ 18 ]', '[ 20  22  24 ]'])
    expect(formatTable(x)).toEqual(['[ 1  3   5 ]', '[ 7  9  11 ]'])
    expect(formatTable(x, 15, 4, [2, 3])).toEqual(['[ 13  14 ]', '[ 15 ▸16◂]', '[ 17  18 ]'])
  })

  test('of a large plane is the part around the marked entry, and says which', () => {
    const x = float32(zeros([2, 20, 20, 3]))
    const lines = formatTable(x, ((1 * 20 + 12) * 20 + 19) * 3 + 2)
    expect(lines).toHaveLength(9)
    expect(lines[4]).toBe('[ 0  0  0  0  0  0  0 ▸0◂]')
    expect(lines[8]).toBe('rows 8–15, columns 12–19 of [1, :, :, 2]')
    expect(formatTable(zeros([20, 2])).at(-1)).toBe('rows 0–7, columns 0–1 of (20, 2)')
  })

  test('of nothing has no lines', () => {
    for (const shape of [[0, 3], [3, 0], [0], [2, 3, 0, 1]]) expect(formatTable(zeros(shape))).toEqual([])
    expect(formatTable(matrix([1, 2]))).toEqual(['[ 1  2 ]'])
  })
})
