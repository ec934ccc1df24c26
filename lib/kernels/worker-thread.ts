import { Worker } from 'node:worker_threads'
import type { Pointer } from './abi.ts'

/** The words of `state`: the generation of the last task, the index of its kernel, the generation of the last finished task. */
const [task, kernel, done] = [0, 1, 2]
/** The kernels that run on several threads. */
const kernelNames = [
  'prefetchRows',
  'spmm',
  'scatterGradient',
  'gatherGradient',
  'transposeRows',
  'panelSpmm',
  'panelScatterGradient',
  'panelGatherGradient',
  'gemm',
  'gemmSmallN',
  'relu',
  'reluBackward',
  'softmaxCrossEntropy',
  'axpy',
] as const
export type KernelName = (typeof kernelNames)[number]

const workerSource = `
const { workerData: { module, memory, control, names, scratch }, parentPort } = require('node:worker_threads')
WebAssembly.instantiate(module, { env: { memory } }).then(({ instance }) => {
  const state = new Int32Array(control)
  const numbers = new Float64Array(control, 64)
  const kernels = names.map((name) => instance.exports[name])
  instance.exports.setScratch(scratch)
  parentPort.postMessage('ready')
  for (let seen = 0; ; ) {
    for (let polls = 0; Atomics.load(state, ${task}) === seen; polls++) if (polls > 20000) Atomics.wait(state, ${task}, seen)
    seen = Atomics.load(state, ${task})
    const args = []
    for (let i = 0; i < numbers[1]; i++) args.push(numbers[2 + i])
    numbers[0] = kernels[state[${kernel}]](...args) ?? 0
    Atomics.store(state, ${done}, seen)
    Atomics.notify(state, ${done})
  }
})`

/**
 * A worker with the same kernels and the same memory, which runs its part of an operation.
 *
 * A task is a generation number, a kernel and its arguments. Both sides poll for a while, since a step is shorter than a sleep, and
 * then sleep.
 */
export class WorkerThread {
  readonly ready: Promise<unknown>
  readonly #state: Int32Array
  /** the result, the number of arguments, the arguments */
  readonly #numbers: Float64Array
  #generation = 0

  constructor(module: Uint8Array, memory: WebAssembly.Memory, scratch: Pointer) {
    const control = new SharedArrayBuffer(256)
    this.#state = new Int32Array(control)
    this.#numbers = new Float64Array(control, 64)
    const workerData = { module, memory, control, names: kernelNames, scratch }
    const thread = new Worker(workerSource, { eval: true, workerData })
    this.ready = new Promise((resolve, reject) => {
      thread.once('message', resolve)
      thread.once('error', reject)
    }).then(() => thread.unref()) // a process that has nothing else to do may end
  }

  /** Starts a task. It first waits for the one before. */
  start(name: KernelName, args: readonly number[]): void {
    this.wait()
    this.#numbers[1] = args.length
    this.#numbers.set(args, 2)
    this.#state[kernel] = kernelNames.indexOf(name)
    Atomics.store(this.#state, task, ++this.#generation)
    Atomics.notify(this.#state, task)
  }

  /** Waits until the last task is done, and returns its result. */
  wait(): number {
    for (let polls = 0; Atomics.load(this.#state, done) !== this.#generation; polls++)
      if (polls > 20_000) Atomics.wait(this.#state, done, this.#generation - 1, 1)
    return this.#numbers[0]
  }
}
