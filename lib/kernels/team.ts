import { Worker } from 'node:worker_threads'
import type { Exports } from './exports.ts'
import { type Compiled, type Kind, Kernels, kindOf } from './kernels.ts'

/**
 * Kernels on several threads: what is large is cut into as many parts, by rows of the result, and each thread makes its own.
 * Nobody writes where another one does, so the numbers are the same in every run.
 *
 * All threads have the same memory. A task is a generation number, a kernel and its arguments; who waits for it looks for
 * a while (a step is shorter than a sleep), and then sleeps.
 */
export async function teamOf(
  compiled: Compiled,
  threads: number,
  only?: Kind,
  least = worthwhile,
): Promise<Kernels | undefined> {
  const kind = kindOf(compiled, only)
  if (!kind) return undefined
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true })
  const { instance } = await WebAssembly.instantiate(compiled[kind], { env: { memory } })
  const own = instance.exports as unknown as Exports
  const helpers = Array.from({ length: threads - 1 }, () => new Helper(compiled[kind], memory))
  await Promise.all(helpers.map(({ ready }) => ready))
  return new Kernels({ ...own, ...divided(own, helpers, least) }, memory, kind, threads)
}

/** the generation of the last task, its kernel, the generation of the last one that was done */
const [task, kernel, done] = [0, 1, 2]
const names = [
  'sparseTimes',
  'sparseScatter',
  'sparseGather',
  'product',
  'relu',
  'reluBack',
  'softmaxCrossEntropy',
  'addScaled',
] as const
type Name = (typeof names)[number]

const worker = `
const { workerData: { module, memory, control, names }, parentPort } = require('node:worker_threads')
WebAssembly.instantiate(module, { env: { memory } }).then(({ instance }) => {
  const state = new Int32Array(control)
  const numbers = new Float64Array(control, 64)
  const kernels = names.map((name) => instance.exports[name])
  parentPort.postMessage('ready')
  for (let seen = 0; ; ) {
    for (let looks = 0; Atomics.load(state, ${task}) === seen; looks++) if (looks > 20000) Atomics.wait(state, ${task}, seen)
    seen = Atomics.load(state, ${task})
    const [count, ...args] = numbers.subarray(1)
    numbers[0] = kernels[state[${kernel}]](...args.slice(0, count)) ?? 0
    Atomics.store(state, ${done}, seen)
    Atomics.notify(state, ${done})
  }
})`

class Helper {
  readonly ready: Promise<unknown>
  readonly #state: Int32Array
  readonly #numbers: Float64Array
  #generation = 0

  constructor(module: Uint8Array, memory: WebAssembly.Memory) {
    const control = new SharedArrayBuffer(256)
    this.#state = new Int32Array(control)
    this.#numbers = new Float64Array(control, 64)
    const thread = new Worker(worker, { eval: true, workerData: { module, memory, control, names } })
    this.ready = new Promise((resolve, reject) => {
      thread.once('message', resolve)
      thread.once('error', reject)
    }).then(() => thread.unref()) // it waits for ever: who has nothing else to do may end
  }

  begin(name: Name, args: readonly number[]): void {
    this.#numbers[1] = args.length
    this.#numbers.set(args, 2)
    this.#state[kernel] = names.indexOf(name)
    Atomics.store(this.#state, task, ++this.#generation)
    Atomics.notify(this.#state, task)
  }

  /** what the kernel has returned */
  end(): number {
    for (let looks = 0; Atomics.load(this.#state, done) !== this.#generation; looks++)
      if (looks > 20_000) Atomics.wait(this.#state, done, this.#generation - 1, 1)
    return this.#numbers[0]
  }
}

/** About how many multiply-adds a task must have before handing half of it over pays. */
const worthwhile = 400_000

/** The kernels that are cut, each by its first two arguments, from … to; `work` says how much there is to do. */
function divided(own: Exports, helpers: readonly Helper[], least: number): Pick<Exports, Name> {
  const parts = helpers.length + 1

  function split(name: Name, work: number, grain: number, args: readonly number[]): number {
    const [from, to, ...rest] = args
    const run = own[name] as (...args: number[]) => number | undefined
    if (work < least || to - from < 2 * grain * parts) return run(...args) ?? 0
    const share = Math.ceil((to - from) / parts / grain) * grain
    helpers.forEach((helper, i) => {
      const begin = Math.min(to, from + (i + 1) * share)
      helper.begin(name, [begin, i === helpers.length - 1 ? to : Math.min(to, begin + share), ...rest])
    })
    let result = run(from, from + share, ...rest) ?? 0
    for (const helper of helpers) result += helper.end()
    return result
  }

  return {
    // about 100 entries a row
    sparseTimes: (...args) => void split('sparseTimes', (args[1] - args[0]) * args[8] * 100, 1, args),
    sparseScatter: (...args) => void split('sparseScatter', (args[1] - args[0]) * args[2] * 400, 2, args),
    // a column has as many entries as there are rows in a group, more or less
    sparseGather: (...args) => void split('sparseGather', (args[1] - args[0]) * args[7] * 50, 1, args),
    product: (...args) => void split('product', (args[1] - args[0]) * args[2] * args[3], 5, args),
    relu: (...args) => void split('relu', args[1] - args[0], 16, args),
    reluBack: (...args) => void split('reluBack', args[1] - args[0], 16, args),
    softmaxCrossEntropy: (...args) => split('softmaxCrossEntropy', (args[1] - args[0]) * args[2] * 20, 1, args),
    addScaled: (...args) => void split('addScaled', args[1] - args[0], 16, args),
  }
}
