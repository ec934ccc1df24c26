import type * as kata from '#kata/6-mnist/5-train.ts'
import { type Chain, Dense, forward } from '#kata/4-backprop/8-chain.ts'
import { type LossGradient, lossGradient } from '#kata/4-backprop/9-gradient.ts'
import { type Examples, batches } from '#kata/6-mnist/2-batches.ts'
import { type Gradient, type Step, applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import { type Operations, type Progress, type Recipe, plain } from '#kata/6-mnist/5-train.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, ValueError, zeros } from '#lib/tensor'

type Train = typeof kata.train

/** What happened in one epoch: the mean loss of each batch, and its size. */
interface Seen {
  readonly losses: number[]
  readonly sizes: number[]
}

/** A training in the right way, but for one belief. */
interface Habit {
  /** the batches of one epoch */
  readonly epoch: (N: number, recipe: Recipe, epoch: number) => Iterable<Uint32Array>
  /** what becomes of the gradient of a batch of `size` */
  readonly learn: (chain: Chain, gradient: LossGradient['gradient'], step: Learning) => void
  /** does the step come after what is yielded? */
  readonly isLate: boolean
  /** the loss that is said of a batch, after the step: what it was before it, or what it is now */
  readonly lossAfter: (before: number, now: () => number) => number
  readonly yielded: (progress: Progress, recipe: Recipe) => Progress
  /** the loss of the epoch, from those of its batches */
  readonly mean: (seen: Seen, N: number, batchSize: number) => number
}

interface Learning {
  readonly rate: number
  readonly size: number
  readonly leaf: Step
}

const right: Habit = {
  epoch: (N, { batchSize, rng }) => batches(N, batchSize, rng),
  learn: (chain, gradient, { rate, leaf }) => applyGradient(chain, gradient, rate, leaf),
  isLate: false,
  lossAfter: (before) => before,
  yielded: (progress) => progress,
  mean: ({ losses, sizes }, N) => sum(losses.map((loss, i) => loss * sizes[i])) / N,
}

/** a habit is made anew for each training: it may remember */
function training(habit: (recipe: Recipe) => Partial<Habit>): { train: Train } {
  return {
    *train(chain, examples, recipe, operations = plain) {
      const { epoch: order, learn, isLate, lossAfter, yielded, mean } = { ...right, ...habit(recipe) }
      const N = count(examples)
      const means: number[] = []
      for (let epoch = 0; epoch < recipe.epochs; epoch++) {
        const seen: Seen = { losses: [], sizes: [] }
        for (const rows of order(N, recipe, epoch)) {
          const { images, labels } = operations.take(examples, rows)
          const { loss: before, gradient } = lossGradient(chain, images, labels, operations.loss)
          const step = (): void =>
            learn(chain, gradient, { rate: recipe.rate, size: rows.length, leaf: operations.step })
          if (!isLate) step()
          const loss = lossAfter(before, () => operations.loss(forward(chain, images), labels)[0])
          seen.losses.push(loss)
          seen.sizes.push(rows.length)
          yield yielded({ epoch, size: rows.length, loss }, recipe)
          if (isLate) step()
        }
        means.push(mean(seen, N, recipe.batchSize))
      }
      return means
    },
  }
}

function count({ images }: Examples): number {
  if (images.shape[0] === 0) throw new ValueError('train wants at least one image, but got none.')
  return images.shape[0]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, v) => total + v, 0)
}

/** the right training, but for what it learns from a gradient */
function learning(learn: Habit['learn']): () => { train: Train } {
  return () => training(() => ({ learn }))
}

/** only parts of the gradient are used */
function with_(parts: (gradient: LossGradient['gradient']) => Gradient): () => { train: Train } {
  return learning((chain, gradient, { rate, leaf }) => applyGradient(chain, parts(gradient), rate, leaf))
}

/** the right training, but for the loss it gives to an epoch */
function averaging(mean: Habit['mean']): () => { train: Train } {
  return () => training(() => ({ mean }))
}

