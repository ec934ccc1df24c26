import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median, quantile } from '../../lib/stats.ts'

test('a quantile lies between two neighbours in order, as far as p is between their places', () => {
  const values = [40, 10, 30, 20]
  expect([0, 0.25, 0.5, 0.9, 1].map((p) => quantile(values, p))).toEqual([10, 17.5, 25, 37, 40])
  expect(values).toEqual([40, 10, 30, 20])
  expect(quantile(Float32Array.of(7), 0.3)).toBe(7)
})

test('what is no finite number has no place in the order', () => {
  expect(quantile([NaN, 1, Infinity, 3, -Infinity], 1)).toBe(3)
  expect([quantile([], 0.5), median([NaN])]).toEqual([NaN, NaN])
})

test('as many values are below the median as above it', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5])
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1 }), (values) => {
      const middle = median(values)
      expect(values.filter((v) => v < middle).length).toBeLessThanOrEqual(values.length / 2)
      expect(values.filter((v) => v > middle).length).toBeLessThanOrEqual(values.length / 2)
    }),
  )
})
