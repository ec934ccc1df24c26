import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mnistFolder } from '../../../lib/data/mnist.ts'
import { centre } from '../../../lib/page/draw/normalize-digit.ts'

const side = 280

/** ink where `is` says so */
function drawing(is: (x: number, y: number) => boolean): Float32Array {
  return Float32Array.from({ length: side * side }, (_, i) => (is(i % side, Math.floor(i / side)) ? 1 : 0))
}

/** the box of what is inked, and its centre of mass */
function look(image: Float32Array) {
  const inked = [...image.keys()].filter((i) => image[i] > 0)
  const [xs, ys] = [inked.map((i) => i % 28), inked.map((i) => Math.floor(i / 28))]
  const mass = image.reduce((sum, v) => sum + v, 0)
  const mean = (at: (i: number) => number) => image.reduce((sum, v, i) => sum + v * at(i), 0) / mass
  return {
    width: Math.max(...xs) - Math.min(...xs) + 1,
    height: Math.max(...ys) - Math.min(...ys) + 1,
    mass,
    x: mean((i) => i % 28),
    y: mean((i) => Math.floor(i / 28)),
  }
}

test('MNIST’s own digits stay what they are, at 28 × 28 and ten times as large', () => {
  const file = readFileSync(join(mnistFolder, 't10k-images-idx3-ubyte'))
  let same = 0
  for (let n = 0; n < 20; n++) {
    const digit = Float32Array.from(file.subarray(16 + 784 * n, 16 + 784 * (n + 1)), (byte) => byte / 255)
    const large = Float32Array.from({ length: side * side }, (_, i) => {
      return digit[Math.floor(i / side / 10) * 28 + Math.floor((i % side) / 10)]
    })
    const [once, again] = [centre(digit, 28), centre(large, side)]
    const furthest = Math.max(...digit.map((v, i) => Math.max(Math.abs(v - once[i]), Math.abs(v - again[i]))))
    if (furthest < 1e-5) same++
  }
  expect(same).toBe(20)
})

test.each([
  ['a tall bar in a corner', (x: number, y: number) => x < 20 && y < 100, 4, 20],
  ['a wide one in another', (x: number, y: number) => x > 79 && y > 259, 20, 2],
  ['a dot', (x: number, y: number) => x === 3 && y === 270, 20, 20],
  ['a square over all of it', () => true, 20, 20],
])('%s is put into the box of 20, and into the middle', (_, is, width, height) => {
  const found = look(centre(drawing(is), side))
  expect([found.width, found.height]).toEqual([width, height])
  expect(Math.abs(found.x - 14)).toBeLessThanOrEqual(0.5)
  expect(Math.abs(found.y - 14)).toBeLessThanOrEqual(0.5)
})

test('ink is averaged: what is made ten times smaller has a hundredth of the mass, and grey edges', () => {
  // 200 high, so a tenth; 115 wide: eleven columns and a half
  const image = centre(
    drawing((x, y) => x >= 50 && x < 165 && y >= 40 && y < 240),
    side,
  )
  expect(look(image).mass).toBeCloseTo((115 * 200) / 100, 3)
  expect(new Set([...image].map((v) => v.toFixed(3)))).toEqual(new Set(['0.000', '0.500', '1.000']))
})

test('what has its weight far to one side stays whole', () => {
  const heavy = drawing((x, y) => y > 140 && y < 160 && x >= 20 && (x < 40 || y === 150) && x < 240)
  const ink = heavy.reduce((sum, v) => sum + v, 0)
  const found = look(centre(heavy, side))
  expect(found.width).toBe(20)
  expect(found.mass).toBeCloseTo(ink / 11 ** 2, 2) // 220 wide: an eleventh
})

test('an empty drawing stays empty', () => {
  expect(centre(new Float32Array(side * side), side).every((v) => v === 0)).toBe(true)
})
