import { bundle } from '../resolve/bundle.ts'
import { type Exercise, exercises } from '../course/exercises.ts'
import { resolver } from '../resolve/resolver.ts'
import { isEmpty, solutions } from '../course/trees.ts'
import type { Files } from '../data/mnist.ts'
import { loadKernels } from '../kernels/load.ts'
import { rungNames } from '../training/ladder.ts'
import type * as ladder from '../training/rungs.ts'
import type * as program from './program.ts'
import type { BenchEntry } from './rounds.ts'
import { plainName } from './table.ts'

export interface Ours {
  readonly contenders: readonly BenchEntry[]
  readonly notes: string[]
  /** peak GFLOP/s of a core in WebAssembly; undefined without kernels */
  readonly roof?: number
}

/** The program that runs the workloads with the code of this tree. The reference replaces empty exercises. */
export async function programOf(tree: string): Promise<typeof program> {
  const plugins = [resolver({ tree, mode: 'filled' })]
  return (await bundle<typeof program>('lib/bench/program.ts', plugins)).module
}

/** The contenders: the reference on every rung, the finished rungs of another tree, and lib's kernels. */
export async function ours(module: typeof program, files: Files, tree: string, code: string): Promise<Ours> {
  const contenders = [...(await rungsOf(module, files, solutions, () => true, ''))]
  if (tree !== solutions) {
    const whose = code === 'katas' ? 'yours: ' : 'theirs: '
    const own = await rungsOf(await programOf(tree), files, tree, (exercise) => !isEmpty(tree, exercise), whose)
    if (own.length === 0)
      console.warn(`In ${code} neither 1.5 matmul nor a rung of stage 9 is done. Only the reference is measured.`)
    contenders.push(...own)
  }
  const notes: string[] = []
  let roof: number | undefined
  for (const [kind, threads] of [
    ['plain', 1],
    ['relaxed', 1],
    ['relaxed', 2],
  ] as const) {
    const kernels = await loadKernels(kind, threads)
    if (!kernels) continue
    const name = kind === 'relaxed' ? 'kernels' : 'kernels, no fused multiply-add'
    const { own, fusedLoop, optimizers } = module.kernelContenders(files, kernels)
    contenders.push({ name, threads, contender: own, isSlow: false })
    if (kind === 'relaxed' && threads === 1)
      contenders.push({ name: `${name}, the loop too`, threads, contender: fusedLoop, isSlow: false, only: 'W3' })
    if (kind === 'relaxed')
      for (const [step, contender] of Object.entries(optimizers))
        contenders.push({ name: `${name}, ${step}`, threads, contender, isSlow: false, only: 'W2', base: name })
    if (threads > 1) continue
    const { flops, bytes } = module.roofline({ run: kernels.run, allocate: (size) => kernels.scratch(size) })
    roof = Math.max(roof ?? 0, flops)
    notes.push(
      `${name}: at most ${flops.toFixed(1)} GFLOP/s in registers (the roof), ${bytes.toFixed(1)} GB/s from memory, on one core`,
    )
  }
  notes.push('GFLOP/s count every multiply-add, skipped zeros included. So a value can exceed the roof.')
  return { contenders, notes, roof }
}

/** The contenders of a tree: its own operations, and each rung whose exercise counts. */
async function rungsOf(
  module: typeof program,
  files: Files,
  tree: string,
  counts: (exercise: Exercise) => boolean,
  whose: string,
): Promise<readonly BenchEntry[]> {
  const { module: rungs } = await bundle<typeof ladder>('lib/training/rungs.ts', [resolver({ tree, mode: 'filled' })])
  const of = (slug: string): Exercise | undefined => exercises.find((exercise) => exercise.slug === slug)
  const chosen = rungNames.flatMap((rung) => {
    const exercise = of(rungs.exerciseOfRung(rung))
    return exercise && counts(exercise) ? [{ rung, exercise }] : []
  })
  const products = await Promise.all(chosen.map(({ rung }) => rungs.rungs[rung]()))
  const [plain, ...others] = module.plainContenders(files, products)
  const matmul = of('tensor-ops/matmul')
  return [
    ...(matmul && counts(matmul) ? [{ name: `${whose}${plainName}`, threads: 1, contender: plain, isSlow: true }] : []),
    ...others.map((contender, i) => {
      const { rung, exercise } = chosen[i]
      return { name: `${whose}${exercise.id} ${rung}`, threads: rung === 'threads' ? 2 : 1, contender, isSlow: true }
    }),
  ]
}
