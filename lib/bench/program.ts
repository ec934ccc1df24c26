import { products } from '#kata/1-tensor-ops/5-matmul.ts'
import { gradient } from '#kata/5-chain-link/3-gradient.ts'
import { type Examples, batches } from '#kata/6-mnist/2-batches.ts'
import { network } from '#kata/6-mnist/3-glorot.ts'
import { type Operations, plain, train } from '#kata/6-mnist/5-train.ts'
import { createRandom } from '#lib/random'
import { type Products, type Tensor, zeros } from '#lib/tensor'
import type { Files } from '../data/mnist.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { armStep } from './arm-step.ts'
import { trainFused } from '../kernels/fused-sgd.ts'
import { kernelOperations } from '../kernels/operations.ts'
import { type KernelSteps, kernelSteps } from '../kernels/optimizers.ts'
import { parametersOf } from '../training/layer.ts'
import { load, loadSparse } from '../training/load.ts'
import { usualRate } from '../training/optimizers.ts'
import { type Workload, stepsOf } from './workloads.ts'

/** One measurement: seconds per step or epoch, and the loss of the last step. Equal losses show that all did the same work. */
export interface Measured {
  readonly seconds: number
  readonly loss: number
  /** True if only a part of the steps was measured, and the time scaled up. */
  readonly scaled: boolean
  /** bytes that were allocated for numbers after the first step */
  readonly taken: number
  /** bytes for numbers at the end, images included */
  readonly memory: number
}

/** An implementation that can run the workloads: the tree’s own code in plain TypeScript, on a rung of stage 9, or on kernels. */
export interface Contender {
  readonly measure: (work: Workload, patience: number) => Measured
  readonly matmul: (M: number, K: number, N: number) => number
}

const seed = 0

/** The contenders on the tree’s own operations: one with its products of 1.5, and one for each of `others`. They share the images. */
export function plainContenders(files: Files, others: readonly Products[]): Contender[] {
  const examples = load(files.trainImages, files.trainLabels)
  const usedBytes = (): number => process.memoryUsage().arrayBuffers
  return [products, ...others].map((own) => {
    const operations: Operations =
      own === products ? plain : { ...plain, dense: (x, W, b) => plain.dense(x, W, b, own) }
    return {
      measure: (work, patience) => measure(examples, operations, work, patience, usedBytes),
      matmul: (M, K, N) => {
        const [a, b] = [fillTensor([M, K]), fillTensor([K, N])]
        return quickest(() => own.AB(a, b))
      },
    }
  })
}

type StepWithMemory = keyof KernelSteps

/** The contenders on lib’s kernels. */
export interface KernelContenders {
  /** with the tree’s own loop */
  readonly own: Contender
  /** with lib’s fused loop, which some workloads have */
  readonly fusedLoop: Contender
  /** with steps of 6.8 and 6.9 and the rates that `npm run train` gives them, whatever the rate of the workload is */
  readonly optimizers: Readonly<Record<StepWithMemory, Contender>>
}

export function kernelContenders(files: Files, kernels: Kernels): KernelContenders {
  const operations = kernelOperations(kernels, plain)
  const examples = loadSparse(files.trainImages, files.trainLabels, operations)
  const { run } = kernels
  const usedBytes = (): number => kernels.usedBytes
  const own: Contender = {
    measure: (work, patience) => measure(examples, operations, work, patience, usedBytes),
    matmul: (M, K, N) => {
      const [A, B, C] = [M * K, K * N, M * N].map((count) => kernels.allocate(4 * count))
      const [packed, none] = [kernels.allocate(run.packedBytes(K, N)), kernels.allocate(4 * N + 64)]
      kernels.float32(A, M * K).set(fillTensor([M, K]).data)
      kernels.float32(B, K * N).set(fillTensor([K, N]).data)
      kernels.float32(none, N).fill(0)
      return quickest(() => {
        run.packB(K, N, B, 4 * N, 4, packed)
        run.gemm(0, M, K, N, A, 4 * K, 4, packed, C, 4 * N, none, 0)
      })
    },
  }
  const loop = trainFused(operations)
  const steps = kernelSteps(operations.memory)
  const stepBy = (name: StepWithMemory): Contender => ({
    ...own,
    measure: (work, patience) => {
      const optimizer = { ...operations, step: steps[name](operations.step) }
      return measure(examples, optimizer, { ...work, rate: usualRate(name, false) }, patience, usedBytes)
    },
  })
  return {
    own,
    fusedLoop: { ...own, measure: (...asked) => measure(examples, operations, ...asked, usedBytes, loop) },
    optimizers: { momentum: stepBy('momentum'), adam: stepBy('adam') },
  }
}

