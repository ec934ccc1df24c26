import { courseCard } from '../pictures/card.ts'
import { countOf } from '../training/layer.ts'
import { imageAt } from '../training/misread.ts'
import type { Outcome } from '../training/program.ts'
import type { Report } from '../training/results.ts'

/** The card to share of a training; undefined unless all exercises are done and all code that ran is the learner's. */
export function cardOfTraining({ done, origins, outcome, examples }: Report): string | undefined {
  const isTheirs = origins.origins.every(({ owner }) => owner === 'yours')
  if (!done?.every(Boolean) || !isTheirs || outcome.interrupted) return undefined
  const { weights, seconds, accuracy, labels, losses, imageSize } = outcome
  return courseCard(
    {
      written: done.length,
      all: done.length,
      examples,
      epochs: losses.length,
      parameters: weights.reduce((sum, parameters) => sum + countOf(parameters), 0),
      seconds: seconds.epochs.reduce((sum, each) => sum + each, 0),
      unseen: labels.length,
      accuracy,
      digits: firstOfEach(outcome),
    },
    imageSize,
  )
}

/** The first unseen image of each digit, and its prediction. */
function firstOfEach({ images, labels, predicted }: Outcome) {
  return Array.from({ length: 10 }, (_, digit) => labels.indexOf(digit))
    .filter((n) => n >= 0)
    .map((n) => ({
      image: imageAt(images, n),
      truth: labels[n],
      read: predicted[n],
    }))
}
