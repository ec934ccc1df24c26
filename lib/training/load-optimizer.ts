import { bundle } from '../resolve/bundle.ts'
import { resolver } from '../resolve/resolver.ts'
import { exercisesOfOptimizer } from './optimizers.ts'
import type * as program from './optimizer-program.ts'
import type { Optimizer } from './program.ts'
import type { Settings } from './recipes.ts'

/** The tree's own optimizer, and the ids of its modules. undefined for plain steps, which 6.5 takes by itself. */
export async function loadOptimizer(
  chosen: Pick<Settings, 'optimizer' | 'linearDecay'>,
  tree: string,
): Promise<{ readonly optimizer: Optimizer; readonly ids: readonly string[] } | undefined> {
  if (exercisesOfOptimizer(chosen).length === 0) return undefined
  const { module, ids } = await bundle<typeof program>('lib/training/optimizer-program.ts', [
    resolver({ tree, mode: 'filled' }),
  ])
  return { optimizer: await module.makeOptimizer(chosen), ids }
}
