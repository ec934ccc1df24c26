import type { Exports, Pointer } from './abi.ts'
import { WorkerThread, type KernelName } from './worker-thread.ts'
import { type Compiled, type Kind, Kernels, kindOf, scratchBase, reserveMemory } from './kernels.ts'

/**
 * Kernels on several threads, which share one memory. A large operation is split into one part per thread. No two threads write to
 * the same address, so every run gives the same numbers. Returns undefined if SIMD, the memory or a thread is not available.
 *
 * Most operations are split by the rows of their result. The weights of sparse inputs are split by panels, or by rows if there are
 * none. So a thread always reads and writes the same weights, which stay in its own cache.
 */
export async function createThreadedKernels(
  compiled: Compiled,
  threads: number,
  only?: Kind,
  minWork = minMultiplyAdds,
): Promise<Kernels | undefined> {
  const kind = kindOf(compiled, only)
  if (!kind) return undefined
  const memory = reserveMemory({ initial: threads, maximum: 65536, shared: true })
  if (!memory) return undefined
  const { instance } = await WebAssembly.instantiate(compiled[kind], { env: { memory } })
  const local = instance.exports as unknown as Exports
  const workers = Array.from(
    { length: threads - 1 },
    (_, n) => new WorkerThread(compiled[kind], memory, scratchBase(local, n + 1)),
  )
  const started = await Promise.allSettled(workers.map(({ ready }) => ready))
  if (started.some(({ status }) => status === 'rejected')) return undefined
  return new Kernels({ ...local, ...parallelize(local, workers, minWork) }, memory, kind, threads)
}

/** Splitting an operation pays from about this number of multiply-adds on. */
const minMultiplyAdds = 400_000

/** grain: rows of the result are split in multiples of it   work: estimated multiply-adds; if it is negative, nothing is split */
type Partition = readonly [grain: number, work: (args: readonly number[]) => number]

const perElement: Partition = [16, ([from, to]) => to - from]
const byPanel: Partition = [1, ([from, to, B]) => (to - from) * 32 * B * 100]

/**
 * The kernels that are split by their first two arguments, from … to.
 * A row of images has about 100 entries, and a column of 128 images about 50.
 */
const partitions: Readonly<Record<Exclude<KernelName, 'prefetchRows' | 'spmm'>, Partition>> = {
  scatterGradient: [1, (args) => args[2] * args[10] * 100],
  gatherGradient: [1, (args) => (args[1] - args[0]) * args[8] * 50],
  transposeRows: [1, (args) => (args[9] === 0 ? -1 : args[2] * 100 * 50)],
  panelSpmm: byPanel,
  panelScatterGradient: byPanel,
  panelGatherGradient: byPanel,
  // two products of dense images are far apart: the worker sleeps by then, and waking it costs about a million multiply-adds
  gemm: [5, ([from, to, K, N]) => ((to - from) * K * N) / 8],
  gemmSmallN: [3, ([from, to, K, N]) => (to - from) * K * N],
  relu: perElement,
  reluBackward: perElement,
  softmaxCrossEntropy: [1, ([from, to, K]) => (to - from) * K * 20],
  axpy: perElement,
}

function parallelize(local: Exports, workers: readonly WorkerThread[], minWork: number): Pick<Exports, KernelName> {
  const parts = workers.length + 1

  /** Runs a kernel on all threads, and returns the sum of their results. Few rows run on this thread alone. */
  function split(name: KernelName, grain: number, args: readonly number[]): number {
    const [from, to, ...rest] = args
    const run = local[name] as (...args: number[]) => number | undefined
    if (to - from < 2 * grain * parts) return run(...args) ?? 0
    const share = Math.ceil((to - from) / parts / grain) * grain
    workers.forEach((worker, i) => {
      const first = Math.min(to, from + (i + 1) * share)
      worker.start(name, [first, i === workers.length - 1 ? to : Math.min(to, first + share), ...rest])
    })
    let result = run(from, from + share, ...rest) ?? 0
    for (const worker of workers) result += worker.wait()
    return result
  }

  const wrapped = Object.entries(partitions).map(([name, [grain, work]]) => {
    const run = local[name as KernelName] as (...args: readonly number[]) => number
    return [
      name,
      (...args: readonly number[]) => (work(args) < minWork ? run(...args) : split(name as KernelName, grain, args)),
    ]
  })
  return {
    ...(Object.fromEntries(wrapped) as Pick<Exports, keyof typeof partitions>),
    prefetchRows(_, __, B, ...rest) {
      if (B < 128) return local.prefetchRows(0, 1, B, ...rest)
      // this call does not wait: the next task waits for the workers
      workers.forEach((worker, i) => worker.start('prefetchRows', [i + 1, parts, B, ...rest]))
      return local.prefetchRows(0, parts, B, ...rest)
    },
    spmm(...args) {
      const [from, to, , , , , , , , , , , O, partials = 0] = args
      if ((to - from) * O * 100 < minWork) local.spmm(...args)
      else if (partials > 0) spmmByColumns(local, workers, args)
      else split('spmm', 1, args.slice(0, 13) as number[])
    },
  }
}

/** Each thread multiplies with its own rows of W. Their partial sums are then added in the order of the threads. */
function spmmByColumns(local: Exports, workers: readonly WorkerThread[], args: Parameters<Exports['spmm']>): void {
  const [from, to, , , I, rows, rowPointers, entries, valueTable, W, b, y, O, partials = 0, zeroRow = 0] = args
  const X = [rows, rowPointers, entries, valueTable] as const
  const parts = workers.length + 1
  const rowOf = (part: number): number => Math.floor((part * I) / parts)
  const partialAt = (i: number): Pointer => partials + 4 * i * to * O
  workers.forEach((worker, i) =>
    worker.start('spmm', [from, to, rowOf(i + 1), rowOf(i + 2), I, ...X, W, zeroRow, partialAt(i), O]),
  )
  local.spmm(from, to, 0, rowOf(1), I, ...X, W, b, y, O)
  workers.forEach((worker, i) => {
    worker.wait()
    local.axpy(from * O, to * O, y, partialAt(i), 1)
  })
}
