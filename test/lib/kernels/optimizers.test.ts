import { expect, test } from 'vitest'
import { network } from '#kata/6-mnist/3-glorot.ts'
import type { Step } from '#kata/6-mnist/4-apply-gradient.ts'
import { plain, train } from '#kata/6-mnist/5-train.ts'
import { linearDecay, momentum } from '#kata/6-mnist/8-momentum.ts'
import { adam } from '#kata/6-mnist/9-adam.ts'
import { createRandom } from '#lib/random'
import { writeIdx } from '../../../lib/data/idx.ts'
import { syntheticDigits } from '../../../lib/data/synthetic.ts'
import type { Kernels } from '../../../lib/kernels/kernels.ts'
import { loadKernels } from '../../../lib/kernels/load.ts'
import { kernelOperations } from '../../../lib/kernels/operations.ts'
import { type KernelSteps, kernelSteps } from '../../../lib/kernels/optimizers.ts'
import { load, loadSparse } from '../../../lib/training/load.ts'

delete process.env.KATA_KERNELS // these are the kernels’ own tests, whatever the rest of a run is to do without

const digits = syntheticDigits(200, createRandom(1))
const imageFile = writeIdx([200, 28, 28], digits.pixels)
const labelFile = writeIdx([200], digits.labels)

async function here(kind?: 'plain' | 'relaxed', threads = 1): Promise<Kernels> {
  const kernels = await loadKernels(kind, threads, 0)
  if (!kernels) throw new Error('the kernels are not built: npm ci builds them')
  return kernels
}

interface Case {
  readonly sizes: readonly number[]
  readonly batchSize: number
  readonly rate: number
  readonly make: (fast?: KernelSteps) => Step
}

/** The losses and the weights of 40 steps or more, on kernels or plain, and the bytes that were in use after each step. */
function trained({ sizes, batchSize, rate, make }: Case, kernels?: Kernels) {
  const fast = kernels && kernelOperations(kernels, plain)
  const examples = fast ? loadSparse(imageFile, labelFile, fast) : load(imageFile, labelFile)
  const chain = network(sizes, createRandom(2), fast ?? plain)
  const operations = { ...(fast ?? plain), step: make(fast && kernelSteps(fast.memory)) }
  const used: number[] = []
  const losses: number[] = []
  const epochs = Math.ceil((40 * batchSize) / 200)
  for (const { loss } of train(chain, examples, { epochs, batchSize, rate, rng: createRandom(3) }, operations)) {
    losses.push(loss)
    if (kernels) used.push(kernels.usedBytes)
  }
  return { losses, used, weights: chain.flatMap(({ W, b }) => [...W.data, ...b.data]) }
}

const makeMomentum = (fast?: KernelSteps): Step => fast?.momentum(momentum()) ?? momentum()
const makeAdam = (fast?: KernelSteps): Step => fast?.adam(adam()) ?? adam()

/** 64 columns lie in panels where the images are sparse. Three layers have dense inputs too. */
const cases: readonly (readonly [name: string, Case])[] = [
  ['momentum', { sizes: [784, 30, 10], batchSize: 32, rate: 0.02, make: makeMomentum }],
  ['momentum, in panels', { sizes: [784, 64, 10], batchSize: 32, rate: 0.02, make: makeMomentum }],
  ['momentum, all at once', { sizes: [784, 64, 10], batchSize: 200, rate: 0.02, make: makeMomentum }],
  ['adam', { sizes: [784, 30, 10], batchSize: 32, rate: 0.001, make: makeAdam }],
  ['adam, in panels', { sizes: [784, 64, 32, 10], batchSize: 40, rate: 0.001, make: makeAdam }],
  ['adam, one layer, a few images at a time', { sizes: [784, 10], batchSize: 5, rate: 0.001, make: makeAdam }],
  [
    'momentum with a falling rate',
    { sizes: [784, 30, 10], batchSize: 32, rate: 0.05, make: (fast) => linearDecay(makeMomentum(fast), 42) },
  ],
]

test.each(cases)('%s on kernels is what it is in plain TypeScript', async (_, one) => {
  const truth = trained(one)
  for (const kind of ['relaxed', 'plain'] as const) {
    const ours = trained(one, await here(kind))
    expect(ours.losses).toHaveLength(truth.losses.length)
    ours.losses.forEach((loss, i) =>
      expect(Math.abs(loss - truth.losses[i])).toBeLessThan(1e-4 * (1 + truth.losses[i])),
    )
    const worst = Math.max(...ours.weights.map((w, i) => Math.abs(w - truth.weights[i])))
    expect(worst, kind).toBeLessThan(1e-4)
    expect(truth.losses[truth.losses.length - 1]).toBeLessThan(truth.losses[0])
  }
})

test.each(cases)('%s allocates nothing after the first steps', async (_, one) => {
  const { used } = trained(one, await here())
  expect(used[used.length - 1]).toBe(used[Math.min(10, used.length - 2)])
})

test.each(cases)('%s gives the same weights on two threads, in every run', async (_, one) => {
  const [first, again] = [trained(one, await here('relaxed', 2)), trained(one, await here('relaxed', 2))]
  expect(again.weights).toEqual(first.weights)
})

test('a gradient that a kata has read, or scaled, is the one of the step, also in panels', async () => {
  for (const make of [makeMomentum, makeAdam]) {
    const halved = (fast?: KernelSteps): Step => {
      const take = make(fast)
      return (parameter, gradient, rate) => {
        gradient.data.forEach((g, i) => (gradient.data[i] = g / 2))
        take(parameter, gradient, rate)
      }
    }
    const one = { sizes: [784, 64, 10], batchSize: 32, rate: 0.01, make: halved }
    const [ours, truth] = [trained(one, await here()), trained(one)]
    const worst = Math.max(...ours.weights.map((w, i) => Math.abs(w - truth.weights[i])))
    expect(worst).toBeLessThan(make === makeAdam ? 1e-3 : 1e-4)
  }
})
