import { expect, test } from 'vitest'
import { formatFixed, formatNumber, formatPercent, formatShort, typeset } from '../../lib/format.ts'

const odd = [NaN, Infinity, -Infinity, 0, -0]

test('a number in a picture has three digits, and all of a whole number', () => {
  expect([0.26894, -1000, 25088, -0.5, 12.345, 0.9996].map(formatShort)).toEqual(
    ['0.269', '−1000', '25088', '−0.5', '12.3', '1'], // as short as it can be
  )
  expect([1e-7, -2.4e-7, 1e5, 123456, 0.00123, 0.0004].map(formatShort)).toEqual(
    ['1e−7', '−2e−7', '1e5', '1e5', '0.00123', '4e−4'], // as wide as a cell
  )
  expect(odd.map(formatShort)).toEqual(['NaN', '∞', '−∞', '0', '0'])
})

test('the numbers of a column have as many digits after the point', () => {
  expect([0.5, -2.15886, 12, 999999].map((v) => formatFixed(v))).toEqual([
    '0.5000',
    '−2.1589',
    '12.0000',
    '999999.0000',
  ])
  expect([0.5, -2.15886, 10811.4].map((v) => formatFixed(v, v < 100 ? 2 : 0))).toEqual(['0.50', '−2.16', '10811'])
  expect([3.16e-9, -5e-5, 1e6, 8.91e17].map((v) => formatFixed(v))).toEqual(['3.2e−9', '−5e−5', '1e6', '8.9e17'])
  expect(odd.map((v) => formatFixed(v))).toEqual(['NaN', '∞', '−∞', '0', '0'])
})

test('a number that one may type keeps the hyphen, and text for people has the sign', () => {
  expect(formatNumber(-1e-12)).toBe('-1e-12')
  expect(typeset(formatNumber(-1e-12))).toBe('−1e−12')
  expect([formatPercent(0.94184), formatPercent(0.94184, 2), formatPercent(1, 0)]).toEqual([
    '94.2 %',
    '94.18 %',
    '100 %',
  ])
})
