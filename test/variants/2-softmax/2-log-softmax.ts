import type * as kata from '#kata/2-softmax/2-log-softmax.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import { broadcast } from '#kata/1-tensor-ops/2-broadcast.ts'
import { max } from '#kata/1-tensor-ops/3-reduce.ts'
import { matmul } from '#kata/1-tensor-ops/5-matmul.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, checkLogits, zeros } from '#lib/tensor'
import { column, entries, rowOf } from '../../answer-parts/2-softmax.ts'

/** logSumExp as a column, and logSoftmax, from what becomes of one row; neither calls the other */
function byRow(logSumExp: (row: number[]) => number): {
  logSumExp: (x: Tensor) => Tensor
  logSoftmax: (x: Tensor) => Tensor
} {
  return {
    logSumExp: column(logSumExp),
    logSoftmax: (x) => {
      checkLogits(x, 'logSoftmax')
      const lse = Array.from({ length: x.shape[0] }, (_, n) => logSumExp(rowOf(x, n)))
      return entries(x, (xi, n) => xi - lse[n])
    },
  }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'shifted-first',
    how: 'the row is shifted once, and log-softmax is the shifted logit minus the logarithm of their sum',
    answer: () => ({
      logSoftmax: (x) => {
        checkLogits(x, 'logSoftmax')
        const shifted = broadcast(x, max(x, 1), (xi, m) => xi - m)
        const totals = zeros([x.shape[0], 1], 'float64')
        shifted.data.forEach((v, at) => (totals.data[Math.floor(at / x.shape[1])] += Math.exp(v)))
        return broadcast(shifted, map(totals, Math.log), (v, log) => v - log)
      },
    }),
  },
  {
    id: 'log1p',
    how: 'the term of the maximum is 1, and log1p adds it to the sum of the others',
    answer: () =>
      byRow((row) => {
        const top = row.reduce((best, xi, i) => (xi > row[best] ? i : best), 0)
        let others = 0
        row.forEach((xi, i) => (others += i === top ? 0 : Math.exp(xi - row[top])))
        return row[top] + Math.log1p(others)
      }),
  },
  {
    id: 'two-at-a-time',
    how: 'logSumExp of the row so far and of one more logit: no second pass',
    answer: () =>
      byRow((row) =>
        row.reduce((lse, xi) => {
          if (xi === -Infinity) return lse
          return Math.max(lse, xi) + Math.log1p(Math.exp(-Math.abs(lse - xi)))
        }, -Infinity),
      ),
  },
  {
    id: 'sum-by-product',
    how: 'the sums of the rows are a matrix product with a column of ones',
    answer: () => {
      const logSumExp = (x: Tensor): Tensor => {
        checkLogits(x, 'logSumExp')
        const m = max(x, 1)
        const ones = zeros([x.shape[1], 1], x)
        ones.data.fill(1)
        const totals = matmul(
          broadcast(x, m, (xi, mn) => Math.exp(xi - mn)),
          ones,
        )
        return broadcast(totals, m, (total, mn) => Math.log(total) + mn)
      }
      return {
        logSumExp,
        logSoftmax: (x) => {
          const lse = logSumExp(x)
          return broadcast(x, lse, (xi, all) => -(all - xi))
        },
      }
    },
  },
  {
    id: 'compensated',
    how: 'a sum after Kahan, which carries what each addition loses',
    answer: () =>
      byRow((row) => {
        const m = row.toSorted((a, b) => b - a)[0]
        let [total, lost] = [0, 0]
        for (const xi of row) {
          const term = Math.exp(xi - m) - lost
          const next = total + term
          lost = next - total - term
          total = next
        }
        return m + Math.log(total)
      }),
  },
  {
    id: 'tree',
    how: 'logSumExp of the two halves of a row, joined by log1p',
    answer: () => {
      const join = (a: number, b: number): number => {
        const [low, high] = a < b ? [a, b] : [b, a]
        return low === -Infinity ? high : high + Math.log1p(Math.exp(low - high))
      }
      const over = (row: number[]): number =>
        row.length < 2 ? row[0] : join(over(row.slice(0, row.length >> 1)), over(row.slice(row.length >> 1)))
      return byRow(over)
    },
  },
  {
    id: 'online',
    how: 'maximum and sum in one pass, the sum rescaled whenever the maximum rises',
    answer: () =>
      byRow((row) => {
        let [m, all] = [-Infinity, 0]
        for (const xi of row) {
          if (xi > m) [m, all] = [xi, all * Math.exp(m - xi) + 1]
          else if (xi > -Infinity) all += Math.exp(xi - m)
        }
        return Math.log(all) + m
      }),
  },
]
