import type * as kata from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import { map, zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import { oneHot } from '#kata/1-tensor-ops/6-one-hot.ts'
import { softmax } from '#kata/2-softmax/1-softmax.ts'
import { logSoftmax } from '#kata/2-softmax/2-log-softmax.ts'
import { crossEntropy as loss, perClass } from '#kata/3-cross-entropy/1-cross-entropy.ts'
import { crossEntropyFromLogits } from '#kata/3-cross-entropy/2-from-logits.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Labels, type Tensor, zeros } from '#lib/tensor'
import { LazyTensor, lossBy } from '../../answer-parts/4-backprop.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'label-by-label',
    how: 'p is copied, and 1 subtracted at each label of the copy',
    answer: () => ({
      softmaxCrossEntropy: lossBy(crossEntropyFromLogits, (x, labels, w) => {
        const [[B, K], p] = [x.shape, softmax(x)]
        return (dL) => {
          const dx = map(p, (v) => v)
          for (let n = 0; n < B; n++) {
            dx.data[n * K + labels[n]] -= 1
            for (let j = 0; j < K; j++) dx.data[n * K + j] *= (dL * w[labels[n]]) / B
          }
          return dx
        }
      }),
    }),
  },
  {
    id: 'log-space',
    how: 'p = exp(logSoftmax(x)), and the loss as a product with one-hot rows',
    answer: () => ({
      softmaxCrossEntropy: (x, labels, weight = 1) => {
        crossEntropyFromLogits(x, labels, weight) // for what it refuses
        const [[B, K], logP] = [x.shape, logSoftmax(x)]
        const w = perClass(weight, K)
        const truth = oneHot(labels, K, x)
        const terms = zip(truth, logP, (y, log) => (y === 0 ? 0 : -y * log))
        const total = Array.from(terms.data).reduce((sum, v, i) => sum + w[i % K] * v, 0)
        const back = (dL = 1): Tensor => {
          const error = zip(map(logP, Math.exp), truth, (p, y) => p - y)
          return { shape: x.shape, data: error.data.map((e, i) => (e * dL * w[labels[Math.floor(i / K)]]) / B) }
        }
        return [total / B, back]
      },
    }),
  },
  {
    id: 'one-hot',
    how: 'crossEntropy goes back through one-hot rows, divided by p where they are 1; the gradient is made at once',
    answer: () => ({
      crossEntropy: lossBy(loss, (p, labels, w) => {
        const [B, K] = p.shape
        const slopes = zip(oneHot(labels, K, p), p, (y, v) => (y === 1 ? -1 / v : 0))
        const gradient = { shape: [B, K], data: slopes.data.map((s, i) => (w[i % K] * s) / B) }
        return (dL) => map(gradient, (d) => dL * d)
      }),
    }),
  },
  {
    id: 'sparse',
    how: 'crossEntropy writes only at the labels, and takes its mean example by example',
    answer: () => ({
      crossEntropy: (p, labels, weight = 1) => {
        loss(p, labels, weight) // for what it refuses
        const [B, K] = p.shape
        const w = perClass(weight, K)
        const places = Array.from(labels, (label, n) => n * K + label)
        const value = places.reduce((sum, at) => sum - (w[at % K] * Math.log(p.data[at])) / B, 0)
        const back = (dL = 1): Tensor => {
          const dp = zeros(p.shape, p)
          for (const at of places) dp.data[at] = ((-dL / B) * w[at % K]) / p.data[at]
          return dp
        }
        return [value, back]
      },
    }),
  },

  {
    id: 'lists',
    how: 'the logits are copied into lists of rows, and the gradient is made of such lists and frozen',
    answer: () => ({
      softmaxCrossEntropy: lossBy(
        (x, ...given) => crossEntropyFromLogits({ ...x }, ...given),
        ({ shape: [B, K], data }, labels, weights) => {
          const [w, p] = [Array.from(weights), softmax({ shape: [B, K], data }).data]
          const rows = Array.from({ length: B }, (_, n) =>
            Array.from(p.subarray(n * K, n * K + K), (v, j) => (w[labels[n]] * (v - Number(j === labels[n]))) / B),
          )
          const all = rows.flat()
          return (dL) => Object.freeze({ shape: [B, K], data: data.map((_, i) => dL * all[i]) })
        },
      ),
    }),
  },
  {
    id: 'class',
    how: 'the gradient is an object of a class, whose numbers are worked out when they are read',
    answer: () => ({
      softmaxCrossEntropy: lossBy(crossEntropyFromLogits, (x, labels, w) => (dL) => {
        return new LazyTensor(() => {
          const error = zip(softmax(x), oneHot(labels, w.length, x), (p, y) => p - y)
          const scale = (i: number): number => (dL * w[labels[Math.floor(i / w.length)]]) / x.shape[0]
          return { shape: x.shape, data: error.data.map((e, i) => scale(i) * e) }
        })
      }),
    }),
  },
  {
    id: 'balance',
    how: 'the entry of the truth is minus the sum of the others, since each row of dx sums to 0',
    answer: () => ({
      softmaxCrossEntropy: lossBy(crossEntropyFromLogits, (x, labels, w) => {
        const [[B, K], p] = [x.shape, softmax(x)]
        return (dL) => {
          const dx = zeros(x.shape, x)
          for (let n = 0; n < B; n++) {
            let others = 0
            for (let j = 0; j < K; j++) {
              if (j === labels[n]) continue
              const share = (dL * w[labels[n]] * p.data[n * K + j]) / B
              dx.data[n * K + j] = share
              others += share
            }
            dx.data[n * K + labels[n]] = 0 - others
          }
          return dx
        }
      }),
    }),
  },
  {
    id: 'bound-method',
    how: 'the way back of crossEntropy is a bound method of an object, which keeps a slope for each label',
    answer: () => {
      class Slopes {
        readonly #p: Tensor
        readonly #slopes: Map<number, number>
        constructor(p: Tensor, labels: Labels, w: readonly number[]) {
          const [B, K] = p.shape
          this.#p = p
          this.#slopes = new Map(
            Array.from(labels, (y, n): [number, number] => [n * K + y, w[y] / (B * p.data[n * K + y])]),
          )
        }
        back(dL: number): Tensor {
          const { shape, data } = this.#p
          return { shape, data: data.map((_, i) => -dL * (this.#slopes.get(i) ?? 0)) }
        }
      }
      return {
        crossEntropy: lossBy(loss, (p, labels, w) => {
          const slopes = new Slopes(p, labels, w)
          return slopes.back.bind(slopes)
        }),
      }
    },
  },
]
