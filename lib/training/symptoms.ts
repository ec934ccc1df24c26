import { formatFixed, formatPercent } from '../format.ts'
import { type Curve, curveOf, few } from './curve.ts'
import type { Evidence } from './evidence.ts'
import { outputsOf, weightsOf } from './layer.ts'

/**
 * Signs of well-known trouble, each in a few sentences: what was seen, what it means, what to do. Returns none if all
 * looks well.
 *
 * A sign is named if the evidence has no other reading. The thresholds were measured on MNIST with both models and recipes.
 * The rates were 1e-5 to 1000, the epochs 1 to 100, and the batches 1 to 60,000. Some trainings had planted mistakes.
 */
export function symptoms(evidence: Evidence): string[] {
  return evidence.steps.length === 0 ? [] : signsOf(evidence, curveOf(evidence))
}

/** The signs, for a loss curve that is already computed. */
export function signsOf(evidence: Evidence, curve: Curve): string[] {
  const namesOf = (signs: readonly Sign[]): string[] => {
    for (const sign of signs) {
      const said = sign(evidence, curve)
      if (said !== undefined) return [said]
    }
    return []
  }
  const cause = namesOf([notNumbers, farFromGuessing, outputsAreProbabilities, softmaxInTheLoss, alike])
  if (cause.length > 0) return cause
  const course = namesOf([rising, tooLarge, overconfident])
  const found = [...course, ...reportSilentUnits(evidence, course.length > 0)]
  return found.length > 0 ? found : namesOf([hasNotMoved, tooSmall, nothingLearnt, otherImages, notFinished, oneDigit])
}

type Sign = (evidence: Evidence, curve: Curve) => string | undefined

const notNumbers: Sign = ({ steps, weights }) => {
  const layer = weights.findIndex((parameters) =>
    Object.values(parameters).some(({ data }) => Array.from(data).some(Number.isNaN)),
  )
  const step = steps.findIndex((loss) => !Number.isFinite(loss))
  if (layer < 0 && step < 0) return undefined
  const highest = steps.slice(0, step < 0 ? undefined : step).reduce((most, loss) => Math.max(most, loss), 0)
  const where = layer < 0 ? '' : ` There is NaN among the parameters of layer ${layer + 1}.`
  const when = step < 0 ? `All ${steps.length} losses are numbers.` : `The loss of step ${step + 1} is ${steps[step]}.`
  const why =
    highest > 100
      ? `Before it the loss had risen to ${formatLoss(highest)}: the steps are too long. Divide the rate by ten.`
      : 'Look for the place where it is born: a logarithm of 0 (3.1), an exponential that overflows (2.1), 0/0.'
  return `${when}${where} ${why}`
}

const farFromGuessing: Sign = (evidence, { first, start, guessing }) => {
  // A single example may have a large loss. If several have one and the rate is right, the scale is wrong.
  const loss = evidence.batch < 8 && isUsual(evidence) ? start : first
  return loss > (evidence.batch < 8 ? 6 : 4)
    ? `The first loss is ${formatLoss(loss)}, and guessing has ${formatLoss(guessing)}. The network begins with huge outputs. Look at the scaling (6.2) and the first weights (6.3).`
    : undefined
}

/** the least loss behind a second softmax, whose largest p is e / (e + K − 1) */
const floorOf = (guessing: number): string => {
  const others = Math.round(Math.exp(guessing)) - 1
  return `ln(e + ${others}) − 1 = ${formatFixed(Math.log(Math.E + others) - 1)}`
}

const outputsAreProbabilities: Sign = ({ probe }, { guessing }) =>
  probe.areProbabilities
    ? `The network gives probabilities: no output is below 0, and they sum to 1. The loss wants logits and applies softmax itself, so it cannot fall below ${floorOf(guessing)}. Leave the last layer without softmax (6.3).`
    : undefined

const softmaxInTheLoss: Sign = ({ steps, probe: { loss, lossOfTwo } }, { last, guessing }) => {
  const isThatOfTwo = lossOfTwo - loss > 0.1 && Math.abs(last - lossOfTwo) < 0.3 * Math.abs(last - loss)
  return isThatOfTwo && steps.length >= 20
    ? `The steps have a loss of ${formatLoss(last)}, and the outputs of the network one of ${formatLoss(loss)}. With a second softmax it would be ${formatLoss(lossOfTwo)}, and never below ${floorOf(guessing)}. Look for a softmax of softmax in the loss (3.2, 4.7).`
    : undefined
}

/** All units of a hidden layer have the same weights. */
const alike: Sign = ({ weights }) => {
  const layer = weights.slice(0, -1).findIndex((parameters) => {
    const [O, { data }] = [outputsOf(parameters), weightsOf(parameters)]
    for (let i = 0; i < data.length; i++) if (data[i] !== data[i - (i % O)]) return false
    return O > 1
  })
  return layer < 0
    ? undefined
    : `All ${outputsOf(weights[layer])} units of layer ${layer + 1} have the same weights. They get the same gradient, so they never become different. Begin with random weights (6.3).`
}

/** Is the rate near the one for which the network learns well? Then something else is wrong. */
const isUsual = ({ rate, usual }: Evidence): boolean => usual !== undefined && rate <= 3 * usual && rate >= usual / 3

const rising: Sign = (evidence, { first, highest, end, guessing }) => {
  if (!(highest > 1.5 * guessing && end > 0.8 * highest && end > 1.1 * first)) return undefined
  const why = isUsual(evidence)
    ? 'The rate is the usual one. So the steps go up the gradient, or are far too long: look at its signs (4.7, 6.4) and its 1/B (4.7).'
    : `The rate ${evidence.rate} is too large: divide it by a hundred. If the loss rises all the same, look at the signs of the gradient (4.7, 6.4).`
  return `The loss rises, from ${formatLoss(first)} to ${formatLoss(end)}. ${why}`
}

