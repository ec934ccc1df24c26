import type { Examples } from '#kata/6-mnist/2-batches.ts'
import { network } from '#kata/6-mnist/3-glorot.ts'
import type { Step } from '#kata/6-mnist/4-apply-gradient.ts'
import { type Operations, type Recipe, plain, train } from '#kata/6-mnist/5-train.ts'
import { accuracy, confusion, predictions } from '#kata/6-mnist/6-evaluate.ts'
import { picture, predict } from '#kata/6-mnist/7-predict.ts'
import { products as ownProducts } from '#kata/1-tensor-ops/5-matmul.ts'
import { type Random, createRandom } from '#lib/random'
import type { Products, Tensor } from '#lib/tensor'
import { type ImageSize, imageSizeOf } from '../data/idx.ts'
import type { Files } from '../data/mnist.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { trainFused } from '../kernels/fused-sgd.ts'
import { kernelOperations } from '../kernels/operations.ts'
import { type KernelSteps, kernelSteps } from '../kernels/optimizers.ts'
import { describe } from './describe.ts'
import { type Parameters, copyParameters, parametersOf, restoreParameters, weightsOf } from './layer.ts'
import { type Probe, probe } from './probe.ts'
import { load, loadSparse } from './load.ts'
import { Log, stopwatch } from './log.ts'
import type { TrainingProgress } from './progress.ts'
import { type Settings, hidden, recipes } from './recipes.ts'
import type * as holdOut from './hold-out.ts'
import { type Validation, Validator } from './validation.ts'

/** Callbacks of a training: they receive its progress, and can stop it. */
export interface Listener {
  began(network: string, examples: number): void
  progress(now: TrainingProgress): void
  epoch(now: TrainingProgress): void
  stopped(): boolean
}

export interface Outcome {
  readonly network: string
  readonly interrupted: boolean
  readonly steps: { readonly epochs: number[]; readonly losses: number[] }
  /** the number of examples in a step */
  readonly batch: number
  /** the mean loss of each epoch that was finished */
  readonly losses: readonly number[]
  /** products: the seconds in the products of 1.5 during the epochs; 0 if other products replaced them */
  readonly seconds: { readonly loading: number; readonly epochs: readonly number[]; readonly products: number }
  readonly accuracy: number
  readonly confusion: Tensor
  readonly predicted: readonly number[]
  readonly labels: Uint8Array
  readonly images: Tensor
  /** the size of every image, from the header of the file */
  readonly imageSize: ImageSize
  /** the parameters of each layer, first to last */
  readonly weights: readonly Parameters[]
  /** measurements on test images */
  readonly probe: Probe
  /** with --validate: what the network does with examples that took no part */
  readonly validation?: Validation
  /** the first test image, read by 6.7 */
  readonly first: { readonly digit: number; readonly probability: number; readonly picture: string }
}

/**
 * What replaces the tree's own operations: lib's kernels, or other products in its dense. Without either, nothing is
 * replaced.
 */
export interface Engine {
  readonly kernels?: Kernels
  /** use lib’s fused loop if it has one for this network; then the tree’s loop is not called */
  readonly fusedLoop?: boolean
  readonly products?: Products
  readonly optimizer?: Optimizer
}

/** Makes the step of a training of `count` steps. `plain`: the step that it takes otherwise   `fast`: what kernels have for it */
export type Optimizer = (plain: Step, count: number, fast?: KernelSteps) => Step

/**
 * Trains the chosen tree's own network on these files, and evaluates it. The whole of it is that tree's code:
 * parsing, scaling, initialisation, training, evaluation, prediction. This bundle is built with the resolver in front.
 *
 * With kernels, the operations of 6.5 are lib's, and the tree's own code calls them. The loop, the network, the backward pass and the
 * step through its parameters stay the tree's. With `fusedLoop`, lib's loop replaces all of these for one layer at batch size 1.
 */
export async function run(
  files: Files,
  settings: Settings,
  listener: Listener,
  { kernels, fusedLoop, products, optimizer }: Engine = {},
  holdingOut?: HoldOut,
): Promise<Outcome> {
  const loading = stopwatch()
  const fast = kernels && kernelOperations(kernels, plain)
  const clock = timeProducts(products ? undefined : ownProducts)
  const operations: Operations = fast ?? multiplyWith(products ?? clock.products)
  const rng = createRandom(settings.seed)
  const parts = holdingOut?.split(load(files.trainImages, files.trainLabels), settings.validate ?? NaN, rng)
  const examples = parts?.training ?? loadAll(files, fast)
  const unseen = load(files.testImages, files.testLabels)
  const chain = network([examples.images.shape[1], ...hidden[settings.model], 10], rng, operations)
  const loaded = loading()
  const [text, N] = [describe(chain), examples.labels.length]
  listener.began(text, N)

  const loop = fast && fusedLoop ? trainFused(fast) : train
  const recipe = recipeFor(settings, N, rng)
  const before = copy(chain).map(weightsOf)
  const steps = loop(chain, examples, recipe, withOptimizer(operations, optimizer, { ...recipe, N }, fast))
  const validator = parts && holdingOut && validatorOf({ ...parts, test: unseen }, chain, holdingOut)
  const seen = { chain, unseen, validator }
  const { log, best, interrupted } = await follow(steps, new Log(N, settings.epochs), seen, listener)
  if (interrupted) restore(chain, best)
  const seconds = { loading: loaded, epochs: log.seconds, products: clock.seconds() }
  const predicted = predictions(chain, unseen.images)
  const [labels, imageSize] = [Uint8Array.from(unseen.labels), imageSizeOf(files.testImages)]
  return {
    network: text,
    interrupted,
    steps: log.steps,
    batch: recipe.batchSize,
    losses: log.losses,
    seconds,
    accuracy: accuracy(predicted, labels),
    confusion: confusion(predicted, labels, 10),
    predicted,
    labels,
    images: unseen.images,
    imageSize,
    weights: chain.map(parametersOf),
    probe: probe(chain, unseen, before),
    validation: validator?.outcome,
    first: readFirst(chain, unseen.images, imageSize),
  }
}

