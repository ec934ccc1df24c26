import { expect, test } from 'vitest'
import { digitsFor, show, showValue, table } from '#lib/judge/print'
import { matrix, tensor, vector, zeros } from '#lib/tensor'

test('numbers are short, and never misleading', () => {
  expect([0.401099, 1 / 3, 12345.678, 0, -0, 1e-13, 1.5e8, NaN, Infinity, -Infinity].map((v) => show(v))).toEqual([
    '0.4011',
    '0.3333',
    '12350',
    '0',
    '-0',
    '1e-13',
    '1.5e8',
    'NaN',
    '∞',
    '−∞',
  ])
  expect(show(1 + 2 ** -52, 17)).toBe('1.0000000000000002')
})

test('two numbers are shown in as many digits as it takes to tell them apart', () => {
  const both = (a: number, b: number): string[] => [a, b].map((v) => show(v, digitsFor(a, b)))
  expect(both(0.5, 2)).toEqual(['0.5', '2'])
  expect(both(4.00001, 4.00002)).toEqual(['4.00001', '4.00002'])
  expect(both(0.1, Math.fround(0.1))).toEqual(['0.1', '0.1000000015'])
  expect(both(1, 1 + 2 ** -52)).toEqual(['1', '1.0000000000000002'])
  expect(both(NaN, NaN)).toEqual(['NaN', 'NaN'])
})

test('values of all kinds fit on one line', () => {
  expect(showValue(matrix([1, 2], [3, 4]))).toBe('(2, 2) [1, 2] ; [3, 4]')
  expect(showValue(vector(0.5))).toBe('(1) [0.5]')
  expect(showValue(zeros([0, 3]))).toBe('(0, 3)')
  expect(showValue(tensor([], Float64Array.of(2)))).toBe('() [2]')
  expect(showValue([1, 'a', null])).toBe('[1, “a”, null]')
  expect(showValue(Uint8Array.of(1, 2))).toBe('Uint8Array [1, 2]')
  expect(showValue(Array.from({ length: 20 }, (_, i) => i))).toBe('[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … 20 in all]')
  expect(showValue({ seed: 3, name: undefined })).toBe('{ seed: 3, name: undefined }')
  expect(showValue(Math.sin)).toBe('function sin')
})

test('a table has its columns in line, and the marked entry between pointers', () => {
  expect(table(matrix([1, -20], [300, 4]), 2)).toEqual(['[   1  -20 ]', '[▸300◂   4 ]'])
  expect(table(vector(1, 2))).toEqual(['[ 1  2 ]'])
  expect(table(zeros([0, 3]))).toEqual([])
})
