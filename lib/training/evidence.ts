import type { Outcome } from './program.ts'
import type { Probe } from './probe.ts'
import { type Settings, recipes } from './recipes.ts'

/** The results of a training that show whether something went wrong. */
export interface Evidence {
  /** the loss of every step */
  readonly steps: readonly number[]
  /** examples in a step */
  readonly batch: number
  readonly rate: number
  /** the rate of the recipe, at which this network learns well; undefined if the recipe has other batches */
  readonly usual: number | undefined
  /** the predictions for the unseen images, and the share of right ones */
  readonly predicted: ArrayLike<number>
  readonly accuracy: number
  /** the parameters of each layer, first to last, by name */
  readonly weights: readonly Readonly<Record<string, Numbers>>[]
  readonly probe: Probe
  /** true if the training was stopped before its end */
  readonly interrupted: boolean
}

/** The evidence of a training with these settings. */
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