/** The recipe of a training of N examples. */
function recipeFor({ model, recipe, epochs, batch, rate }: Settings, N: number, rng: Random): Recipe {
  return { epochs, batchSize: Math.min(batch, N), rate, rng: recipes[model][recipe].shuffled ? rng : null }
}

/** What a training with --validate takes of exercise 6.10. */
export type HoldOut = Pick<typeof holdOut, 'split' | 'bestEpoch'>

function loadAll({ trainImages, trainLabels }: Files, fast: ReturnType<typeof kernelOperations> | undefined): Examples {
  return fast ? loadSparse(trainImages, trainLabels, fast) : load(trainImages, trainLabels)
}

function validatorOf(
  data: ConstructorParameters<typeof Validator>[0],
  chain: Chain,
  { bestEpoch }: HoldOut,
): Validator {
  return new Validator(data, { chooseEpoch: bestEpoch, read: (images) => predictions(chain, images) })
}

/** Operations with the step of an optimizer, for epochs · ⌈N / batchSize⌉ steps. Without one they stay as they are. */
function withOptimizer(
  operations: Operations,
  optimizer: Optimizer | undefined,
  { epochs, batchSize, N }: { epochs: number; batchSize: number; N: number },
  fast: ReturnType<typeof kernelOperations> | undefined,
): Operations {
  if (!optimizer) return operations
  const count = epochs * Math.ceil(N / batchSize)
  return { ...operations, step: optimizer(operations.step, count, fast && kernelSteps(fast.memory)) }
}

/** Replaces the products in the dense of the tree's own operations. */
function multiplyWith(products: Products | undefined): Operations {
  const { dense } = plain
  return { ...plain, dense: (x, W, b) => dense(x, W, b, products) }
}

/**
 * Wraps the products in a clock that adds up their time. If they are not three functions, they stay as they are and the
 * clock stays at 0.
 */
function timeProducts(own: Products | undefined): { products: Products | undefined; seconds: () => number } {
  let total = 0
  const isWhole = (['AB', 'AtB', 'ABt'] as const).every((name) => typeof own?.[name] === 'function')
  if (!own || !isWhole) return { products: own, seconds: () => 0 }
  const timeProduct =
    (product: Products['AB']): Products['AB'] =>
    (a, b) => {
      const began = performance.now()
      const y = product(a, b)
      total += performance.now() - began
      return y
    }
  const { AB, AtB, ABt } = own
  return {
    products: { AB: timeProduct(AB), AtB: timeProduct(AtB), ABt: timeProduct(ABt) },
    seconds: () => total / 1000,
  }
}

type Chain = ReturnType<typeof network>

function readFirst(chain: Chain, { shape, data }: Tensor, { columns }: ImageSize): Outcome['first'] {
  const image = { shape: [1, shape[1]], data: data.slice(0, shape[1]) }
  const { digit, probabilities } = predict(chain, image)
  return { digit, probability: probabilities[digit], picture: picture(image, columns) }
}

/** Runs the training, yields to other events now and then, and keeps the weights of the best epoch. */
async function follow(
  steps: ReturnType<typeof train>,
  log: Log,
  { chain, unseen, validator }: { chain: Chain; unseen: Examples; validator: Validator | undefined },
  listener: Listener,
): Promise<{ log: Log; best: ReturnType<typeof copy>; interrupted: boolean }> {
  let [best, known] = [copy(chain), undefined as number | undefined]
  let [looked, breathed] = [-Infinity, performance.now()]
  for (const { size, loss } of steps) {
    const epochEnded = log.add(size, loss)
    if (epochEnded) {
      const scores = validator?.measure(chain)
      const lowest = validator ? validator.best : log.losses.indexOf(Math.min(...log.losses))
      if (lowest === log.losses.length - 1) best = copy(chain)
      const looks = performance.now() - looked > 1000 || log.losses.length === log.of
      if (looks) {
        known = accuracy(predictions(chain, unseen.images), unseen.labels)
        looked = performance.now()
      }
      listener.epoch(log.standing(looks ? known : undefined, scores))
      log.go()
    }
    if (performance.now() - breathed < 50) continue
    listener.progress(log.standing(known))
    await new Promise((resolve) => setImmediate(resolve))
    breathed = performance.now()
    if (listener.stopped()) return { log, best: log.losses.length === 0 ? copy(chain) : best, interrupted: true }
  }
  return { log, best, interrupted: false }
}

function copy(chain: Chain): Parameters[] {
  return chain.map((layer) => copyParameters(parametersOf(layer)))
}

function restore(chain: Chain, best: readonly Parameters[]): void {
  chain.forEach((layer, l) => restoreParameters(parametersOf(layer), best[l]))
}
