import { expect, test } from 'vitest'
import { type Tensor, matrix, tensor } from '#lib/tensor'
import type { Layer } from '../../../lib/training/layer.ts'
import { probe } from '../../../lib/training/probe.ts'

/** a layer that maps each row */
function layerOf(map: (row: readonly number[]) => readonly number[], W: Tensor = matrix([1])): Layer {
  const layer = ({ shape: [B, K], data }: Tensor): Tensor => {
    const rows = Array.from({ length: B }, (_, n) => map(Array.from(data.subarray(n * K, n * K + K))))
    return tensor([B, rows[0].length], rows.flat())
  }
  return Object.assign(layer, { W })
}

const images = matrix([1, 2], [3, 4], [5, 6])
const labels = [0, 1, 1]
const before = [{ data: [1] }, { data: [1] }]
const logits = layerOf(([v]) => [v, 0])

test('the loss is −ln p of the labels, and behind a second softmax that of p', () => {
  const { loss, lossOfTwo, confidence, areProbabilities } = probe([logits], { images, labels }, before)
  const p = [1, 3, 5].map((v) => 1 / (1 + Math.exp(-v)))
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v / values.length, 0)
  expect(loss).toBeCloseTo(mean([-Math.log(p[0]), -Math.log(1 - p[1]), -Math.log(1 - p[2])]), 12)
  const second = p.map((one) => 1 / (1 + Math.exp(1 - 2 * one)))
  expect(lossOfTwo).toBeCloseTo(mean([-Math.log(second[0]), -Math.log(1 - second[1]), -Math.log(1 - second[2])]), 12)
  expect(confidence).toBeCloseTo(mean(p), 12)
  expect(areProbabilities).toBe(false)
})

test.each([
  ['each a distribution', ([v]: readonly number[]) => [1 / (1 + v), v / (1 + v)], true],
  ['of sums other than 1', ([v]: readonly number[]) => [v / 100, 0.5], false],
  ['of sums of 1, with an entry below 0', ([v]: readonly number[]) => [1 + v, -v], false],
])('rows %s', (_, map, wanted) => {
  expect(probe([layerOf(map)], { images, labels }, before).areProbabilities).toBe(wanted)
})

test('a unit is silent if it is 0 for every image, and in hidden layers alone', () => {
  const hidden = layerOf(([v]) => [0, v > 4 ? 1 : 0, v, 0])
  const { silent } = probe([hidden, layerOf(() => [0, 0])], { images, labels }, before)
  expect(silent).toEqual([{ units: 2, of: 4 }])
})

test('weights have moved by ‖W − W₀‖ / ‖W₀‖', () => {
  const moved = (W: Tensor, ...first: number[]): number => {
    const layer = layerOf(([v]) => [v, 0], W)
    return probe([layer], { images, labels }, [{ data: first }]).moved[0]
  }
  expect(moved(matrix([3, 8]), 3, 4)).toBeCloseTo(0.8, 12)
  expect(moved(matrix([3, 4]), 3, 4)).toBe(0)
  expect(moved(matrix([0, 0]), 0, 0)).toBe(0)
  expect(moved(matrix([0, 1]), 0, 0)).toBe(Infinity)
})

test('of many images the first thousand are enough', () => {
  const many = tensor(
    [1500, 1],
    Float64Array.from({ length: 1500 }, (_, n) => (n < 1000 ? 0 : 9)),
  )
  const two = layerOf(([v]) => [v, 0])
  const { loss, confidence } = probe([two], { images: many, labels: new Uint8Array(1500) }, before)
  expect(loss).toBeCloseTo(Math.LN2, 10)
  expect(confidence).toBeCloseTo(0.5, 10)
})
