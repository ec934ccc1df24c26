import { Worker } from 'node:worker_threads'
import type { Pointer } from './abi.ts'

/** the generation of the last task, its kernel, the generation of the last one that was done */
const [task, kernel, done] = [0, 1, 2]
/** the kernels that are cut */
const names = [
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
export type Name = (typeof names)[number]

const worker = `
const { workerData: { module, memory, control, names, own }, parentPort } = require('node:worker_threads')
WebAssembly.instantiate(module, { env: { memory } }).then(({ instance }) => {
  const state = new Int32Array(control)
  const numbers = new Float64Array(control, 64)
  const kernels = names.map((name) => instance.exports[name])
  instance.exports.setScratch(own)
  parentPort.postMessage('ready')
  for (let seen = 0; ; ) {
    for (let looks = 0; Atomics.load(state, ${task}) === seen; looks++) if (looks > 20000) Atomics.wait(state, ${task}, seen)
    seen = Atomics.load(state, ${task})
    const args = []
    for (let i = 0; i < numbers[1]; i++) args.push(numbers[2 + i])
    numbers[0] = kernels[state[${kernel}]](...args) ?? 0
    Atomics.store(state, ${done}, seen)
    Atomics.notify(state, ${done})
  }
})`

/** A thread that does its part of what is cut: a worker with the same kernels and the same memory. */
export class WorkerThread {
  readonly ready: Promise<unknown>
  readonly #state: Int32Array
  readonly #numbers: Float64Array
  #generation = 0

  constructor(module: Uint8Array, memory: WebAssembly.Memory, own: Pointer) {
    const control = new SharedArrayBuffer(256)
    this.#state = new Int32Array(control)
    this.#numbers = new Float64Array(control, 64)
    const thread = new Worker(worker, { eval: true, workerData: { module, memory, control, names, own } })
    this.ready = new Promise((resolve, reject) => {
      thread.once('message', resolve)
      thread.once('error', reject)
    }).then(() => thread.unref()) // it waits for ever: who has nothing else to do may end
  }

  begin(name: Name, args: readonly number[]): void {
    this.end()
    this.#numbers[1] = args.length
    this.#numbers.set(args, 2)
    this.#state[kernel] = names.indexOf(name)
    Atomics.store(this.#state, task, ++this.#generation)
    Atomics.notify(this.#state, task)
  }

  /** waits for what was begun, and gives what it has returned */
  end(): number {
    for (let looks = 0; Atomics.load(this.#state, done) !== this.#generation; looks++)
      if (looks > 20_000) Atomics.wait(this.#state, done, this.#generation - 1, 1)
    return this.#numbers[0]
  }
}
