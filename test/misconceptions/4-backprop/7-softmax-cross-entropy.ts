import type * as kata from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import {
  crossEntropy as rightLong,
  softmaxCrossEntropy as rightShort,
} from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import { argmax } from '#kata/1-tensor-ops/6-one-hot.ts'
import { naiveSoftmax, softmax } from '#kata/2-softmax/1-softmax.ts'
import { logSoftmax } from '#kata/2-softmax/2-log-softmax.ts'
import { crossEntropy as loss, perClass } from '#kata/3-cross-entropy/1-cross-entropy.ts'
import { crossEntropyFromLogits } from '#kata/3-cross-entropy/2-from-logits.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Labels, type Tensor } from '#lib/tensor'
import { lossBy, runningSum, wrapBack } from '../../answer-parts/4-backprop.ts'

type Long = typeof kata.crossEntropy
type Short = typeof kata.softmaxCrossEntropy
type Back = ReturnType<Long>[1]

/** What a gradient's entry [n, j] may depend on */
interface Entry {
  /** the probability there */
  readonly p: number
  /** 1 at the label, 0 elsewhere */
  readonly y: number
  /** the weight of the row's label, and that of the column */
  readonly w: number
  readonly columnWeight: number
  /** the weights of all rows together */
  readonly weights: number
  readonly dL: number
  readonly B: number
  readonly K: number
}

function entries(p: Tensor, labels: Labels, w: readonly number[], dL: number, entry: (at: Entry) => number): Tensor {
  const [B, K] = p.shape
  const weights = Array.from(labels).reduce((sum, label) => sum + w[label], 0)
  return {
    shape: p.shape,
    data: p.data.map((v, i) => {
      const [label, j] = [labels[Math.floor(i / K)], i % K]
      return entry({ p: v, y: j === label ? 1 : 0, w: w[label], columnWeight: w[j], weights, dL, B, K })
    }),
  }
}

/** the loss of probabilities as it should be, with another way back */
function long(entry: (at: Entry) => number): { crossEntropy: Long } {
  return { crossEntropy: lossBy(loss, (p, labels, w) => (dL) => entries(p, labels, w, dL, entry)) }
}

/** the loss of logits as it should be, with another way back */
function short(entry: (at: Entry) => number, toProbabilities = softmax): { softmaxCrossEntropy: Short } {
  return shortBy((x, labels, w) => (dL) => entries(toProbabilities(x), labels, w, dL, entry))
}

function shortBy(back: Parameters<typeof lossBy>[1]): { softmaxCrossEntropy: Short } {
  return { softmaxCrossEntropy: lossBy(crossEntropyFromLogits, back) }
}

const longEntry = ({ p, y, w, dL, B }: Entry): number => (y === 1 ? (-dL * w) / (B * p) : 0)
const shortEntry = ({ p, y, w, dL, B }: Entry): number => (dL * w * (p - y)) / B

/** a factor that is wrong in both ways back, since it is believed of the loss */
function both(factor: (at: Entry) => number): { crossEntropy: Long; softmaxCrossEntropy: Short } {
  return { ...long((at) => longEntry(at) * factor(at)), ...short((at) => shortEntry(at) * factor(at)) }
}

/** both losses and their gradients as they should be, with something else around the call of the way back */
function calling(wrong: (back: Back) => Back): { crossEntropy: Long; softmaxCrossEntropy: Short } {
  return { crossEntropy: wrapBack(rightLong, wrong), softmaxCrossEntropy: wrapBack(rightShort, wrong) }
}

