import { formatFixed, formatPercent } from '../format.ts'
import { median } from '../stats.ts'
import { confusionText } from './confusion.ts'
import type { Outcome } from './program.ts'
import type { Settings } from './recipes.ts'
import { evidenceOf } from './evidence.ts'
import { symptoms } from './symptoms.ts'
import type { CodeOrigins } from './code-origin.ts'
import type { Validation } from './validation.ts'

export interface Report {
  readonly settings: Settings
  readonly outcome: Outcome
  /** the number of training images */
  readonly examples: number
  /** sentences about data that make the results mean little */
  readonly remarks: readonly string[]
  readonly origins: CodeOrigins
  /** for each exercise of the course, whether it is done; undefined if no results are saved for this folder */
  readonly done?: readonly boolean[]
  /** a description of the engine */
  readonly operations: string
  /** the command that repeats this training */
  readonly command: string
  readonly when: Date
  /** seconds, bundling and reading included */
  readonly loading: number
  readonly total: number
}

/** The summary for the terminal: confusion, accuracy, times, and the paths of files. */
export function summary(
  { settings, outcome, loading, total }: Report,
  written: readonly string[],
  remarks: readonly string[] = [],
): string {
  const { accuracy, labels, losses, seconds, first } = outcome
  const wrong = Math.round((1 - accuracy) * labels.length)
  return [
    '',
    confusionText(outcome.confusion),
    '',
    `test accuracy ${formatPercent(accuracy, 2)}: ${wrong} of ${labels.length} misread`,
    losses.length > 0
      ? `training loss ${formatFixed(losses[losses.length - 1])} in the last epoch`
      : 'not one epoch finished',
    ...(outcome.validation ? describeValidation(outcome.validation) : []),
    ...symptoms(evidenceOf(settings, outcome)).map((sign) => `! ${sign}`),
    `the first test image is read as ${first.digit} (${formatPercent(first.probability)}), and it is a ${labels[0]}`,
    `${total.toFixed(1)} s in all, ${loading.toFixed(1)} s of it loading${seconds.epochs.length === 0 ? '' : `, ${median(seconds.epochs).toFixed(2)} s per epoch (median)`}; ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`,
    ...remarks,
    '',
    ...(outcome.interrupted
      ? [`Interrupted. The best parameters so far are in ${written.find((path) => path.endsWith('weights.json'))}`]
      : written.slice(1)),
    `All of it to look at, in a browser: ${written[0]}`,
  ].join('\n')
}

/** Two sentences, without capital and full stop: the scores after the last epoch, and the epoch that 6.10 named the best. */
export function describeValidation({ scores, best, examples }: Validation): string[] {
  const [training, validation] = [scores.training.at(-1), scores.validation.at(-1)]
  const chosen = best === undefined ? undefined : scores.validation[best]
  if (!training || !validation || best === undefined || !chosen) return []
  const say = ({ loss, accuracy }: typeof chosen, count: number): string =>
    `loss ${formatFixed(loss)} and accuracy ${formatPercent(accuracy, 2)} on ${count} images`
  return [
    `after the last epoch: ${say(training, examples.training)} for training, ${say(validation, examples.validation)} for validation`,
    `6.10’s bestEpoch named epoch ${best + 1} the best: its validation loss is ${formatFixed(chosen.loss)}`,
  ]
}
