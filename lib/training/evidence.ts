import type { Outcome } from './program.ts'
import type { Probe } from './probe.ts'
import { type Settings, recipes } from './recipes.ts'

/** What a training has left, as far as it tells whether something went wrong. */
export interface Evidence {
  /** the loss of every step */
  readonly steps: readonly number[]
  /** examples in a step */
  readonly batch: number
  readonly rate: number
  /** the rate of the recipe, for which this network learns well; undefined: it is meant for other batches */
  readonly usual: number | undefined
  /** what the unseen images are read as, and the share that is read right */
  readonly predicted: ArrayLike<number>
  readonly accuracy: number
  /** the parameters of each layer, first to last, by name */
  readonly weights: readonly Readonly<Record<string, Numbers>>[]
  readonly probe: Probe
  /** it was stopped before its end */
  readonly interrupted: boolean
}

/** The evidence of a training that was asked for with these settings. */
export function evidenceOf({ model, recipe, batch, rate }: Settings, outcome: Outcome): Evidence {
  const { steps, batch: size, predicted, accuracy, weights, probe, interrupted } = outcome
  const usual = recipes[model][recipe]
  return {
    steps: steps.losses,
    batch: size,
    rate,
    usual: usual.batch === batch ? usual.rate : undefined,
    predicted,
    accuracy,
    weights,
    probe,
    interrupted,
  }
}

export interface Numbers {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
}
