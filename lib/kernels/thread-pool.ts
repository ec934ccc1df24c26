import type { Exports, Pointer } from './abi.ts'
import { WorkerThread, type Name } from './worker-thread.ts'
import { type Compiled, type Kind, Kernels, kindOf, scratchBase, reserve } from './kernels.ts'

/**
 * Kernels on several threads. A large operation is cut into one part per thread. No two threads write to the same place, so the
 * numbers are the same in every run.
 *
 * Most is cut by the rows of its result. The weights behind a batch are cut by their panels, or by their rows where there are none:
 * a thread always reads and writes the same ones, which stay in its own cache.
 *
 * All threads have the same memory. A task is a generation number, a kernel and its arguments; who waits for it looks for
 * a while (a step is shorter than a sleep), and then sleeps.
 *
 * undefined if the engine has no SIMD, or if there is no memory or no thread to be had.
 */
export async function createThreadedKernels(
  compiled: Compiled,
  threads: number,
  only?: Kind,
  least = worthwhile,
): Promise<Kernels | undefined> {
  const kind = kindOf(compiled, only)
  if (!kind) return undefined
  const memory = reserve({ initial: threads, maximum: 65536, shared: true })
  if (!memory) return undefined
  const { instance } = await WebAssembly.instantiate(compiled[kind], { env: { memory } })
  const own = instance.exports as unknown as Exports
  const helpers = Array.from(
    { length: threads - 1 },
    (_, n) => new WorkerThread(compiled[kind], memory, scratchBase(own, n + 1)),
  )
  const started = await Promise.allSettled(helpers.map(({ ready }) => ready))
  if (started.some(({ status }) => status === 'rejected')) return undefined
  return new Kernels({ ...own, ...parallelize(own, helpers, least) }, memory, kind, threads)
}

/** About how many multiply-adds a task must have before handing half of it over pays. */
const worthwhile = 400_000

/** How many results a part must have at least, and about how many multiply-adds there are to do, or less than 0: not to be cut. */
type Partition = readonly [grain: number, work: (args: readonly number[]) => number]

const perElement: Partition = [16, ([from, to]) => to - from]
/** a thread always has the same panels of W: they stay in its own cache */
const byPanel: Partition = [1, ([from, to, B]) => (to - from) * 32 * B * 100]

/** The kernels that are cut by their first two arguments, from … to. A row of images has about 100 entries, a column of 128 half as many. */
const cuts: Readonly<Record<Exclude<Name, 'prefetchRows' | 'spmm'>, Partition>> = {
  scatterGradient: [1, (args) => args[2] * args[10] * 100],
  gatherGradient: [1, (args) => (args[1] - args[0]) * args[8] * 50],
  transposeRows: [1, (args) => (args[9] === 0 ? -1 : args[2] * 100 * 50)],
  panelSpmm: byPanel,
  panelScatterGradient: byPanel,
  panelGatherGradient: byPanel,
  // dense images lie between two of them: by then a helper is asleep, and waking it takes as long as a million multiply-adds
  gemm: [5, ([from, to, K, N]) => ((to - from) * K * N) / 8],
  gemmSmallN: [3, ([from, to, K, N]) => (to - from) * K * N],
  relu: perElement,
  reluBackward: perElement,
  softmaxCrossEntropy: [1, ([from, to, K]) => (to - from) * K * 20],
  axpy: perElement,
}

function parallelize(own: Exports, helpers: readonly WorkerThread[], least: number): Pick<Exports, Name> {
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

  const alike = Object.entries(cuts).map(([name, [grain, work]]) => {
    const run = own[name as Name] as (...args: readonly number[]) => number
    return [
      name,
      (...args: readonly number[]) => (work(args) < least ? run(...args) : split(name as Name, grain, args)),
    ]
  })
  return {
    ...(Object.fromEntries(alike) as Pick<Exports, keyof typeof cuts>),
    prefetchRows(_, __, B, ...rest) {
      if (B < 128) return own.prefetchRows(0, 1, B, ...rest)
      // this call does not wait: the next task waits for the helpers
      helpers.forEach((helper, i) => helper.begin('prefetchRows', [i + 1, parts, B, ...rest]))
      return own.prefetchRows(0, parts, B, ...rest)
    },
    spmm(...args) {
      const [from, to, , , , , , , , , , , O, others = 0] = args
      if ((to - from) * O * 100 < least) own.spmm(...args)
      else if (others > 0) timesByColumns(own, helpers, args)
      else split('spmm', 1, args.slice(0, 13) as number[])
    },
  }
}

/** Each thread multiplies with the rows of W that are its own, and what they make is added up. */
function timesByColumns(own: Exports, helpers: readonly WorkerThread[], args: Parameters<Exports['spmm']>): void {
  const [from, to, , , I, rows, starts, entries, values, W, b, y, O, others = 0, none = 0] = args
  const parts = helpers.length + 1
  const cut = (part: number): number => Math.floor((part * I) / parts)
  const place = (i: number): Pointer => others + 4 * i * to * O
  helpers.forEach((helper, i) =>
    helper.begin('spmm', [from, to, cut(i + 1), cut(i + 2), I, rows, starts, entries, values, W, none, place(i), O]),
  )
  own.spmm(from, to, 0, cut(1), I, rows, starts, entries, values, W, b, y, O)
  helpers.forEach((helper, i) => {
    helper.end()
    own.axpy(from * O, to * O, y, place(i), 1)
  })
}
