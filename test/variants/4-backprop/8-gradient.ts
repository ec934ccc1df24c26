import type * as kata from '#kata/4-backprop/8-gradient.ts'
import type { Cotangents, ParameterGradient } from '#kata/4-backprop/8-gradient.ts'
import { softmaxCrossEntropy } from '#kata/4-backprop/6-softmax-cross-entropy.ts'
import type { Chain } from '#kata/4-backprop/7-chain.ts'
import type { Variant } from '#lib/judge/answers'
import type { Tensor } from '#lib/tensor'

interface Way {
  readonly loss: number
  readonly gradient: readonly ParameterGradient[]
  readonly cotangents: readonly Cotangents[]
  /** for the layer before */
  readonly dx: Tensor
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'recursive',
    how: 'the network is its first layer, and a network behind it: the way back is in the returns',
    answer: () => ({
      lossGradient: (chain, x, labels, loss = softmaxCrossEntropy) => {
        const from = ([first, ...others]: Chain, h: Tensor): Way => {
          if (!first) {
            const [value, back] = loss(h, labels)
            return { loss: value, gradient: [], cotangents: [], dx: back() }
          }
          const [y, back] = first.pullback(h)
          const behind = from(others, y)
          const { dx, dz, dW, db } = back(behind.dx)
          return {
            loss: behind.loss,
            gradient: [{ W: dW, b: db, activation: null }, ...behind.gradient],
            cotangents: [{ dy: behind.dx, dz, dx }, ...behind.cotangents],
            dx,
          }
        }
        const { dx: _, ...result } = from(chain, x)
        return result
      },
    }),
  },
  {
    id: 'fold-back',
    how: 'the pullbacks are folded from the right, and everything is put in front of what there is',
    answer: () => ({
      lossGradient: (chain, x, labels, loss = softmaxCrossEntropy) => {
        let h = x
        const backs = chain.map((layer) => {
          const [y, back] = layer.pullback(h)
          h = y
          return back
        })
        const [value, loss_back] = loss(h, labels)
        const gradient: ParameterGradient[] = []
        const cotangents: Cotangents[] = []
        backs.reduceRight((dy, back) => {
          const { dz, dx, dW, db } = back(dy)
          gradient.unshift({ W: dW, b: db, activation: null })
          cotangents.unshift({ dy, dz, dx })
          return dx
        }, loss_back(1))
        return { loss: value, gradient, cotangents }
      },
    }),
  },
  {
    id: 'grown-closure',
    how: 'one closure grows on the way forward: each layer wraps the way back of those before it',
    answer: () => ({
      lossGradient: (chain, x, labels, loss = softmaxCrossEntropy) => {
        type Steps = { gradient: ParameterGradient; cotangents: Cotangents }[]
        let [h, back]: [Tensor, (dy: Tensor) => Steps] = [x, () => []]
        for (const { pullback } of chain) {
          const before = back
          const [y, layer_back] = pullback(h)
          h = y
          back = (dy) => {
            const { dx, dz, dW, db } = layer_back(dy)
            return [...before(dx), { gradient: { W: dW, b: db, activation: null }, cotangents: { dy, dz, dx } }]
          }
        }
        const [value, loss_back] = loss(h, labels)
        const steps = back(loss_back())
        return {
          loss: value,
          gradient: steps.map(({ gradient }) => gradient),
          cotangents: steps.map(({ cotangents }) => cotangents),
        }
      },
    }),
  },
]
