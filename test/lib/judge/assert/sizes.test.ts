import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cotangent, distinctSizes, given, labels, sizeOf } from '#lib/judge/assert/given'
import { differentSizes, drawSizes, planSizes, type SizeRules } from '#lib/judge/assert/sizes'
import type { Tensor } from '#lib/tensor'

function sample<T>(drawn: fc.Arbitrary<T>, numRuns = 200): T[] {
  return fc.sample(drawn, { numRuns, seed: 7 })
}

/** The smallest inputs for which the claim does not hold. */
function smallest<T>(drawn: fc.Arbitrary<T>, claim: (value: T) => boolean): T | undefined {
  const property = fc.property(drawn, claim)
  return fc.check(property, { seed: 7, numRuns: 300 }).counterexample?.[0]
}

const windows: SizeRules = {
  K: [1, 3],
  s: [1, 2],
  h: [1, 3],
  H: ({ h, s, K }) => (h - 1) * s + K,
}

describe('given', () => {
  test('draws a size that depends on others within its bounds, and reaches both ends', () => {
    const drawn = sample(given({ x: 'H', f: 'K' }, { H: [1, 6], K: ({ H }) => [1, H] }))
    const sizes = drawn.map(({ x, f }) => [x.data.length, f.data.length])
    expect(sizes.every(([H, K]) => K >= 1 && K <= H)).toBe(true)
    expect(sizes.some(([H, K]) => K === H && H > 1)).toBe(true)
    expect(sizes.some(([H, K]) => K === 1 && H > 1)).toBe(true)
  })

  test('makes a size of a formula, and hands over a size as a number', () => {
    const drawn = sample(given({ x: 'HK', y: 'h', stride: sizeOf('s') }, windows))
    for (const { x, y, stride } of drawn) expect(x.shape[0]).toBe((y.shape[0] - 1) * stride + x.shape[1])
  })

  test('shrinks to the smallest sizes that fail, and those that depend on them follow', () => {
    const found = smallest(
      given({ x: 'BHHC', f: 'KKCO' }, { H: [1, 4], K: ({ H }) => [1, H] }),
      ({ x, f }) => x.shape[1] < 3 || f.shape[0] < 2,
    )
    expect([found?.x.shape, found?.f.shape]).toEqual([
      [1, 3, 3, 1],
      [2, 2, 1, 1],
    ])
    expect(found?.x.data.every((v) => v === 0)).toBe(true)
  })

  test('draws fewer sizes for more axes, and as many as ever for up to two', () => {
    const largest = (letters: string) => Math.max(...sample(given({ x: letters })).flatMap(({ x }) => x.shape))
    expect(['K', 'BK', 'BHW', 'BHWC', 'BTHWC'].map(largest)).toEqual([7, 7, 5, 4, 3])
    const entries = sample(given({ x: 'BHWC' })).map(({ x }) => x.data.length)
    expect(Math.max(...entries)).toBeLessThanOrEqual(256)
  })

  test('leaves out an axis that may be missing, in all inputs alike, and shrinks to the shape without it', () => {
    const inputs = given({ x: 'B?HWC', c: cotangent('B?C'), y: labels('HC') })
    const drawn = sample(inputs)
    const ranks = new Set(drawn.map(({ x }) => x.shape.length))
    expect(ranks).toEqual(new Set([3, 4]))
    for (const { x, c } of drawn) {
      expect(c.shape.length).toBe(x.shape.length - 2)
      if (x.shape.length === 4) expect(c.shape[0]).toBe(x.shape[0])
    }
    expect(smallest(inputs, ({ x }) => x.shape.at(-1) === 1)?.x.shape).toEqual([1, 1, 2])
    expect(smallest(inputs, ({ x }) => x.shape.length < 4)?.x.shape).toEqual([1, 1, 1, 1])
    expect(() => given({ x: 'B?K', y: 'BK' })).toThrow(
      'The axis B may be missing in one input, and not in another. Write B? in each.',
    )
  })
})

describe('distinctSizes', () => {
  const shapesOf = (drawn: readonly { x: Tensor; f: Tensor }[]) => [
    ...new Set(drawn.map(({ x, f }) => `${x.shape.join()} ${f.shape.join()}`)),
  ]

  test('keeps the sizes of up to four letters without rules', () => {
    const shapes = new Set(sample(distinctSizes('BIOK', { x: 'BIOK' })).map(({ x }) => x.shape.join()))
    expect([...shapes].toSorted()).toEqual(['1,4,3,2', '2,3,5,4', '5,2,3,4', '7,5,2,3'])
  })

  test('has sizes that differ in each input, for any number of letters and with rules', () => {
    const rules: SizeRules = { ...windows, L: [1, 3], t: [1, 2], w: [1, 3], W: ({ w, t, L }) => (w - 1) * t + L }
    const drawn = sample(distinctSizes('BHWCKLO', { x: 'BHWC', f: 'KLCO' }, rules), 60)
    for (const { x, f } of drawn)
      for (const { shape, data } of [x, f]) {
        expect(new Set(shape).size).toBe(4)
        expect(data.length).toBeLessThanOrEqual(400)
      }
    expect(shapesOf(drawn).length).toBeGreaterThan(3)
    expect(shapesOf(drawn).length).toBeLessThan(40)
  })

  test('makes each of two axes the larger one in some sizes', () => {
    const plan = planSizes(['B', 'H', 'W', 'C', 'O'], {}, () => [2, 6])
    const sizes = differentSizes(plan, [
      ['B', 'H', 'W', 'C'],
      ['C', 'O'],
    ])
    for (const [a, b] of ['BH', 'HB', 'HW', 'WH', 'WC', 'CW', 'BC', 'CB', 'CO', 'OC'])
      expect(
        sizes.some((one) => one[a] < one[b]),
        `${a} < ${b}`,
      ).toBe(true)
  })

  test('says so if there are no such sizes', () => {
    const drawn = distinctSizes('BHWC', { x: 'BHWC' }, { B: [2, 2], H: [2, 2] })
    expect(() => sample(drawn, 1)).toThrow(
      'There are no sizes that differ in each of BHWC with at most 400 entries. Give wider ranges, or fewer letters.',
    )
  })
})

describe('a rule', () => {
  const draw = (rules: SizeRules) => sample(drawSizes(planSizes([], rules, () => [1, 7])), 20)

  test('knows the ranges of all letters, and the functions before it', () => {
    for (const { A, B, C } of draw({ A: ({ C }) => C + 1, B: ({ A, C }) => [C, A], C: [1, 3] })) {
      expect(A).toBe(C + 1)
      expect(B === C || B === A).toBe(true)
    }
  })

  test('that reads a later size is refused by its name', () => {
    expect(() => draw({ A: ({ B }) => B, B: () => 1 })).toThrow(
      'The size A depends on B, which is not known before it. Put B first.',
    )
    expect(() => draw({ A: ({ Z }) => Z })).toThrow('The size A depends on Z')
  })

  test('that leaves no size is refused', () => {
    for (const rule of [
      [3, 2],
      [-1, 2],
      [0.5, 2],
      [NaN, 1],
    ] as const) {
      const message = `The size A has the range ${rule[0]} to ${rule[1]}. Give whole numbers from 0 on`
      expect(() => draw({ A: rule })).toThrow(message)
      expect(() => draw({ A: () => rule })).toThrow(message)
    }
  })
})