/** The initial weights and the order of the images, which all contenders share. */
export function initialState(
  { layers, batch }: Workload,
  images: number,
): { weights: Float32Array; order: Uint32Array } {
  const chain = network(layers, createRandom(seed))
  const weights = chain.flatMap((layer) => Object.values(parametersOf(layer)))
  const all = new Float32Array(weights.reduce((sum, { data }) => sum + data.length, 0))
  let at = 0
  for (const { data } of weights) {
    all.set(data, at)
    at += data.length
  }
  const order = new Uint32Array(images)
  at = 0
  for (const rows of batches(images, Math.min(batch, images), batch === Infinity ? null : createRandom(seed + 1))) {
    order.set(rows, at)
    at += rows.length
  }
  return { weights: all, order }
}

function measure(
  examples: Examples,
  operations: Operations,
  work: Workload,
  patience: number,
  used: () => number,
  loop = train,
): Measured {
  const N = examples.images.shape[0]
  const chain = network(work.layers, createRandom(seed), operations)
  const steps = stepsOf(work, N)
  const recipe = {
    epochs: work.batch === Infinity ? steps : 1,
    batchSize: Math.min(work.batch, N),
    rate: work.rate,
    rng: work.batch === Infinity ? null : createRandom(seed + 1),
  }
  let [done, loss, before] = [0, NaN, 0]
  const began = performance.now()
  for (const progress of loop(chain, examples, recipe, operations)) {
    loss = progress.loss
    if (++done === 1) before = used()
    if ((done < 64 || (done & 63) === 0) && performance.now() - began > 1000 * patience) break
  }
  const seconds = (performance.now() - began) / 1000
  const per = work.per === 'step' ? done : done / steps
  return { seconds: seconds / per, loss, scaled: done < steps, taken: Math.max(0, used() - before), memory: used() }
}

const chainSteps = 100_000
const begin = [0.1, -0.2, 0.3, 0.4]
const target = [1.5, 1.5] as const

/** µs per step of gradient descent of an arm of four links, with the tree's own gradient. */
export function chainGradient(): number {
  const angles = [...begin]
  const seconds = quickest(() => {
    for (let n = 0; n < chainSteps; n++) {
      const g = gradient(angles, target)
      for (let i = 0; i < angles.length; i++) angles[i] -= 0.01 * g[i]
    }
  })
  return (1e6 * seconds) / chainSteps
}

/** The same with lib's in-place step. */
export function chainInPlace(): number {
  const angles = Float64Array.from(begin)
  const kept = new Float64Array(2 * angles.length)
  const seconds = quickest(() => {
    for (let n = 0; n < chainSteps; n++) armStep(angles, target, 0.01, kept)
  })
  return (1e6 * seconds) / chainSteps
}

/** The limits of the engine: GFLOP/s of multiply-adds in registers, and GB/s from memory far larger than any cache. */
export function roofline({ run, allocate }: Pick<Kernels, 'run'> & { allocate(bytes: number): number }): {
  flops: number
  bytes: number
} {
  const size = 2 ** 27
  const at = allocate(size)
  const rounds = 200_000
  return {
    flops: (96 * rounds) / quickest(() => run.runFma(rounds)) / 1e9,
    bytes: size / quickest(() => run.streamRead(at, size)) / 1e9,
  }
}

function fillTensor(shape: readonly number[]): Tensor {
  const x = zeros(shape, 'float32')
  for (let i = 0; i < x.data.length; i++) x.data[i] = ((i * 7) % 13) / 13 + 0.1
  return x
}

/** The shortest of several runs within 0.3 s; a longer run is measured once. */
function quickest(run: () => void): number {
  let best = Infinity
  const end = performance.now() + 300
  for (let n = 0; n < 4 || performance.now() < end; n++) {
    const began = performance.now()
    run()
    best = Math.min(best, performance.now() - began)
    if (best > 1000) break
  }
  return best / 1000
}
