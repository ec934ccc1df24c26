import { expect, test } from 'vitest'
import { createRandom } from '#lib/random'
import { syntheticDigits } from '../../../lib/data/synthetic.ts'

const digits = syntheticDigits(2000, createRandom(1))

test('synthetic digits come from their seed', () => {
  expect(syntheticDigits(20, createRandom(3))).toEqual(syntheticDigits(20, createRandom(3)))
  expect(syntheticDigits(20, createRandom(3)).pixels).not.toEqual(syntheticDigits(20, createRandom(4)).pixels)
})

test('they have the form of MNIST: 28 × 28 bytes, labels from 0 to 9, every digit about equally often', () => {
  expect(digits).toMatchObject({ count: 2000, rows: 28, columns: 28 })
  expect(digits.pixels.length).toBe(2000 * 784)
  const counts = new Array<number>(10).fill(0)
  for (const label of digits.labels) counts[label]++
  expect(Math.min(...counts)).toBeGreaterThan(150)
  expect(Math.max(...counts)).toBeLessThan(250)
})

test('about four of five pixels are empty, and ink has many strengths', () => {
  const inked = digits.pixels.filter((v) => v > 0)
  const share = inked.length / digits.pixels.length
  expect(share).toBeGreaterThan(0.12)
  expect(share).toBeLessThan(0.28)
  expect(new Set(inked).size).toBeGreaterThan(50)
})

test('no ink leaves the picture, and no two digits of a class are the same', () => {
  const images = Array.from({ length: 2000 }, (_, n) => digits.pixels.subarray(n * 784, (n + 1) * 784).join())
  expect(new Set(images).size).toBe(2000)
  // the rim of two pixels stays empty: nothing was cut off
  const onRim = (i: number) => [Math.floor(i / 28), i % 28].some((at) => at < 2 || at > 25)
  expect(digits.pixels.findIndex((v, i) => v > 0 && onRim(i % 784))).toBe(-1)
})
