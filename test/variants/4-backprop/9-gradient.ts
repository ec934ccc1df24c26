import type * as kata from '#kata/4-backprop/9-gradient.ts'
import type { Cotangents, ParameterGradient } from '#kata/4-backprop/9-gradient.ts'
import { softmaxCrossEntropy } from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import type { Chain } from '#kata/4-backprop/8-chain.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
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

  {
    id: 'rest',
    how: 'W and b are taken out of the gradients of a layer, and the rest is its cotangents',
    answer: () => ({
      lossGradient: (chain, x, labels, loss = softmaxCrossEntropy) => {
        const backs: ReturnType<Chain[number]['pullback']>[1][] = []
        const outputs = chain.reduce((h, { pullback }) => {
          const [y, back] = pullback({ ...h })
          backs.unshift(back)
          return y
        }, x)
        const [value, loss_back] = loss({ ...outputs }, labels)
        const all: { gradient: ParameterGradient; cotangents: Cotangents }[] = []
        let dy = { ...loss_back() }
        for (const back of backs) {
          const { dW: W, db: b, ...others } = { ...back(dy) }
          all.unshift({ gradient: { W, b, activation: null }, cotangents: { dy, ...others } })
          dy = { ...others.dx }
        }
        return { loss: value, gradient: all.map((one) => one.gradient), cotangents: all.map((one) => one.cotangents) }
      },
    }),
  },
  {
    id: 'frozen',
    how: 'everything that is returned is frozen, and each tensor of it is a copy',
    answer: () => ({
      lossGradient: (chain, x, labels, loss = softmaxCrossEntropy) => {
        const copy = ({ shape, data }: Tensor): Tensor => Object.freeze({ shape: [...shape], data: data.slice() })
        const backs: ReturnType<Chain[number]['pullback']>[1][] = []
        let h = Object.freeze(copy(x))
        for (const layer of chain) {
          const [y, back] = layer.pullback(h)
          backs.push(back)
          h = copy(y)
        }
        const [value, loss_back] = loss(h, labels)
        let dy = copy(loss_back())
        const steps = backs.reverse().map((back) => {
          const { dx, dz, dW, db } = back(dy)
          const cotangents = Object.freeze({ dy, dz: copy(dz), dx: copy(dx) })
          dy = cotangents.dx
          return { gradient: Object.freeze({ W: copy(dW), b: copy(db), activation: null }), cotangents }
        })
        return Object.freeze({
          loss: value,
          gradient: Object.freeze(steps.map(({ gradient }) => gradient).reverse()),
          cotangents: Object.freeze(steps.map(({ cotangents }) => cotangents).reverse()),
        })
      },
    }),
  },
  {
    id: 'by-index',
    how: 'recursion fills two lists that are as long as the chain; a cotangent hands dx through behind a getter',
    answer: () => ({
      lossGradient(chain, x, labels, loss = softmaxCrossEntropy) {
        let value = NaN
        const gradient: ParameterGradient[] = Array(chain.length)
        const cotangents: Cotangents[] = Array(chain.length)
        const through = (l: number, h: Tensor): (() => Tensor) => {
          if (l === chain.length) {
            const [lost, back] = loss(h, labels)
            value = lost
            return back
          }
          const [y, back] = chain[l].pullback(h)
          const dy = through(l + 1, y)()
          const all = back(dy)
          gradient[l] = { W: all.dW, b: all.db, activation: null }
          cotangents[l] = {
            dy,
            dz: all.dz,
            get dx() {
              return all.dx
            },
          }
          return () => all.dx
        }
        through(0, x)
        return { loss: value, gradient, cotangents }
      },
    }),
  },
  {
    id: 'generators',
    how: 'each layer is a generator, which gives its value, waits for dy, and then returns its gradient',
    answer: () => ({
      lossGradient(chain, x, labels, loss = softmaxCrossEntropy) {
        type Found = ReturnType<ReturnType<Chain[number]['pullback']>[1]>
        function* visit({ pullback }: Chain[number], h: Tensor): Generator<Tensor, Found, Tensor> {
          const [y, back] = pullback(h)
          return back(yield y)
        }
        const waiting: Generator<Tensor, Found, Tensor>[] = []
        let h = x
        for (const layer of chain) {
          waiting.push(visit(layer, h))
          h = waiting[waiting.length - 1].next().value as Tensor
        }
        const [value, loss_back] = loss(h, labels)
        const gradient: ParameterGradient[] = []
        const cotangents: Cotangents[] = []
        let dy = loss_back()
        for (let one = waiting.pop(); one; one = waiting.pop()) {
          const { dx, dz, dW, db } = one.next(dy).value as Found
          gradient.unshift({ W: dW, b: db, activation: null })
          cotangents.unshift({ dy, dz, dx })
          dy = dx
        }
        return { loss: value, gradient, cotangents }
      },
    }),
  },
]
