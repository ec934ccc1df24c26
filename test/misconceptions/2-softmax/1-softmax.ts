import type * as kata from '#kata/2-softmax/1-softmax.ts'
import { broadcast } from '#kata/1-tensor-ops/2-broadcast.ts'
import { max, sum } from '#kata/1-tensor-ops/3-reduce.ts'
import { naiveSoftmax } from '#kata/2-softmax/1-softmax.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, ValueError, checkLogits, matrixShape, refuseNaN, zeros } from '#lib/tensor'
import {
  type Row,
  normalize,
  reuseMemory,
  rowOf,
  rowwise,
  total,
  softmaxBy,
  withCheck,
} from '../../answer-parts/2-softmax.ts'

type Softmax = typeof kata.softmax

/** a wrong naiveSoftmax, and the softmax that is built on it */
function builtOn(naive: Softmax): { naiveSoftmax: Softmax; softmax: Softmax } {
  return { naiveSoftmax: naive, softmax: withCheck((x) => naive(broadcast(x, max(x, 1), (xi, m) => xi - m))) }
}

/** a right naiveSoftmax, and a wrong way to make its logits harmless */
function shifted(harmless: (row: Row, x: Tensor) => Row): { softmax: Softmax } {
  return { softmax: withCheck((x) => naiveSoftmax(rowwise(harmless)(x))) }
}

/** a right naiveSoftmax, of logits from which something else than the maximum of their row is subtracted */
function subtracting(c: (row: Row, x: Tensor) => number): { softmax: Softmax } {
  return shifted((row, x) => {
    const m = c(row, x)
    return row.map((xi) => xi - m)
  })
}

/** the exponentials, divided by something else than their sum */
function dividing(below: (e: Row, row: Row, x: Tensor) => number): Softmax {
  return rowwise((row, x) => {
    const e = row.map(Math.exp)
    const all = below(e, row, x)
    return e.map((ei) => ei / all)
  })
}

function raisedBy(base: number): Softmax {
  return rowwise((row) => normalize(row.map((xi) => base ** xi)))
}