const { train } = training(() => ({}))

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'B27',
    belief: 'one follows the gradient',
    diagnosis: 'The steps go uphill, and the loss rises from step to step.',
    answer: learning((chain, gradient, { rate, leaf }) =>
      applyGradient(chain, gradient, rate, (p, g, by) => leaf(p, { shape: g.shape, data: g.data.map((v) => -v) }, by)),
    ),
  },
  {
    id: 'B02',
    belief: 'the gradient of a batch is a sum, so the step is divided by its size',
    diagnosis: 'Each step is divided by the number of examples once more: look at what the loss has done already.',
    answer: learning((chain, gradient, { rate, size, leaf }) => applyGradient(chain, gradient, rate / size, leaf)),
  },
  {
    id: 'B02-nominal',
    belief: 'the gradient of a batch is a sum, so the step is divided by batchSize',
    diagnosis: 'Each step is divided by batchSize once more: look at what the loss has done already.',
    answer: () =>
      training(({ batchSize }) => ({
        learn: (chain, gradient, { rate, leaf }) => applyGradient(chain, gradient, rate / batchSize, leaf),
      })),
  },
  {
    id: 'M19',
    belief: 'the rate is for one example, so a batch goes as many times as far',
    diagnosis: 'Each step is multiplied by the number of examples, as if their gradients were summed.',
    answer: learning((chain, gradient, { rate, size, leaf }) => applyGradient(chain, gradient, rate * size, leaf)),
  },
  {
    id: 'train-stale-gradient',
    belief: 'the step of a batch may be taken with the gradient of the batch before',
    diagnosis: 'From the second step on each step takes the gradient of the batch before it.',
    answer: () =>
      training(() => {
        let last: LossGradient['gradient'] | undefined
        return {
          learn(chain, gradient, { rate, leaf }) {
            applyGradient(chain, last ?? gradient, rate, leaf)
            last = gradient
          },
        }
      }),
  },
  ...[
    { id: 'train-momentum', kept: 0.9 },
    { id: 'train-momentum-half', kept: 0.5 },
  ].map(({ id, kept }) => ({
    id,
    belief: `a step keeps ${kept} of the step before it: momentum`,
    diagnosis: 'A part of the earlier steps is in each step: that is momentum, and a plain step has no memory.',
    answer: () =>
      training(() => {
        const velocities = new Map<Tensor, Tensor>()
        return {
          learn: (chain, gradient, { rate, leaf }) =>
            applyGradient(chain, gradient, rate, (p, g, by) => {
              const velocity = velocities.get(p) ?? zeros(g.shape, g)
              velocities.set(p, velocity)
              velocity.data.forEach((v, i) => (velocity.data[i] = kept * v + g.data[i]))
              leaf(p, velocity, by)
            }),
        }
      }),
  })),
  ...[
    { id: 'train-rate-falls', share: (epoch: number) => 1 / (epoch + 1), how: '1/(epoch + 1)' },
    { id: 'train-rate-falls-0.9', share: (epoch: number) => 0.9 ** epoch, how: '0.9 to the power of the epoch' },
  ].map(({ id, share, how }) => ({
    id,
    belief: `the rate has to fall from epoch to epoch: times ${how}`,
    diagnosis: 'The first epoch has the rate of the recipe, and each later one a smaller rate.',
    answer: () =>
      training(() => {
        let now = 0
        return {
          epoch(N, recipe, epoch) {
            now = epoch
            return right.epoch(N, recipe, epoch)
          },
          learn: (chain, gradient, { rate, leaf }) => applyGradient(chain, gradient, rate * share(now), leaf),
        }
      }),
  })),
  {
    id: 'M27',
    belief: 'gradients add up from batch to batch',
    diagnosis: 'The gradients of earlier batches are still in the sum: the first step is right, the second is not.',
    answer: () =>
      training(() => {
        const sums = new Map<Tensor, Tensor>()
        return {
          learn: (chain, gradient, { rate, leaf }) =>
            applyGradient(chain, gradient, rate, (p, g, by) => {
              const total = sums.get(p) ?? zeros(g.shape, g)
              sums.set(p, total)
              for (let i = 0; i < g.data.length; i++) total.data[i] += g.data[i]
              leaf(p, total, by)
            }),
        }
      }),
  },
  {
    id: 'M28',
    belief: 'the weights are what learns',
    diagnosis: 'The biases are what they were at the beginning: only the weights take part in the steps.',
    answer: with_((gradient) => gradient.map(({ W }) => ({ W }))),
  },
  {
    id: 'B19',
    belief: 'the last layer learns, the first one only passes on',
    diagnosis: 'Only the last layer changes. Look at which entries of the gradient arrive.',
    answer: with_((gradient) => gradient.map((layer, l) => (l === gradient.length - 1 ? layer : null))),
  },
  {
    id: 'train-first-layer',
    belief: 'the gradient is that of the first layer',
    diagnosis: 'Only the first layer changes. Look at which entries of the gradient arrive.',
    answer: with_((gradient) => gradient.slice(0, 1)),
  },
  {
    id: 'train-a-copy',
    belief: 'training makes a new network',
    diagnosis: 'The losses are right, but the network that was handed in is what it was before: a copy has learned.',
    answer: () => ({
      train: (chain, ...rest) =>
        train(
          chain.map(({ W, b, activation }) => Dense(copyOf(W), copyOf(b), activation)),
          ...rest,
        ),
    }),
  },
  {
    id: 'C15',
    belief: 'the loss of an epoch is the mean over its batches',
    diagnosis: 'This is the mean of the means of the batches: a last batch of 2 counts as much as one of 4.',
    answer: averaging(({ losses }) => sum(losses) / losses.length),
  },
  {
    id: 'M25',
    belief: 'the loss of an epoch is the last one in it',
    diagnosis: 'The loss of each epoch is that of its last batch alone.',
    answer: averaging(({ losses }) => losses[losses.length - 1]),
  },
  {
    id: 'C12',
    belief: 'every batch has batchSize examples',
    diagnosis: 'Each batch counts with batchSize examples in the loss of the epoch, the smaller last one too.',
    answer: averaging(({ losses }, N, batchSize) => (sum(losses) * batchSize) / N),
  },
  {
    id: 'C03',
    belief: 'the loss of an epoch is the sum over its batches',
    diagnosis: 'The losses of the batches are added up, and nothing is divided: twice as many batches, twice the loss.',
    answer: averaging(({ losses }) => sum(losses)),
  },
  {
    id: 'train-means-over-N',
    belief: 'the loss of an epoch is what its batches add up to, divided by the number of examples',
    diagnosis: 'The mean of each batch counts as one example in the loss of the epoch: how many are in it?',
    answer: averaging(({ losses }, N) => sum(losses) / N),
  },
  {
    id: 'train-total',
    belief: 'the loss of an epoch is the sum over its examples',
    diagnosis: 'The losses of all examples are added up, and nothing is divided: a mean has the size of one of them.',
    answer: averaging(({ losses, sizes }) => sum(losses.map((loss, i) => loss * sizes[i]))),
  },
  {
    id: 'train-total-kept',
    belief: 'the total goes on from epoch to epoch',
    diagnosis: 'The loss of the first epoch is right, that of the second has the first one in it.',
    answer: () =>
      training(() => {
        let total = 0
        return { mean: (seen, N, batchSize) => (total += right.mean(seen, N, batchSize)) }
      }),
  },
  {
    id: 'train-keeps-losses',
    belief: 'a list at the top of the file begins empty in each training',
    diagnosis: 'The losses of earlier trainings are in the list too: it is made once, and each training adds to it.',
    answer: () => {
      const kept: number[] = []
      return {
        *train(chain, ...rest) {
          kept.push(...(yield* train(chain, ...rest)))
          return kept
        },
      }
    },
    keeps: true,
  },
  {
    id: 'train-keeps-total',
    belief: 'a total at the top of the file begins at 0 in each epoch',
    diagnosis: 'The losses of earlier epochs and earlier trainings are in the total too: it begins at 0 once.',
    answer: () => {
      let total = 0
      return training(() => ({
        yielded(progress) {
          total += progress.loss * progress.size
          return progress
        },
        mean: (_, N) => total / N,
      }))
    },
    keeps: true,
  },
  {
    id: 'train-early-stop',
    belief: 'when the loss rises, training is over',
    diagnosis: 'There are fewer epochs than were asked for: training ends when the loss of an epoch has risen.',
    answer: () => ({
      *train(chain, examples, recipe, operations = plain) {
        const losses: number[] = []
        for (let epoch = 0; epoch < recipe.epochs; epoch++) {
          for (const { size, loss } of into(train(chain, examples, { ...recipe, epochs: 1 }, operations), losses))
            yield { epoch, size, loss }
          if (losses[epoch] > losses[epoch - 1]) break
        }
        return losses
      },
    }),
  },
  {
    id: 'train-batch-above-N',
    belief: 'a batch cannot be larger than the file',
    diagnosis: 'A batch size above the number of images is refused. What does 6.2 make of it?',
    answer: () => ({
      *train(chain, examples, recipe, operations = plain) {
        const N = count(examples)
        if (recipe.batchSize > N) throw new ValueError(`There are only ${N} images for a batch of ${recipe.batchSize}.`)
        return yield* train(chain, examples, recipe, operations)
      },
    }),
  },
  {
    id: 'train-loss-afterwards',
    belief: 'the loss of a step is the one after it',
    diagnosis: 'The losses are those of the network after each step. Look at when the loss of the formula is taken.',
    answer: () => training(() => ({ lossAfter: (_, now) => now() })),
  },
  {
    id: 'train-yields-first',
    belief: 'first one says what was seen, then comes the step',
    diagnosis: 'When it yields, the step has not been taken yet: a caller who stops there has a network without it.',
    answer: () => training(() => ({ isLate: true })),
  },
  {
    id: 'train-yields-epochs',
    belief: 'what happened is said once per epoch',
    diagnosis: 'It yields once per epoch: between the steps the caller cannot draw or stop.',
    answer: () => ({
      *train(chain, examples, recipe, operations = plain) {
        const N = count(examples)
        const means: number[] = []
        for (let epoch = 0; epoch < recipe.epochs; epoch++) {
          const steps = train(chain, examples, { ...recipe, epochs: 1 }, operations)
          let next = steps.next()
          while (!next.done) next = steps.next()
          means.push(...next.value)
          yield { epoch, size: N, loss: next.value[0] }
        }
        return means
      },
    }),
  },
  {
    id: 'train-epochs-from-1',
    belief: 'the first epoch is number 1',
    diagnosis: 'The epochs are counted from 1 here.',
    answer: () =>
      training(() => ({ yielded: ({ epoch, size, loss }): Progress => ({ epoch: epoch + 1, size, loss }) })),
  },
  {
    id: 'train-nominal-size',
    belief: 'the size of a batch is batchSize',
    diagnosis: 'Every batch is said to have batchSize examples, the smaller last one too.',
    answer: () =>
      training(() => ({
        yielded: ({ epoch, loss }, { batchSize }): Progress => ({ epoch, size: batchSize, loss }),
      })),
  },
  {
    id: 'M14',
    belief: 'a batch that is not full is left out',
    diagnosis: 'The last, smaller batch of each epoch takes no part: its examples are never learned from.',
    answer: () =>
      training(() => ({
        epoch: (N, { batchSize, rng }) =>
          [...batches(N, batchSize, rng)].filter(({ length }) => length === Math.min(batchSize, N)),
      })),
  },
  {
    id: 'M15',
    belief: 'the batches are made once, before the first epoch',
    diagnosis: 'All epochs have the same order: how often are the batches drawn?',
    answer: () =>
      training(() => {
        let drawn: readonly Uint32Array[] | undefined
        return { epoch: (N, { batchSize, rng }) => (drawn ??= [...batches(N, batchSize, rng)]) }
      }),
  },
  {
    id: 'M08',
    belief: 'the order of the file is as good as any',
    diagnosis: 'The images come in the order of the file in every epoch, whatever rng is handed in.',
    answer: () => training(() => ({ epoch: (N, { batchSize }) => batches(N, batchSize, null) })),
  },
  {
    id: 'train-shuffles-once',
    belief: 'shuffled is shuffled: one epoch is enough',
    diagnosis:
      'Only the first epoch is shuffled, the later ones have the order of the file: what is handed to batches in each?',
    answer: () =>
      training(() => ({ epoch: (N, { batchSize, rng }, epoch) => batches(N, batchSize, epoch === 0 ? rng : null) })),
  },
  {
    id: 'train-math-random',
    belief: 'Math.random is as good as rng',
    diagnosis: 'The same seed has another curve each time: the order of the images comes from somewhere else than rng.',
    answer: () =>
      training(() => ({ epoch: (N, { batchSize, rng }) => batches(N, batchSize, rng && (() => Math.random())) })),
  },
  {
    id: 'M13',
    belief: 'each batch draws its examples by itself',
    diagnosis: 'Some images come twice in an epoch and others not at all: each batch is drawn from all of them.',
    answer: () =>
      training(() => ({
        epoch: (N, { batchSize, rng }) =>
          Array.from(batches(N, batchSize, null), (rows) => (rng ? rows.map(() => Math.floor(rng() * N)) : rows)),
      })),
  },
  {
    id: 'C17',
    belief: 'no images, no steps, no loss',
    diagnosis: 'Without images the loss of an epoch is 0/0 here: look at what should happen then.',
    answer: () => ({
      *train(chain, examples, recipe: Recipe, operations: Operations = plain) {
        if (examples.images.shape[0] === 0) return Array.from({ length: recipe.epochs }, () => NaN)
        return yield* train(chain, examples, recipe, operations)
      },
    }),
  },
  {
    id: 'train-own-operations',
    belief: 'the imported functions are the operations',
    diagnosis: 'The operations that are handed in are never called: look at where take, loss and step come from.',
    answer: () => ({ train: (chain, examples, recipe) => train(chain, examples, recipe, plain) }),
  },
  {
    id: 'train-own-step',
    belief: 'applyGradient knows which step to take',
    diagnosis: 'take and loss come from the operations, the step does not.',
    answer: () =>
      training(() => ({ learn: (chain, gradient, { rate }) => applyGradient(chain, gradient, rate, plain.step) })),
  },
  {
    id: 'train-own-loss',
    belief: 'lossGradient knows which loss to take',
    diagnosis: 'take and step come from the operations, the loss does not.',
    answer: () => ({
      train: (chain, examples, recipe, operations = plain) =>
        train(chain, examples, recipe, { ...operations, loss: plain.loss }),
    }),
  },
]

/** the steps, and what is returned at their end as one more of the losses */
function* into(steps: Generator<Progress, number[]>, losses: number[]): Generator<Progress, void> {
  losses.push(...(yield* steps))
}

function copyOf({ shape, data }: Tensor): Tensor {
  return { shape, data: data.slice() }
}
