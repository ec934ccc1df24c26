import type * as kata from '#kata/2-softmax/1-softmax.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, checkLogits, matrixShape, zeros } from '#lib/tensor'
import { type Row, rowwise, total, softmaxBy } from '../../answer-parts/2-softmax.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'three-loops',
    how: 'three plain loops over the flat array, and a row of the result as scratch memory',
    answer: () => {
      const into = (y: Tensor, x: Tensor, highest: (from: number, to: number) => number): Tensor => {
        const [B, K] = matrixShape(x, 'softmax')
        for (let n = 0; n < B; n++) {
          const m = highest(n * K, n * K + K)
          let total = 0
          for (let i = n * K; i < n * K + K; i++) total += y.data[i] = Math.exp(x.data[i] - m)
          for (let i = n * K; i < n * K + K; i++) y.data[i] /= total
        }
        return y
      }
      return {
        naiveSoftmax: (x) => into(zeros(x.shape, x), x, () => 0),
        softmax: (x) => {
          checkLogits(x, 'softmax')
          return into(zeros(x.shape, x), x, (from, to) => {
            let m = x.data[from]
            for (let i = from + 1; i < to; i++) if (x.data[i] > m) m = x.data[i]
            return m
          })
        },
      }
    },
  },
  {
    id: 'log-sum-exp',
    how: 'exp(x − logSumExp(x)): no division at all',
    answer: () =>
      softmaxBy((row) => {
        const m = Math.max(...row)
        const lse = Math.log(total(row.map((xi) => Math.exp(xi - m))))
        return row.map((xi) => Math.exp(xi - m - lse))
      }),
  },
  {
    id: 'reciprocal',
    how: 'pᵢ = 1 / Σⱼ exp(xⱼ − xᵢ), where an overflow is a probability of 0; exp(x) times one reciprocal in the naive one',
    answer: () => {
      const against = (xi: number) => (xj: number) => (xj === -Infinity ? 0 : Math.exp(xj - xi))
      return {
        naiveSoftmax: rowwise((row) => {
          const share = 1 / total(row.map((xi) => Math.exp(xi)))
          return row.map((xi) => Math.exp(xi) * share)
        }),
        ...softmaxBy((row) => row.map((xi) => (xi === -Infinity ? 0 : 1 / total(row.map(against(xi)))))),
      }
    },
  },
  {
    id: 'online',
    how: 'maximum and sum in one pass, the sum rescaled whenever the maximum rises',
    answer: () =>
      softmaxBy((row) => {
        let [m, all] = [-Infinity, 0]
        for (const xi of row) {
          if (xi > m) [m, all] = [xi, all * Math.exp(m - xi) + 1]
          else if (xi > -Infinity) all += Math.exp(xi - m)
        }
        return row.map((xi) => Math.exp(xi - m) / all)
      }),
  },
  {
    id: 'from-the-back',
    how: 'recursion for the maximum, a sum from the smallest term to the largest, entries from the last to the first',
    answer: () => {
      const highest = ([first, ...rest]: readonly number[]): number =>
        rest.length === 0 ? first : Math.max(first, highest(rest))
      const distribution = (row: Row, m: number): Row => {
        const all = total(row.map((xi) => Math.exp(xi - m)).toSorted((a, b) => a - b))
        return row.reduceRight<Row>((p, xi) => [Math.exp(xi - m) / all, ...p], [])
      }
      return {
        naiveSoftmax: rowwise((row) => distribution(row, 0)),
        ...softmaxBy((row) => distribution(row, highest(row))),
      }
    },
  },
  {
    id: 'wide-inside',
    how: 'float64 throughout, rounded to the dtype of x at the end; a shift by a whole number above the maximum',
    answer: () =>
      softmaxBy((row) => {
        const above = Math.ceil(Math.max(...row)) + 1
        const e = Float64Array.from(row, (xi) => Math.exp(xi - above))
        const all = e.reduce((so_far, ei) => so_far + ei)
        return Array.from(e, (ei) => ei / all)
      }),
  },
  {
    id: 'compensated',
    how: 'Kahan’s sum, and each entry times one reciprocal',
    answer: () =>
      softmaxBy((row) => {
        const m = row.reduce((most, xi) => (xi > most ? xi : most), -Infinity)
        let [all, lost] = [0, 0]
        for (const xi of row) {
          const term = Math.exp(xi - m) - lost
          const next = all + term
          lost = next - all - term
          all = next
        }
        return row.map((xi) => Math.exp(xi - m) * (1 / all))
      }),
  },
  {
    id: 'tree',
    how: 'maximum and sum of a row are joined from those of its two halves, each in its own scale',
    answer: () => {
      const measure = (row: Row): [m: number, all: number] => {
        if (row.length < 2) return [row[0] ?? -Infinity, row[0] > -Infinity ? 1 : 0]
        const [left, right] = [row.slice(0, row.length >> 1), row.slice(row.length >> 1)].map(measure)
        const m = Math.max(left[0], right[0])
        const scaled = ([own, all]: readonly [number, number]): number => (all === 0 ? 0 : all * Math.exp(own - m))
        return [m, scaled(left) + scaled(right)]
      }
      return softmaxBy((row) => {
        const [m, all] = measure(row)
        return row.map((xi) => Math.exp(xi - m) / all)
      })
    },
  },
]
