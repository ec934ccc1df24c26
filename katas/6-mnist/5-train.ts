/**
 * 6.5  train: the loop closes
 *
 *   for each epoch, for each batch: the gradient of the loss, then a step against it
 *
 * One loop serves both articles: batches of 32 shuffled anew in each epoch, one image at a time, or all 60,000 at once.
 * It is a generator: after each step it yields what happened. So its caller can draw a progress bar, stop, or let the page
 * breathe. At the end it returns the loss of each epoch. That is the mean over its examples, not over its batches, since
 * the last batch may be smaller. Each example counts with its loss before the step.
 *
 * The argument `operations` holds everything that training is made of, by default yours. The loop knows nothing of files,
 * clocks and screens. Throw a ValueError if there are no images, since they have no mean. Do not check batchSize and rate:
 * `batches` (6.2) and `applyGradient` (6.4) already do.
 *
 * The laws: the same seed gives the same curve; one epoch with one batch of everything is one step of gradient descent.
 *
 * 20 minutes. Needs 4.4, 4.5, 4.7, 4.8, 4.9, 6.2, 6.3, 6.4.
 */
import { ValueError } from '#lib/tensor'
import type { Random } from '#lib/random'
import { relu } from '../4-backprop/4-relu.ts'
import { dense } from '../4-backprop/5-dense.ts'
import { type Loss, softmaxCrossEntropy } from '../4-backprop/7-softmax-cross-entropy.ts'
import type { Chain } from '../4-backprop/8-chain.ts'
import { lossGradient } from '../4-backprop/9-gradient.ts'
import { type Examples, batches, take } from './2-batches.ts'
import type { LayerOperations } from './3-glorot.ts'
import { type Step, applyGradient, step } from './4-apply-gradient.ts'
import { todo } from '#lib/todo'

/** Everything training is made of, as one value: a faster kernel stands in for yours here. */
export interface Operations extends LayerOperations {
  readonly take: typeof take
  readonly loss: Loss
  readonly step: Step
}

export const plain: Operations = { take, dense, relu, loss: softmaxCrossEntropy, step }

export interface Recipe {
  readonly epochs: number
  readonly batchSize: number
  readonly rate: number
  /** null: in the order of the file */
  readonly rng: Random | null
}

/** What happened in one step: the mean loss over its `size` examples, before the step was taken. */
export interface Progress {
  readonly epoch: number
  readonly size: number
  readonly loss: number
}

/** epochs · ⌈N / batchSize⌉ steps, the chain learning in place      yields each step, returns the mean loss of each epoch */
export function* train(
  chain: Chain,
  examples: Examples,
  { epochs, batchSize, rate, rng }: Recipe,
  operations: Operations = plain,
): Generator<Progress, number[]> {
  return todo('6.5 train: epochs · ⌈N / batchSize⌉ steps, the chain learning in place')
}
