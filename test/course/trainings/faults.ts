import { relu } from '#kata/4-backprop/4-relu.ts'
import { dense } from '#kata/4-backprop/5-dense.ts'
import { softmax } from '#kata/4-backprop/6-softmax.ts'
import { softmaxCrossEntropy } from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import { Dense } from '#kata/4-backprop/8-chain.ts'
import { parseLabels } from '#kata/6-mnist/1-idx.ts'
import { scale, take } from '#kata/6-mnist/2-batches.ts'
import type { network } from '#kata/6-mnist/3-glorot.ts'
import { glorotUniform } from '#kata/6-mnist/3-glorot.ts'
import { applyGradient, step } from '#kata/6-mnist/4-apply-gradient.ts'
import { type Tensor, zeros } from '#lib/tensor'
import type { Exports } from './standing-in.ts'

/** A mistake in one exercise, which trains all the same. */
export interface Fault {
  readonly path: string
  readonly exports: Exports
  /** lib’s kernels would stand in for it */
  readonly isReplaced?: boolean
}

const loss = (softmaxCrossEntropy: unknown): Fault => ({
  path: '4-backprop/7-softmax-cross-entropy',
  exports: { softmaxCrossEntropy },
  isReplaced: true,
})
const filled = (fill: (data: Tensor['data']) => unknown): Fault => {
  const own: typeof glorotUniform = (fanIn, fanOut, _rng, dtype = 'float32') => {
    const W = zeros([fanIn, fanOut], dtype)
    fill(W.data)
    return W
  }
  return { path: '6-mnist/3-glorot', exports: { network: networkOf(own) } }
}
const networkOf =
  (weights: typeof glorotUniform, last?: typeof relu): typeof network =>
  (sizes, rng, operations = { dense, relu }, dtype = 'float32') =>
    sizes.slice(1).map((fanOut, l) => {
      const activation = l < sizes.length - 2 ? operations.relu : last
      return Dense(weights(sizes[l], fanOut, rng, dtype), zeros([fanOut], dtype), activation, operations.dense)
    })
const stepping = (leafOf: (leaf: typeof step) => typeof step): Fault => ({
  path: '6-mnist/4-apply-gradient',
  exports: {
    applyGradient: (...[model, gradient, rate, leaf = step]: Parameters<typeof applyGradient>) =>
      applyGradient(model, gradient, rate, leafOf(leaf)),
  },
})

/** by what is wrong */
export const faults = {
  'a softmax at the end of the chain': {
    path: '6-mnist/3-glorot',
    exports: { network: networkOf(glorotUniform, softmax) },
  },
  'a softmax in the loss': loss(((x, labels) => {
    const [p, softmaxBack] = softmax(x)
    const [value, back] = softmaxCrossEntropy(p, labels)
    return [value, (dL) => softmaxBack(back(dL))[0]]
  }) satisfies typeof softmaxCrossEntropy),
  'weights that are all zero': filled(() => undefined),
  'weights that are all equal': filled((data) => data.fill(0.01)),
  'weights that are all positive': filled((data) => data.forEach((_, i) => (data[i] = ((i * 7919) % 1000) / 1000))),
  'steps up the gradient': stepping((leaf) => (p, g, rate) => leaf(p, g, -rate)),
  'steps of the biases alone': stepping((leaf) => (p, g, rate) => {
    if (p.shape.length < 2) leaf(p, g, rate)
  }),
  'no 1/B': loss(((x, labels) => {
    const [value, back] = softmaxCrossEntropy(x, labels)
    return [value, (dL = 1) => back(dL * labels.length)]
  }) satisfies typeof softmaxCrossEntropy),
  '1/B twice': loss(((x, labels) => {
    const [value, back] = softmaxCrossEntropy(x, labels)
    return [value, (dL = 1) => back(dL / labels.length)]
  }) satisfies typeof softmaxCrossEntropy),
  'labels one place off': {
    path: '6-mnist/1-idx',
    exports: { parseLabels: (bytes: Uint8Array) => Uint8Array.from([...parseLabels(bytes).subarray(1), 0]) },
  },
  'labels of the training that are one too large': {
    path: '6-mnist/2-batches',
    isReplaced: true,
    exports: {
      take: (...given: Parameters<typeof take>) => {
        const { images, labels } = take(...given)
        return { images, labels: Array.from(labels, (label) => (label + 1) % 10) }
      },
    },
  },
  'pixels up to 255': {
    path: '6-mnist/2-batches',
    exports: {
      scale: (images: Parameters<typeof scale>[0]) => {
        const { shape, data } = scale(images)
        return { shape, data: data.map((v) => 255 * v) }
      },
    },
  },
} satisfies Record<string, Fault>
