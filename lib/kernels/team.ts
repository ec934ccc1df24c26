import { Worker } from 'node:worker_threads'
import type { Exports, Pointer } from './exports.ts'
import { type Compiled, type Kind, Kernels, kindOf, ownPlace } from './kernels.ts'

/**
 * Kernels on several threads: what is large is cut into as many parts, and each thread makes its own. Nobody writes where another
 * one does, so the numbers are the same in every run.
 *
 * Most is cut by the rows of its result. The weights behind a batch are cut by their panels, or by their rows where there are none:
 * a thread always reads and writes the same ones, which stay in its own cache.
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
  const memory = new WebAssembly.Memory({ initial: threads, maximum: 65536, shared: true })
  const { instance } = await WebAssembly.instantiate(compiled[kind], { env: { memory } })
  const own = instance.exports as unknown as Exports
  const helpers = Array.from(
    { length: threads - 1 },
    (_, n) => new Helper(compiled[kind], memory, ownPlace(own, n + 1)),
  )
  await Promise.all(helpers.map(({ ready }) => ready))
  return new Kernels({ ...own, ...divided(own, helpers, least) }, memory, kind, threads)
}

/** the generation of the last task, its kernel, the generation of the last one that was done */
const [task, kernel, done] = [0, 1, 2]
const names = [
  'fetchRows',
  'sparseTimes',
  'sparseScatter',
  'sparseGather',
  'transposeRows',
  'panelTimes',
  'panelScatter',
  'panelGather',
  'product',
  'narrowProduct',
  'relu',
  'reluBack',
  'softmaxCrossEntropy',
  'addScaled',
] as const
type Name = (typeof names)[number]

const worker = `
const { workerData: { module, memory, control, names, own }, parentPort } = require('node:worker_threads')
WebAssembly.instantiate(module, { env: { memory } }).then(({ instance }) => {
  const state = new Int32Array(control)
  const numbers = new Float64Array(control, 64)
  const kernels = names.map((name) => instance.exports[name])
  instance.exports.lend(own)
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

class Helper {
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

/** About how many multiply-adds a task must have before handing half of it over pays. */
const worthwhile = 400_000

/** The kernels that are cut, each by its first two arguments, from … to; `work` says how much there is to do. */
function divided(own: Exports, helpers: readonly Helper[], least: number): Pick<Exports, Name> {
  const parts = helpers.length + 1

  /** what is large enough, cut by its first two arguments; what is small is called as it is: a step has many of those */
  function split(name: Name, grain: number, args: readonly number[]): number {
    const [from, to, ...rest] = args
    const run = own[name] as (...args: number[]) => number | undefined
    if (to - from < 2 * grain * parts) return run(...args) ?? 0
    const share = Math.ceil((to - from) / parts / grain) * grain
    helpers.forEach((helper, i) => {
      const begin = Math.min(to, from + (i + 1) * share)
      helper.begin(name, [begin, i === helpers.length - 1 ? to : Math.min(to, begin + share), ...rest])
    })
    let result = run(from, from + share, ...rest) ?? 0
    for (const helper of helpers) result += helper.end()
    return result
  }

  /** a thread always has the same panels of W: they stay in its own cache */
  function byPanels(name: 'panelTimes' | 'panelScatter' | 'panelGather', args: readonly number[]): void {
    const [from, to, B] = args
    if ((to - from) * 32 * B * 100 < least) (own[name] as (...args: readonly number[]) => void)(...args)
    else split(name, 1, args)
  }

  return {
    fetchRows(_, __, B, ...rest) {
      if (B < 128) return own.fetchRows(0, 1, B, ...rest)
      // not waited for: whoever needs a helper next does
      helpers.forEach((helper, i) => helper.begin('fetchRows', [i + 1, parts, B, ...rest]))
      return own.fetchRows(0, parts, B, ...rest)
    },
    sparseTimes(...args) {
      const [from, to, , , , , , , , , , , O, others = 0] = args
      if ((to - from) * O * 100 < least) own.sparseTimes(...args) // about 100 entries a row
      else if (others > 0) timesByColumns(own, helpers, args)
      else split('sparseTimes', 1, args.slice(0, 13) as number[])
    },
    sparseScatter: (...args) =>
      args[2] * args[10] * 100 < least ? own.sparseScatter(...args) : void split('sparseScatter', 1, args),
    // a column has as many entries as there are rows in a group, more or less
    sparseGather: (...args) =>
      (args[1] - args[0]) * args[7] * 50 < least ? own.sparseGather(...args) : void split('sparseGather', 1, args),
    transposeRows: (...args) =>
      args[9] === 0 || args[2] * 100 * 50 < least ? own.transposeRows(...args) : void split('transposeRows', 1, args),
    panelTimes: (...args) => byPanels('panelTimes', args),
    panelScatter: (...args) => byPanels('panelScatter', args),
    panelGather: (...args) => byPanels('panelGather', args),
    // dense images lie between two of them: by then a helper is asleep, and waking it takes as long as a million multiply-adds
    product: (...args) =>
      (args[1] - args[0]) * args[2] * args[3] < 8 * least ? own.product(...args) : void split('product', 5, args),
    narrowProduct: (...args) =>
      (args[1] - args[0]) * args[2] * args[3] < least
        ? own.narrowProduct(...args)
        : void split('narrowProduct', 3, args),
    relu: (...args) => (args[1] - args[0] < least ? own.relu(...args) : void split('relu', 16, args)),
    reluBack: (...args) => (args[1] - args[0] < least ? own.reluBack(...args) : void split('reluBack', 16, args)),
    softmaxCrossEntropy: (...args) =>
      (args[1] - args[0]) * args[2] * 20 < least
        ? own.softmaxCrossEntropy(...args)
        : split('softmaxCrossEntropy', 1, args),
    addScaled: (...args) => (args[1] - args[0] < least ? own.addScaled(...args) : void split('addScaled', 16, args)),
  }
}

/** Each thread multiplies with the rows of W that are its own, and what they make is added up. */
function timesByColumns(own: Exports, helpers: readonly Helper[], args: Parameters<Exports['sparseTimes']>): void {
  const [from, to, , , I, rows, starts, entries, values, W, b, y, O, others = 0, none = 0] = args
  const parts = helpers.length + 1
  const cut = (part: number): number => Math.floor((part * I) / parts)
  const place = (i: number): Pointer => others + 4 * i * to * O
  helpers.forEach((helper, i) =>
    helper.begin('sparseTimes', [
      from,
      to,
      cut(i + 1),
      cut(i + 2),
      I,
      rows,
      starts,
      entries,
      values,
      W,
      none,
      place(i),
      O,
    ]),
  )
  own.sparseTimes(from, to, 0, cut(1), I, rows, starts, entries, values, W, b, y, O)
  helpers.forEach((helper, i) => {
    helper.end()
    own.addScaled(from * O, to * O, y, place(i), 1)
  })
}
