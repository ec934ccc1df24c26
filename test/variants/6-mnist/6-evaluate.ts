import type * as kata from '#kata/6-mnist/6-evaluate.ts'
import { argmax, oneHot } from '#kata/1-tensor-ops/6-one-hot.ts'
import { matmul } from '#kata/1-tensor-ops/5-matmul.ts'
import { transpose } from '#kata/1-tensor-ops/4-transpose.ts'
import { softmax } from '#kata/2-softmax/1-softmax.ts'
import { forward } from '#kata/4-backprop/8-chain.ts'
import { confusion } from '#kata/6-mnist/6-evaluate.ts'
import { logitsOf } from '../../answer-parts/6-mnist.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Labels, type Tensor, ShapeError, ValueError, checkLabel, matrixShape, tensor } from '#lib/tensor'

function checkLengths(predicted: Labels, labels: Labels, who: string): void {
  if (predicted.length === labels.length) return
  throw new ShapeError(who, `${labels.length} predictions`, [{ shape: [predicted.length] }])
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'one-at-a-time',
    how: 'reads one image after the other, with a loop for the largest logit',
    answer: () => ({
      predictions(chain, images) {
        const [N, K] = matrixShape(images, 'predictions')
        return Array.from({ length: N }, (_, n) => {
          const logits = forward(chain, { shape: [1, K], data: images.data.slice(n * K, n * K + K) })
          const row = Array.from(logits.data)
          return row.indexOf(row.reduce((most, v) => Math.max(most, v), -Infinity))
        })
      },
    }),
  },
  {
    id: 'by-probabilities',
    how: 'all logits first, in pieces of 1000, and then by way of the probabilities',
    answer: () => ({
      predictions(chain, images) {
        const logits = logitsOf(chain, images)
        const [N, K] = logits.shape
        const p = softmax(logits).data
        return Array.from({ length: N }, (_, n) => {
          const row = Array.from(logits.data.subarray(n * K, n * K + K))
          const [best] = row
            .map((logit, j) => [p[n * K + j], logit, -j])
            .sort((a, b) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2])
          return -best[2]
        })
      },
      accuracy(predicted, labels) {
        checkLengths(predicted, labels, 'accuracy')
        if (labels.length === 0) throw new ValueError('There is nothing to be right about.')
        return Array.from(labels).reduce(
          (share, label, n) => share + (label === predicted[n] ? 1 : 0) / labels.length,
          0,
        )
      },
    }),
  },
  {
    id: 'trace',
    how: 'accuracy is the trace of the confusion matrix over N',
    answer: () => ({
      accuracy(predicted, labels) {
        checkLengths(predicted, labels, 'accuracy')
        if (labels.length === 0) throw new ValueError('accuracy of no examples')
        const K = 1 + [labels, predicted].flatMap((list) => Array.from(list)).reduce((most, k) => Math.max(most, k))
        const { data } = confusion(predicted, labels, K)
        return Array.from({ length: K }, (_, k) => data[k * K + k]).reduce((sum, v) => sum + v) / labels.length
      },
    }),
  },
  {
    id: 'one-hot-product',
    how: 'confusion is a product, oneHot(labels)ᵀ · oneHot(predicted)',
    answer: () => ({
      confusion(predicted, labels, K) {
        checkLengths(predicted, labels, 'confusion')
        return matmul(transpose(oneHot(labels, K)), oneHot(predicted, K))
      },
    }),
  },
  {
    id: 'nested-lists',
    how: 'confusion counts in lists of lists',
    answer: () => ({
      confusion(predicted, labels, K) {
        checkLengths(predicted, labels, 'confusion')
        const C = Array.from({ length: K }, () => Array.from({ length: K }, () => 0))
        for (let n = 0; n < labels.length; n++) {
          if (!(labels[n] in C)) throw new ValueError(`There is no class ${labels[n]} among ${K}.`)
          if (!(predicted[n] in C)) throw new ValueError(`There is no class ${predicted[n]} among ${K}.`)
          C[labels[n]][predicted[n]] += 1
        }
        return tensor([K, K], C.flat())
      },
    }),
  },
  {
    id: 'stream',
    how: 'a generator of pieces; accuracy subtracts the misses; confusion counts pairs in a Map first',
    answer: () => ({
      predictions(chain, images) {
        const [N, K] = matrixShape(images, 'predictions')
        function* pieces(): Generator<Tensor> {
          for (let left = N; left > 0; left -= 1000) {
            const from = (N - left) * K
            const rows = Math.min(left, 1000)
            yield { shape: [rows, K], data: images.data.slice(from, from + rows * K) }
          }
        }
        return Array.from(pieces(), (piece) => argmax(forward(chain, piece))).flat()
      },
      accuracy(predicted, labels) {
        checkLengths(predicted, labels, 'accuracy')
        if (labels.length === 0) throw new ValueError('No share is 0 of 0.')
        const misses = Array.from(labels).filter((label, n) => label !== predicted[n])
        return (labels.length - misses.length) / labels.length
      },
      confusion(predicted, labels, K) {
        checkLengths(predicted, labels, 'confusion')
        const counts = new Map<number, number>()
        Array.from(labels).forEach((label, n) => {
          for (const one of [label, predicted[n]]) checkLabel(one, n, K, 'confusion')
          const cell = label * K + predicted[n]
          counts.set(cell, 1 + (counts.get(cell) ?? 0))
        })
        return { shape: [K, K], data: Float64Array.from({ length: K * K }, (_, cell) => counts.get(cell) ?? 0) }
      },
    }),
  },
  {
    id: 'halves',
    how: 'images are halved until at most 1000 are left; accuracy is the mean of its halves, in counts',
    answer: () => ({
      predictions(chain, images) {
        const [N, K] = matrixShape(images, 'predictions')
        const read = (from: number, to: number): number[] => {
          if (to <= from) return []
          if (to - from > 1000) return [...read(from, (from + to) >> 1), ...read((from + to) >> 1, to)]
          return argmax(forward(chain, { shape: [to - from, K], data: images.data.subarray(from * K, to * K) }))
        }
        return read(0, N)
      },
      accuracy(predicted, labels) {
        checkLengths(predicted, labels, 'accuracy')
        const hits = (from: number, to: number): number => {
          if (to - from === 1) return Number(labels[from] === predicted[from])
          return hits(from, (from + to) >> 1) + hits((from + to) >> 1, to)
        }
        if (labels.length < 1) throw new ValueError('There are 0 examples, and no share of them.')
        return hits(0, labels.length) / labels.length
      },
    }),
  },
]
