import { expect, test } from 'vitest'
import { relu } from '#kata/4-backprop/4-relu.ts'
import { dense } from '#kata/4-backprop/5-dense.ts'
import { Dense } from '#kata/4-backprop/8-chain.ts'
import { train } from '#kata/6-mnist/5-train.ts'
import { createRandom } from '#lib/random'
import { type Tensor, tensor, zeros } from '#lib/tensor'
import { describe } from '../../../lib/training/describe.ts'
import {
  copyParameters,
  countOf,
  describeLayer,
  outputsOf,
  parametersOf,
  restoreParameters,
  weightsOf,
} from '../../../lib/training/layer.ts'
import { probe } from '../../../lib/training/probe.ts'
import { html } from '../../../lib/report/html.ts'
import { weightsHtml } from '../../../lib/report/weights.ts'

const rng = createRandom(1)
const random = (shape: number[]): Tensor =>
  tensor(
    shape,
    Array.from({ length: shape.reduce((size, n) => size * n, 1) }, () => rng() - 0.5),
  )

/** Three filters of 2 × 2 on images of 2 × 8 pixels, side by side: x: (B, 16)   F: (2, 2, 1, 3)   b: (3) → (B, 4 · 3) */
function filters(F: Tensor, b: Tensor) {
  return Dense(F, b, relu, (x, weights, bias) => {
    const [B] = x.shape
    const rows = { shape: [4 * B, 4], data: x.data }
    const [y, back] = dense(rows, { ...weights, shape: [4, 3] }, bias)
    return [
      { shape: [B, 12], data: y.data },
      (dy) => {
        const { dx, dW, db } = back({ shape: [4 * B, 3], data: dy.data })
        return { dx: { shape: [B, 16], data: dx.data }, dW: { shape: [2, 2, 1, 3], data: dW.data }, db }
      },
    ]
  })
}

test('a layer with weights of rank 4 is printed, counted, looked at and trained as any other', () => {
  const chain = [filters(random([2, 2, 1, 3]), zeros([3])), Dense(random([12, 2]), zeros([2]))]
  expect(describe(chain)).toBe(
    [
      'chain(',
      '  layer(2 × 2 × 1 → 3, relu),      # 15 parameters',
      '  dense(12 → 2),                   # 26',
      ')                                  # 41 parameters, 0 KiB',
    ].join('\n'),
  )
  const images = random([20, 16])
  const labels = Array.from({ length: 20 }, (_, n) => (images.data[16 * n] > 0 ? 1 : 0))
  const before = chain.map((layer) => weightsOf(copyParameters(parametersOf(layer))))
  const steps = train(chain, { images, labels }, { epochs: 60, batchSize: 5, rate: 0.5, rng: null })
  const losses = Array.from(steps, ({ loss }) => loss)
  const mean = (some: readonly number[]): number => some.reduce((sum, loss) => sum + loss / some.length, 0)
  expect(mean(losses.slice(-4))).toBeLessThan(mean(losses.slice(0, 4)) / 2)
  const { silent, moved } = probe(chain, { images, labels }, before)
  expect(silent).toEqual([{ units: expect.any(Number), of: 12 }])
  expect(moved.every((distance) => distance > 0.1)).toBe(true)
  const weights = chain.map((layer) => weightsOf(parametersOf(layer)))
  expect(weightsHtml(weights, { rows: 4, columns: 4 }, 1, () => html``)).toBeUndefined()
})

test('the parameters of a layer are the tensors on it, under their names, inherited W and b too', () => {
  const [W, b, gamma] = [zeros([2, 3]), zeros([3]), zeros([3])]
  class Layer {
    get W(): Tensor {
      return W
    }
    get b(): Tensor {
      return b
    }
    readonly gamma = gamma
    readonly activation = relu
  }
  expect(parametersOf(new Layer())).toEqual({ W, b, gamma })
  expect(parametersOf(new Layer()).W).toBe(W)
  expect(countOf(parametersOf(new Layer()))).toBe(12)
  expect(outputsOf({ b, W })).toBe(3)
  expect(() => weightsOf({})).toThrow('among its parameters')
})

test('a layer may say itself how it is printed', () => {
  const layer = Object.assign(filters(random([2, 2, 1, 3]), zeros([3])), { description: 'conv(2 × 2, 1 → 3, relu)' })
  expect(describeLayer(layer)).toBe('conv(2 × 2, 1 → 3, relu)')
})

test('a copy has memory of its own, and puts its numbers back in place', () => {
  const layer = Dense(tensor([1, 2], [1, 2]), tensor([2], [3, 4]))
  const copy = copyParameters(parametersOf(layer))
  layer.W.data[0] = layer.b.data[1] = 9
  expect(Array.from(copy.W.data)).toEqual([1, 2])
  restoreParameters(parametersOf(layer), copy)
  expect([...layer.W.data, ...layer.b.data]).toEqual([1, 2, 3, 4])
})
