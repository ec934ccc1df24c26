import type * as kata from '#kata/2-softmax/1-softmax.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, checkLogits, dtypeOf, matrixShape, tensor, zeros } from '#lib/tensor'

/** the (B, K) tensor of these rows, with the dtype of x */
function ofRows(x: Tensor, rows: readonly (readonly number[])[]): Tensor {
  const y = zeros(x.shape, x)
  y.data.set(rows.flat())
  return y
}

function rowsOf(x: Tensor): number[][] {
  const [B, K] = matrixShape(x, 'softmax')
  return Array.from({ length: B }, (_, n) => Array.from(x.data.subarray(n * K, n * K + K)))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, v) => total + v, 0)
}

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
    answer: () => ({
      softmax: (x) => {
        checkLogits(x, 'softmax')
        const rows = rowsOf(x).map((row) => {
          const m = Math.max(...row)
          const lse = Math.log(sum(row.map((xi) => Math.exp(xi - m))))
          return row.map((xi) => Math.exp(xi - m - lse))
        })
        return ofRows(x, rows)
      },
    }),
  },
  {
    id: 'reciprocal',
    how: 'pᵢ = 1 / Σⱼ exp(xⱼ − xᵢ), where an overflow is a probability of 0; exp(x) times one reciprocal in the naive one',
    answer: () => ({
      naiveSoftmax: (x) =>
        ofRows(
          x,
          rowsOf(x).map((row) => {
            const share = 1 / sum(row.map((xi) => Math.exp(xi)))
            return row.map((xi) => Math.exp(xi) * share)
          }),
        ),
      softmax: (x) => {
        checkLogits(x, 'softmax')
        const against = (xi: number) => (xj: number) => (xj === -Infinity ? 0 : Math.exp(xj - xi))
        return ofRows(
          x,
          rowsOf(x).map((row) => row.map((xi) => (xi === -Infinity ? 0 : 1 / sum(row.map(against(xi)))))),
        )
      },
    }),
  },
  {
    id: 'online',
    how: 'maximum and sum in one pass, the sum rescaled whenever the maximum rises',
    answer: () => ({
      softmax: (x) => {
        checkLogits(x, 'softmax')
        const rows = rowsOf(x).map((row) => {
          let [m, total] = [-Infinity, 0]
          for (const xi of row) {
            if (xi > m) [m, total] = [xi, total * Math.exp(m - xi) + 1]
            else if (xi > -Infinity) total += Math.exp(xi - m)
          }
          return row.map((xi) => Math.exp(xi - m) / total)
        })
        return ofRows(x, rows)
      },
    }),
  },
  {
    id: 'from-the-back',
    how: 'recursion for the maximum, a sum from the smallest term to the largest, entries from the last to the first',
    answer: () => {
      const highest = ([first, ...rest]: readonly number[]): number =>
        rest.length === 0 ? first : Math.max(first, highest(rest))
      const distribution = (row: readonly number[], m: number): number[] => {
        const total = sum(row.map((xi) => Math.exp(xi - m)).toSorted((a, b) => a - b))
        return row.reduceRight<number[]>((p, xi) => [Math.exp(xi - m) / total, ...p], [])
      }
      return {
        naiveSoftmax: (x) =>
          ofRows(
            x,
            rowsOf(x).map((row) => distribution(row, 0)),
          ),
        softmax: (x) => {
          checkLogits(x, 'softmax')
          return ofRows(
            x,
            rowsOf(x).map((row) => distribution(row, highest(row))),
          )
        },
      }
    },
  },
  {
    id: 'wide-inside',
    how: 'float64 throughout, rounded to the dtype of x at the end; a shift by a whole number above the maximum',
    answer: () => ({
      softmax: (x) => {
        checkLogits(x, 'softmax')
        const rows = rowsOf(x).map((row) => {
          const above = Math.ceil(Math.max(...row)) + 1
          const e = Float64Array.from(row, (xi) => Math.exp(xi - above))
          const total = e.reduce((so_far, ei) => so_far + ei)
          return Array.from(e, (ei) => ei / total)
        })
        const wide = Float64Array.from(rows.flat())
        return tensor(x.shape, dtypeOf(x) === 'float32' ? Float32Array.from(wide) : wide)
      },
    }),
  },
]
