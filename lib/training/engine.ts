import { availableParallelism } from 'node:os'
import { bundle } from '../resolve/bundle.ts'
import { type Exercise, exercises } from '../course/exercises.ts'
import { resolver } from '../resolve/resolver.ts'
import { solutions } from '../course/trees.ts'
import { loadKernels, explainNoKernels } from '../kernels/load.ts'
import type { Rung } from './ladder.ts'
import { exercisesOfOptimizer } from './optimizers.ts'
import { loadOptimizer } from './load-optimizer.ts'
import type * as program from './program.ts'
import type { Settings } from './recipes.ts'
import { type Seams, findBundledExercises, ownerName } from './code-origin.ts'
import type * as ladder from './rungs.ts'

export interface EngineChoice extends program.Engine {
  readonly name: string
  readonly says: string
  /** the parts of the tree's code that it replaces */
  readonly seams: Seams
  /** the ids of the modules that it adds */
  readonly ids: readonly string[]
}

/** What multiplies in a training and what takes its steps, with a description. */
export async function engineOf(
  rung: 'plain' | 'kernels' | Rung,
  tree: string,
  settings: EngineSettings,
  code = 'solutions',
): Promise<EngineChoice> {
  const engine = await multiplierOf(rung, tree, settings, code)
  const steps = await loadOptimizer(settings, tree)
  if (!steps) return engine
  const made = exercisesOfOptimizer(settings)
  // linearDecay of 6.8 runs on kernels too
  const kernelSteps = engine.kernels ? made.filter((slug) => slug !== 'mnist/momentum' || !settings.linearDecay) : []
  const seams = { ...engine.seams, steps: made, kernelSteps }
  return { ...engine, optimizer: steps.optimizer, seams, ids: [...engine.ids, ...steps.ids] }
}

type EngineSettings = Pick<Settings, 'model' | 'batch' | 'optimizer' | 'linearDecay'>

async function multiplierOf(
  rung: 'plain' | 'kernels' | Rung,
  tree: string,
  settings: EngineSettings,
  code: string,
): Promise<EngineChoice> {
  if (rung === 'kernels') {
    const wanted = Math.min(2, availableParallelism())
    const kernels = (await loadKernels(undefined, wanted)) ?? (await loadKernels())
    if (!kernels) {
      const says = `Operations: its own, in TypeScript, which take about ten times as long. ${explainNoKernels()}`
      return { name: 'plain', says, seams: {}, ids: [] }
    }
    const fused = kernels.kind === 'relaxed' ? ' with fused multiply-add' : ''
    const threads = `${kernels.threads} thread${kernels.threads > 1 ? 's' : ''}`
    const isPlain = exercisesOfOptimizer(settings).length === 0
    const fusedLoop = tree === solutions && settings.model === 'softmax' && settings.batch === 1 && isPlain
    const operations = `Operations: lib’s kernels, WebAssembly SIMD${fused}, ${threads} (--rung kernels). Its own: --rung plain.`
    const loop = 'The loop is lib’s too, if most pixels are 0: one layer learns from one image at a time.'
    const alone = kernels.threads < wanted ? '\nOne thread alone: memory that threads share is not to be had here.' : ''
    const says = `${operations}${alone}${fusedLoop ? `\n${loop}` : ''}`
    const seams = { operations: true, loop: fusedLoop }
    return { name: `kernels (${kernels.kind})`, says, kernels, fusedLoop, seams, ids: [] }
  }
  if (rung === 'plain')
    return { name: rung, says: 'Operations: its own, in TypeScript (--rung plain).', seams: {}, ids: [] }
  const { module, ids } = await bundle<typeof ladder>('lib/training/rungs.ts', [resolver({ tree, mode: 'filled' })])
  const exercise = exerciseOfSlug(module.exerciseOfRung(rung))
  const isOwn = tree !== solutions && findBundledExercises(ids, tree).own.has(exercise)
  const whose = isOwn || tree === solutions ? '' : `, ${ownerName('reference', code)}’s, since this one is empty`
  const says = `Operations: its own, with the products of ${exercise.id} ${exercise.name}${whose} (--rung ${rung}).`
  return { name: rung, says, products: await module.rungs[rung](), seams: { rung: exercise.slug }, ids }
}

function exerciseOfSlug(slug: string): Exercise {
  return exercises.find((exercise) => exercise.slug === slug) as Exercise
}
