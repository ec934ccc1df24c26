import type { Optimizer } from './program.ts'
import type { Settings } from './recipes.ts'

/** Makes the chosen tree's own steps with a memory. Only the chosen ones are imported, so stubs of others do no harm. */
export async function makeOptimizer({
  optimizer = 'sgd',
  linearDecay = false,
}: Pick<Settings, 'optimizer' | 'linearDecay'>): Promise<Optimizer> {
  const makers = {
    sgd: async () => undefined,
    momentum: async () => (await import('#kata/6-mnist/8-momentum.ts')).momentum(),
    adam: async () => (await import('#kata/6-mnist/9-adam.ts')).adam(),
  }
  const own = await makers[optimizer]()
  const take: Optimizer = (step, _, fast) =>
    own === undefined || optimizer === 'sgd' ? step : (fast?.[optimizer](own) ?? own)
  if (!linearDecay) return take
  const decay = (await import('#kata/6-mnist/8-momentum.ts')).linearDecay
  return (step, count, fast) => decay(take(step, count, fast), count)
}
