import type * as kata from '#kata/1-tensor-ops/6-one-hot.ts'
import { max } from '#kata/1-tensor-ops/3-reduce.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Labels, type Tensor, ValueError, checkLabel, matrixShape, zeros } from '#lib/tensor'
import { argmaxBy, tensorLike } from '../../answer-parts/1-tensor-ops.ts'

function checked(labels: Labels, K: number): number[] {
  return Array.from(labels, (label, n) => {
    checkLabel(label, n, K, 'oneHot')
    return label
  })
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'comparing',
    how: 'every entry is the answer to j = label; argmax is indexOf of the largest, by reduce',
    answer: () => ({
      oneHot(labels, K, like) {
        const y = zeros([labels.length, K], like)
        const valid = checked(labels, K)
        y.data.forEach((_, i) => (y.data[i] = Number(valid[Math.floor(i / K)] === i % K)))
        return y
      },
      argmax: argmaxBy((row) => row.indexOf(Array.from(row).reduce((m, v) => Math.max(m, v), -Infinity))),
    }),
  },
  {
    id: 'identity-rows',
    how: 'rows are copied out of the identity; argmax is where the row equals its max of 1.3',
    answer: () => ({
      oneHot(labels, K, like = zeros([0])) {
        const identity = zeros([K, K], like)
        for (let j = 0; j < K; j++) identity.data[j * (K + 1)] = 1
        const y = zeros([labels.length, K], like)
        checked(labels, K).forEach((label, n) => {
          y.data.set(identity.data.subarray(label * K, label * K + K), n * K)
        })
        return y
      },
      argmax(x) {
        const largest = max(x, 1)
        return argmaxBy((row, n) => row.findIndex((v) => v === largest.data[n]))(x)
      },
    }),
  },
  {
    id: 'nested',
    how: 'a fresh array for each row; argmax folds over pairs of column and value',
    answer: () => ({
      oneHot(labels, K, like) {
        const hot = checked(labels, K).map((label) => Array<number>(K).fill(0).with(label, 1))
        return tensorLike(like, [labels.length, K], hot.flat())
      },
      argmax: argmaxBy((row) => Array.from(row.entries()).reduce((best, next) => (next[1] > best[1] ? next : best))[0]),
    }),
  },
  {
    id: 'recursion',
    how: 'the labels of two halves; argmax of two halves, the left one first',
    answer: () => {
      const write = (y: Tensor, labels: readonly number[], from: number, to: number): Tensor => {
        if (to - from === 1) y.data[from * y.shape[1] + labels[from]] = 1
        if (to - from < 2) return y
        const middle = (from + to) >> 1
        return write(write(y, labels, from, middle), labels, middle, to)
      }
      const best = (row: ArrayLike<number>, from: number, to: number): number => {
        if (to - from < 2) return from
        const middle = (from + to) >> 1
        const [left, right] = [best(row, from, middle), best(row, middle, to)]
        return row[left] >= row[right] ? left : right
      }
      return {
        oneHot: (labels, K, like) => write(zeros([labels.length, K], like), checked(labels, K), 0, labels.length),
        argmax: argmaxBy((row) => best(row, 0, row.length)),
      }
    },
  },
  {
    id: 'from-the-end',
    how: 'argmax from the last column down, where an equal entry does count; refusals in its own words',
    answer: () => ({
      oneHot(labels, K, like) {
        for (const label of Array.from(labels)) {
          if (!(label in Array.from({ length: K }))) throw new ValueError(`there is no class ${label}`)
        }
        const y = zeros([labels.length, K], like)
        for (let n = labels.length; n-- > 0;) y.data[n * K + labels[n]]++
        return y
      },
      argmax(x) {
        const [B, K] = matrixShape(x, 'argmax')
        const answers = Array<number>(B).fill(K - 1)
        for (let i = x.data.length; i-- > 0;) {
          const [n, j] = [Math.floor(i / K), i % K]
          if (Number.isNaN(x.data[i])) throw new ValueError(`entry [${n}, ${j}] is NaN`)
          if (x.data[i] >= x.data[n * K + answers[n]]) answers[n] = j
        }
        return answers
      },
    }),
  },
  {
    id: 'reduce-right',
    how: 'argmax folds each row from the right, where an equal entry counts; oneHot sets a row of zeros and a one',
    answer: () => ({
      oneHot(labels, K, like) {
        const y = zeros([labels.length, K], like)
        checked(labels, K).forEach((label, n) => {
          y.data.set(
            Array.from({ length: K }, (_, j) => (j === label ? 1 : 0)),
            n * K,
          )
        })
        return y
      },
      argmax: argmaxBy((row) =>
        Array.from(row).reduceRight((best, v, j, all) => (v >= all[best] ? j : best), row.length - 1),
      ),
    }),
  },
  {
    id: 'ranking',
    how: 'argmax ranks the columns by value, in a stable sort; oneHot is 0 to the power of |j − label|',
    answer: () => ({
      oneHot(labels, K, like) {
        const valid = checked(labels, K)
        const y = zeros([valid.length, K], like)
        for (let i = 0; i < y.data.length; i++) y.data[i] = 0 ** Math.abs((i % K) - valid[Math.floor(i / K)])
        return y
      },
      argmax: argmaxBy(
        (row) => Array.from(row.keys()).toSorted((i, j) => (row[i] === row[j] ? 0 : row[j] - row[i]))[0],
      ),
    }),
  },
]
