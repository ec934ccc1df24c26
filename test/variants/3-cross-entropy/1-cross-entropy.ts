import type * as kata from '#kata/3-cross-entropy/1-cross-entropy.ts'
import { oneHot } from '#kata/1-tensor-ops/6-one-hot.ts'
import { perClass } from '#kata/3-cross-entropy/1-cross-entropy.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { ShapeError } from '#lib/tensor'
import { aboutProbabilities, checkProbabilities } from '../../answer-parts/3-cross-entropy.ts'

const { measuring } = aboutProbabilities

export const variants: Variant<typeof kata>[] = [
  {
    id: 'one-hot',
    how: 'one-hot rows instead of an index, and a logarithm only where they are 1',
    answer: () =>
      measuring((p, labels, w, B, K) => {
        const y = Array.from(oneHot(labels, K).data)
        return -y.reduce((sum, yi, at) => (yi === 0 ? sum : sum + w[at % K] * yi * Math.log(p.data[at])), 0) / B
      }),
  },
  {
    id: 'by-class',
    how: 'the columns outside, the examples inside: each class is weighted once, with the sum of its logarithms',
    answer: () => ({
      perClass: (weight, K) => {
        const w = typeof weight === 'number' ? new Array<number>(K).fill(weight) : [...weight]
        if (w.length !== K) throw new ShapeError('perClass', 'a weight for each class', [{ shape: [w.length] }])
        return w
      },
      ...measuring((p, labels, w, B, K) => {
        let total = 0
        for (let k = 0; k < K; k++) {
          const own = Array.from(labels).flatMap((y, n) => (y === k ? [p.data[n * K + k]] : []))
          if (own.length > 0) total += w[k] * own.reduce((sum, pk) => sum + Math.log(1 / pk), 0)
        }
        return total / B
      }),
    }),
  },
  {
    id: 'running-mean',
    how: 'a running mean: no total, and no division at the end',
    answer: () =>
      measuring((p, labels, w, B, K) => {
        let mean = 0
        for (let n = 0; n < B; n++) {
          const cost = -w[labels[n]] * Math.log(p.data[n * K + labels[n]])
          if (Math.abs(mean) < Infinity) mean = Math.abs(cost) === Infinity ? cost : mean + (cost - mean) / (n + 1)
        }
        return mean
      }),
  },
  {
    id: 'halves',
    how: 'recursion: a batch is the weighted mean of its two halves',
    answer: () =>
      measuring((p, labels, w, B, K) => {
        const mean = (from: number, to: number): number => {
          if (to - from === 1) return -w[labels[from]] * Math.log(p.data[from * K + labels[from]])
          const half = (from + to) >> 1
          return ((half - from) * mean(from, half) + (to - half) * mean(half, to)) / (to - from)
        }
        return mean(0, B)
      }),
  },
  {
    id: 'weights-as-function',
    how: 'the weight is a function of the class, made once; the rows are subarrays that are read only',
    answer: () => ({
      crossEntropy: (p, labels, weight = 1) => {
        checkProbabilities(p, labels)
        const [B, K] = p.shape
        const list = perClass(weight, K)
        const weightOf = typeof weight === 'number' ? () => weight : (k: number) => list[k]
        const costs = Float64Array.from(
          { length: B },
          (_, n) => weightOf(labels[n]) * -Math.log(p.data.subarray(n * K)[labels[n]]),
        )
        return costs.toSorted().reduce((sum, cost) => sum + cost) / costs.length
      },
    }),
  },
  {
    id: 'bits',
    how: 'logarithms to the base 2, from the last row to the first, and one factor ln 2; weights from a generator',
    answer: () => {
      function* repeated(weight: number, K: number): Generator<number> {
        for (; K > 0; K--) yield weight
      }
      return {
        perClass(weight, K) {
          const list = Array.from(typeof weight === 'number' ? repeated(weight, K) : weight)
          if (list.length !== K) throw new ShapeError(`There are ${K} classes, and weights for ${list.length}.`)
          return list
        },
        ...measuring((p, labels, w, B, K) => {
          let bits = 0
          for (let n = B; n-- > 0;) bits -= w[labels[n]] * Math.log2(p.data[n * K + labels[n]])
          return (bits * Math.LN2) / B
        }),
      }
    },
  },
  {
    id: 'map',
    how: 'a Map from each class that occurs to the sum of its logarithms, weighted at the end',
    answer: () =>
      measuring((p, labels, w, B, K) => {
        const sums = new Map<number, number>()
        Array.from(labels).forEach((y, n) => sums.set(y, (sums.get(y) ?? 0) + Math.log(p.data[n * K + y])))
        let total = 0
        sums.forEach((sum, y) => (total += w[y] * sum))
        return 0 - total / B
      }),
  },
]
