import { type Chain, identity } from '#kata/4-backprop/7-chain.ts'
import { lossGradient } from '#kata/4-backprop/8-gradient.ts'
import { type Examples, batches } from '#kata/6-mnist/2-batches.ts'
import { applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import { type Operations, type Progress, type Recipe, train } from '#kata/6-mnist/5-train.ts'
import type { Labels } from '#lib/tensor'
import type { Pointer } from './abi.ts'
import type { Workspace } from './workspace.ts'
import { Panels } from './wasm-tensor.ts'
import type { CsrMatrix } from './csr.ts'

/** how many steps are taken at once */
const stepsPerCall = 64
/** how many classes there may be: those that a kernel of the loss takes */
const most = 256

/**
 * 6.5’s train, with a loop of its own where one layer learns from one image at a time: a step of that takes less time than the
 * objects that JavaScript makes for it, so a kernel takes many. Losses and weights are the same; but when a step is told of,
 * the weights may be up to 63 steps ahead, within its epoch. Everything else goes to the tree’s own loop.
 */
export function trainFused(operations: Operations & { readonly memory: Workspace }): typeof train {
  const places: Places = new WeakMap()
  return (chain, examples, recipe) => {
    const images = fitting(operations.memory, chain, examples, recipe)
    return images
      ? descend(images, chain, examples, recipe, operations, places)
      : train(chain, examples, recipe, operations)
  }
}

/** Room for the labels of these rows and for steps on them: the same for each training with them. */
type Places = WeakMap<CsrMatrix, readonly Pointer[]>

/** The rows to learn from, where the kernel can. */
function fitting(memory: Workspace, chain: Chain, { images, labels }: Examples, recipe: Recipe): CsrMatrix | undefined {
  if (chain.length !== 1) return undefined
  const [{ W, b, activation }] = chain
  const O = W.shape[1]
  const isFloat32 = W.data instanceof Float32Array && b.data instanceof Float32Array
  const isOneLayer = activation === identity && isFloat32 && b.data.length === O
  const isOne = recipe.batchSize === 1 && recipe.rate > 0 && recipe.rate < Infinity
  if (!isOneLayer || !isOne || O < 4 || O > most || Panels.fit(W.shape)) return undefined
  const rows = memory.imagesOf(images)
  const [N, I] = images.shape
  return rows && 'starts' in rows && N > 0 && I === W.shape[0] && areClasses(labels, N, O) ? rows : undefined
}

function areClasses(labels: Labels, N: number, K: number): boolean {
  if (labels.length !== N) return false
  for (let n = 0; n < N; n++) if (!(Number.isInteger(labels[n]) && labels[n] >= 0 && labels[n] < K)) return false
  return true
}

function* descend(
  images: CsrMatrix,
  chain: Chain,
  examples: Examples,
  { epochs, rate, rng }: Recipe,
  operations: Operations & { readonly memory: Workspace },
  places: Places,
): Generator<Progress, number[]> {
  const [N] = images.shape
  const take = kernelSteps(images, chain, examples, rate, operations.memory, places)
  const means: number[] = []
  for (let epoch = 0; epoch < epochs; epoch++) {
    let total = 0
    for (const order of batches(N, stepsPerCall, rng)) {
      let n = 0
      while (n < order.length) {
        for (const loss of take(order.subarray(n))) {
          n++
          total += loss
          yield { epoch, size: 1, loss }
        }
        if (n === order.length) break
        // where a loss is not finite, the tree’s own operations know what to do, or why there is none
        const one = operations.take(examples, order.subarray(n, n + 1))
        const { loss, gradient } = lossGradient(chain, one.images, one.labels, operations.loss)
        applyGradient(chain, gradient, rate, operations.step)
        n++
        total += loss
        yield { epoch, size: 1, loss }
      }
    }
    means.push(total / N)
  }
  return means
}

/** What takes as many of the given steps as have a finite loss, `together` at most, and gives their losses. */
function kernelSteps(
  images: CsrMatrix,
  chain: Chain,
  { labels }: Examples,
  rate: number,
  memory: Workspace,
  places: Places,
) {
  const { kernels } = memory
  const [N, I] = images.shape
  const O = chain[0].W.shape[1]
  const sizes = [N, 4 * stepsPerCall, 4 * most, 4 * most, 8 * stepsPerCall]
  const place = places.get(images) ?? sizes.map((bytes) => kernels.allocate(bytes))
  places.set(images, place)
  const [classes, rows, z, dz, losses] = place
  kernels.bytes.set(labels, classes)
  const told = new Float64Array(stepsPerCall) // a copy: a memory that grows between two steps leaves its old views empty
  return (order: Uint32Array): Float64Array => {
    const { run } = kernels
    const { starts, entries, values } = images
    const falling = memory.scaleValues(images, -rate)
    kernels.words.set(order, rows >> 2)
    const B = order.length
    const parameters = [chain[0].W, chain[0].b].map((p) => memory.parameters.moveIn(p, false))
    const [W, b] = parameters.map(({ placed }) => placed.change())
    const done = run.fusedSgd(B, I, O, rows, starts, entries, values, falling, classes, W, b, rate, z, dz, losses)
    for (const parameter of parameters) parameter.copyOut()
    told.set(kernels.float64(losses, done))
    return told.subarray(0, done)
  }
}
