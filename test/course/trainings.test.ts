import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '#lib/random'
import { bundle } from '../../lib/resolve/bundle.ts'
import { exercises } from '../../lib/course/exercises.ts'
import { resolver } from '../../lib/resolve/resolver.ts'
import { root, solutions } from '../../lib/course/trees.ts'
import { writeIdx } from '../../lib/data/idx.ts'
import type { Files } from '../../lib/data/mnist.ts'
import { syntheticDigits } from '../../lib/data/synthetic.ts'
import { variantsOf } from '../../lib/judge/diagnose/answer-tests.ts'
import type { Engine as PageEngine, FromWorker } from '../../lib/page/mnist/messages.ts'
import type { Engine } from '../../lib/training/program.ts'
import type { Settings } from '../../lib/training/recipes.ts'
import type * as entry from './trainings/entry.ts'
import { swapped } from './trainings/swapped.ts'

/**
 * A right answer may be written in many ways, and lib hands it objects of its own: kernels, products, batches. Each answer that the
 * tests accept trains here on all of them. It has the losses that it has on the operations of its tree.
 */

delete process.env.KATA_KERNELS // whatever the rest of a run is to do without

/** the exercises whose code runs in a training, and not only in its products */
const used = exercises.filter(
  ({ stage, name }) => stage === '6-mnist' || (stage === '4-backprop' && isInTraining(name)),
)

function isInTraining(name: string): boolean {
  return ['relu', 'dense', 'softmax-cross-entropy', 'chain', 'gradient'].includes(name)
}

const answers = (
  await Promise.all(
    used.map(async (exercise) =>
      (await variantsOf(exercise)).map(
        (variant) =>
          [`${exercise.id} ${exercise.name}: ${variant.how} (${variant.id})`, exercise.path, variant] as const,
      ),
    ),
  )
).flat()

/** n digits, every second row and column of them, as IDX files */
function files(n: number, seed: number): [images: Uint8Array, labels: Uint8Array] {
  const { pixels, labels } = syntheticDigits(n, createRandom(seed))
  const thin = pixels.filter((_, i) => i % 2 === 0 && Math.floor(i / 28) % 2 === 0)
  return [writeIdx([n, 14, 14], thin), writeIdx([n], labels)]
}

const [trainImages, trainLabels] = files(40, 1)
const [testImages, testLabels] = files(10, 2)
const all: Files = { trainImages, trainLabels, testImages, testLabels }
const mlp: Settings = { model: 'mlp', recipe: 'minibatch', epochs: 2, batch: 32, rate: 0.1, seed: 0 }
const once: Settings = { ...mlp, epochs: 1 }
const trainings: Record<string, Settings> = {
  'mlp, shuffled': mlp,
  'mlp, all at once': { ...mlp, recipe: 'article', batch: Infinity },
  'softmax, shuffled': { ...mlp, model: 'softmax' },
  'softmax, one at a time': { ...mlp, model: 'softmax', recipe: 'article', epochs: 1, batch: 1 },
}

let module: typeof entry
const engines: Record<string, Engine> = {}

beforeAll(async () => {
  const plugins = [swapped(used), resolver({ tree: solutions, mode: 'own' })]
  module = (await bundle<typeof entry>('test/course/trainings/entry.ts', plugins)).module
  const [kernels, team] = await Promise.all([1, 2].map((threads) => module.kernelsHere(undefined, threads, 0)))
  expect(kernels, 'npm ci builds them').toBeDefined()
  Object.assign(engines, { kernels: { kernels }, 'kernels on two threads': { kernels: team } })
  for (const rung of module.rungNames) engines[rung] = { products: await module.rungs[rung]() }
})

const listener = { began: () => {}, progress: () => {}, epoch: () => {}, stopped: () => false }

/** the loss of every step, and all weights after the last */
async function trained(settings: Settings, engine?: Engine): Promise<number[]> {
  const { steps, weights } = await module.run(all, settings, listener, engine)
  return [...steps.losses, ...weights.flatMap(({ W, b }) => [...W.data, ...b.data])]
}

/** the same in the page’s worker */
async function trainedInPage(engine: PageEngine): Promise<number[]> {
  const built = (kind: string): Uint8Array => readFileSync(`${root}/lib/kernels/built/${kind}.wasm`)
  const order = { model: 'mlp', engine, epochs: 2, seed: 0 } as const
  const told: FromWorker[] = []
  const outside = { tell: (said: FromWorker) => void told.push(said), breathe: async () => {} }
  const kernels = { relaxed: built('relaxed'), plain: built('plain') }
  await module.runInPage({ say: 'begin', order, files: all, kernels }, outside)
  const looked = told.flatMap((said) => (said.say === 'looked' ? [said] : []))
  expect(looked.at(-1)?.probe).toMatchObject({ silent: [{ of: 32 }], areProbabilities: false })
  const went = told.flatMap((said) => (said.say === 'went' ? [said] : []))
  const weights = went.at(-1)?.layers.flatMap(({ W, b }) => [...W.data, ...b.data]) ?? []
  return [...went.flatMap(({ losses }) => [...losses]), ...weights]
}

function expectNear(received: readonly number[], expected: readonly number[], where: string): void {
  expect(received.length, `numbers ${where}`).toBe(expected.length)
  const off = received.map((v, i) => Math.abs(v - expected[i]) / (1 + Math.abs(expected[i])))
  const worst = off.reduce((most, v) => (v <= most ? most : v), 0) // NaN is the worst
  expect(worst, `the largest difference ${where}`).toBeLessThan(1e-5)
}

describe.each(answers)('%s', (_, path, variant) => {
  beforeAll(() => {
    module.answerWith({ path, exports: variant.answer() as Record<string, unknown> })
    return () => module.answerWith(undefined)
  })

  test('trains on the kernels', async () => {
    for (const [name, settings] of Object.entries(trainings)) {
      const expected = await trained(settings)
      for (const engine of ['kernels', 'kernels on two threads'])
        expectNear(await trained(settings, engines[engine]), expected, `of ${name}, on ${engine}`)
    }
  })

  test('trains on every rung', async () => {
    const expected = await trained(once)
    for (const rung of module.rungNames) expectNear(await trained(once, engines[rung]), expected, `on ${rung}`)
  })

  test('trains in the page', async () => {
    expectNear(await trainedInPage('kernels'), await trainedInPage('plain'), 'in the page')
  })
})

test('the answer that is asked for is the one that trains', async () => {
  let asked = 0
  const counting = { step: () => void asked++ }
  module.answerWith({ path: '6-mnist/4-apply-gradient', exports: counting })
  await trained(mlp)
  module.answerWith(undefined)
  expect(asked).toBeGreaterThan(0)
  const before = asked
  await trained(mlp)
  expect(asked).toBe(before)
})