/** The advice for steps that are too long. */
const shorter = (evidence: Evidence): string =>
  isUsual(evidence)
    ? 'The steps are too long, and the rate is the usual one: look at the gradient, its 1/B (4.7) and its signs (4.9).'
    : `The rate ${evidence.rate} is too large: divide it by ten. If that does not help, look at the gradient, its 1/B (4.7) and its signs (4.9).`

const tooLarge: Sign = (evidence, { first, highest, guessing }) => {
  const isShort = evidence.steps.length < few
  const most = isShort ? Math.max(highest, evidence.probe.loss) : highest
  return most > (isShort ? 1.1 * Math.max(first, guessing) : 1.5 * guessing)
    ? `The loss rose to ${formatLoss(most)} on the way, and guessing has ${formatLoss(guessing)}. ${shorter(evidence)}`
    : undefined
}

const overconfident: Sign = (evidence, { last }) => {
  const { accuracy, probe } = evidence
  return last > 0.6 && accuracy > 0.5 && probe.confidence > Math.max(0.9, accuracy + 0.05)
    ? `The network is ${percent(probe.confidence)} sure of its digits and right in ${percent(accuracy)}; the loss is ${formatLoss(last)}. Each step throws the weights to and fro. ${shorter(evidence)}`
    : undefined
}

/**
 * Layers in which at least an eighth of the units are 0 for every image. `isToldWhy`: the loss already showed that the
 * steps are too long.
 */
function reportSilentUnits(evidence: Evidence, isToldWhy: boolean): string[] {
  const { silent, moved } = evidence.probe
  return silent.flatMap(({ units, of }, l) => {
    if (units < of / 8) return []
    const seen = `${units} of the ${of} units of layer ${l + 1} give 0 for every image. Their gradient is 0 too, so they no longer learn.`
    if (moved[l] < 0.05) return [`${seen} They were so from the beginning: look at the first weights (6.3).`]
    return [isToldWhy ? seen : `${seen} ${shorter(evidence)}`]
  })
}

const hasNotMoved: Sign = ({ steps, probe: { moved } }) => {
  const layer = moved.indexOf(0)
  return layer >= 0 && steps.length >= few
    ? `The weights of layer ${layer + 1} are those of the beginning: no step has changed them. Look at the gradient of that layer (4.9) and at the step (6.4).`
    : undefined
}

const tooSmall: Sign = (evidence, { last, before, guessing }) => {
  const { steps, probe, rate, interrupted } = evidence
  const moved = Math.max(...probe.moved)
  // Learning helps on unseen images too. A loss that falls only on seen images is learnt by heart.
  const isLearning = Math.max(last, probe.loss) < guessing && last < 0.998 * before
  const isSlow = last > guessing - 0.3 && (moved < 0.03 || (moved < 0.2 && isLearning))
  if (!isSlow || steps.length < few || interrupted) return undefined
  const why = isUsual(evidence)
    ? 'The steps are too short, and the rate is the usual one: look for a mean that is taken twice (4.7).'
    : `The rate ${rate} is too small: multiply it by ten.`
  return `After ${steps.length} steps the loss is ${formatLoss(last)}, near the ${formatLoss(guessing)} of guessing, and the weights have moved by ${percent(moved)}. ${why}`
}

const nothingLearnt: Sign = ({ steps, accuracy, probe }, { last, before, guessing }) => {
  const moved = Math.max(...probe.moved)
  const isFlat = Math.min(last, probe.loss) > guessing - 0.05 && Math.abs(last / before - 1) < 0.02
  return isFlat && moved >= 0.05 && accuracy < 0.2 && steps.length >= few
    ? `The loss stays at ${formatLoss(last)}, and guessing has ${formatLoss(guessing)}, though the weights have moved by ${percent(moved)}. Images and labels may not belong together: look at 6.1 and 6.2.`
    : undefined
}

const otherImages: Sign = ({ accuracy }, { last }) =>
  last < 1 && accuracy < 0.2
    ? `The images of the training are learnt, with a loss of ${formatLoss(last)}, and ${percent(accuracy)} of the unseen ones are read right. Are both prepared in the same way? Look at 6.1 and 6.2.`
    : undefined

const notFinished: Sign = (
  { steps, rate, usual = 0, accuracy, probe, interrupted },
  { first, last, before, guessing },
) => {
  const isShort = steps.length < few
  const isLearning = probe.loss < guessing - 0.05 && probe.confidence < accuracy + 0.08
  const isFalling = isShort ? probe.loss < first : last < 0.98 * before && isLearning
  if (!(last > 0.7 && isFalling) || interrupted) return undefined
  const seen = isShort
    ? `${steps.length === 1 ? 'One step was' : `${steps.length} steps were`} taken, and the loss of unseen images is ${formatLoss(probe.loss)}.`
    : `The loss still falls, from ${formatLoss(before)} to ${formatLoss(last)} in the last fifth of the steps.`
  return `${seen} The training has not finished. Give it more epochs${rate < usual / 3 ? ', or a larger rate' : ''}.`
}

const oneDigit: Sign = ({ predicted }) =>
  new Set(Array.from(predicted)).size === 1
    ? `Every image is read as ${predicted[0]}: the network gives the same answer whatever it sees. Look at the gradient of each layer (4.9).`
    : undefined

/** 2.30, 10811, 8.9e17 */
function formatLoss(loss: number): string {
  return formatFixed(loss, loss < 100 ? 2 : 0)
}

function percent(share: number): string {
  return formatPercent(share, share < 0.1 ? 1 : 0)
}
