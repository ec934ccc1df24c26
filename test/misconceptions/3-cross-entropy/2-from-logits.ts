import type * as kata from '#kata/3-cross-entropy/2-from-logits.ts'
import { logSoftmax, logSumExp } from '#kata/2-softmax/2-log-softmax.ts'
import { crossEntropyFromLogits } from '#kata/3-cross-entropy/2-from-logits.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { ValueError, checkLabels, refuseNaN } from '#lib/tensor'
import {
  type Example,
  type Row,
  aboutLogits,
  checkBatch,
  logOf,
  mean,
  ofItsClass,
  probabilities,
  rowsOf,
  surpriseOfLogits as surprise,
  takingLists,
  thenTo,
  total,
  zerosFor,
} from '../../answer-parts/3-cross-entropy.ts'

const { rightBut, costing, weighing, averaging } = aboutLogits

/** the cost of an example, without a look at its logits first */
function uncheckedCost({ row, y }: Example): number {
  return around(Math.max(...row), row) - row[y]
}

/** ln Σ exp(x − m), with what was subtracted put back */
function around(m: number, row: Row): number {
  return m + Math.log(total(row.map((xi) => Math.exp(xi - m))))
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'C01',
    belief: 'first softmax, then cross-entropy: two right steps make a right one',
    diagnosis: 'This goes through the probability, which may have underflowed: for [0, 2000] with truth 0 it is ln 0.',
    answer: () => costing(({ row, y }) => -Math.log(probabilities(row)[y])),
  },
  {
    id: 'C02',
    belief: 'ln 0 is avoided by an ε beside the probability',
    diagnosis:
      'An ε is added to the probability before its logarithm is taken: the loss stops at about 27.6, however wrong the model is.',
    answer: () => costing(({ row, y }) => -Math.log(probabilities(row)[y] + 1e-12)),
  },
  {
    id: 'log-unless-0',
    belief: 'the logarithm of softmax is right wherever softmax is not 0',
    diagnosis:
      'The logarithm of the probability is taken unless that is 0. A probability just above 0 has hardly a digit left: look at [0, 744] with truth 0.',
    answer: () =>
      costing((at) => {
        const p = probabilities(at.row)[at.y]
        return p > 0 ? -Math.log(p) : surprise(at)
      }),
  },
  {
    id: 'naive-unless-infinite',
    belief: 'ln Σ exp(x) is right wherever it gives finite numbers',
    diagnosis:
      'The exponential sees the logits as they are where that seems safe. It loses its digits before it gives ∞: exp(−744) has hardly one left.',
    answer: () =>
      costing(({ row, y }) => {
        const naive = around(0, row)
        return (Number.isFinite(naive) ? naive : around(Math.max(...row), row)) - row[y]
      }),
  },
  {
    id: 'clipped',
    belief: 'probabilities are clipped to [10⁻⁷, 1 − 10⁻⁷], as in Keras',
    diagnosis: 'The probability is kept away from 0 and from 1: the loss stops at about 16.1, and is never quite 0.',
    answer: () => costing(({ row, y }) => -Math.log(Math.min(1 - 1e-7, Math.max(1e-7, probabilities(row)[y])))),
  },
  {
    id: 'capped',
    belief: 'no example may cost more than 100, or it spoils the mean',
    diagnosis: 'What one example costs is cut off at 100 here: beyond that, worse is not dearer.',
    answer: () => costing((at) => Math.min(100, surprise(at))),
  },
  {
    id: 'S01',
    belief: 'ln Σ exp(x) − x[y] never divides, so it needs no maximum',
    diagnosis: 'The exponential sees the logits as they are: exp(2000) is ∞, and so is its logarithm.',
    answer: () => costing(({ row, y }) => around(0, row) - row[y]),
  },
  {
    id: 'S02',
    belief: 'one maximum, that of the batch, makes all rows safe',
    diagnosis:
      'One maximum is subtracted from the whole batch here. Look at a row that lies far below the others: its sum is 0.',
    answer: () => costing(({ row, y, x }) => around(Math.max(...x.data), row) - row[y]),
  },
  {
    id: 'S08',
    belief: 'the sum of exponentials is that of the whole batch',
    diagnosis: 'Every row is compared with the sum over the whole batch: zeros over K classes cost ln (B·K) here.',
    answer: () => costing(({ row, y, x }) => around(Math.max(...x.data), Array.from(x.data)) - row[y]),
  },
  {
    id: 'maximum-lost',
    belief: 'the maximum that was subtracted inside cancels',
    diagnosis:
      'The maximum is subtracted inside the logarithm, and missing outside: a common shift of the logits changes this loss.',
    answer: () => costing(({ row, y }) => around(Math.max(...row), row) - Math.max(...row) - row[y]),
  },
  {
    id: 'largest-only',
    belief: 'logSumExp is the maximum: the other terms are too small to count',
    diagnosis:
      'The truth is compared with the largest logit alone: where it is the largest the loss is 0, and for equal logits too.',
    answer: () => costing(({ row, y }) => Math.max(...row) - row[y]),
  },
  {
    id: 'logit-only',
    belief: 'the logit of the truth is its logarithm already',
    diagnosis: 'Only the logit of the truth is read, and the other classes of the row have no part in it.',
    answer: () => costing(({ row, y }) => -row[y]),
  },
  {
    id: 'log-twice',
    belief: 'from −ln p: the logarithm of what logSoftmax gives',
    diagnosis: 'A logarithm is taken of a logarithm: logSoftmax is negative, and that has none.',
    answer: () => costing(({ row, y }) => -Math.log(logOf(row)[y])),
  },
  {
    id: 'C11',
    belief: 'logSoftmax wants probabilities, so softmax comes first',
    diagnosis: 'Softmax is taken twice: a perfect answer costs 0.31 with two classes, and 1.4612 with ten.',
    answer: () => costing(({ row, y }) => -logOf(probabilities(row))[y]),
  },
  {
    id: 'C05',
    belief: 'the loss is the mean of logSoftmax at the truth',
    diagnosis:
      'The sign is missing: the logarithm of a probability is negative, and this falls where the model gets worse.',
    answer: () => costing((at) => -surprise(at)),
  },
  {
    id: 'C06',
    belief: 'surprise is measured in bits: log2',
    diagnosis: 'This is in bits: ten equal logits cost 3.32 here.',
    answer: () => costing((at) => surprise(at) / Math.LN2),
  },
  {
    id: 'mixed-bases',
    belief: 'the logarithm in logSumExp may have any base: log2',
    diagnosis:
      'The logarithm of the sum is that to the base 2, and the logits are exponents of e: one does not undo the other.',
    answer: () =>
      costing(({ row, y }) => {
        const m = Math.max(...row)
        return m + Math.log2(Math.exp(around(m, row) - m)) - row[y]
      }),
  },
  {
    id: 'C07',
    belief: 'each class is a yes or a no: a sigmoid for each',
    diagnosis: 'Each class has its own sigmoid and its own cost here: ten equal logits cost 6.93, not ln 10.',
    answer: () =>
      costing(({ row, y }) =>
        total(row.map((xi, j) => Math.max(0, j === y ? -xi : xi) + Math.log1p(Math.exp(-Math.abs(xi))))),
      ),
  },
  {
    id: 'C08',
    belief: 'what counts is how sure the model is of its answer',
    diagnosis:
      'The largest logSoftmax of the row is read, whatever the label is: a model that is sure and wrong costs little.',
    answer: () => costing(({ row }) => -Math.max(...logOf(row))),
  },
  {
    id: 'C09',
    belief: 'column y begins at y·B',
    diagnosis: 'The entry that is read is y·B + n, as if the examples were the columns. Look at a batch with B ≠ K.',
    answer: () => costing(({ x, y, n }) => -(logSoftmax(x).data[y * x.shape[0] + n] ?? NaN)),
  },
  {
    id: 'stride',
    belief: 'row n begins at n·B',
    diagnosis: 'The entry that is read is n·B + y: the stride of a row is not the number of rows.',
    answer: () => costing(({ x, y, n }) => -(logSoftmax(x).data[n * x.shape[0] + y] ?? NaN)),
  },
  {
    id: 'row-0',
    belief: 'logSoftmax(x)[yₙ] is the logarithm for the truth',
    diagnosis: 'The logarithm is read from row 0 for every example.',
    answer: () => costing(({ x, y }) => -logSoftmax(x).data[y]),
  },
  {
    id: 'logSumExp-row-0',
    belief: 'logSumExp is one number for the batch',
    diagnosis: 'The logSumExp of row 0 is used for every example.',
    answer: () => costing(({ x, row, y }) => logSumExp(x).data[0] - row[y]),
  },
  {
    id: 'C16',
    belief: 'labels count from 1',
    diagnosis: 'The column that is read is the one before the label: label 0 falls out of its row.',
    answer: () => costing(({ x, y, n, row }) => -(logSoftmax(x).data[n * row.length + y - 1] ?? NaN)),
  },
  {
    id: 'C10',
    belief: 'with one-hot rows every other term is 0, whatever it is multiplied with',
    diagnosis: 'All entries of the row are multiplied with 0 or 1: for a masked class that is 0·(−∞), which is NaN.',
    answer: () => costing(({ row, y }) => total(logOf(row).map((log, j) => -(j === y ? 1 : 0) * log))),
  },
  {
    id: 'C13',
    belief: 'a loss is the squared distance to the one-hot row',
    diagnosis:
      'This is the squared distance to the one-hot rows: there is no logarithm in it, and a hopeless answer costs 2 at most.',
    answer: () => costing(({ row, y }) => total(probabilities(row).map((p, j) => (p - (j === y ? 1 : 0)) ** 2))),
  },
  {
    id: 'smoothed',
    belief: 'the truth is 0.9 for the label, and the rest for all: label smoothing',
    diagnosis: 'A tenth of the cost is that of the other classes: a perfect answer is not free here.',
    answer: () =>
      costing((at) => 0.9 * surprise(at) - 0.1 * mean(logOf(at.row).map((log) => (log === -Infinity ? 0 : log)))),
  },
  {
    id: 'C03',
    belief: 'the loss of a batch is the sum over its examples',
    diagnosis: 'This is the sum over the examples, not their mean: the same batch twice has twice the loss.',
    answer: () => averaging(total),
  },
  {
    id: 'C04',
    belief: 'a mean is over all entries of the matrix',
    diagnosis: 'This divides by B·K. One number is read from each row: ten equal logits cost 0.230 here.',
    answer: () => averaging((costs, [{ x }]) => total(costs) / x.data.length),
  },
  {
    id: 'classes',
    belief: 'the mean is over the classes',
    diagnosis: 'This divides by K, the number of classes. The total has a term for each example.',
    answer: () => averaging((costs, [{ x }]) => total(costs) / x.shape[1]),
  },
  {
    id: 'last-only',
    belief: 'the loop leaves the loss in the variable: =',
    diagnosis: 'Only the last example is in the total: each one overwrites those before it.',
    answer: () => averaging((costs) => costs[costs.length - 1] / costs.length),
  },
  {
    id: 'first-only',
    belief: 'return at the end of the loop ends it with all examples',
    diagnosis: 'Only the first example is in the total: the function returns before the second one comes.',
    answer: () => averaging((costs) => costs[0] / costs.length),
  },
  {
    id: 'C12',
    belief: 'a batch has 32 examples',
    diagnosis: 'The divisor is the same for every batch, 32, however many rows there are.',
    answer: () => averaging((costs) => total(costs) / 32),
  },
  {
    id: 'infinity-dropped',
    belief: 'an infinite loss is an accident, and counts as 0',
    diagnosis: 'A masked class that is the truth costs nothing here: the worst answer of all is free.',
    answer: () => averaging((costs) => mean(costs.map((cost) => (Math.abs(cost) === Infinity ? 0 : cost)))),
  },
  {
    id: 'weights-sum',
    belief: 'a weighted mean is divided by the sum of the weights',
    diagnosis:
      'This divides by the sum of the weights of the batch: a weight of 2 for everything changes nothing here.',
    answer: () => averaging((costs, batch) => total(costs) / total(batch.map(ofItsClass))),
  },
  {
    id: 'weight-ignored',
    belief: 'the weight concerns the training, not the loss',
    diagnosis: 'The weight has no effect on the result.',
    answer: () => weighing(() => 1),
  },
  {
    id: 'weight-squared',
    belief: 'the weight belongs to the labels and to the loss',
    diagnosis: 'The weight goes in twice: 3 counts as 9.',
    answer: () => weighing((at) => ofItsClass(at) ** 2),
  },
  {
    id: 'weight-of-row',
    belief: 'weight n belongs to example n',
    diagnosis:
      'The weight is that of the place in the batch, w[n]. There are as many weights as classes, not as many as rows.',
    answer: () => weighing(({ w, n }) => w[n] ?? NaN),
  },
  {
    id: 'weight-of-guess',
    belief: 'the weight is that of the class the model chose',
    diagnosis:
      'The weight is that of the largest logit, not that of the truth. Look at an example that is answered wrong.',
    answer: () => weighing(({ w, row }) => w[row.indexOf(Math.max(...row))]),
  },
  {
    id: 'weighted-logit',
    belief: 'the weight belongs to the logit of the truth: logSumExp(x) − w·x[y]',
    diagnosis:
      'Only the logit of the truth is weighted, and logSumExp is not. Look at a weight of 0: something is left.',
    answer: () => rightBut({ cost: ({ row, y, w }) => row[y] - logOf(row)[y] - w[y] * row[y], weigh: () => 1 }),
  },
  {
    id: 'any-weights',
    belief: 'the number of weights will be right',
    diagnosis: 'Any number of weights is taken here. A class that has none gets NaN, or an extra weight is ignored.',
    answer: () => rightBut({ weights: takingLists(() => true) }),
  },
  {
    id: 'too-many-weights',
    belief: 'weights that are left over do no harm',
    diagnosis: 'More weights than classes are taken here, so a caller who has miscounted gets no error.',
    answer: () => rightBut({ weights: takingLists((count, K) => count > K) }),
  },
  {
    id: 'too-few-weights',
    belief: 'the weights that are missing will not be needed',
    diagnosis: 'Fewer weights than classes are taken here. A class that has none gets undefined, and the loss NaN.',
    answer: () => rightBut({ weights: takingLists((count, K) => count < K) }),
  },
  {
    id: 'weights-overwritten',
    belief: 'the weights may be divided by B where they are',
    diagnosis: 'This writes into the list of weights it was given, and the caller finds other numbers there.',
    answer: () => ({
      crossEntropyFromLogits: thenTo(crossEntropyFromLogits, (_, weight, B) => {
        const list = weight as number[]
        if (typeof weight === 'object') list.forEach((w, j) => (list[j] = w / B))
      }),
    }),
  },
  {
    id: 'C17',
    belief: 'an empty batch needs no special case',
    diagnosis: 'An empty batch gets a number here. It has no examples, and so no mean: 0/0.',
    answer: () =>
      rightBut({
        check(x, labels) {
          if (x.shape[0] > 0 || labels.length > 0) checkBatch(x, labels)
        },
      }),
  },
  {
    id: 'labels-unchecked',
    belief: 'labels will be right: the caller takes care',
    diagnosis: 'A label that is no class is read all the same, from where no logit of its row stands.',
    answer: () => rightBut({ check: (x, labels) => checkBatch(x, zerosFor(labels)), cost: uncheckedCost }),
  },
  {
    id: 'inside-data',
    belief: 'what is inside the data is inside the row',
    diagnosis: 'A label is looked up in the data here. One beyond its row is inside the data still, in the next row.',
    answer: () =>
      rightBut({
        check(x, labels) {
          checkBatch(x, zerosFor(labels))
          for (let n = 0; n < labels.length; n++) {
            if (x.data[n * x.shape[1] + labels[n]] === undefined)
              throw new ValueError(`crossEntropyFromLogits: label ${n} is ${labels[n]}.`)
          }
        },
        cost: ({ x, n, row, y }) => -logSoftmax(x).data[n * row.length + y],
      }),
  },
  {
    id: 'fewer-labels',
    belief: 'there can only be too many labels',
    diagnosis: 'Fewer labels than rows are taken here: for the rows that are left over the label is undefined.',
    answer: () =>
      rightBut({
        check(x, labels) {
          const isShort = x.shape[0] > 0 && labels.length < x.shape[0]
          checkBatch(isShort ? { shape: [labels.length, x.shape[1]], data: x.data } : x, labels)
        },
      }),
  },
  {
    id: 'labels-mapped',
    belief: 'labels are an array: labels.map gives the numbers to add up',
    diagnosis:
      'The costs are kept in what labels.map makes, and of a Uint8Array that is another one: whole numbers from 0 to 255.',
    answer: () =>
      averaging((costs, [{ labels }]) =>
        mean(labels instanceof Uint8Array ? Array.from(Uint8Array.from(costs)) : costs),
      ),
  },
  {
    id: 'unchecked',
    belief: 'NaN in, NaN out: the caller will see it',
    diagnosis: 'NaN goes through without a word. It would turn up far from here, with no trace of where it was born.',
    answer: () =>
      rightBut({ check: (x, labels) => checkLabels(labels, x, 'crossEntropyFromLogits'), cost: uncheckedCost }),
  },
  {
    id: 'only-NaN-refused',
    belief: 'what is no number is NaN, and everything else may come in',
    diagnosis: 'NaN is refused, and +∞ and a row that is masked altogether are not: out of those NaN is born here.',
    answer: () =>
      rightBut({
        check(x, labels) {
          checkLabels(labels, x, 'crossEntropyFromLogits')
          refuseNaN(x, 'crossEntropyFromLogits')
        },
        cost: uncheckedCost,
      }),
  },
  {
    id: 'mask-refused',
    belief: 'a logit of −∞ is as wrong as +∞',
    diagnosis: 'This refuses −∞. In the logits it is no mistake, but a class that is masked out.',
    crashes: true,
    answer: () =>
      rightBut({
        check(x, labels) {
          checkBatch(x, labels)
          if (x.data.includes(-Infinity)) throw new ValueError('crossEntropyFromLogits wants finite logits.')
        },
      }),
  },
  {
    id: 'shifted-in-place',
    belief: 'a common shift changes nothing, so the logits may as well be shifted where they stand',
    diagnosis: 'This writes into the logits it was given, and the caller finds other numbers there.',
    answer: () => ({
      crossEntropyFromLogits: thenTo(crossEntropyFromLogits, (x) =>
        x.data.set(rowsOf(x).flatMap((row) => row.map((xi) => xi - Math.max(...row)))),
      ),
    }),
  },
]
