import { beforeAll, expect, test } from 'vitest'
import { createRandom } from '#lib/random'
import { bundle } from '../../lib/resolve/bundle.ts'
import { exercises } from '../../lib/course/exercises.ts'
import { resolver } from '../../lib/resolve/resolver.ts'
import { solutions } from '../../lib/course/trees.ts'
import { writeIdx } from '../../lib/data/idx.ts'
import type { Files } from '../../lib/data/mnist.ts'
import { syntheticDigits } from '../../lib/data/synthetic.ts'
import type { Kernels } from '../../lib/kernels/kernels.ts'
import { evidenceOf } from '../../lib/training/evidence.ts'
import { type Model, type RecipeName, type Settings, recipes } from '../../lib/training/recipes.ts'
import { symptoms } from '../../lib/training/symptoms.ts'
import type * as entry from './trainings/entry.ts'
import { type Fault, faults } from './trainings/faults.ts'
import { swapped } from './trainings/swapped.ts'

delete process.env.KATA_KERNELS // whatever the rest of a run is to do without

/** What a training says of itself: of the reference with odd settings, and of mistakes that were planted. */

/** n digits, every second row and column of them, as IDX files */
function idx(n: number, seed: number): [images: Uint8Array, labels: Uint8Array] {
  const { pixels, labels } = syntheticDigits(n, createRandom(seed))
  const thin = pixels.filter((_, i) => i % 2 === 0 && Math.floor(i / 28) % 2 === 0)
  return [writeIdx([n, 14, 14], thin), writeIdx([n], labels)]
}

const [trainImages, trainLabels] = idx(600, 1)
const [testImages, testLabels] = idx(300, 2)
const files: Files = { trainImages, trainLabels, testImages, testLabels }
const listener = { began: () => {}, progress: () => {}, epoch: () => {}, stopped: () => false }

let module: typeof entry
let kernels: Kernels | undefined
beforeAll(async () => {
  const used = exercises.filter(({ stage }) => stage === '4-backprop' || stage === '6-mnist')
  const plugins = [swapped(used), resolver({ tree: solutions, mode: 'own' })]
  module = (await bundle<typeof entry>('test/course/trainings/entry.ts', plugins)).module
  kernels = await module.kernelsHere()
})

const all = (['mlp', 'softmax'] as const).flatMap((model) =>
  (['minibatch', 'article'] as const).map((recipe) => [model, recipe] as const),
)

function settingsOf(model: Model, recipe: RecipeName, odd: Partial<Settings> = {}): Settings {
  const { epochs, batch, rate } = recipes[model][recipe]
  // one pass over MNIST is as many steps as a hundred over these images
  return { model, recipe, epochs: batch === 1 ? 10 * epochs : epochs, batch, rate, seed: 0, ...odd }
}

async function signsOf(settings: Settings, fault?: Fault): Promise<string[]> {
  module.answerWith(fault)
  try {
    const outcome = await module.run(files, settings, listener, fault?.isReplaced ? {} : { kernels })
    return symptoms(evidenceOf(settings, outcome))
  } finally {
    module.answerWith(undefined)
  }
}

test.each(all)('a training of the reference has no symptom: %s, %s', async (model, recipe) => {
  for (const seed of [0, 1, 2, 3])
    expect(await signsOf(settingsOf(model, recipe, { seed })), `seed ${seed}`).toEqual([])
})

test.each<[Model, RecipeName, Partial<Settings>, RegExp]>([
  ['mlp', 'minibatch', { rate: 3 }, /The rate 3 is too large: divide it by ten/],
  ['mlp', 'minibatch', { rate: 10 }, /The rate 10 is too large: divide it by ten/],
  ['mlp', 'minibatch', { rate: 100 }, /The rate 100 is too large: divide it by ten/],
  ['mlp', 'article', { rate: 10 }, /The rate 10 is too large: divide it by ten/],
  ['softmax', 'minibatch', { rate: 100 }, /The rate 100 is too large: divide it by ten/],
  ['softmax', 'article', { rate: 3 }, /The rate 3 is too large: divide it by/],
  ['mlp', 'minibatch', { rate: 1e-5 }, /The rate 0\.00001 is too small: multiply it by ten\.$/],
  ['mlp', 'article', { rate: 1e-4 }, /The rate 0\.0001 is too small: multiply it by ten\.$/],
  ['softmax', 'minibatch', { rate: 1e-4 }, /The rate 0\.0001 is too small: multiply it by ten\.$/],
  ['softmax', 'article', { epochs: 1, rate: 1e-5 }, /The rate 0\.00001 is too small: multiply it by ten\.$/],
  ['mlp', 'article', { epochs: 1 }, /^One step was taken, .* Give it more epochs\.$/],
  ['mlp', 'article', { epochs: 16 }, /^16 steps were taken, .* Give it more epochs\.$/],
  ['softmax', 'minibatch', { rate: 0.01 }, /^The loss still falls, .* Give it more epochs, or a larger rate\.$/],
])('a training of the reference is told of its settings: %s, %s, %o', async (model, recipe, odd, wanted) => {
  for (const seed of [0, 1, 2]) {
    const found = await signsOf(settingsOf(model, recipe, { ...odd, seed }))
    expect(found[0], `seed ${seed}`).toMatch(wanted)
    expect(found.slice(1).filter((sign) => !sign.includes('units of layer 1 give 0'))).toEqual([])
  }
})

/**
 * what may be said of each, and no other; and of how many of the four trainings it is said, at least. So few images are learnt by
 * heart with any labels.
 */
const named: Record<keyof typeof faults, [count: number, sign: RegExp]> = {
  'a softmax at the end of the chain': [4, /^The network gives probabilities/],
  'a softmax in the loss': [4, /^The steps have a loss of .* Look for a softmax of softmax in the loss/],
  'weights that are all zero': [2, /^All 32 units of layer 1 have the same weights/],
  'weights that are all equal': [2, /^All 32 units of layer 1 have the same weights/],
  'weights that are all positive': [2, /^The first loss is .* Look at the scaling \(6\.2\) and the first weights/],
  'steps up the gradient': [3, /^The loss rises, .* The rate is the usual one\. So the steps go up the gradient/],
  'steps of the biases alone': [4, /^The weights of layer 1 are those of the beginning/],
  'no 1/B': [2, /^The loss rose .* the rate is the usual one: look at the gradient, its 1\/B|^\d+ of the 32 units/],
  '1/B twice': [2, /look for a mean that is taken twice|The training has not finished\. Give it more epochs\.$/],
  'labels one place off': [0, /Images and labels may not belong together/],
  'labels of the training that are one too large': [4, /^The images of the training are learnt/],
  'pixels up to 255': [4, /^The first loss is .* Look at the scaling/],
}

test.each(Object.keys(faults) as (keyof typeof faults)[])('a fault is named or passed over: %s', async (name) => {
  const [count, wanted] = named[name]
  let told = 0
  for (const [model, recipe] of all) {
    const found = await signsOf(settingsOf(model, recipe), faults[name]).catch(refused)
    expect(
      found.filter((sign) => !wanted.test(sign)),
      `${model}, ${recipe}`,
    ).toEqual([])
    if (found.length > 0) told++
  }
  expect(told).toBeGreaterThanOrEqual(count)
})

/** Numbers that have run away are refused by 3.2: such a training ends with that error. */
function refused(error: unknown): string[] {
  expect(String(error)).toMatch(/wants finite logits/)
  return []
}
