import type { Settings } from './recipes.ts'

export const optimizerNames = ['sgd', 'momentum', 'adam'] as const
export type OptimizerName = (typeof optimizerNames)[number]

/** The rate of each optimizer when none is given, and the one with which a falling rate begins. */
const rates: Readonly<Record<OptimizerName, readonly [constant: number, falling: number]>> = {
  sgd: [0.1, 0.2],
  momentum: [0.02, 0.05],
  adam: [0.001, 0.003],
}

type Chosen = Pick<Settings, 'optimizer' | 'linearDecay'>

export function usualRate(optimizer: OptimizerName, linearDecay: boolean): number {
  return rates[optimizer][linearDecay ? 1 : 0]
}

/** The slugs of the exercises that make the step, beside 6.4. */
export function exercisesOfOptimizer({ optimizer = 'sgd', linearDecay = false }: Chosen): readonly string[] {
  const slugs = optimizer === 'sgd' ? [] : [`mnist/${optimizer}`]
  return linearDecay ? [...new Set([...slugs, 'mnist/momentum'])] : slugs
}

/** momentum, rate 0.05 falling to 0; plain steps have no name */
export function describeStep({ optimizer = 'sgd', linearDecay = false, rate }: Chosen & { rate: number }): string {
  const name = optimizer === 'sgd' ? '' : `${optimizer}, `
  return `${name}rate ${rate}${linearDecay ? ' falling to 0' : ''}`
}