/** both ways back, from an entry that is wrong in some of what it depends on */
function seeing(change: (at: Entry) => Partial<Entry>): { crossEntropy: Long; softmaxCrossEntropy: Short } {
  return {
    ...long((at) => longEntry({ ...at, ...change(at) })),
    ...short((at) => shortEntry({ ...at, ...change(at) })),
  }
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'B01',
    belief: 'each example has its own gradient, and the step takes the mean',
    diagnosis: 'The gradient is that of a sum over the batch: B times as large as that of the loss beside it.',
    answer: () => both(({ B }) => B),
  },
  {
    id: 'B02',
    belief: 'the mean is taken in the loss, and once more in its gradient',
    diagnosis: 'The gradient is divided by the size of the batch twice.',
    answer: () => both(({ B }) => 1 / B),
  },
  {
    id: 'C04',
    belief: 'the mean is over all entries, B·K of them',
    diagnosis: 'The gradient is divided by the number of classes as well as by the number of examples.',
    answer: () => both(({ K }) => 1 / K),
  },
  {
    id: 'B03',
    belief: 'the gradient points to where the loss falls: y − p',
    diagnosis: 'The sign is turned round: this points downhill, and a gradient points to where the loss rises.',
    answer: () => both(() => -1),
  },
  {
    id: 'fused-sum',
    belief: 'p − y is the gradient, whatever the loss divides by',
    diagnosis: 'The gradient is that of a sum over the batch: B times as large as that of the loss beside it.',
    answer: () => short((at) => at.B * shortEntry(at)),
  },
  {
    id: 'fused-mean-twice',
    belief: 'the mean is taken in the loss, and once more in its gradient at the logits',
    diagnosis: 'The gradient is divided by the size of the batch twice.',
    answer: () => short((at) => shortEntry(at) / at.B),
  },
  {
    id: 'fused-mean-over-all',
    belief: 'the mean is over all entries, as .mean() takes it',
    diagnosis: 'The gradient is divided by the number of classes as well as by the number of examples.',
    answer: () => short((at) => shortEntry(at) / at.K),
  },
  {
    id: 'fused-slope-of-sigmoid',
    belief: 'the error is multiplied by the slope of the output, p·(1 − p)',
    diagnosis: 'p − y is multiplied by p·(1 − p), the slope of a sigmoid. That belongs to another loss, a square.',
    answer: () => short((at) => shortEntry(at) * at.p * (1 - at.p)),
  },
  {
    id: 'fused-slope-of-sigmoid-sum',
    belief: 'the error is multiplied by the slope of the output, p·(1 − p), for each example by itself',
    diagnosis:
      'p − y is multiplied by p·(1 − p), the slope of a sigmoid, and the mean over the batch is missing. The slope belongs to another loss, a square.',
    answer: () => short((at) => at.B * shortEntry(at) * at.p * (1 - at.p)),
  },
  {
    id: 'fused-y-minus-p',
    belief: 'the error is what is missing to the truth: y − p',
    diagnosis: 'The sign is turned round: this points downhill, and a gradient points to where the loss rises.',
    answer: () => short((at) => -shortEntry(at)),
  },
  {
    id: 'fused-forgets-dL',
    belief: 'nothing comes after a loss, so dL is not needed',
    diagnosis: 'The result is the same for every dL: the argument is not used.',
    answer: () => both(({ dL }) => 1 / dL),
  },
  {
    id: 'fused-dL-or-1',
    belief: 'dL || 1 is dL, or 1 if it was left out',
    diagnosis:
      'A dL of 0 counts as left out here. It means that this loss does not matter, and yet the result is not zero.',
    answer: () => calling((back) => (dL) => back(dL || 1)),
  },
  {
    id: 'fused-weight-or-1',
    belief: 'w || 1 is the weight, or 1 where there is none',
    diagnosis:
      'A weight of 0 counts as no weight here: such a class has the weight 1 on the way back, and 0 in the loss.',
    answer: () => seeing(({ w }) => ({ w: w || 1 })),
  },
  {
    id: 'B16',
    belief: 'gradients add up from call to call',
    diagnosis: 'Asked a second time, the way back gives the sum of both answers: something is kept between the calls.',
    answer: () =>
      calling((back) => {
        const sum = runningSum()
        return (dL) => sum(back(dL))
      }),
  },
  {
    id: 'B18',
    belief: 'one place to remember the call is enough',
    diagnosis: 'The way back uses the outputs and labels of the latest call, not of the call it came from.',
    answer: () => {
      let latest: Back
      return calling((back) => {
        latest = back
        return (dL) => latest(dL)
      })
    },
  },
  {
    id: 'fused-forgets-weight',
    belief: 'weights belong to the value of the loss, not to its slope',
    diagnosis: 'The loss has the weights in it, and its gradient does not.',
    answer: () => seeing(() => ({ w: 1 })),
  },
  {
    id: 'fused-weighted-mean',
    belief: 'a weighted mean divides by the sum of the weights',
    diagnosis: 'The gradient is divided by the sum of the weights, the loss beside it by the number of examples.',
    answer: () => both(({ B, weights }) => B / weights),
  },
  {
    id: 'long-p-minus-y',
    belief: 'the gradient of cross-entropy is p − y',
    diagnosis:
      'p − y is the gradient at the logits, with softmax in between. This function is asked for the gradient at the probabilities.',
    answer: () => long(shortEntry),
  },
  {
    id: 'C07',
    belief: 'the other classes are pushed down: (1 − y)/(1 − p)',
    diagnosis: 'The classes beside the label have a gradient here. Does the loss change when only their p changes?',
    answer: () => long((at) => (at.y === 1 ? longEntry(at) : (at.dL * at.w) / (at.B * (1 - at.p)))),
  },
  {
    id: 'long-every-class',
    belief: 'every probability has the slope −1/p',
    diagnosis: 'Every class has the entry −w/(B·p), the label is not asked. The loss reads one probability per row.',
    answer: () => long((at) => longEntry({ ...at, y: 1 })),
  },
  {
    id: 'long-logarithm',
    belief: 'what goes back is the loss of each row',
    diagnosis: 'At the label stands ln p, the value of the loss, not its slope.',
    answer: () => long(({ p, y, w, dL, B }) => (y === 1 ? (dL * w * Math.log(p)) / B : 0)),
  },
  {
    id: 'long-bare',
    belief: 'the gradient is the derivative of the logarithm: −1/p',
    diagnosis:
      'At the label stands −1/p, and nothing else: neither the size of the batch, nor the weight, nor dL is in it.',
    answer: () => long(({ p, y }) => (y === 1 ? -1 / p : 0)),
  },
  {
    id: 'long-only-mean',
    belief: 'the gradient is −1/(B·p), and the rest is for another function',
    diagnosis: 'At the label stands −1/(B·p): neither the weight nor dL is in it.',
    answer: () => long(({ p, y, B }) => (y === 1 ? -1 / (B * p) : 0)),
  },
  {
    id: 'long-float64-only',
    belief: 'a tensor of zeros is float64',
    diagnosis: 'dp is always float64, also where p is float32.',
    answer: () => ({
      crossEntropy: wrapBack(rightLong, (back) => (dL) => {
        const { shape, data } = back(dL)
        return { shape, data: Float64Array.from(data) }
      }),
    }),
  },
  ...[
    { id: 'C02', epsilon: 1e-12 },
    { id: 'C02-10', epsilon: 1e-10 },
    { id: 'C02-8', epsilon: 1e-8 },
    { id: 'C02-7', epsilon: 1e-7 },
  ].map(({ id, epsilon }) => ({
    id,
    belief: `a small number in the denominator keeps it from 0, ${epsilon} for example`,
    diagnosis: 'Something is added to p before it divides: even where p is not small, the last digits are off.',
    answer: () => long((at) => longEntry({ ...at, p: at.p + epsilon })),
  })),
  {
    id: 'long-clamp',
    belief: 'p is never below 1e-12',
    diagnosis:
      'Very small probabilities are lifted before they divide: the surprise ends at some point, and its slope too.',
    answer: () => long((at) => longEntry({ ...at, p: Math.max(at.p, 1e-12) })),
  },
  {
    id: 'T06',
    belief: 'dp may stand where p stood',
    diagnosis: 'The way back writes into p itself, which belongs to the caller.',
    answer: () => ({
      crossEntropy: wrapBack(rightLong, (back, p) => (dL) => {
        p.data.set(back(dL).data)
        return p
      }),
    }),
  },
  {
    id: 'B04',
    belief: 'only the true class gets a gradient: p − 1 at the label, 0 elsewhere',
    diagnosis: 'Only the entry at the label differs from 0. What does the loss do when another logit rises?',
    answer: () => short((at) => (at.y === 1 ? shortEntry(at) : 0)),
  },
  {
    id: 'fused-minus-1-over-p',
    belief: '∂L/∂x is −1/p at the label',
    diagnosis: 'This is ∂L/∂p. Between p and the logits lies softmax, with a Jacobian of its own.',
    answer: () => short(longEntry),
  },
  {
    id: 'fused-bare',
    belief: 'the gradient is p − y',
    diagnosis: 'This is p − y as it is: neither the size of the batch, nor the weight, nor dL is in it.',
    answer: () => short(({ p, y }) => p - y),
  },
  {
    id: 'fused-only-mean',
    belief: 'the gradient is (p − y)/B, and the rest is for another function',
    diagnosis: 'This is (p − y)/B: neither the weight nor dL is in it.',
    answer: () => short(({ p, y, B }) => (p - y) / B),
  },
  {
    id: 'fused-only-dL',
    belief: 'the gradient is p − y, times the gradient that is handed back',
    diagnosis: 'This is dL·(p − y): neither the size of the batch nor the weight is in it.',
    answer: () => short(({ p, y, dL }) => dL * (p - y)),
  },
  {
    id: 'fused-minus-1-everywhere',
    belief: 'it is p − 1',
    diagnosis: 'From every class 1 is subtracted, whichever is the label.',
    answer: () => short((at) => shortEntry({ ...at, y: 1 })),
  },
  {
    id: 'fused-probabilities',
    belief: 'what is too much is p, and the truth is in the loss',
    diagnosis: 'The result is p/B: the labels are not in it.',
    answer: () => short((at) => shortEntry({ ...at, y: 0 })),
  },
  {
    id: 'C13',
    belief: 'the derivative of an error has a 2 in front',
    diagnosis: 'Every entry is twice as large as it should be. The 2 belongs to the square of an error, another loss.',
    answer: () => short((at) => 2 * shortEntry(at)),
  },
  {
    id: 'fused-logits',
    belief: 'the error is x − y: outputs minus labels',
    diagnosis: 'The labels are subtracted from the logits as they are. Those are no probabilities.',
    answer: () => short(shortEntry, (x) => x),
  },
  {
    id: 'fused-log',
    belief: 'the loss works with logarithms, so its gradient is ln p − y',
    diagnosis: 'The labels are subtracted from the logarithms of the probabilities.',
    answer: () => short(shortEntry, logSoftmax),
  },
  {
    id: 'C11',
    belief: 'the loss wants probabilities, so the logits go through softmax first',
    diagnosis: 'Softmax is applied twice on the way to the loss. Look at the loss of [0, 2000], right and wrong.',
    answer: () => ({ softmaxCrossEntropy: (x, labels, weight) => rightShort(softmax(x), labels, weight) }),
  },
  {
    id: 'C08',
    belief: 'the truth is the most probable class',
    diagnosis: 'The 1 is subtracted at the largest probability of each row, not at its label.',
    answer: () => ({
      softmaxCrossEntropy: wrapBack(rightShort, (_, x, __, weight) => rightShort(x, argmax(x), weight)[1]),
    }),
  },
  {
    id: 'B21',
    belief: 'p[labels[n]] −= 1',
    diagnosis: 'The 1 is subtracted in the first row for every example: data[labels[n]] is an entry of row 0.',
    answer: () =>
      shortBy((x, labels, w) => (dL) => {
        const error = softmax(x)
        for (let n = 0; n < labels.length; n++) error.data[labels[n]] -= 1
        return entries(error, labels, w, dL, (at) => shortEntry({ ...at, y: 0 }))
      }),
  },
  {
    id: 'B22',
    belief: 'p may be turned into p − y where it stands',
    diagnosis: 'The 1 is subtracted from the p that is kept, and the next read finds p − y: look at a second call.',
    answer: () =>
      shortBy((x, labels, w) => {
        const [p, K] = [softmax(x), x.shape[1]]
        return (dL) => {
          for (let n = 0; n < labels.length; n++) p.data[n * K + labels[n]] -= 1
          return entries(p, labels, w, dL, (at) => shortEntry({ ...at, y: 0 }))
        }
      }),
  },
  {
    id: 'fused-weight-of-column',
    belief: 'each class has its weight, so each column of p − y has it',
    diagnosis:
      'Every column is multiplied by its own weight. Look at which class each row’s loss takes its weight from.',
    answer: () => short((at) => shortEntry({ ...at, w: at.columnWeight })),
  },
  {
    id: 'C01',
    belief: 'the loss is crossEntropy(softmax(x))',
    diagnosis: 'The loss goes through a probability that has rounded to 0, and its logarithm is −∞.',
    answer: () => ({
      softmaxCrossEntropy: (x, labels, weight) => [loss(softmax(x), labels, weight), rightShort(x, labels, weight)[1]],
    }),
  },
  {
    id: 'fused-long-way',
    belief: 'the long way is as good: −1/(B·p), then the Jacobian',
    diagnosis: 'The way back divides by p and multiplies with it again. Where p has rounded to 0, that is NaN.',
    answer: () => short(({ p, y, w, dL, B }) => (y === 1 ? ((-dL * w) / (B * p)) * p * (1 - p) : (dL * w * p) / B)),
  },
  {
    id: 'B23',
    belief: 'on the way back exp may be taken as it is',
    diagnosis: 'The way back computes p from exponentials that overflow where those of the loss do not.',
    answer: () => short(shortEntry, naiveSoftmax),
  },
  {
    id: 'B24',
    belief: 'float32 is enough for what is only remembered',
    diagnosis: 'p is kept in float32 for the way back, and so dx is right to seven digits only.',
    answer: () => short((at) => shortEntry({ ...at, p: Math.fround(at.p) })),
  },
  {
    id: 'T24',
    belief: 'labels will fit, and a batch is never empty',
    diagnosis: 'A label that is no class, or an empty batch, is not refused: the loss is NaN.',
    answer: () => ({
      softmaxCrossEntropy: lossBy(
        (x, labels, weight) => {
          const [B, K] = x.shape
          const [logP, w] = [logSoftmax(x), perClass(weight, K)]
          let total = 0
          for (let n = 0; n < B; n++) total -= w[labels[n]] * logP.data[n * K + labels[n]]
          return total / B
        },
        (x, labels, w) => (dL) => entries(softmax(x), labels, w, dL, shortEntry),
      ),
    }),
  },
]
