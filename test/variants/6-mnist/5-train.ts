import type * as kata from '#kata/6-mnist/5-train.ts'
import { lossGradient } from '#kata/4-backprop/9-gradient.ts'
import { type Examples, batches, shuffle } from '#kata/6-mnist/2-batches.ts'
import { applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import { type Progress, plain } from '#kata/6-mnist/5-train.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { ValueError } from '#lib/tensor'
import { learn, trainBy } from '../../answer-parts/6-mnist.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'generator-per-epoch',
    how: 'each epoch is a generator of its own, with a running mean',
    answer: () =>
      trainBy(function* (at) {
        const { epoch, N, examples, recipe, operations } = at
        let [mean, seen] = [0, 0]
        for (const rows of batches(N, recipe.batchSize, recipe.rng)) {
          const loss = learn(at, operations.take(examples, rows))
          seen += rows.length
          mean += ((loss - mean) * rows.length) / seen
          yield { epoch, size: rows.length, loss }
        }
        return mean
      }),
  },
  {
    id: 'list-of-losses',
    how: 'remembers the loss of every example, and averages those',
    answer: () =>
      trainBy(function* (at) {
        const { epoch, N, examples, recipe, operations } = at
        const each: number[] = []
        for (const rows of batches(N, recipe.batchSize, recipe.rng)) {
          const loss = learn(at, operations.take(examples, rows))
          rows.forEach(() => each.push(loss))
          yield { epoch, size: rows.length, loss }
        }
        return each.reduce((sum, loss) => sum + loss, 0) / N
      }),
  },
  {
    id: 'own-batches',
    how: 'cuts the order of an epoch by itself',
    answer: () =>
      trainBy(function* (at) {
        const { epoch, N, examples, operations } = at
        const { batchSize, rng } = at.recipe
        if (!(batchSize >= 1)) throw new ValueError(`A batch of ${batchSize} has no examples.`)
        const order = rng ? shuffle(N, rng) : Uint32Array.from({ length: N }, (_, i) => i)
        let mean = 0
        for (let from = 0; from < N; from += batchSize) {
          const rows = order.slice(from, from + batchSize)
          const loss = learn(at, operations.take(examples, rows))
          mean += (loss * rows.length) / N
          yield { epoch, size: rows.length, loss }
        }
        return mean
      }),
  },

  {
    id: 'all-taken-first',
    how: 'all batches of an epoch are taken before the first is used',
    answer: () =>
      trainBy(function* (at) {
        const { epoch, N, examples, recipe, operations } = at
        const taken = Array.from(batches(N, recipe.batchSize, recipe.rng), (rows) => operations.take(examples, rows))
        const seen = taken.map(() => NaN)
        for (const [n, batch] of taken.entries()) {
          const loss = learn(at, batch)
          seen[n] = loss * batch.labels.length
          yield { epoch, size: batch.labels.length, loss }
        }
        return seen.reduce((sum, part) => sum + part, 0) / N
      }),
  },
  {
    id: 'one-ahead',
    how: 'the next batch is taken before the one at hand is used',
    answer: () =>
      trainBy(function* (at) {
        const { epoch, N, examples, recipe, operations } = at
        const rows = batches(N, recipe.batchSize, recipe.rng)
        const next = (): Examples | undefined => {
          const { value } = rows.next()
          return value ? operations.take(examples, value) : undefined
        }
        let total = 0
        let ahead = next()
        while (ahead) {
          const now = ahead
          ahead = next()
          const loss = learn(at, now)
          total += loss * now.labels.length
          yield { epoch, size: now.labels.length, loss }
        }
        return total / N
      }),
  },
  {
    id: 'copies',
    how: 'copies of the examples, of each batch and of the operations; each step is told of in a frozen record',
    answer: () => ({
      *train(chain, examples, { epochs, batchSize, rate, rng }, operations = plain) {
        const N = examples.images.shape[0]
        if (N === 0) throw new ValueError('There is no image to train with.')
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
  {
    id: 'generator-per-step',
    how: 'a generator for each step, inside one for each epoch; the mean is an object, corrected by each batch',
    answer: () => {
      class Mean {
        #value = 0
        #count = 0
        add(value: number, times: number): void {
          this.#count += times
          this.#value += (value - this.#value) * (times / this.#count)
        }
        get value(): number {
          return this.#value
        }
      }
      return trainBy(function* (at) {
        const { epoch, N, examples, recipe, operations } = at
        function* oneStep(rows: Uint32Array): Generator<Progress, number> {
          const loss = learn(at, operations.take(examples, rows))
          yield { epoch, size: rows.length, loss }
          return loss
        }
        const mean = new Mean()
        for (const rows of batches(N, recipe.batchSize, recipe.rng)) mean.add(yield* oneStep(rows), rows.length)
        return mean.value
      })
    },
  },
  {
    id: 'one-loop',
    how: 'one loop over the batches of all epochs, which a generator lists with their epoch',
    answer: () => ({
      *train(chain, examples, { epochs, batchSize, rate, rng }, operations = plain) {
        const [N] = examples.images.shape
        if (N < 1) throw new ValueError('Without images there is no mean of a loss.')
        function* all(): Generator<[epoch: number, rows: Uint32Array]> {
          for (let epoch = 0; epoch < epochs; epoch++)
            for (const rows of batches(N, batchSize, rng)) yield [epoch, rows]
        }
        const means = Array<number>(epochs).fill(0)
        for (const [epoch, rows] of all()) {
          const { images, labels } = operations.take(examples, rows)
          const { loss, gradient } = lossGradient(chain, images, labels, operations.loss)
          applyGradient(chain, gradient, rate, operations.step)
          means[epoch] += (loss * rows.length) / N
          yield { epoch, size: rows.length, loss }
        }
        return means
      },
    }),
  },
]
