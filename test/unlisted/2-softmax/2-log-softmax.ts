import type * as kata from '#kata/2-softmax/2-log-softmax.ts'
import { softmax } from '#kata/2-softmax/1-softmax.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { type Tensor, checkLogits, zeros } from '#lib/tensor'

function rowOf(x: Tensor, n: number): number[] {
  const K = x.shape[1]
  return Array.from(x.data.subarray(n * K, n * K + K))
}

function column(x: Tensor, of: (row: number[]) => number): Tensor {
  checkLogits(x, 'logSumExp')
  const y = zeros([x.shape[0], 1], x)
  for (let n = 0; n < x.shape[0]; n++) y.data[n] = of(rowOf(x, n))
  return y
}

function entries(x: Tensor, of: (xi: number, n: number) => number): Tensor {
  const y = zeros(x.shape, x)
  for (let at = 0; at < y.data.length; at++) y.data[at] = of(x.data[at], Math.floor(at / x.shape[1]))
  return y
}

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'bits-without-a-maximum',
    what: 'the logarithm is that to the base 2, and no maximum is subtracted',
    answer: () => {
      const logSumExp = (x: Tensor): Tensor =>
        column(x, (row) => Math.log2(row.reduce((total, xi) => total + Math.exp(xi), 0)))
      return {
        logSumExp,
        logSoftmax: (x) => {
          const lse = logSumExp(x)
          return entries(x, (xi, n) => xi - lse.data[n])
        },
      }
    },
  },
  {
    id: 'first-logit-or-0',
    what: 'the first logit is subtracted (first-logit), or 0 where that is larger (S03)',
    answer: () => {
      const logSumExp = (x: Tensor): Tensor =>
        column(x, (row) => {
          const m = Math.max(0, row[0])
          return m + Math.log(row.reduce((total, xi) => total + Math.exp(xi - m), 0))
        })
      return {
        logSumExp,
        logSoftmax: (x) => {
          const lse = logSumExp(x)
          return entries(x, (xi, n) => xi - lse.data[n])
        },
      }
    },
  },
  {
    id: 'opposite-of-the-softmax',
    what: 'the logarithm of softmax, and with the opposite sign',
    answer: () => ({ logSoftmax: (x) => entries(softmax(x), (p) => -Math.log(p)) }),
  },
  {
    id: 'mean-without-the-maximum',
    what: 'the mean of the exponentials, and the maximum does not come back',
    answer: () => {
      const logSumExp = (x: Tensor): Tensor =>
        column(x, (row) => {
          const m = Math.max(...row)
          return Math.log(row.reduce((total, xi) => total + Math.exp(xi - m), 0) / row.length)
        })
      return {
        logSumExp,
        logSoftmax: (x) => {
          const lse = logSumExp(x)
          return entries(x, (xi, n) => xi - lse.data[n])
        },
      }
    },
  },
]
