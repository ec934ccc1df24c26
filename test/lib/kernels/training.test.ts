import { expect, test } from 'vitest'
import { network } from '#kata/6-mnist/3-glorot.ts'
import { type Recipe, plain, train } from '#kata/6-mnist/5-train.ts'
import { predictions } from '#kata/6-mnist/6-evaluate.ts'
import { createRandom } from '#lib/random'
import type { Kernels } from '../../../lib/kernels/kernels.ts'
import { loadKernels } from '../../../lib/kernels/load.ts'
import { kernelOperations } from '../../../lib/kernels/operations.ts'
import { syntheticDigits } from '../../../lib/data/synthetic.ts'
import { writeIdx } from '../../../lib/data/idx.ts'
import { load, loadSparse } from '../../../lib/training/load.ts'

delete process.env.KATA_KERNELS // these are the kernels’ own tests, whatever the rest of a run is to do without

const digits = syntheticDigits(200, createRandom(1))
const imageFile = writeIdx([200, 28, 28], digits.pixels)
const labelFile = writeIdx([200], digits.labels)

async function here(threads = 1): Promise<Kernels> {
  const kernels = await loadKernels(undefined, threads, 0)
  if (!kernels) throw new Error('the kernels are not built: npm ci builds them')
  return kernels
}

/** The losses of all steps and the weights after them, on kernels or plain. */
async function trained(recipe: Partial<Recipe>, kernels?: Kernels, sizes: readonly number[] = [784, 30, 10]) {
  const fast = kernels && kernelOperations(kernels, plain)
  const examples = fast ? loadSparse(imageFile, labelFile, fast) : load(imageFile, labelFile)
  const chain = network(sizes, createRandom(2), fast ?? plain)
  const losses: number[] = []
  const used: number[] = []
  const whole = { epochs: 3, batchSize: 32, rate: 0.1, rng: createRandom(3), ...recipe }
  for (const { loss } of train(chain, examples, whole, fast ?? plain)) {
    losses.push(loss)
    if (kernels) used.push(kernels.usedBytes)
  }
  return { losses, used, weights: chain.flatMap(({ W, b }) => [...W.data, ...b.data]), chain, examples }
}

test.each([
  ['batches, shuffled', {}],
  ['all at once', { batchSize: 200, rng: null }],
  ['one image at a time', { batchSize: 1, epochs: 1, rate: 0.01 }],
])('training on kernels is training: %s', async (_, recipe) => {
  const [ours, truth] = [await trained(recipe, await here()), await trained(recipe)]
  expect(ours.losses).toHaveLength(truth.losses.length)
  ours.losses.forEach((loss, i) => expect(Math.abs(loss - truth.losses[i])).toBeLessThan(1e-4 * (1 + truth.losses[i])))
  const worst = Math.max(...ours.weights.map((w, i) => Math.abs(w - truth.weights[i])))
  expect(worst).toBeLessThan(1e-4)
  expect(predictions(ours.chain, truth.examples.images)).toEqual(predictions(truth.chain, truth.examples.images))
})

test('the same seed gives the same weights, bit for bit', async () => {
  const [first, again] = [await trained({}, await here()), await trained({}, await here())]
  expect(again.weights).toEqual(first.weights)
})

test('two threads give the same weights, bit for bit, in every run, whatever the size of a batch', async () => {
  const [first, again] = [await trained({}, await here(2)), await trained({}, await here(2))]
  expect(again.weights).toEqual(first.weights)
  const whole = { batchSize: 200, rng: null }
  expect((await trained(whole, await here(2))).weights).toEqual((await trained(whole, await here(2))).weights)
})

test('large batches in a random order, fetched by two threads at once, are those of one thread', async () => {
  const recipe = { batchSize: 150, epochs: 20 }
  const [one, two] = [await trained(recipe, await here()), await trained(recipe, await here(2))]
  two.losses.forEach((loss, i) => expect(Math.abs(loss - one.losses[i])).toBeLessThan(1e-4))
})

test('KATA_KERNELS=none: as if there were no kernels', async () => {
  process.env.KATA_KERNELS = 'none'
  try {
    expect(await loadKernels()).toBeUndefined()
  } finally {
    delete process.env.KATA_KERNELS
  }
})

test('once a step of each size has been taken, no memory is taken for numbers', async () => {
  const kernels = await here()
  const { used } = await trained({ epochs: 4 }, kernels)
  const firstEpoch = used.length / 4
  expect(used.slice(firstEpoch)).toEqual(used.slice(firstEpoch).map(() => used[firstEpoch - 1]))
  expect(used[0]).toBeGreaterThan(0)
})

test('what the kernels do not do goes to the plain operations: two classes, and float64', async () => {
  const operations = kernelOperations(await here(), plain)
  const chain = network([784, 3], createRandom(2), operations)
  const examples = load(
    imageFile,
    Uint8Array.from(labelFile, (byte, i) => (i < 8 ? byte : byte % 3)),
  )
  const recipe = { epochs: 1, batchSize: 50, rate: 0.1, rng: null }
  const truth = network([784, 3], createRandom(2))
  const [losses, expected] = [[...train(chain, examples, recipe, operations)], [...train(truth, examples, recipe)]]
  expect(losses.map(({ loss }) => loss.toFixed(5))).toEqual(expected.map(({ loss }) => loss.toFixed(5)))
})

test('examples without zeros are trained on densely', async () => {
  const grey = writeIdx(
    [200, 28, 28],
    digits.pixels.map((v) => Math.max(1, v)),
  )
  const operations = kernelOperations(await here(), plain)
  const examples = loadSparse(grey, labelFile, operations)
  const chain = network([784, 10], createRandom(2), operations)
  const truth = network([784, 10], createRandom(2))
  const recipe = { epochs: 1, batchSize: 50, rate: 0.1, rng: null }
  const [losses, expected] = [
    [...train(chain, examples, recipe, operations)],
    [...train(truth, load(grey, labelFile), recipe)],
  ]
  expect(losses.map(({ loss }) => loss.toFixed(4))).toEqual(expected.map(({ loss }) => loss.toFixed(4)))
})

test('a batch refuses an index outside, and a loss a label outside', async () => {
  const operations = kernelOperations(await here(), plain)
  const examples = loadSparse(imageFile, labelFile, operations)
  expect(() => operations.take(examples, [0, 200])).toThrow('take wants indices from 0 to 199, but index 1 is 200.')
  const { images } = operations.take(examples, [0, 1])
  const [{ W, b }] = network([784, 10], createRandom(1), operations)
  const [logits] = operations.dense(images, W, b)
  expect(() => operations.loss(logits, [0, 10])).toThrow(/label 1 is 10/)
})
