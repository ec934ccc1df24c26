import type { Evidence } from './evidence.ts'
import { outputsOf } from './layer.ts'

/** A loss curve in a few numbers. */
export interface Curve {
  readonly first: number
  /** the mean of the first steps, over 16 examples or more */
  readonly start: number
  /** the highest and the last of the means over about 1000 examples, or over a tenth of the steps */
  readonly highest: number
  readonly end: number
  /** the mean of the last tenth of the steps, and that of the tenth before it */
  readonly last: number
  readonly before: number
  /** −ln 1/K, the loss of guessing */
  readonly guessing: number
}

/** With fewer steps than this, a tenth of them says little. */
export const few = 50

export function curveOf({ steps, batch, weights }: Evidence): Curve {
  const n = steps.length
  const tenth = Math.ceil(n / 10)
  const wide = Math.max(1, Math.min(Math.ceil(1000 / batch), tenth))
  const mean = (from: number, to: number): number => {
    const some = steps.slice(Math.max(0, from), to)
    return some.reduce((sum, loss) => sum + loss, 0) / some.length
  }
  const means = Array.from({ length: Math.floor(n / wide) }, (_, i) => mean(i * wide, (i + 1) * wide))
  return {
    first: steps[0],
    start: mean(0, Math.ceil(16 / batch)),
    highest: means.reduce((most, value) => Math.max(most, value), -Infinity),
    end: means[means.length - 1],
    last: mean(n - tenth, n),
    before: mean(n - 2 * tenth, n - tenth),
    guessing: Math.log(outputsOf(weights[weights.length - 1])),
  }
}
