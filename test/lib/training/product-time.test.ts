import { afterEach, expect, test, vi } from 'vitest'
import { type Products, type Tensor, zeros } from '#lib/tensor'
import { select } from '../../../lib/course/exercises.ts'
import { solutions } from '../../../lib/course/trees.ts'
import type { Outcome } from '../../../lib/training/program.ts'
import { compareProducts, describeProducts, secondsOfStep } from '../../../lib/training/product-time.ts'

afterEach(() => vi.restoreAllMocks())

/** Products that take this long by a clock that they move themselves, in milliseconds. */
function timed(times: Readonly<Record<keyof Products, number>>): Products {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const after = (name: keyof Products, y: Tensor): Tensor => ((now += times[name]), y)
  return {
    AB: (a, b) => after('AB', zeros([a.shape[0], b.shape[1]], a)),
    AtB: (a, b) => after('AtB', zeros([a.shape[1], b.shape[1]], a)),
    ABt: (a, b) => after('ABt', zeros([a.shape[0], b.shape[0]], a)),
  }
}

const layers = [zeros([4, 3]), zeros([3, 2])]

test('a step takes two products of each layer, and the third of each but the first', () => {
  const step = { images: zeros([8, 4]), weights: layers, batch: 8 }
  expect(secondsOfStep(timed({ AB: 100, AtB: 10, ABt: 1 }), step)).toBeCloseTo(0.1 + 0.01 + (0.1 + 0.01 + 0.001), 12)
})

test('of a large batch 256 rows are timed', () => {
  const products = timed({ AB: 100, AtB: 0, ABt: 0 })
  const rows = vi.spyOn(products, 'AB')
  expect(secondsOfStep(products, { images: zeros([1000, 4]), weights: [layers[0]], batch: 512 })).toBeCloseTo(0.1, 12)
  expect(rows.mock.calls[0][0].shape).toEqual([256, 4])
})

test('the sentence says both times, and nothing where there is little to gain', () => {
  expect(describeProducts(30.2, 0.057)).toEqual([
    '30 s of this were spent in the products of 1.5; those of the reference take about 1.7 s.',
    'Stage 9 makes them faster.',
  ])
  expect(describeProducts(30, 0.5)).toEqual([])
})

test('only products that are the learner’s are compared, and equal products are no reason for a sentence', async () => {
  // a clock that counts how often it is read: every product takes one tick, however busy the machine is
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now++)
  const origin = { exercise: select('1.5')[0], owner: 'yours' } as const
  const outcome = {
    seconds: { loading: 0, epochs: [10], products: 9 },
    steps: { epochs: [1], losses: [1] },
    weights: layers.map((W) => ({ W, b: zeros([W.shape[1]]) })),
    images: zeros([8, 4]),
    batch: 8,
  } as unknown as Outcome
  const found = { outcome, origins: { code: 'katas', origins: [origin] } }
  expect(await compareProducts(found, solutions)).toEqual([])
  const quick = { ...found, outcome: { ...outcome, seconds: { ...outcome.seconds, products: 2 } } }
  expect(await compareProducts(quick, 'a folder that is not looked at')).toEqual([])
  const others = { ...found, origins: { code: 'katas', origins: [] } }
  expect(await compareProducts(others, 'a folder that is not looked at')).toEqual([])
})
