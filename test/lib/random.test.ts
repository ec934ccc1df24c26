import { expect, test } from 'vitest'
import { createRandom } from '#lib/random'

const some = (seed: number, n = 5) => {
  const rng = createRandom(seed)
  return Array.from({ length: n }, () => rng())
}

test('the same seed gives the same numbers on any machine', () => {
  expect(some(1)).toEqual(some(1))
  // written down once: a change here changes every network and every golden curve
  expect(some(42, 3)).toEqual([0.456255805445835, 0.5641753580421209, 0.5743777174502611])
})

test('neighbouring seeds have nothing in common', () => {
  const seen = new Set([0, 1, 2, 3, 4, 2 ** 31, 2 ** 32 - 1].flatMap((seed) => some(seed)))
  expect(seen.size).toBe(35)
})

test('numbers are in [0, 1), with mean ½ and variance 1/12', () => {
  const numbers = some(7, 100_000)
  expect(numbers.every((v) => v >= 0 && v < 1)).toBe(true)
  const mean = numbers.reduce((sum, v) => sum + v, 0) / numbers.length
  const variance = numbers.reduce((sum, v) => sum + (v - mean) ** 2, 0) / numbers.length
  expect(mean).toBeCloseTo(0.5, 2)
  expect(variance).toBeCloseTo(1 / 12, 2)
})

test('a seed is a whole number', () => {
  for (const seed of [0.5, NaN, Infinity]) expect(() => createRandom(seed)).toThrow(`but got ${seed}`)
})
