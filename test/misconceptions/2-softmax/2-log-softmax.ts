import type * as kata from '#kata/2-softmax/2-log-softmax.ts'
import { softmax } from '#kata/2-softmax/1-softmax.ts'
import { logSoftmax, logSumExp } from '#kata/2-softmax/2-log-softmax.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, ValueError, checkLogits, matrixShape, zeros } from '#lib/tensor'
import {
  type Row,
  column,
  entries,
  reuseMemory,
  rowOf,
  sumExp,
  total,
  withLogSoftmax,
} from '../../answer-parts/2-softmax.ts'

type LogSumExp = typeof kata.logSumExp
type LogSoftmax = typeof kata.logSoftmax

/** a wrong logarithm of the probabilities */
function ofSoftmax(log: (p: number) => number): { logSoftmax: LogSoftmax } {
  return { logSoftmax: (x) => entries(softmax(x), log) }
}

/** the right formula with another number in the place of the maximum */
function around(c: (row: Row, x: Tensor) => number): { logSumExp: LogSumExp; logSoftmax: LogSoftmax } {
  return withLogSoftmax(column((row, x) => c(row, x) + Math.log(sumExp(row, c(row, x)))))
}

function maximum(row: Row): number {
  return Math.max(...row)
}

function stable(row: Row): number {
  return maximum(row) + Math.log(sumExp(row, maximum(row)))
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'S01',
    belief: 'the formula as it stands is fit for any logits',
    diagnosis:
      'The exponential sees the logits as they are: of 1000 it is ∞, of −1000 it is 0, and the logarithm of either is infinite.',
    answer: () => around(() => 0),
  },
  {
    id: 'S02',
    belief: 'one maximum, that of the batch, makes all rows safe',
    diagnosis:
      'One maximum is subtracted from the whole batch here. Look at a row that lies far below the others: its sum is 0.',
    answer: () => around((_, x) => Math.max(...x.data)),
  },
  {
    id: 'S03',
    belief: 'the search for the maximum begins at 0',
    diagnosis:
      'In a row of negative logits the maximum is taken to be 0 here. With three times −1000 that leaves ln 0.',
    answer: () => around((row) => Math.max(0, ...row)),
  },
  {
    id: 'largest-size',
    belief: 'what must be subtracted is the largest logit in size, whatever its sign',
    diagnosis:
      'What is subtracted is max |x|. A row of large negative logits is pushed twice as far down, and underflows to ln 0.',
    answer: () => around((row) => Math.max(...row.map((xi) => (xi === -Infinity ? 0 : Math.abs(xi))))),
  },
  {
    id: 'S04',
    belief: 'any common shift protects, the mean for example',
    diagnosis:
      'The mean of the row is subtracted. A logit far above the mean still overflows: for [0, 0, 0, 2000] the last exponent is 1500.',
    answer: () => around((row) => total(row) / row.length),
  },
  {
    id: 'minimum',
    belief: 'the minimum is subtracted, so that no exponent is negative',
    diagnosis: 'The minimum of the row is subtracted: every exponent is positive, and the largest of them overflows.',
    answer: () => around((row) => Math.min(...row)),
  },
  {
    id: 'first-logit',
    belief: 'any logit of the row may be subtracted, the first for example',
    diagnosis:
      'The first logit of the row is subtracted. A logit far above it still overflows: look at [0, 0, 2000, 0].',
    answer: () => around((row) => row[0]),
  },
  {
    id: 'naive-unless-infinite',
    belief: 'the formula as it stands is right wherever it gives finite numbers',
    diagnosis:
      'The formula as it stands is used where it seems safe. It loses its digits before it gives ∞: exp(−744) has hardly one left.',
    answer: () =>
      withLogSoftmax(
        column((row) => {
          const naive = Math.log(sumExp(row))
          return Number.isFinite(naive) ? naive : stable(row)
        }),
      ),
  },
  {
    id: 'mask-as-10000',
    belief: 'a mask is −10⁴: far enough below any logit',
    diagnosis:
      'The mask −∞ is replaced by a finite number here. Look at a row whose other logits lie below that number.',
    answer: () => ({ logSumExp: column((row) => stable(row.map((xi) => (xi === -Infinity ? -1e4 : xi)))) }),
  },
  {
    id: 'maximum-lost',
    belief: 'the maximum that was subtracted cancels, as it does in softmax',
    diagnosis:
      'This lies between 0 and ln K, wherever the logits are: it is the logarithm of the sum after the shift, and nothing else.',
    answer: () => withLogSoftmax(column((row) => Math.log(sumExp(row, maximum(row))))),
  },
  {
    id: 'maximum-subtracted',
    belief: 'what was subtracted inside is subtracted outside as well',
    diagnosis: 'The maximum comes back with the wrong sign: the result falls where the logits rise.',
    answer: () => withLogSoftmax(column((row) => Math.log(sumExp(row, maximum(row))) - maximum(row))),
  },
  {
    id: 'largest-only',
    belief: 'logSumExp is the maximum: the other terms are too small to count',
    diagnosis: 'This is the maximum of the row alone. The other terms add up to ln K to it.',
    answer: () => withLogSoftmax(column(maximum)),
  },
  {
    id: 'log1p',
    belief: 'the exact logarithm for sums near 1 is log1p',
    diagnosis:
      'log1p adds a 1 of its own, and the sum has the 1 of the maximum already: the result is up to ln 2 too large.',
    answer: () => withLogSoftmax(column((row) => maximum(row) + Math.log1p(sumExp(row, maximum(row))))),
  },
  {
    id: 'log-of-each',
    belief: 'the logarithm of a sum is the sum of the logarithms',
    diagnosis:
      'The logarithm is taken of each term, before the sum: that undoes the exponential, and what is left is the sum of the logits.',
    answer: () => withLogSoftmax(column(total)),
  },
  {
    id: 'mean-exp',
    belief: 'it is the logarithm of the mean of the exponentials',
    diagnosis: 'The sum is divided by K before the logarithm: every number is ln K too small.',
    answer: () => withLogSoftmax(column((row) => maximum(row) + Math.log(sumExp(row, maximum(row)) / row.length))),
  },
  {
    id: 'base-2',
    belief: 'log is the logarithm to the base 2',
    diagnosis:
      'The logarithm is that to the base 2, while the exponential is that to the base e: one does not undo the other.',
    answer: () => withLogSoftmax(column((row) => maximum(row) + Math.log2(sumExp(row, maximum(row))))),
  },
  {
    id: 'base-10',
    belief: 'log is the logarithm to the base 10',
    diagnosis:
      'The logarithm is that to the base 10, while the exponential is that to the base e: one does not undo the other.',
    answer: () => withLogSoftmax(column((row) => maximum(row) + Math.log10(sumExp(row, maximum(row))))),
  },
  {
    id: 'S06',
    belief: 'an ε in the logarithm guards against ln 0',
    diagnosis: 'Something is added to the sum before its logarithm is taken: the result is a little too large.',
    answer: () => withLogSoftmax(column((row) => maximum(row) + Math.log(sumExp(row, maximum(row)) + 1e-8))),
  },
  {
    id: 'S07',
    belief: 'the sum runs down the columns',
    diagnosis:
      'There is one number for each class here, from the sum down its column. Each example, a row, has its own.',
    answer: () => {
      const down = (x: Tensor): Tensor => {
        checkLogits(x, 'logSumExp')
        const [B, K] = x.shape
        const y = zeros([K], x)
        for (let j = 0; j < K; j++) y.data[j] = stable(Array.from({ length: B }, (_, n) => x.data[n * K + j]))
        return y
      }
      return {
        logSumExp: down,
        logSoftmax: (x) => {
          const below = down(x)
          return entries(x, (xi, _, i) => xi - below.data[i])
        },
      }
    },
  },
  {
    id: 'S08',
    belief: 'the sum is that of the whole matrix',
    diagnosis: 'Every row gets the same number here, that of the whole batch. Each row has its own sum.',
    answer: () => withLogSoftmax(column((_, { data }) => stable(Array.from(data)))),
  },
  {
    id: 'one-per-row',
    belief: 'one number per row is a vector (B)',
    diagnosis: 'The numbers come as a vector (B). A vector is a row in this course, one value per column.',
    answer: () => ({ logSumExp: (x) => ({ shape: [x.shape[0]], data: logSumExp(x).data }) }),
  },
  {
    id: 'S13',
    belief: 'the logits are not needed afterwards, so the differences may go where they are',
    diagnosis: 'This writes into the logits it was given, and the caller finds other numbers there.',
    answer: () => ({
      logSumExp: (x) => {
        const y = logSumExp(x)
        x.data.set(entries(x, (xi, n) => Math.exp(xi - y.data[n])).data)
        return y
      },
      logSoftmax: (x) => {
        x.data.set(logSoftmax(x).data)
        return x
      },
    }),
  },
  {
    id: 'one-memory',
    belief: 'one tensor, made once per shape, serves all calls',
    diagnosis: 'The second call writes over the result of the first: both are one and the same tensor.',
    answer: () => {
      const reuse = reuseMemory()
      return { logSoftmax: (x) => reuse(logSoftmax(x)) }
    },
  },
  {
    id: 'S14',
    belief: 'a running maximum is a number from the first entry on',
    diagnosis: 'A −∞ at the beginning of a row gives NaN: there the running maximum is −∞ still, and −∞ − (−∞) is NaN.',
    answer: () =>
      withLogSoftmax(
        column((row) => {
          let [m, total] = [-Infinity, 0]
          for (const xi of row) {
            const next = Math.max(m, xi)
            total = total * Math.exp(m - next) + Math.exp(xi - next)
            m = next
          }
          return m + Math.log(total)
        }),
      ),
  },
  {
    id: 'unchecked',
    belief: 'NaN in, NaN out: the caller will see it',
    diagnosis: 'NaN goes through without a word. It would turn up far from here, with no trace of where it was born.',
    answer: () => withLogSoftmax(column(stable, matrixShape)),
  },
  {
    id: 'float64-always',
    belief: 'a result is a Float64Array, whatever came in',
    diagnosis: 'The result is float64 for float32 logits as well.',
    answer: () => {
      const wide = (x: Tensor): Tensor => ({ shape: x.shape, data: Float64Array.from(x.data) })
      return { logSumExp: (x) => logSumExp(wide(x)), logSoftmax: (x) => logSoftmax(wide(x)) }
    },
  },
  {
    id: 'S15',
    belief: 'log-softmax is the logarithm of softmax, so take that',
    diagnosis:
      'This takes the logarithm of a probability that was rounded: for [0, −1000] it is ln 0, and what underflowed is lost.',
    answer: () => ofSoftmax(Math.log),
  },
  {
    id: 'log-unless-0',
    belief: 'the logarithm of softmax is right wherever softmax is not 0',
    diagnosis:
      'The logarithm of the probability is taken unless that is 0. A probability just above 0 has hardly a digit left: look at [0, −744].',
    answer: () => ({
      logSoftmax: (x) => {
        const [p, below] = [softmax(x), logSumExp(x)]
        const K = x.shape[1]
        return entries(x, (xi, n, i) => {
          const pi = p.data[n * K + i]
          return pi > 0 ? Math.log(pi) : xi - below.data[n]
        })
      },
    }),
  },
  ...[
    { id: 'epsilon', epsilon: 1e-12 },
    { id: 'epsilon-300', epsilon: 1e-300 },
    { id: 'epsilon-15', epsilon: 1e-15 },
    { id: 'epsilon-10', epsilon: 1e-10 },
    { id: 'epsilon-8', epsilon: 1e-8 },
    { id: 'epsilon-7', epsilon: 1e-7 },
  ].map(({ id, epsilon }) => ({
    id,
    belief: `ln 0 is avoided by an ε beside the probability, ${epsilon} for example`,
    diagnosis:
      'An ε is added to the probability before its logarithm is taken: below it every answer is the same, ln ε.',
    answer: () => ofSoftmax((p) => Math.log(p + epsilon)),
  })),
  ...[
    { id: 'clamped', least: 1e-12 },
    { id: 'clamped-least', least: Number.MIN_VALUE },
    { id: 'clamped-15', least: 1e-15 },
    { id: 'clamped-10', least: 1e-10 },
    { id: 'clamped-8', least: 1e-8 },
    { id: 'clamped-7', least: 1e-7 },
  ].map(({ id, least }) => ({
    id,
    belief: `ln 0 is avoided by a least probability, ${least} for example`,
    diagnosis:
      'The probability is kept above some small number before its logarithm is taken: below it every answer is the same.',
    answer: () => ofSoftmax((p) => Math.log(Math.max(p, least))),
  })),
  {
    id: 'log-quotient',
    belief: 'the logarithm of a quotient is the quotient of the logarithms',
    diagnosis: 'The logit is divided by logSumExp here. The logarithm turns a quotient into something else.',
    answer: () => ({
      logSoftmax: (x) => {
        const below = logSumExp(x)
        return entries(x, (xi, n) => xi / below.data[n])
      },
    }),
  },
  {
    id: 'maximum-twice',
    belief: 'the logit above the line needs its maximum subtracted too',
    diagnosis: 'The maximum is taken away twice: from the logit, and inside logSumExp, which has put it back already.',
    answer: () => ({
      logSoftmax: (x) => {
        const below = logSumExp(x)
        return entries(x, (xi, n) => xi - maximum(rowOf(x, n)) - below.data[n])
      },
    }),
  },
  {
    id: 'opposite',
    belief: 'log-softmax is logSumExp(x) − x, a positive number',
    diagnosis:
      'Every number has the opposite sign: this is how surprised one would be by each class. A probability is at most 1, and its logarithm at most 0.',
    answer: () => ({ logSoftmax: (x) => entries(logSoftmax(x), (y) => 0 - y) }),
  },
  {
    id: 'probabilities',
    belief: 'the result is a probability again',
    diagnosis:
      'These are the probabilities themselves: for [0, 0] it is 0.5 twice, and the logarithm of that is −0.69.',
    answer: () => ({ logSoftmax: softmax }),
  },
  {
    id: 'mask-as-0',
    belief: 'an infinite result is an accident, and is tidied away as 0',
    diagnosis: 'A masked class gets the logarithm 0 here, as if it were certain.',
    answer: () => ({ logSoftmax: (x) => entries(logSoftmax(x), (y) => (Number.isFinite(y) ? y : 0)) }),
  },
  {
    id: 'mask-refused',
    belief: 'a logit of −∞ is as wrong as +∞',
    diagnosis: 'This refuses −∞. In the logits it is no mistake, but a class that is masked out.',
    crashes: true,
    answer: () => {
      const finite =
        (of: LogSumExp): LogSumExp =>
        (x) => {
          checkLogits(x, 'logSumExp')
          if (x.data.includes(-Infinity)) throw new ValueError('logSumExp wants finite logits.')
          return of(x)
        }
      return { logSumExp: finite(logSumExp), logSoftmax: finite(logSoftmax) }
    },
  },
]
