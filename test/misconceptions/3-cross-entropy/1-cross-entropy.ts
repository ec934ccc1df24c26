import type * as kata from '#kata/3-cross-entropy/1-cross-entropy.ts'
import { crossEntropy, perClass } from '#kata/3-cross-entropy/1-cross-entropy.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { ValueError, checkLabels, refuseNaN } from '#lib/tensor'
import {
  aboutProbabilities,
  checkProbabilities,
  mean,
  ofItsClass,
  takingLists,
  thenTo,
  total,
  zerosFor,
} from '../../answer-parts/3-cross-entropy.ts'

type PerClass = typeof kata.perClass

const { loss, rightBut, costing, weighing, averaging } = aboutProbabilities

/** a wrong perClass, and the loss that reads its weights */
function weighted(weights: PerClass): Pick<typeof kata, 'perClass' | 'crossEntropy'> {
  return { perClass: weights, ...rightBut({ weights }) }
}

function ofLogarithm(log: (p: number) => number): Pick<typeof kata, 'crossEntropy'> {
  return costing(({ row, y }) => -log(row[y]))
}

function guess(row: readonly number[]): number {
  return row.indexOf(Math.max(...row))
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'C02',
    belief: 'ln 0 is avoided by an ε beside the probability',
    diagnosis:
      'An ε is added to the probability before its logarithm is taken: the loss stops at about 27.6, however wrong the model is.',
    answer: () => ofLogarithm((p) => Math.log(p + 1e-12)),
  },
  ...[
    { id: 'C02-15', epsilon: 1e-15 },
    { id: 'C02-10', epsilon: 1e-10 },
    { id: 'C02-9', epsilon: 1e-9 },
    { id: 'C02-8', epsilon: 1e-8 },
    { id: 'C02-7', epsilon: 1e-7 },
  ].map(({ id, epsilon }) => ({
    id,
    belief: `ln 0 is avoided by an ε beside the probability, ${epsilon} for example`,
    diagnosis:
      'An ε is added to the probability before its logarithm is taken: the loss stops at −ln ε, however wrong the model is.',
    answer: () => ofLogarithm((p) => Math.log(p + epsilon)),
  })),
  {
    id: 'clipped',
    belief: 'probabilities are clipped to [10⁻⁷, 1 − 10⁻⁷], as in Keras',
    diagnosis: 'The probability is kept away from 0 and from 1: the loss stops at about 16.1, and is never quite 0.',
    answer: () => ofLogarithm((p) => Math.log(Math.min(1 - 1e-7, Math.max(1e-7, p)))),
  },
  {
    id: 'zero-skipped',
    belief: 'an example with ln 0 is an accident, and is left out',
    diagnosis: 'An example whose truth has the probability 0 costs nothing here: the worst answer of all is free.',
    answer: () => ofLogarithm((p) => (p === 0 ? 0 : Math.log(p))),
  },
  {
    id: 'C03',
    belief: 'the loss of a batch is the sum over its examples',
    diagnosis: 'This is the sum over the examples, not their mean: the same batch twice has twice the loss.',
    answer: () => averaging((costs) => total(costs)),
  },
  {
    id: 'C04',
    belief: 'a mean is over all entries of the matrix',
    diagnosis: 'This divides by B·K. One number is read from each row: ten equal probabilities cost 0.230 here.',
    answer: () => averaging((costs, [{ x }]) => total(costs) / x.data.length),
  },
  {
    id: 'classes',
    belief: 'the mean is over the classes',
    diagnosis: 'This divides by K, the number of classes. The total has a term for each example.',
    answer: () => averaging((costs, [{ x }]) => total(costs) / x.shape[1]),
  },
  {
    id: 'C12',
    belief: 'a batch has 32 examples',
    diagnosis: 'The divisor is the same for every batch, 32, however many rows there are.',
    answer: () => averaging((costs) => total(costs) / 32),
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
    id: 'class-means',
    belief: 'the mean is taken of each class, and then over the classes',
    diagnosis:
      'This takes the mean of each class and then the mean of those: an example of a rare class counts for more than another.',
    answer: () =>
      averaging((costs, batch) => {
        const classes = [...new Set(batch.map(({ y }) => y))]
        return mean(classes.map((k) => mean(costs.filter((_, n) => batch[n].y === k))))
      }),
  },
  {
    id: 'C05',
    belief: 'the loss is the mean logarithm',
    diagnosis:
      'The sign is missing: the logarithm of a probability is negative, and this falls where the model gets worse.',
    answer: () => ofLogarithm((p) => -Math.log(p)),
  },
  {
    id: 'C06',
    belief: 'surprise is measured in bits: log2',
    diagnosis: 'The logarithm is that to the base 2: ten equal probabilities cost 3.32 here.',
    answer: () => ofLogarithm(Math.log2),
  },
  {
    id: 'base-10',
    belief: 'log is the logarithm to the base 10',
    diagnosis: 'The logarithm is that to the base 10: ten equal probabilities cost 1 here.',
    answer: () => ofLogarithm(Math.log10),
  },
  {
    id: 'C07',
    belief: 'each class is a yes or a no, and costs its own ln p or ln (1 − p)',
    diagnosis:
      'The other classes cost something here as well, −ln (1 − p) each. From each row one probability is read.',
    answer: () => costing(({ row, y }) => -total(row.map((p, j) => Math.log(j === y ? p : 1 - p)))),
  },
  {
    id: 'C07-mean',
    belief: 'each class is a yes or a no, and the cost is the mean over all of them',
    diagnosis:
      'The other classes cost something here as well, and the mean is over classes and examples. From each row one probability is read.',
    answer: () => costing(({ row, y }) => -total(row.map((p, j) => Math.log(j === y ? p : 1 - p))) / row.length),
  },
  {
    id: 'log-of-product',
    belief: 'the sum of logarithms is the logarithm of the product, which takes one logarithm',
    diagnosis: 'The probabilities are multiplied before the logarithm: the product of many of them is 0.',
    answer: () => ({
      crossEntropy: (p, labels, weight = 1) => {
        checkProbabilities(p, labels)
        const [B, K] = p.shape
        const w = perClass(weight, K)
        let product = 1
        for (let n = 0; n < B; n++) product *= p.data[n * K + labels[n]] ** w[labels[n]]
        return -Math.log(product) / B
      },
    }),
  },
  {
    id: 'C08',
    belief: 'what counts is how sure the model is of its answer',
    diagnosis:
      'The largest probability of the row is read, whatever the label is: a model that is sure and wrong costs little.',
    answer: () => costing(({ row }) => -Math.log(Math.max(...row))),
  },
  {
    id: 'all-classes',
    belief: 'the sum runs over all classes: −Σ ln p',
    diagnosis: 'The logarithms of all classes are added up, and the labels choose none of them.',
    answer: () => costing(({ row }) => -total(row.map((p) => Math.log(p)))),
  },
  {
    id: 'entropy',
    belief: 'the sum runs over all classes, each weighted with its probability: −Σ p ln p',
    diagnosis: 'This is the entropy of the prediction with itself: the labels play no part in it.',
    answer: () => costing(({ row }) => -total(row.map((p) => (p === 0 ? 0 : p * Math.log(p))))),
  },
  {
    id: 'C09',
    belief: 'column y begins at y·B',
    diagnosis: 'The entry that is read is y·B + n, as if the examples were the columns. Look at a batch with B ≠ K.',
    answer: () => costing(({ x, y, n }) => -Math.log(x.data[y * x.shape[0] + n] ?? NaN)),
  },
  {
    id: 'stride',
    belief: 'row n begins at n·B',
    diagnosis: 'The entry that is read is n·B + y: the stride of a row is not the number of rows.',
    answer: () => costing(({ x, y, n }) => -Math.log(x.data[n * x.shape[0] + y] ?? NaN)),
  },
  {
    id: 'row-0',
    belief: 'p[yₙ] is the probability of the truth',
    diagnosis: 'The probability is read from row 0 for every example.',
    answer: () => costing(({ x, y }) => -Math.log(x.data[y])),
  },
  {
    id: 'C16',
    belief: 'labels count from 1',
    diagnosis: 'The column that is read is the one before the label: label 0 falls out of its row.',
    answer: () => costing(({ x, y, n, row }) => -Math.log(x.data[n * row.length + y - 1] ?? NaN)),
  },
  {
    id: 'C10',
    belief: 'with one-hot rows every other term is 0, whatever its logarithm is',
    diagnosis: 'The logarithm is taken of all entries of the row: where one that is not the truth is 0, 0·ln 0 is NaN.',
    answer: () => costing(({ row, y }) => total(row.map((p, j) => -(j === y ? 1 : 0) * Math.log(p)))),
  },
  {
    id: 'C14',
    belief: 'the logarithm is taken of the labels: −Σ p·ln y',
    diagnosis:
      'Labels and probabilities have changed places: ln 0 of a one-hot row is −∞, so that nearly every loss is ∞.',
    answer: () => costing(({ row, y }) => total(row.map((p, j) => -p * Math.log(j === y ? 1 : 0)))),
  },
  {
    id: 'C11',
    belief: 'the inputs are scores: softmax first',
    diagnosis:
      'Softmax is taken of what are probabilities already: a perfect row costs 0.31 instead of 0, or 1.46 with ten classes.',
    answer: () => costing(({ row, y }) => Math.log(total(row.map((p) => Math.exp(p - row[y]))))),
  },
  {
    id: 'C13',
    belief: 'a loss is the squared distance to the one-hot row',
    diagnosis:
      'This is the squared distance to the one-hot rows: there is no logarithm in it, and a hopeless answer costs 2 at most.',
    answer: () => costing(({ row, y }) => total(row.map((p, j) => (p - (j === y ? 1 : 0)) ** 2))),
  },
  {
    id: 'error-rate',
    belief: 'the loss is the share of wrong answers',
    diagnosis: 'This counts wrong answers. It does not see how sure the model was of them.',
    answer: () => costing(({ row, y }) => (guess(row) === y ? 0 : 1)),
  },
  {
    id: 'linear',
    belief: 'the penalty is what is missing to certainty: 1 − p',
    diagnosis: 'This is 1 − p of the truth: there is no logarithm in it, and being sure and wrong costs 1 at most.',
    answer: () => costing(({ row, y }) => 1 - row[y]),
  },
  {
    id: 'log-of-mean',
    belief: 'the logarithm may be taken last, of the mean probability',
    diagnosis:
      'The probabilities are averaged before the logarithm is taken. One example with probability 0 no longer shows.',
    answer: () => {
      const meanOf = loss({ cost: ({ row, y }) => row[y] })
      return { crossEntropy: (...args) => -Math.log(meanOf(...args)) }
    },
  },
  {
    id: 'perplexity',
    belief: 'the loss is exp of the mean surprise',
    diagnosis: 'The exponential of the loss comes back, its perplexity: ten equal probabilities cost 10 here.',
    answer: () => ({ crossEntropy: (...args) => Math.exp(crossEntropy(...args)) }),
  },
  {
    id: 'weights-sum',
    belief: 'a weighted mean is divided by the sum of the weights',
    diagnosis:
      'This divides by the sum of the weights of the batch: a weight of 2 for everything changes nothing here.',
    answer: () => averaging((costs, batch) => total(costs) / total(batch.map(ofItsClass))),
  },
  {
    id: 'weights-K',
    belief: 'weights are divided by their own mean first, so that they average to 1',
    diagnosis:
      'The weights are divided by their own mean, over the classes, before they are used: their common size is lost.',
    answer: () => weighing(({ w, y }) => w[y] / mean(w)),
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
      'The weight is that of the largest probability, not that of the truth. Look at an example that is answered wrong.',
    answer: () => weighing(({ w, row }) => w[guess(row)]),
  },
  {
    id: 'weight-first',
    belief: 'all weights are the same',
    diagnosis: 'The weight of class 0 is used for every example.',
    answer: () => weighing(({ w }) => w[0]),
  },
  {
    id: 'weight-inside',
    belief: 'the weight makes the probability larger: ln (w·p)',
    diagnosis:
      'The weight stands inside the logarithm: what it adds to the cost of an example, −ln w, is the same however wrong the model is.',
    answer: () => rightBut({ cost: ({ row, y, w }) => -Math.log(w[y] * row[y]), weigh: () => 1 }),
  },
  {
    id: 'weight-as-number',
    belief: 'weight · ln p is right for a list of weights as well',
    diagnosis: 'The weight is multiplied as it came in: a list is no number, and the product is NaN.',
    answer: () => ({
      crossEntropy: (p, labels, weight = 1) =>
        crossEntropy(p, labels, weight) * Number(typeof weight === 'number' || NaN),
    }),
  },
  {
    id: 'list-ignored',
    belief: 'a weight is a number, or else 1',
    diagnosis: 'A list of weights has no effect here: every class counts 1.',
    answer: () =>
      rightBut({
        weights: (weight, K) => perClass(typeof weight === 'number' ? weight : perClass(weight, K).map(() => 1), K),
      }),
  },
  {
    id: 'weight-shared',
    belief: 'one weight is shared by the classes: each has a K-th of it',
    diagnosis: 'One weight is divided among the classes: each gets w/K.',
    answer: () => weighted((weight, K) => perClass(typeof weight === 'number' ? weight / K : weight, K)),
  },
  {
    id: 'weights-to-1',
    belief: 'weights are shares, so they sum to 1',
    diagnosis:
      'A list of weights is divided by its sum before it is used: [1, 5, 9] and [2, 10, 18] are the same here.',
    answer: () =>
      weighted((weight, K) => {
        const w = perClass(weight, K)
        return typeof weight === 'number' ? w : w.map((wj) => wj / total(w))
      }),
  },
  {
    id: 'any-weights',
    belief: 'the number of weights will be right',
    diagnosis: 'Any number of weights is taken here. A class that has none gets NaN, or an extra weight is ignored.',
    answer: () => weighted(takingLists(() => true)),
  },
  {
    id: 'too-many-weights',
    belief: 'weights that are left over do no harm',
    diagnosis: 'More weights than classes are taken here, so a caller who has miscounted gets no error.',
    answer: () => weighted(takingLists((count, K) => count > K)),
  },
  {
    id: 'too-few-weights',
    belief: 'the weights that are missing will not be needed',
    diagnosis: 'Fewer weights than classes are taken here. A class that has none gets undefined, and the loss NaN.',
    answer: () => weighted(takingLists((count, K) => count < K)),
  },
  {
    id: 'weights-overwritten',
    belief: 'the weights may be divided by B where they are',
    diagnosis: 'This writes into the list of weights it was given, and the caller finds other numbers there.',
    answer: () => ({
      crossEntropy: thenTo(crossEntropy, (_, weight, B) => {
        const list = weight as number[]
        if (typeof weight === 'object') list.forEach((w, j) => (list[j] = w / B))
      }),
    }),
  },
  {
    id: 'weights-padded',
    belief: 'a class without a weight has the weight 1',
    diagnosis: 'Missing weights are filled up with 1 here, though the caller has miscounted.',
    answer: () =>
      weighted((weight, K) =>
        typeof weight === 'number' ? perClass(weight, K) : Array.from({ length: K }, (_, j) => weight[j] ?? 1),
      ),
  },
  {
    id: 'C17',
    belief: 'an empty batch needs no special case',
    diagnosis: 'An empty batch gets a number here. It has no examples, and so no mean: 0/0.',
    answer: () => ({
      crossEntropy: (p, labels, weight) => {
        if (p.shape[0] > 0 || labels.length > 0) return crossEntropy(p, labels, weight)
        return total([]) / p.shape[0]
      },
    }),
  },
  {
    id: 'labels-unchecked',
    belief: 'labels will be right: the caller takes care',
    diagnosis: 'A label that is no class is read all the same, from where no probability of its row stands.',
    answer: () => rightBut({ check: (p, labels) => checkProbabilities(p, zerosFor(labels)) }),
  },
  {
    id: 'inside-data',
    belief: 'what is inside the data is inside the row',
    diagnosis: 'A label is looked up in the data here. One beyond its row is inside the data still, in the next row.',
    answer: () =>
      rightBut({
        check(p, labels) {
          checkProbabilities(p, zerosFor(labels))
          for (let n = 0; n < labels.length; n++) {
            if (p.data[n * p.shape[1] + labels[n]] === undefined)
              throw new ValueError(`crossEntropy: label ${n} is ${labels[n]}.`)
          }
        },
        cost: ({ x, n, row, y }) => -Math.log(x.data[n * row.length + y]),
      }),
  },
  {
    id: 'labels-count',
    belief: 'there are as many examples as labels',
    diagnosis: 'This takes as many rows as there are labels, without a word about those that are left over.',
    answer: () => ({
      crossEntropy: ({ shape: [, K], data }, labels, weight) =>
        crossEntropy({ shape: [labels.length, K], data }, labels, weight),
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
    id: 'nan-unchecked',
    belief: 'NaN in, NaN out: the caller will see it',
    diagnosis: 'NaN goes through without a word. It would turn up far from here, with no trace of where it was born.',
    answer: () => rightBut({ check: (p, labels) => checkLabels(labels, p, 'crossEntropy') }),
  },
  {
    id: 'nan-at-truth-only',
    belief: 'NaN matters where it is read',
    diagnosis: 'NaN is refused where the truth stands, and nowhere else: look at one beside it.',
    answer: () =>
      rightBut({
        check(p, labels) {
          checkLabels(labels, p, 'crossEntropy')
          const read = Array.from(labels, (y, n) => p.data[n * p.shape[1] + y])
          if (read.some(Number.isNaN)) refuseNaN(p, 'crossEntropy')
        },
      }),
  },
  {
    id: 'logs-in-place',
    belief: 'the probabilities are not needed afterwards, so their logarithms may stand there',
    diagnosis: 'This writes into the probabilities it was given, and the caller finds other numbers there.',
    answer: () => ({ crossEntropy: thenTo(crossEntropy, (p) => p.data.set(p.data.map(Math.log))) }),
  },
]
