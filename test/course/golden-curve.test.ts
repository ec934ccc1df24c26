import { expect, test } from 'vitest'
import { scale } from '#kata/6-mnist/2-batches.ts'
import { network } from '#kata/6-mnist/3-glorot.ts'
import { train } from '#kata/6-mnist/5-train.ts'
import { syntheticDigits } from '#lib/data/synthetic'
import { createRandom } from '#lib/random'
import { tensor } from '#lib/tensor'

/** Ten steps of the reference from one seed, in float64. If this changes, something in the whole chain did. */
const golden = [
  2.437044573, 2.228813568, 2.129380169, 2.136122848, 1.99601015, 2.023116323, 1.894422477, 1.803427423, 1.872635058,
  1.72655133,
]

test('ten steps from seed 42 have the same losses on every run and every machine', () => {
  const digits = syntheticDigits(320, createRandom(42))
  const images = scale(digits)
  const examples = { images: tensor(images.shape, Float64Array.from(images.data)), labels: digits.labels }
  const rng = createRandom(42)
  const chain = network([784, 32, 10], rng, undefined, 'float64')
  const losses = [...train(chain, examples, { epochs: 1, batchSize: 32, rate: 0.1, rng })].map(({ loss }) => loss)
  expect(losses).toHaveLength(10)
  losses.forEach((loss, i) => expect(Math.abs(loss - golden[i]), `step ${i}: ${loss}`).toBeLessThan(1e-6))
})
