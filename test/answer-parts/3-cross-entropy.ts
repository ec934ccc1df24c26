import { softmax } from '#kata/2-softmax/1-softmax.ts'
import { logSoftmax } from '#kata/2-softmax/2-log-softmax.ts'
import { type Weight, perClass } from '#kata/3-cross-entropy/1-cross-entropy.ts'
import { type Labels, type Tensor, checkLabels, checkLogits, refuseNaN } from '#lib/tensor'

export type Row = readonly number[]
type Loss = (x: Tensor, labels: Labels, weight?: Weight) => number

/** one example of a batch: its place, its row of probabilities or of logits, its truth, and all that stands around it */
export interface Example {
  readonly n: number
  readonly row: Row
  readonly y: number
  /** the weight of each class */
  readonly w: Row
  /** the whole batch, probabilities or logits, and its labels */
  readonly x: Tensor
  readonly labels: Labels
}

type Measure = (x: Tensor, labels: Labels, w: Row, B: number, K: number) => number

interface Belief {
  /** what one example costs */
  readonly cost: (example: Example) => number
  readonly weigh: (example: Example) => number
  readonly average: (costs: Row, batch: readonly Example[]) => number
  readonly weights: typeof perClass
  readonly check: (x: Tensor, labels: Labels) => void
}

/** answers that export the loss of this name, which is the mean of w·cost but for what one believes */
function answersAbout<Name extends string>(name: Name, cost: Belief['cost'], check: Belief['check']) {
  const loss = (belief: Partial<Belief>): Loss => {
    const its: Belief = { cost, check, weigh: ofItsClass, average: mean, weights: perClass, ...belief }
    return (x, labels, weight = 1) => {
      its.check(x, labels)
      const w = its.weights(weight, x.shape[1])
      const batch = rowsOf(x).map((row, n) => ({ n, row, y: labels[n], w, x, labels }))
      const costs = batch.map((example) => its.weigh(example) * its.cost(example))
      return its.average(costs, batch)
    }
  }
  const rightBut = (belief: Partial<Belief>) => ({ [name]: loss(belief) }) as Record<Name, Loss>
  return {
    loss,
    rightBut,
    costing: (wrong: Belief['cost']) => rightBut({ cost: wrong }),
    weighing: (weigh: Belief['weigh']) => rightBut({ weigh }),
    averaging: (average: Belief['average']) => rightBut({ average }),
    /** the loss, from what it makes of a batch that is checked, and of the weights of the classes */
    measuring: (measure: Measure) => {
      const loss: Loss = (x, labels, weight = 1) => {
        check(x, labels)
        const [B, K] = x.shape
        return measure(x, labels, perClass(weight, K), B, K)
      }
      return { [name]: loss } as Record<Name, Loss>
    },
  }
}

export function checkProbabilities(p: Tensor, labels: Labels): void {
  checkLabels(labels, p, 'crossEntropy')
  refuseNaN(p, 'crossEntropy')
}

export function checkBatch(x: Tensor, labels: Labels): void {
  checkLabels(labels, x, 'crossEntropyFromLogits')
  checkLogits(x, 'crossEntropyFromLogits')
}

/** as many labels, all of them right */
export function zerosFor({ length }: Labels): Labels {
  return new Uint8Array(length)
}

export function rowsOf({ shape: [B, K], data }: Tensor): Row[] {
  return Array.from({ length: B }, (_, n) => Array.from(data.subarray(n * K, n * K + K)))
}

/** −ln p of the truth, and the same from logits */
const surprise = ({ row, y }: Example): number => -Math.log(row[y])
export const surpriseOfLogits = ({ row, y }: Example): number => -logOf(row)[y]

export const aboutProbabilities = answersAbout('crossEntropy', surprise, checkProbabilities)
export const aboutLogits = answersAbout('crossEntropyFromLogits', surpriseOfLogits, checkBatch)

export function logOf(row: Row): number[] {
  return Array.from(logSoftmax({ shape: [1, row.length], data: Float64Array.from(row) }).data)
}

export function probabilities(row: Row): number[] {
  return Array.from(softmax({ shape: [1, row.length], data: Float64Array.from(row) }).data)
}

export function ofItsClass({ w, y }: Example): number {
  return w[y]
}

export function total(values: Row): number {
  return values.reduce((sum, v) => sum + v, 0)
}

export function mean(values: Row): number {
  return total(values) / values.length
}

/** perClass, which takes lists of other counts than K as they are, if this says so */
export function takingLists(isTaken: (count: number, K: number) => boolean): typeof perClass {
  return (weight, K) => (typeof weight !== 'number' && isTaken(weight.length, K) ? weight : perClass(weight, K))
}

/** this loss, after which something happens to its inputs */
export function thenTo(loss: Loss, change: (x: Tensor, weight: Weight | undefined, B: number) => void): Loss {
  return (x, labels, weight) => {
    const result = loss(x, labels, weight)
    change(x, weight, labels.length)
    return result
  }
}
