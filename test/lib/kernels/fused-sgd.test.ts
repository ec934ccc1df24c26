import { beforeAll, expect, test } from 'vitest'
import fc from 'fast-check'
import { Dense, identity } from '#kata/4-backprop/8-chain.ts'
import { network } from '#kata/6-mnist/3-glorot.ts'
import { type Recipe, plain, train } from '#kata/6-mnist/5-train.ts'
import { createRandom } from '#lib/random'
import { zeros } from '#lib/tensor'
import { trainFused } from '../../../lib/kernels/fused-sgd.ts'
import { loadKernels } from '../../../lib/kernels/load.ts'
import { Kernels } from '../../../lib/kernels/kernels.ts'
import { kernelOperations } from '../../../lib/kernels/operations.ts'

delete process.env.KATA_KERNELS // these are the kernels’ own tests, whatever the rest of a run is to do without

let kernels: Kernels
let descents = 0
beforeAll(async () => {
  const here = await loadKernels()
  expect(here, 'npm ci builds them').toBeDefined()
  const { run, memory, kind } = here as Kernels
  kernels = new Kernels({ ...run, fusedSgd: (...given) => (descents++, run.fusedSgd(...given)) }, memory, kind)
})

/** N rows of I numbers, four of five of them 0, and their labels */
function drawn(N: number, I: number, O: number, seed: number) {
  const rng = createRandom(seed)
  const images = zeros([N, I], 'float32')
  for (let i = 0; i < images.data.length; i++) images.data[i] = rng() < 0.8 ? 0 : Math.fround(2 * rng() - 1)
  return { images, labels: Uint8Array.from({ length: N }, () => Math.floor(rng() * O)) }
}

type Drawn = ReturnType<typeof drawn>

/** Every step that was told of and the weights at the end, or what was thrown: by the tree’s own loop, or by lib’s. */
function trained(
  whose: 'tree' | 'lib',
  sizes: readonly number[],
  { images, labels }: Drawn,
  given: Partial<Recipe>,
  first?: number,
) {
  kernels.bytes.fill(0xff, kernels.usedBytes) // memory as another training may have left it
  const operations = kernelOperations(kernels, plain)
  const chain = network(sizes, createRandom(1), operations)
  if (first !== undefined) chain[0].W.data[0] = first
  const recipe = { epochs: 2, batchSize: 1, rate: 0.1, rng: createRandom(5), ...given }
  const loop = whose === 'lib' ? trainFused(operations) : train
  const steps = loop(chain, { images: { ...images }, labels }, recipe, operations)
  const told: unknown[] = []
  descents = 0
  try {
    for (let next = steps.next(); ; next = steps.next()) {
      told.push(next.value)
      if (next.done) break
    }
  } catch (error) {
    told.push(String(error))
  }
  return { told, weights: chain.flatMap(({ W, b }) => [...W.data, ...b.data]), descents }
}

const size = fc.integer({ min: 1, max: 70 })

test('one image at a time, lib’s loop tells the steps of the tree’s, and ends with its weights, bit for bit', () => {
  const some = fc.tuple(fc.integer({ min: 1, max: 150 }), size, fc.integer({ min: 4, max: 70 }), fc.integer())
  fc.assert(
    fc.property(some, fc.constantFrom(0, 1, 2), fc.boolean(), ([N, I, O, seed], epochs, shuffled) => {
      fc.pre(O !== 64) // kept in panels, and left to the tree
      const examples = drawn(N, I, O, seed)
      // rows with few zeros are multiplied densely, and left to the tree as well
      const nonZeros = examples.images.data.filter((v) => v !== 0).length
      fc.pre(2 * nonZeros <= N * I)
      const recipe = () => ({ epochs, rng: shuffled ? createRandom(seed) : null })
      const [truth, ours] = [trained('tree', [I, O], examples, recipe()), trained('lib', [I, O], examples, recipe())]
      expect([ours.told, ours.weights]).toEqual([truth.told, truth.weights])
      expect([truth.descents, ours.descents]).toEqual([0, epochs * Math.ceil(N / 64)])
    }),
    { numRuns: 60 },
  )
})