function stable(row: Row): Row {
  const m = Math.max(...row)
  return normalize(row.map((xi) => Math.exp(xi - m)))
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'S01',
    belief: 'the formula as the books have it is fit for any logits',
    diagnosis:
      'The exponential sees the logits as they are: exp(1000) is ∞ and exp(−1000) is 0, so the division is ∞/∞ or 0/0.',
    answer: () => ({ softmax: withCheck(naiveSoftmax) }),
  },
  {
    id: 'S02',
    belief: 'one maximum, that of the batch, makes all rows safe',
    diagnosis:
      'One maximum is subtracted from the whole batch here. Look at a row that lies far below the others: all of its exponentials are 0.',
    answer: () => subtracting((_, x) => Math.max(...x.data)),
  },
  {
    id: 'first-row-max',
    belief: 'the maximum of the first row serves all rows',
    diagnosis: 'The number subtracted is that of row 0, in every row. Look at a batch whose rows are far apart.',
    answer: () => subtracting((_, x) => Math.max(...rowOf(x, 0))),
  },
  {
    id: 'column-max',
    belief: 'the maximum runs down the columns',
    diagnosis:
      'What is subtracted is the maximum of each column. A factor cancels only if it is the same for all entries of a row.',
    answer: () => ({ softmax: withCheck((x) => naiveSoftmax(broadcast(x, max(x, 0), (xi, m) => xi - m))) }),
  },
  {
    id: 'S03',
    belief: 'the search for the maximum begins at 0',
    diagnosis:
      'In a row of negative logits nothing is subtracted here: the maximum is taken to be 0. With −1000 and −1001 that leaves 0/0.',
    answer: () => subtracting((row) => Math.max(0, ...row)),
  },
  {
    id: 'largest-size',
    belief: 'what must be subtracted is the largest logit in size, whatever its sign',
    diagnosis:
      'What is subtracted is max |x|. A row of large negative logits is pushed twice as far down, and underflows to 0/0.',
    answer: () => subtracting((row) => Math.max(...row.map((xi) => (xi === -Infinity ? 0 : Math.abs(xi))))),
  },
  {
    id: 'S04',
    belief: 'any common shift protects, the mean for example',
    diagnosis:
      'The mean of the row is subtracted. It cancels as well, but a logit far above the mean still overflows: for [0, 0, 0, 2000] the last exponent is 1500.',
    answer: () => subtracting((row) => total(row) / row.length),
  },
  {
    id: 'minimum',
    belief: 'the minimum is subtracted, so that no exponent is negative',
    diagnosis: 'The minimum of the row is subtracted: every exponent is positive, and the largest of them overflows.',
    answer: () => subtracting((row) => Math.min(...row)),
  },
  {
    id: 'maximum-added',
    belief: 'any common shift cancels, so its sign does not matter',
    diagnosis: 'The maximum is added here, not subtracted: 1000 becomes 2000, and −1000 becomes −2000.',
    answer: () => shifted((row) => row.map((xi) => xi + Math.max(...row))),
  },
  {
    id: 'first-logit',
    belief: 'any logit of the row may be subtracted, the first for example',
    diagnosis:
      'The first logit of the row is subtracted. It cancels as well, but a logit far above it still overflows: look at [0, 0, 2000, 0].',
    answer: () => subtracting((row) => row[0]),
  },
  {
    id: 'naive-unless-NaN',
    belief: 'the formula as it stands is right wherever it gives numbers',
    diagnosis:
      'The formula as it stands is used where it seems safe. It fails before it gives NaN: twice exp(709.5) is ∞, and exp(−744) has hardly a digit left.',
    answer: () =>
      softmaxBy((row) => {
        const p = normalize(row.map(Math.exp))
        return p.some(Number.isNaN) ? stable(row) : p
      }),
  },
  {
    id: 'batch-first',
    belief: 'the maximum of the batch is right as long as a row has something left',
    diagnosis:
      'The maximum of the batch is subtracted, unless all exponentials of a row are 0. Before they are, they have hardly a digit left: look at 744 below the maximum.',
    answer: () => ({
      softmax: withCheck((x) => {
        const m = Math.max(...x.data)
        return rowwise((row) => {
          const e = row.map((xi) => Math.exp(xi - m))
          return total(e) === 0 ? stable(row) : normalize(e)
        })(x)
      }),
    }),
  },
  {
    id: 'floored',
    belief: 'exponents below −50 make no difference',
    diagnosis: 'Exponents are not let below some number here. What is exp(−50), and what has a masked class to be?',
    answer: () => shifted((row) => row.map((xi) => Math.max(-50, xi - Math.max(...row)))),
  },
  {
    id: 'S05',
    belief: 'logits beyond ±50 may be cut off: the probability is 0 or 1 there anyway',
    diagnosis: 'Logits are cut off at ±50, and their differences with them: 1000 and 1001 become equal.',
    answer: () => shifted((row) => row.map((xi) => Math.min(50, Math.max(-50, xi)))),
  },
  {
    id: 'cut-at-700',
    belief: 'logits beyond ±700 may be cut off, since exp overflows at 709',
    diagnosis:
      'Logits are cut off at ±700. Nothing overflows, but the differences between logits beyond that are lost: 1000 and 1001 become equal.',
    answer: () => shifted((row) => row.map((xi) => Math.min(700, Math.max(-700, xi)))),
  },
  {
    id: 'scaled',
    belief: 'dividing by the maximum tames the logits as well as subtracting it',
    diagnosis:
      'The logits are divided by their maximum. That changes their differences, and with them the ratios of the probabilities.',
    answer: () => shifted((row) => row.map((xi) => xi / Math.max(...row))),
  },
  {
    id: 'shifted-above-only',
    belief: 'it is enough to shift the exponents above the line',
    diagnosis:
      'The maximum is subtracted above the line and not in the sum below it: the factor exp(−m) does not cancel.',
    answer: () => softmaxBy((row) => row.map((xi) => Math.exp(xi - Math.max(...row)) / total(row.map(Math.exp)))),
  },
  {
    id: 'S06',
    belief: 'an ε below the line guards against a division by zero',
    diagnosis:
      'Something is added to the sum before the division: a row sums to a little less than 1, and with small exponentials to much less.',
    answer: () => builtOn(dividing((e) => total(e) + 1e-12)),
  },
  ...[
    { id: 'S06-10', epsilon: 1e-10 },
    { id: 'S06-8', epsilon: 1e-8 },
    { id: 'S06-7', epsilon: 1e-7 },
    { id: 'S06-5', epsilon: 1e-5 },
  ].map(({ id, epsilon }) => ({
    id,
    belief: `an ε below the line guards against a division by zero, ${epsilon} for example`,
    diagnosis:
      'Something is added to the sum before the division: a row sums to a little less than 1, and with small exponentials to much less.',
    answer: () => builtOn(dividing((e) => total(e) + epsilon)),
  })),
  {
    id: 'smoothed',
    belief: 'no class may have the probability 0, so each exponential gets an ε',
    diagnosis:
      'Something is added to each exponential: an unlikely class gets more than its share, and a masked one more than 0.',
    answer: () => builtOn(rowwise((row) => normalize(row.map((xi) => Math.exp(xi) + 1e-8)))),
  },
  {
    id: 'S07',
    belief: 'the sum runs down the columns',
    diagnosis: 'Here each column sums to 1. The examples are the rows, and each of them is a distribution of its own.',
    answer: () =>
      builtOn((x) => {
        const e = rowwise((row) => row.map(Math.exp))(x)
        return broadcast(e, sum(e, 0), (ei, all) => ei / all)
      }),
  },
  {
    id: 'S08',
    belief: 'the sum is that of the whole matrix',
    diagnosis: 'Here all entries of the batch together sum to 1. Two examples get half of it each.',
    answer: () => builtOn(dividing((_, __, { data }) => total(Array.from(data, Math.exp)))),
  },
  {
    id: 'whole-batch',
    belief: 'a batch is one long row, with one maximum and one sum',
    diagnosis: 'The whole batch is treated as one row: all of its entries together sum to 1.',
    answer: () => ({
      softmax: withCheck((x) => {
        const y = zeros(x.shape, x)
        y.data.set(stable(Array.from(x.data)))
        return y
      }),
    }),
  },
  {
    id: 'one-row',
    belief: 'a batch is one row',
    diagnosis: 'Only row 0 is worked out: the others are left at 0.',
    answer: () =>
      builtOn((x) => {
        const y = zeros(x.shape, x)
        if (x.shape[0] > 0) y.data.set(normalize(rowOf(x, 0).map(Math.exp)))
        return y
      }),
  },
  {
    id: 'S16',
    belief: 'there are ten classes',
    diagnosis: 'The number of columns is taken to be 10, whatever the shape says.',
    answer: () =>
      builtOn((x) => {
        const [B] = matrixShape(x, 'softmax')
        const y = zeros(x.shape, x)
        for (let n = 0; n < B; n++) {
          let all = 0
          for (let j = 0; j < 10; j++) all += Math.exp(x.data[n * 10 + j])
          for (let j = 0; j < 10; j++) y.data[n * 10 + j] = Math.exp(x.data[n * 10 + j]) / all
        }
        return y
      }),
  },
  {
    id: 'S09',
    belief: 'dividing by the largest exponential normalises',
    diagnosis:
      'The exponentials are divided by the largest of them: the best class always has 1, and the row sums to more.',
    answer: () => ({ naiveSoftmax: dividing((e) => Math.max(...e)) }),
  },
  {
    id: 'undivided',
    belief: 'positive numbers in the right order are probabilities',
    diagnosis: 'These are the exponentials themselves: nothing makes the row sum to 1.',
    answer: () => ({ naiveSoftmax: rowwise((row) => row.map(Math.exp)) }),
  },
  {
    id: 'best-is-1',
    belief: 'after the maximum is subtracted, exponentials are at most 1, and so they are probabilities',
    diagnosis: 'The best class of each row has 1 here, whatever the others have: nothing makes the row sum to 1.',
    answer: () => softmaxBy((row) => row.map((xi) => Math.exp(xi - Math.max(...row)))),
  },
  {
    id: 'exp-of-sum',
    belief: 'the sum of the exponentials is the exponential of the sum',
    diagnosis:
      'The exponential below the line is that of the sum of the logits. It turns a sum into a product, so the row sums to something else.',
    answer: () => builtOn(dividing((_, row) => Math.exp(total(row)))),
  },
  {
    id: 'sum-of-logits',
    belief: 'the sum below the line is that of x',
    diagnosis:
      'The exponentials are divided by the sum of the logits. For logits that sum to 0 that is a division by 0.',
    answer: () => builtOn(dividing((_, row) => total(row))),
  },
  {
    id: 'sum-of-logits-shifted-above',
    belief: 'the sum below the line is that of x, and above it the maximum is subtracted',
    diagnosis:
      'The shifted exponentials are divided by the sum of the logits as they came in. For logits that sum to 0 that is a division by 0.',
    answer: () => softmaxBy((row) => row.map((xi) => Math.exp(xi - Math.max(...row)) / total(row))),
  },
  {
    id: 'divided-by-mean',
    belief: 'normalising is dividing by the mean',
    diagnosis: 'The exponentials are divided by their mean: each row sums to K.',
    answer: () => builtOn(dividing((e) => total(e) / e.length)),
  },
  {
    id: 'S10',
    belief: 'the share of a class is its logit by the sum of the logits',
    diagnosis:
      'These are shares of the logits themselves: without an exponential a negative logit gives a negative share.',
    answer: () => builtOn(rowwise(normalize)),
  },
  {
    id: 'S11',
    belief: 'a probability for each class by itself: the sigmoid',
    diagnosis: 'Here each class has its own 1/(1 + exp(−x)), whatever the others are: a row need not sum to 1.',
    answer: () => builtOn(rowwise((row) => row.map((xi) => 1 / (1 + Math.exp(-xi))))),
  },
  {
    id: 'S12',
    belief: 'e is 2.718',
    diagnosis: 'The base is 2.718, which agrees with e to four digits: the probabilities are right to about three.',
    answer: () => builtOn(raisedBy(2.718)),
  },
  {
    id: 'base-2',
    belief: 'any base will do, so take 2',
    diagnosis: 'The base is 2: one point more makes a class twice as probable, not 2.718 times.',
    answer: () => builtOn(raisedBy(2)),
  },
  {
    id: 'softmin',
    belief: 'the exponent is −x, as in a Boltzmann factor',
    diagnosis: 'The exponent has the opposite sign: the smallest logit gets the largest probability.',
    answer: () => builtOn(rowwise((row) => normalize(row.map((xi) => Math.exp(-xi))))),
  },
  {
    id: 'S13',
    belief: 'the logits are not needed afterwards, so the result may go where they are',
    diagnosis: 'This writes into the logits it was given, and the caller finds other numbers there.',
    answer: () => {
      const into = (x: Tensor, y: Tensor): Tensor => {
        x.data.set(y.data)
        return x
      }
      return { naiveSoftmax: (x) => into(x, naiveSoftmax(x)), softmax: withCheck((x) => into(x, rowwise(stable)(x))) }
    },
  },
  {
    id: 'one-memory',
    belief: 'one tensor, made once per shape, serves all calls',
    diagnosis: 'The second call writes over the result of the first: both are one and the same tensor.',
    answer: () => {
      const reuse = reuseMemory()
      return { softmax: (x) => reuse(softmaxBy(stable).softmax(x)) }
    },
  },
  {
    id: 'float32-inside',
    belief: 'an array of numbers is a Float32Array',
    diagnosis: 'The exponentials are kept in float32 on the way: of sixteen digits seven are left.',
    answer: () => builtOn(rowwise((row) => normalize(Array.from(Float32Array.from(row, Math.exp))))),
  },
  {
    id: 'float64-always',
    belief: 'a result is a Float64Array, whatever came in',
    diagnosis: 'The result is float64 for float32 logits as well.',
    answer: () =>
      builtOn((x) =>
        rowwise((row) => normalize(row.map(Math.exp)))({ shape: x.shape, data: Float64Array.from(x.data) }),
      ),
  },
  {
    id: 'matrix-of-rows',
    belief: 'matrix(...rows) makes a matrix of any rows',
    diagnosis:
      'The result is put together by matrix(…rows). Without a single row, how does it know the number of columns?',
    answer: () => {
      const of = (rows: Softmax): Softmax => {
        return (x) => (x.shape[0] === 0 ? zeros([0, 0], x) : rows(x))
      }
      return { naiveSoftmax: of(naiveSoftmax), softmax: of(softmaxBy(stable).softmax) }
    },
  },
  {
    id: 'S14',
    belief: 'a running maximum is a number from the first entry on',
    diagnosis: 'A −∞ at the beginning of a row gives NaN: there the running maximum is −∞ still, and −∞ − (−∞) is NaN.',
    answer: () =>
      softmaxBy((row) => {
        let [m, all] = [-Infinity, 0]
        for (const xi of row) {
          const next = Math.max(m, xi)
          all = all * Math.exp(m - next) + Math.exp(xi - next)
          m = next
        }
        return row.map((xi) => Math.exp(xi - m) / all)
      }),
  },
  {
    id: 'mask-as-1e9',
    belief: 'a mask is −10⁹: far enough below any logit',
    diagnosis:
      'The mask −∞ is replaced by a finite number here. Look at a row whose other logits lie below that number.',
    answer: () => softmaxBy((row) => stable(row.map((xi) => Math.max(xi, -1e9)))),
  },
  {
    id: 'mask-refused',
    belief: 'a logit of −∞ is as wrong as +∞',
    diagnosis: 'This refuses −∞. In the logits it is no mistake, but a class that is masked out.',
    crashes: true,
    answer: () => ({
      softmax: (x) => {
        checkLogits(x, 'softmax')
        if (x.data.includes(-Infinity)) throw new ValueError('softmax wants finite logits.')
        return rowwise(stable)(x)
      },
    }),
  },
  {
    id: 'nothing-left',
    belief: 'in a row without a class the probabilities are all 0',
    diagnosis: 'A row in which every class is masked gets an answer here, though it has no distribution.',
    answer: () => ({
      softmax: (x) => {
        refuseNaN(x, 'softmax')
        if (x.data.includes(Infinity)) throw new ValueError('softmax wants finite logits, but there is a +∞.')
        return rowwise((row) => (row.every((xi) => xi === -Infinity) ? row.fill(0) : stable(row)))(x)
      },
    }),
  },
  {
    id: 'unchecked',
    belief: 'NaN in, NaN out: the caller will see it',
    diagnosis: 'NaN goes through without a word. It would turn up far from here, with no trace of where it was born.',
    answer: () => ({ softmax: rowwise(stable) }),
  },
  {
    id: 'naive-stable',
    belief: 'naiveSoftmax has to be right for 1000 as well',
    diagnosis: 'This is the stable form already. naiveSoftmax is the formula as it stands, with what 1000 does to it.',
    answer: () => ({ naiveSoftmax: rowwise(stable) }),
  },
]
