import type * as kata from '#kata/6-mnist/5-train.ts'
import { lossGradient } from '#kata/4-backprop/9-gradient.ts'
import { batches } from '#kata/6-mnist/2-batches.ts'
import { applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { trainBy } from '../../answer-parts/6-mnist.ts'

/** each epoch with a rate of its own; the loss of an epoch from those of its batches */
function training(
  rateOf: (rate: number, epoch: number) => number,
  mean: (losses: number[]) => number,
  withBiases: boolean,
): Pick<typeof kata, 'train'> {
  return trainBy(function* ({ epoch, N, chain, examples, recipe: { batchSize, rate, rng }, operations }) {
    const losses: number[] = []
    for (const rows of batches(N, batchSize, rng)) {
      const { images, labels } = operations.take(examples, rows)
      const { loss, gradient } = lossGradient(chain, images, labels, operations.loss)
      const parts = gradient.map(({ W, b }) => ({ W, b: withBiases ? b : null }))
      applyGradient(chain, parts, rateOf(rate, epoch), operations.step)
      losses.push(loss)
      yield { epoch, size: rows.length, loss }
    }
    return mean(losses)
  })
}

function average(losses: number[]): number {
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length
}

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'no-biases-last-loss',
    what: 'biases never learn (M28), and the loss of an epoch is that of its last batch (M25)',
    answer: () =>
      training(
        (rate) => rate,
        (losses) => losses[losses.length - 1],
        false,
      ),
  },
  {
    id: 'slower-each-epoch',
    what: 'the rate is halved after each epoch, on no list, and the loss is the mean over batches (C15)',
    answer: () => training((rate, epoch) => rate / 2 ** epoch, average, true),
  },
]
