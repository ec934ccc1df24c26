import type * as kata from '#kata/6-mnist/5-train.ts'
import { lossGradient } from '#kata/4-backprop/8-gradient.ts'
import { type Examples, batches, shuffle } from '#kata/6-mnist/2-batches.ts'
import { applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import { type Operations, type Progress, type Recipe, plain } from '#kata/6-mnist/5-train.ts'
import type { Chain } from '#kata/4-backprop/7-chain.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { ValueError } from '#lib/tensor'

function count({ images }: Examples): number {
  if (images.shape[0] > 0) return images.shape[0]
  throw new ValueError('There is no image to train with.')
}

function learn(chain: Chain, examples: Examples, rows: Uint32Array, rate: number, operations: Operations): number {
  const { images, labels } = operations.take(examples, rows)
  const { loss, gradient } = lossGradient(chain, images, labels, operations.loss)
  applyGradient(chain, gradient, rate, operations.step)
  return loss
}

function* oneEpoch(
  epoch: number,
  chain: Chain,
  examples: Examples,
  { batchSize, rate, rng }: Recipe,
  operations: Operations,
): Generator<Progress, number> {
  let [mean, seen] = [0, 0]
  for (const rows of batches(count(examples), batchSize, rng)) {
    const loss = learn(chain, examples, rows, rate, operations)
    seen += rows.length
    mean += ((loss - mean) * rows.length) / seen
    yield { epoch, size: rows.length, loss }
  }
  return mean
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'generator-per-epoch',
    how: 'each epoch is a generator of its own, with a running mean',
    answer: () => ({
      *train(chain, examples, recipe, operations = plain) {
        count(examples)
        const losses: number[] = []
        for (let epoch = 0; epoch < recipe.epochs; epoch++)
          losses.push(yield* oneEpoch(epoch, chain, examples, recipe, operations))
        return losses
      },
    }),
  },
  {
    id: 'list-of-losses',
    how: 'remembers the loss of every example, and averages those',
    answer: () => ({
      *train(chain, examples, { epochs, batchSize, rate, rng }, operations = plain) {
        const N = count(examples)
        const losses: number[] = []
        for (let epoch = 0; epoch < epochs; epoch++) {
          const each: number[] = []
          for (const rows of batches(N, batchSize, rng)) {
            const loss = learn(chain, examples, rows, rate, operations)
            rows.forEach(() => each.push(loss))
            yield { epoch, size: rows.length, loss }
          }
          losses.push(each.reduce((sum, loss) => sum + loss, 0) / N)
        }
        return losses
      },
    }),
  },
  {
    id: 'own-batches',
    how: 'cuts the order of an epoch by itself',
    answer: () => ({
      *train(chain, examples, { epochs, batchSize, rate, rng }, operations = plain) {
        const N = count(examples)
        if (!(batchSize >= 1)) throw new ValueError(`A batch of ${batchSize} has no examples.`)
        const losses = new Array<number>(epochs).fill(0)
        for (let epoch = 0; epoch < epochs; epoch++) {
          const order = rng ? shuffle(N, rng) : Uint32Array.from({ length: N }, (_, i) => i)
          for (let from = 0; from < N; from += batchSize) {
            const rows = order.slice(from, from + batchSize)
            const loss = learn(chain, examples, rows, rate, operations)
            losses[epoch] += (loss * rows.length) / N
            yield { epoch, size: rows.length, loss }
          }
        }
        return losses
      },
    }),
  },

  {
    id: 'all-taken-first',
    how: 'all batches of an epoch are taken before the first is used',
    answer: () => ({
      *train(chain, examples, { epochs, batchSize, rate, rng }, operations = plain) {
        const N = count(examples)
        const losses: number[] = []
        for (let epoch = 0; epoch < epochs; epoch++) {
          const taken = Array.from(batches(N, batchSize, rng), (rows) => operations.take(examples, rows))
          const seen = taken.map(() => NaN)
          for (const [n, { images, labels }] of taken.entries()) {
            const { loss, gradient } = lossGradient(chain, images, labels, operations.loss)
            applyGradient(chain, gradient, rate, operations.step)
            seen[n] = loss * labels.length
            yield { epoch, size: labels.length, loss }
          }
          losses.push(seen.reduce((sum, part) => sum + part, 0) / N)
        }
        return losses
      },
    }),
  },
  {
    id: 'one-ahead',
    how: 'the next batch is taken before the one at hand is used',
    answer: () => ({
      *train(chain, examples, { epochs, batchSize, rate, rng }, { take, loss: lossOf, step } = plain) {
        const N = count(examples)
        const losses: number[] = []
        for (let epoch = 0; epoch < epochs; epoch++) {
          const rows = batches(N, batchSize, rng)
          const next = (): Examples | undefined => {
            const { value } = rows.next()
            return value ? take(examples, value) : undefined
          }
          let total = 0
          let ahead = next()
          while (ahead) {
            const now = ahead
            ahead = next()
            const { loss, gradient } = lossGradient(chain, now.images, now.labels, lossOf)
            applyGradient(chain, gradient, rate, step)
            total += loss * now.labels.length
            yield { epoch, size: now.labels.length, loss }
          }
          losses.push(total / N)
        }
        return losses
      },
    }),
  },
  {
    id: 'copies',
    how: 'copies of the examples, of each batch and of the operations; each step is told of in a frozen record',
    answer: () => ({
      *train(chain, examples, { epochs, batchSize, rate, rng }, operations = plain) {
        const N = count(examples)
        const { take, loss: lossOf, step } = Object.assign({}, operations)
        const own = { images: { ...examples.images }, labels: Array.from(examples.labels) }
        const means: number[] = []
        for (let epoch = 0; epoch < epochs; epoch++) {
          let total = 0
          for (const rows of batches(N, batchSize, rng)) {
            const { images, labels } = take(own, Array.from(rows))
            const { loss, gradient } = lossGradient(chain, { ...images }, [...Array.from(labels)], lossOf)
            applyGradient(chain, [...gradient], rate, step)
            total += loss * rows.length
            yield Object.freeze({ epoch, size: rows.length, loss })
          }
          means.push(total / N)
        }
        return Object.freeze(means) as number[]
      },
    }),
  },
]
