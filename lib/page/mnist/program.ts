import { network } from '#kata/6-mnist/3-glorot.ts'
import { type Operations, plain, train } from '#kata/6-mnist/5-train.ts'
import { accuracy, confusion, predictions } from '#kata/6-mnist/6-evaluate.ts'
import { createRandom } from '#lib/random'
import type { Tensor } from '#lib/tensor'
import type { Files } from '../../data/mnist.ts'
import { type Compiled, Kernels } from '../../kernels/kernels.ts'
import { kernelOperations } from '../../kernels/operations.ts'
import { describe } from '../../training/describe.ts'
import { parametersOf, weightsOf } from '../../training/layer.ts'
import { load, loadSparse } from '../../training/load.ts'
import { Log } from '../../training/log.ts'
import { probe } from '../../training/probe.ts'
import { hidden, recipes } from '../../training/recipes.ts'
import type { Begin, FromWorker, Layer, Looked, Order } from './messages.ts'
import { progressMessages } from './progress-messages.ts'

/** The worker's functions to send a message, and to let messages in. The second resolves at once, or when a pause is over. */
export interface WorkerHost {
  tell(said: FromWorker, transfer?: readonly ArrayBuffer[]): void
  breathe(): Promise<void>
}

type Chain = ReturnType<typeof network>
type Examples = ReturnType<typeof load>

/**
 * Trains in the worker. The loop, the network and the backward pass are the tree's own, and with `plain` the operations too.
 * It throws the errors of that code.
 */
export async function run({ order, files, kernels }: Begin, outside: WorkerHost): Promise<void> {
  const rng = createRandom(order.seed)
  const { operations, examples } = await prepare(order, files, kernels)
  const unseen = load(files.testImages, files.testLabels)
  const chain = network([examples.images.shape[1], ...hidden[order.model], 10], rng, operations)
  const isChain = chain?.length > 0 && [...chain].every((layer) => layer?.W?.shape?.length >= 2 && layer.b?.data)
  demand(isChain, '6.3 network', 'return layers with W and b')
  outside.tell({ say: 'began', network: describe(chain) })
  const before = chain.map((layer) => ({ data: weightsOf(parametersOf(layer)).data.slice() }))
  const { batch, rate } = recipes[order.model].minibatch
  const steps = train(chain, examples, { epochs: order.epochs, batchSize: batch, rate, rng }, operations)
  const look = (epochs: number): Looked => lookAt(chain, unseen, before, epochs)
  await follow(steps, chain, new Log(examples.labels.length, order.epochs), look, outside)
}

async function prepare({ engine }: Order, files: Files, compiled: Compiled) {
  if (engine === 'plain') {
    const operations: Operations = plain
    return { operations, examples: load(files.trainImages, files.trainLabels) }
  }
  const kernels = await Kernels.of(compiled)
  if (!kernels) throw new Error('This browser has no WebAssembly SIMD, or no memory for it. Choose plain TypeScript.')
  const operations = kernelOperations(kernels, plain)
  return { operations, examples: loadSparse(files.trainImages, files.trainLabels, operations) }
}

/** Runs the steps, and reports progress a few times a second. Evaluation takes at most a sixth of the time. */
async function follow(
  steps: ReturnType<typeof train>,
  chain: Chain,
  log: Log,
  look: (epochs: number) => Looked,
  { tell, breathe }: WorkerHost,
): Promise<void> {
  const takeProgress = progressMessages(log)
  let [breathed, told, looked, cost] = [performance.now(), -Infinity, performance.now(), 0]
  function reportProgress(): void {
    const layers = copyLayers(chain)
    tell(takeProgress(layers), buffersOf(layers))
    told = performance.now()
  }
  try {
    for (const { size, loss } of steps) {
      demand(size > 0 && typeof loss === 'number', '6.5 train', 'yield the size and the loss of each step')
      const epochEnded = log.add(size, loss)
      demand(
        Number.isFinite(loss),
        '6.5 train',
        `yield finite losses, but one is ${loss} after ${log.epochs.toFixed(3)} epochs`,
      )
      if (!epochEnded && performance.now() - breathed < 40) continue
      log.stop()
      const now = performance.now()
      const isLast = epochEnded && log.epochs >= log.of
      if (isLast || now - told > 150) reportProgress()
      if (isLast || now - looked > Math.max(250, 5 * cost)) {
        const before = performance.now()
        tell(look(log.epochs))
        looked = performance.now()
        cost = looked - before
      }
      await breathe()
      breathed = performance.now()
      log.go()
    }
  } catch (error) {
    reportProgress() // the steps before the error
    throw error
  }
}

function lookAt(chain: Chain, unseen: Examples, before: Parameters<typeof probe>[2], epochs: number): Looked {
  const { images, labels } = unseen
  const predicted = predictions(chain, images)
  demand(predicted?.length === labels.length, '6.6 predictions', 'return a digit for each image')
  const counts = confusion(predicted, labels, 10)
  demand(counts?.data?.length === 100, '6.6 confusion', 'return 10 × 10 counts')
  return {
    say: 'looked',
    epochs,
    accuracy: accuracy(predicted, labels),
    confusion: Float64Array.from(counts.data),
    predicted: Uint8Array.from(predicted),
    probe: probe(chain, unseen, before),
  }
}

/** Throws a TypeError that names the kata, unless its result has the right form. An error of this file would say less. */
function demand(isThere: boolean, who: string, what: string): void {
  if (!isThere)
    throw new TypeError(`${who} should ${what}. Its tests show what it returns: npm start -- ${who.split(' ')[0]}`)
}

function copyLayers(chain: Chain): Layer[] {
  const copyTensor = ({ shape, data }: Tensor): Layer[string] => ({ shape: [...shape], data: Float32Array.from(data) })
  return chain.map((layer) =>
    Object.fromEntries(Object.entries(parametersOf(layer)).map(([name, tensor]) => [name, copyTensor(tensor)])),
  )
}

function buffersOf(layers: readonly Layer[]): ArrayBuffer[] {
  return layers.flatMap((layer) => Object.values(layer).map(({ data }) => data.buffer as ArrayBuffer))
}
