/** What a finished training shows of itself. */
export interface Course {
  /** the loss of every step */
  readonly steps: readonly number[]
  /** the mean loss of every epoch */
  readonly losses: readonly number[]
  readonly predicted: readonly number[]
  readonly weights: readonly { readonly data: ArrayLike<number> }[]
}

/** The same of what a training returns. */
export function symptomsOf({ steps, losses, predicted, weights }: Trained): string[] {
  return symptoms({ steps: steps.losses, losses, predicted, weights: weights.flatMap(({ W, b }) => [W, b]) })
}

interface Numbers {
  readonly data: ArrayLike<number>
}

interface Trained {
  readonly steps: { readonly losses: readonly number[] }
  readonly losses: readonly number[]
  readonly predicted: readonly number[]
  readonly weights: readonly { readonly W: Numbers; readonly b: Numbers }[]
}

/** The least loss of a network whose probabilities go through softmax a second time: ln(e + 9) − 1 */
const softmaxTwice = Math.log(Math.E + 9) - 1

/** Signs of well-known trouble, a sentence each; nothing when all looks well. */
export function symptoms({ steps, losses, predicted, weights }: Course): string[] {
  const found: string[] = []
  const [first, last] = [steps[0], losses[losses.length - 1]]
  const classes = new Set(predicted)
  if (weights.some(({ data }) => Array.from(data).some(Number.isNaN))) {
    found.push(
      'There is NaN among the weights: look for where it was born (a rate too large, a logarithm of 0, an overflow).',
    )
  } else if (classes.size === 1) {
    found.push(`Every image is read as ${predicted[0]}: the network gives the same answer whatever it sees.`)
  }
  if (first > 4)
    found.push(
      `The first loss is ${first.toFixed(2)}; guessing has ln 10 = 2.30. Look at the scaling (6.2) and the first weights (6.3).`,
    )
  if (losses.length >= 2 && last >= losses[0])
    found.push(`The loss does not fall: ${losses[0].toFixed(4)} in the first epoch, ${last.toFixed(4)} in the last.`)
  if (last >= softmaxTwice && last < softmaxTwice + 0.15 && losses.length >= 2) {
    found.push('The loss stays above 1.4612 = ln(e + 9) − 1, the floor of a softmax that is applied twice.')
  }
  return found
}
