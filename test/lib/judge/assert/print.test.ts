import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evilJunk } from '../../junk.ts'
import { formatNumber, formatShape } from '#lib/format'
import { formatTable } from '#lib/table'
import { digitsFor, formatInputs, formatOneLine } from '#lib/judge/assert/print'
import { ShapeError, matrix, tensor, vector, zeros } from '#lib/tensor'

test('numbers are short, and never misleading', () => {
  expect(
    [0.401099, 1 / 3, 12345.678, 0, -0, 1e-13, 1.5e8, NaN, Infinity, -Infinity].map((v) => formatNumber(v)),
  ).toEqual(['0.4011', '0.3333', '12350', '0', '-0', '1e-13', '1.5e8', 'NaN', '∞', '−∞'])
  expect(formatNumber(1 + 2 ** -52, 17)).toBe('1.0000000000000002')
})

test('two numbers are shown in as many digits as it takes to tell them apart', () => {
  const both = (a: number, b: number): string[] => [a, b].map((v) => formatNumber(v, digitsFor(a, b)))
  expect(both(0.5, 2)).toEqual(['0.5', '2'])
  expect(both(4.00001, 4.00002)).toEqual(['4.00001', '4.00002'])
  expect(both(0.1, Math.fround(0.1))).toEqual(['0.1', '0.1000000015'])
  expect(both(1, 1 + 2 ** -52)).toEqual(['1', '1.0000000000000002'])
  expect(both(NaN, NaN)).toEqual(['NaN', 'NaN'])
})

test('values of all kinds fit on one line', () => {
  expect(formatOneLine(matrix([1, 2], [3, 4]))).toBe('(2, 2) [1, 2] ; [3, 4]')
  expect(formatOneLine(vector(0.5))).toBe('(1) [0.5]')
  expect(formatOneLine(zeros([0, 3]))).toBe('(0, 3)')
  expect(formatOneLine(tensor([], Float64Array.of(2)))).toBe('() [2]')
  expect(formatOneLine([1, 'a', null])).toBe('[1, “a”, null]')
  expect(formatOneLine(Uint8Array.of(1, 2))).toBe('Uint8Array [1, 2]')
  expect(formatOneLine(Array.from({ length: 20 }, (_, i) => i))).toBe(
    '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … 20 in all]',
  )
  expect(formatOneLine({ seed: 3, name: undefined })).toBe('{ seed: 3, name: undefined }')
  expect(formatOneLine(Math.sin)).toBe('function sin')
})

test('a table has its columns in line, and the marked entry between pointers', () => {
  expect(formatTable(matrix([1, -20], [300, 4]), 2)).toEqual(['[   1  -20 ]', '[▸300◂   4 ]'])
  expect(formatTable(vector(1, 2))).toEqual(['[ 1  2 ]'])
  expect(formatTable(zeros([0, 3]))).toEqual([])
})

test('the numbers next to the largest float64 are not shown as Infinity', () => {
  expect(formatNumber(Number.MAX_VALUE)).toBe('1.798e308')
  expect(formatNumber(-Number.MAX_VALUE)).toBe('-1.798e308')
  expect(formatNumber(Number.MAX_VALUE, 17)).toBe('1.7976931348623157e308')
})

test('a tensor of more than two axes is shown plane by plane: on one line, and below each other among inputs', () => {
  const x = tensor(
    [1, 2, 2, 2],
    Array.from({ length: 8 }, (_, i) => i),
  )
  expect(formatOneLine(x)).toBe('(1, 2, 2, 2) [0, :, :, 0] [0, 2] ; [4, 6] | [0, :, :, 1] [1, 3] ; [5, 7]')
  expect(formatOneLine({ x: tensor([1, 2, 2], [1, 2, 3, 4]) })).toBe('{ x: (1, 2, 2) [1, 2] ; [3, 4] }')
  expect(formatOneLine(zeros([5, 1, 2]))).toMatch(/ \| \[3, :, :\] \[0, 0\] \| … 5 planes in all$/)
  expect(formatOneLine(zeros([1, 13, 13, 1]))).toMatch(/^\(1, 13, 13, 1\) \[0, .*, … 13 in all\] ; \[0, /)
  expect(formatOneLine(zeros([2, 0, 3]))).toBe('(2, 0, 3)')
  expect(formatInputs({ x, k: 3, y: zeros([1, 1, 2, 1]) })).toEqual([
    'x: (1, 2, 2, 2)',
    '  [0, :, :, 0]   [0, :, :, 1]',
    '  [ 0  2 ]       [ 1  3 ]',
    '  [ 4  6 ]       [ 5  7 ]',
    'k: 3',
    'y: (1, 1, 2, 1) [0, 0]',
  ])
  expect(formatInputs({ x }, { x: [2, 3] })[1]).toBe('  [0, 0, :, :]   [0, 1, :, :]')
  expect(formatInputs({ x: zeros([2, 9, 2, 3]) }).at(-1)).toBe('  … rows 0–7 of 9, the first 4 of 6 planes')
})

test('what is no number among sizes and entries is seen', () => {
  expect(formatShape(['3', 2, undefined])).toBe('(“3”, 2, undefined)')
  expect(formatOneLine(['2', 0])).toBe('[“2”, 0]')
  expect(formatOneLine({ shape: [2], data: [1, 2] })).toBe('{ shape: [2], data: [1, 2] }')
  expect(formatOneLine({ shape: ['1'], data: new Float64Array(1) })).toBe('{ shape: [“1”], data: Float64Array [0] }')
  expect(formatOneLine(new ShapeError('shapes differ'))).toBe('the error ShapeError: shapes differ')
  expect(formatOneLine('a\nb')).toBe('“a\\nb”')
})

test('long values are cut: rows, entries, properties, and the line', () => {
  expect(formatOneLine(zeros([2000, 1]))).toMatch(/ ; \[0\] ; … 2000 rows in all$/)
  expect(formatOneLine(Array(2 ** 32 - 1))).toMatch(/^\[undefined, .* 4294967295 in all\]$/)
  const wide = Array.from({ length: 12 }, () => Array.from({ length: 12 }, () => Math.PI))
  expect(formatOneLine(wide).length).toBe(400)
  const [line] = formatInputs({ x: tensor([12, 12], wide.flat()) })
  expect(line.length).toBeGreaterThan(400)
})

test('any value is shown on one line, whatever it does when it is looked at', () => {
  const itself: Record<string, unknown> = {}
  for (let i = 0; i < 12; i++) itself[`key${i}`] = itself
  expect(formatOneLine(itself)).toMatch(/^\{ key0: \{ key0: /)
  expect(formatOneLine({ get data() { throw new Error('no') } })).toBe('a value that cannot be read') // prettier-ignore
  const property = fc.property(evilJunk, (make) => void expect(formatOneLine(make())).toMatch(/^[^\n]{1,400}$/))
  fc.assert(property, { numRuns: 500 })
})