const digits = drawn(100, 30, 10, 3)
const dense = { images: { ...digits.images, data: digits.images.data.map((v) => v || 0.5) }, labels: digits.labels }
const wrong = { ...digits, labels: digits.labels.map((label, n) => (n === 70 ? 10 : label)) }
const fewer = { ...digits, labels: digits.labels.slice(1) }

test.each<[what: string, sizes: readonly number[], examples: Drawn, recipe: Partial<Recipe>]>([
  ['two layers', [30, 8, 10], digits, {}],
  ['two at a time', [30, 10], digits, { batchSize: 2 }],
  ['three classes', [30, 3], { ...digits, labels: digits.labels.map((label) => label % 3) }, {}],
  ['a layer in panels', [30, 64], digits, {}],
  ['rows without zeros', [30, 10], dense, {}],
  ['no examples', [30, 10], drawn(0, 30, 10, 1), {}],
  ['a rate of 0', [30, 10], digits, { rate: 0 }],
  ['a label that is no class', [30, 10], wrong, {}],
  ['one label too few', [30, 10], fewer, {}],
  ['images of another size', [20, 10], digits, {}],
])('everything else goes to the tree’s loop, what it refuses too: %s', (_, sizes, examples, recipe) => {
  const [truth, ours] = [trained('tree', sizes, examples, recipe), trained('lib', sizes, examples, recipe)]
  expect([ours.told, ours.weights]).toEqual([truth.told, truth.weights])
  expect(ours.descents).toBe(0)
})

test.each([
  [NaN, 'refuse it', 2, 81],
  [-Infinity, 'know better, and the kernel goes on', 3, 101],
])('where %d makes a loss that is not finite, the tree’s operations %s', (first, _, calls, told) => {
  const { images, labels } = drawn(100, 30, 10, 4)
  for (let n = 0; n < 100; n++) images.data[30 * n] = n === 80 ? 1 : 0 // W[0, 0] counts for one image, of class 0
  labels[80] = 0
  const recipe = { epochs: 1, rng: null }
  const of = (whose: 'tree' | 'lib') => trained(whose, [30, 10], { images, labels }, recipe, first)
  const [truth, ours] = [of('tree'), of('lib')]
  expect([ours.told, ours.weights]).toEqual([truth.told, truth.weights])
  expect([ours.told.length, ours.descents]).toEqual([told, calls])
})

test('a read of the weights or an allocation between two steps changes nothing', () => {
  const operations = kernelOperations(kernels, plain)
  const [chain, truth] = [
    network([30, 10], createRandom(1), operations),
    trained('tree', [30, 10], digits, { epochs: 1 }),
  ]
  const losses: number[] = []
  const recipe = { epochs: 1, batchSize: 1, rate: 0.1, rng: createRandom(5) }
  for (const { loss } of trainFused(operations)(chain, digits, recipe)) {
    losses.push(loss)
    expect(chain[0].W.data.every(Number.isFinite)).toBe(true)
    if (losses.length === 10) kernels.allocate(2 * kernels.memory.buffer.byteLength)
  }
  expect(losses).toEqual(truth.told.slice(0, -1).map((step) => (step as { loss: number }).loss))
})

test('trainings with the same examples use the same places, one after the other', () => {
  const operations = kernelOperations(kernels, plain)
  const own = trainFused(operations)
  const recipe = { epochs: 1, batchSize: 1, rate: 0.1, rng: null }
  const grown = (loop: typeof train): number => {
    const before = kernels.usedBytes
    const losses = [...loop(network([30, 10], createRandom(1), operations), digits, recipe, operations)]
    expect(losses).toHaveLength(100)
    return kernels.usedBytes - before
  }
  expect(grown(own)).toBeGreaterThan(grown(own))
  grown(train)
  expect(grown(own)).toBe(grown(train)) // the weights
})

test('a chain without layers, and a bias in float64, go to the tree’s loop', () => {
  const operations = kernelOperations(kernels, plain)
  const recipe = { epochs: 1, batchSize: 1, rate: 0.1, rng: null }
  const [{ W }] = network([30, 10], createRandom(1), operations)
  const chains = [[], [Dense(W, zeros([10], 'float64'), identity, operations.dense)]]
  descents = 0
  for (const chain of chains) {
    const steps = [...trainFused(operations)(chain, digits, recipe, operations)]
    expect(steps).toHaveLength(100)
  }
  expect(descents).toBe(0)
})
