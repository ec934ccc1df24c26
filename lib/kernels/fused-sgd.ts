import { type Chain, identity } from '#kata/4-backprop/8-chain.ts'
import { lossGradient } from '#kata/4-backprop/9-gradient.ts'
import { type Examples, batches } from '#kata/6-mnist/2-batches.ts'
import { applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import { type Operations, type Progress, type Recipe, train } from '#kata/6-mnist/5-train.ts'
import type { Labels } from '#lib/tensor'
import type { Pointer } from './abi.ts'
import type { Workspace } from './workspace.ts'
import { Panels } from './wasm-tensor.ts'
import type { CsrMatrix } from './csr.ts'

/** The steps that one call of the kernel takes at most. */
const stepsPerCall = 64
/** A label has one byte. */
const maxClasses = 256

/**
 * Returns the train of 6.5 with a fused loop for one layer at batch size 1. Other trainings run the tree’s own loop.
 *
 * At that size the objects of a step cost more time than its arithmetic, so one call of a kernel takes many steps. The losses and the
 * final weights are the same. When the loop yields a step, the weights may be up to 63 steps ahead within the epoch.
 */
export function trainFused(operations: Operations & { readonly memory: Workspace }): typeof train {
  const buffers: Buffers = new WeakMap()
  return (chain, examples, recipe) => {
    const images = fusibleImages(operations.memory, chain, examples, recipe)
    return images
      ? runFusedLoop(images, chain, examples, recipe, operations, buffers)
      : train(chain, examples, recipe, operations)
  }
}

/** The kernel's buffers for a matrix of images. All trainings on that matrix share them. */
type Buffers = WeakMap<CsrMatrix, readonly Pointer[]>

/** The images as a CSR matrix; undefined if the fused kernel cannot run this training. */
function fusibleImages(
  memory: Workspace,
  chain: Chain,
  { images, labels }: Examples,
  recipe: Recipe,
): CsrMatrix | undefined {
  if (chain.length !== 1) return undefined
  const [{ W, b, activation }] = chain
  const O = W.shape[1]
  const isFloat32 = W.data instanceof Float32Array && b.data instanceof Float32Array
  const isOneLayer = activation === identity && isFloat32 && b.data.length === O
  const isBatchOfOne = recipe.batchSize === 1 && recipe.rate > 0 && recipe.rate < Infinity
  if (!isOneLayer || !isBatchOfOne || O < 4 || O > maxClasses || Panels.suits(W.shape)) return undefined
  const rows = memory.imagesOf(images)
  const [N, I] = images.shape
  return rows && 'rowPointers' in rows && N > 0 && I === W.shape[0] && areClasses(labels, N, O) ? rows : undefined
}

function areClasses(labels: Labels, N: number, K: number): boolean {
  if (labels.length !== N) return false
  for (let n = 0; n < N; n++) if (!(Number.isInteger(labels[n]) && labels[n] >= 0 && labels[n] < K)) return false
  return true
}

function* runFusedLoop(
  images: CsrMatrix,
  chain: Chain,
  examples: Examples,
  { epochs, rate, rng }: Recipe,
  operations: Operations & { readonly memory: Workspace },
  buffers: Buffers,
): Generator<Progress, number[]> {
  const [N] = images.shape
  const runSteps = createStepRunner(images, chain, examples, rate, operations.memory, buffers)
  const means: number[] = []
  for (let epoch = 0; epoch < epochs; epoch++) {
    let total = 0
    for (const order of batches(N, stepsPerCall, rng)) {
      let n = 0
      while (n < order.length) {
        for (const loss of runSteps(order.subarray(n))) {
          n++
          total += loss
          yield { epoch, size: 1, loss }
        }
        if (n === order.length) break
        // the next loss is not finite: the tree’s own operations take this step, or throw their error
        const batch = operations.take(examples, order.subarray(n, n + 1))
        const { loss, gradient } = lossGradient(chain, batch.images, batch.labels, operations.loss)
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

/** Returns a function that takes steps until a loss is not finite, at most stepsPerCall, and returns the losses of the steps taken. */
function createStepRunner(
  images: CsrMatrix,
  chain: Chain,
  { labels }: Examples,
  rate: number,
  memory: Workspace,
  buffers: Buffers,
) {
  const { kernels } = memory
  const [N, I] = images.shape
  const O = chain[0].W.shape[1]
  const sizes = [N, 4 * stepsPerCall, 4 * maxClasses, 4 * maxClasses, 8 * stepsPerCall]
  const pointers = buffers.get(images) ?? sizes.map((bytes) => kernels.allocate(bytes))
  buffers.set(images, pointers)
  const [classes, rows, z, dz, losses] = pointers
  kernels.bytes.set(labels, classes)
  const copy = new Float64Array(stepsPerCall) // views of a memory become empty when it grows between two steps
  return (order: Uint32Array): Float64Array => {
    const { run } = kernels
    const { rowPointers, entries, valueTable } = images
    const scaledTable = memory.scaleValues(images, -rate)
    kernels.words.set(order, rows >> 2)
    const B = order.length
    const parameters = [chain[0].W, chain[0].b].map((p) => memory.parameters.moveIn(p, false))
    const [W, b] = parameters.map(({ tensor }) => tensor.writableAt())
    const data = [rows, rowPointers, entries, valueTable, scaledTable, classes] as const
    const done = run.fusedSgd(B, I, O, ...data, W, b, rate, z, dz, losses)
    for (const parameter of parameters) parameter.copyOut()
    copy.set(kernels.float64(losses, done))
    return copy.subarray(0, done)
  }
}
