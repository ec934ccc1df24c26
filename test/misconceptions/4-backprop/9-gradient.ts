import type * as kata from '#kata/4-backprop/9-gradient.ts'
import { type ParameterGradient, lossGradient as right } from '#kata/4-backprop/9-gradient.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import { softmax } from '#kata/2-softmax/1-softmax.ts'
import { numericalGradient } from '#kata/4-backprop/1-numerical-gradient.ts'
import { relu } from '#kata/4-backprop/4-relu.ts'
import { dense } from '#kata/4-backprop/5-dense.ts'
import { softmaxCrossEntropy } from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import { type Chain, type Layer, type LayerGradient, forward } from '#kata/4-backprop/8-chain.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, zeros } from '#lib/tensor'
import { changeGradients } from '../../answer-parts/4-backprop.ts'

type LossGradient = typeof kata.lossGradient
type Cotangents = ReturnType<LossGradient>['cotangents'][number]
type Back = (dy: Tensor) => LayerGradient

/** One place on the way there and back that may be wrong; what is not given is right */
interface Mistake {
  /** a layer as an operation */
  readonly pullback?: (layer: Layer, h: Tensor, l: number) => [y: Tensor, back: Back]
  /** what the way back begins with */
  readonly start?: (loss: { value: number; back: (dL?: number) => Tensor; B: number }) => Tensor
  /** what the layer before gets as its dy */
  readonly next?: (layer: LayerGradient, dy: Tensor, dLogits: Tensor) => Tensor
  readonly gradient?: (layer: LayerGradient, l: number, B: number) => Omit<ParameterGradient, 'activation'>
  readonly cotangents?: (layer: LayerGradient, dy: Tensor) => Cotangents
}

function thereAndBack({
  pullback = (layer, h) => layer.pullback(h),
  start = ({ back }) => back(),
  next = ({ dx }) => dx,
  gradient: parameters = ({ dW, db }) => ({ W: dW, b: db }),
  cotangents: show = ({ dz, dx }, dy) => ({ dy, dz, dx }),
}: Mistake): LossGradient {
  return (chain, x, labels, loss = softmaxCrossEntropy) => {
    const backs: Back[] = []
    const outputs = chain.reduce((h, layer, l) => {
      const [y, back] = pullback(layer, h, l)
      backs.push(back)
      return y
    }, x)
    const [value, back] = loss(outputs, labels)
    const dLogits = start({ value, back, B: x.shape[0] })
    const gradient: ParameterGradient[] = []
    const cotangents: Cotangents[] = []
    let dy = dLogits
    for (let l = chain.length - 1; l >= 0; l--) {
      const layer = backs[l](dy)
      gradient[l] = { ...parameters(layer, l, x.shape[0]), activation: null }
      cotangents[l] = show(layer, dy)
      dy = next(layer, dy, dLogits)
    }
    return { loss: value, gradient, cotangents }
  }
}

/** every layer with another way through its activation: z, y, dy → dz */
function activated(dzOf: (z: Tensor, dy: Tensor) => Tensor): Mistake {
  return {
    pullback: (layer, h) => {
      const [y] = layer.pullback(h)
      const [z, dense_back] = dense(h, layer.W, layer.b)
      const back: Back = (dy) => {
        const dz = layer.activation === relu ? dzOf(z, dy) : dy
        return { ...dense_back(dz), dz }
      }
      return [y, back]
    },
  }
}

function scaled(x: Tensor, by: number): Tensor {
  return map(x, (v) => v * by)
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'B01',
    belief: 'the gradient is a sum over the batch: the 1/B of the loss has to be undone',
    diagnosis: 'All gradients are B times too large: the way back begins with B, not with what the loss says.',
    answer: () => ({ lossGradient: thereAndBack({ start: ({ back, B }) => back(B) }) }),
  },
  {
    id: 'B02',
    belief: 'the gradient of the parameters is divided by the size of the batch',
    diagnosis: 'The gradients of W and b are divided by B, though the loss has done so already.',
    answer: () => ({
      lossGradient: thereAndBack({ gradient: ({ dW, db }, _, B) => ({ W: scaled(dW, 1 / B), b: scaled(db, 1 / B) }) }),
    }),
  },
  {
    id: 'B20',
    belief: 'the gradient of a matrix is a mean over the batch, that of a vector a sum',
    diagnosis: 'The gradients of W are divided by B, those of b are not.',
    answer: () => ({
      lossGradient: thereAndBack({ gradient: ({ dW, db }, _, B) => ({ W: scaled(dW, 1 / B), b: db }) }),
    }),
  },
  {
    id: 'B03',
    belief: 'the way back begins with −1, since the loss should fall',
    diagnosis: 'Every gradient has the opposite sign. A gradient says where the loss rises.',
    answer: () => ({ lossGradient: thereAndBack({ start: ({ back }) => back(-1) }) }),
  },
  {
    id: 'gradient-starts-with-loss',
    belief: 'what flows back is the loss itself',
    diagnosis: 'The way back begins with the value of the loss. How much does the loss change when the loss changes?',
    answer: () => ({ lossGradient: thereAndBack({ start: ({ back, value }) => back(value) }) }),
  },
  {
    id: 'gradient-starts-with-ones',
    belief: 'the way back begins with ones at the outputs',
    diagnosis: 'dLogits is 1 everywhere: the way back of the loss is never called.',
    answer: () => ({ lossGradient: thereAndBack({ start: ({ back }) => map(back(), () => 1) }) }),
  },
  {
    id: 'gradient-own-loss',
    belief: 'the loss is softmax cross-entropy anyway',
    diagnosis: 'The loss that is handed in is not used.',
    answer: () => ({ lossGradient: (chain, x, labels) => right(chain, x, labels) }),
  },
  {
    id: 'C11',
    belief: 'the loss wants probabilities, so the outputs go through softmax first',
    diagnosis: 'Softmax is applied to the outputs before they get to the loss, which does so too.',
    answer: () => ({
      lossGradient: (chain, x, labels, loss = softmaxCrossEntropy) =>
        right(chain, x, labels, (outputs, y) => loss(softmax(outputs), y)),
    }),
  },
  {
    id: 'B10',
    belief: 'only W and b are learned, so only the products go back',
    diagnosis: 'dz is dy in every layer: the activation is left out on the way back.',
    answer: () => ({ lossGradient: thereAndBack(activated((_, dy) => dy)) }),
  },
  {
    id: 'B11',
    belief: 'on the way back relu cuts off what is negative in dy',
    diagnosis: 'The mask in the hidden layers is the sign of dy, and not that of z.',
    answer: () => ({ lossGradient: thereAndBack(activated((_, dy) => map(dy, (d) => Math.max(0, d)))) }),
  },
  {
    id: 'B12',
    belief: 'the mask of relu is z ≥ 1',
    diagnosis: 'Hidden units with z between 0 and 1 get no gradient, though they were not silent.',
    answer: () => ({
      lossGradient: thereAndBack(
        activated((z, dy) => ({ shape: dy.shape, data: dy.data.map((d, i) => (z.data[i] >= 1 ? d : 0)) })),
      ),
    }),
  },
  {
    id: 'B13',
    belief: 'the way back through relu multiplies by its output',
    diagnosis: 'In the hidden layers dy is multiplied by the value of relu, not by its slope.',
    answer: () => ({
      lossGradient: thereAndBack(
        activated((z, dy) => ({ shape: dy.shape, data: dy.data.map((d, i) => d * Math.max(0, z.data[i])) })),
      ),
    }),
  },
  {
    id: 'gradient-same-dy',
    belief: 'every layer gets the gradient of the loss',
    diagnosis: 'Every layer gets dLogits as its dy: what the layer behind it says is not handed on.',
    answer: () => ({ lossGradient: thereAndBack({ next: (_, __, dLogits) => dLogits }) }),
  },
  {
    id: 'gradient-hands-on-dz',
    belief: 'dz is what goes to the layer before',
    diagnosis: 'The layer before gets dz as its dy. dz has the shape of this layer’s output, not of its input.',
    answer: () => ({ lossGradient: thereAndBack({ next: ({ dz }) => dz }) }),
  },
  {
    id: 'gradient-dz-is-dy',
    belief: 'dz is another name for dy',
    diagnosis: 'What is shown as dz is dy: look at a hidden unit that was silent.',
    answer: () => ({ lossGradient: thereAndBack({ cotangents: ({ dx }, dy) => ({ dy, dz: dy, dx }) }) }),
  },
  {
    id: 'gradient-dx-is-dy',
    belief: 'dx of a layer is what it gets from the layer behind',
    diagnosis: 'In the cotangents dx and dy have changed places: dy belongs to the output of a layer, dx to its input.',
    answer: () => ({ lossGradient: thereAndBack({ cotangents: ({ dz, dx }, dy) => ({ dy: dx, dz, dx: dy }) }) }),
  },
  {
    id: 'gradient-dy-after',
    belief: 'dy is what was handed on last',
    diagnosis: 'What is shown as dy is the dx of the same layer: dy was replaced before it was noted down.',
    answer: () => ({ lossGradient: thereAndBack({ cotangents: ({ dz, dx }) => ({ dy: dx, dz, dx }) }) }),
  },
  {
    id: 'gradient-in-order',
    belief: 'the way back goes through the layers in their order',
    diagnosis:
      'dLogits goes into the first layer, and what that gives into the second. Which step was the last on the way forward?',
    answer: () => ({
      lossGradient: (chain, x, labels, loss = softmaxCrossEntropy) => {
        let h = x
        const backs = chain.map((layer) => {
          const [y, back] = layer.pullback(h)
          h = y
          return back
        })
        const [value, loss_back] = loss(h, labels)
        const [gradient, cotangents]: [ParameterGradient[], Cotangents[]] = [[], []]
        let dy = loss_back()
        for (const back of backs) {
          const { dx, dz, dW, db } = back(dy)
          gradient.push({ W: dW, b: db, activation: null })
          cotangents.push({ dy, dz, dx })
          dy = dx
        }
        return { loss: value, gradient, cotangents }
      },
    }),
  },
  {
    id: 'gradient-pullbacks-at-x',
    belief: 'each layer is pulled back at x',
    diagnosis: 'Every layer’s pullback is taken at x itself. Only the first layer has seen x on the way forward.',
    answer: () => ({
      lossGradient: (chain, x, labels, loss = softmaxCrossEntropy) => {
        const outputs = forward(chain, x)
        const there = thereAndBack({ pullback: (layer) => [outputs, layer.pullback(x)[1]] })
        return there(chain, x, labels, loss)
      },
    }),
  },
  {
    id: 'gradient-names',
    belief: 'the gradient of a layer has the names dW and db',
    diagnosis:
      'The entries of the gradient are called dW and db here. It has the shape of the chain: look at the names of a layer.',
    answer: () => changeGradients((gradient) => gradient.map(({ W, b }) => ({ dW: W, db: b, activation: null }))),
  },
  {
    id: 'gradient-no-activation',
    belief: 'what has no parameters is left out of the gradient',
    diagnosis:
      'The gradient of a layer has W and b only. It has the shape of the chain, and a layer has an activation.',
    answer: () => changeGradients((gradient) => gradient.map(({ W, b }) => ({ W, b }))),
  },
  {
    id: 'gradient-reversed',
    belief: 'what is pushed on the way back is in order',
    diagnosis: 'The list begins with the last layer: it was filled on the way back.',
    answer: () => ({
      lossGradient: (...args) => {
        const { loss, gradient, cotangents } = right(...args)
        return { loss, gradient: gradient.toReversed(), cotangents: cotangents.toReversed() }
      },
    }),
  },
  {
    id: 'gradient-reverses-chain',
    belief: 'reverse gives a list the other way round, and leaves the first one alone',
    diagnosis: 'The chain that was handed in stands the other way round afterwards: it belongs to the caller.',
    answer: () => ({
      lossGradient: (chain, ...given) => {
        const result = right(chain, ...given)
        ;(chain as Layer[]).reverse()
        return result
      },
    }),
  },
  {
    id: 'gradient-pops-chain',
    belief: 'a layer that has had its turn on the way back may be taken off the list',
    diagnosis: 'The chain that was handed in is empty afterwards: it belongs to the caller.',
    answer: () => ({
      lossGradient: (chain, ...given) => {
        const result = right(chain, ...given)
        ;(chain as Layer[]).length = 0
        return result
      },
    }),
  },
  {
    id: 'gradient-last-layer',
    belief: 'the last layer is what the loss depends on',
    diagnosis: 'Only the last layer has a gradient, all others have zeros.',
    answer: () =>
      changeGradients((gradient) =>
        gradient.map(({ W, b, activation }, l) =>
          l === gradient.length - 1 ? gradient[l] : { W: scaled(W, 0), b: scaled(b, 0), activation },
        ),
      ),
  },
  {
    id: 'B19',
    belief: 'only the last layer has a bias that matters',
    diagnosis: 'The gradient of b is zero in every layer but the last.',
    answer: () =>
      changeGradients((gradient) =>
        gradient.map((layer, l) => (l < gradient.length - 1 ? { ...layer, b: zeros(layer.b.shape, layer.b) } : layer)),
      ),
  },
  {
    id: 'B17',
    belief: 'each layer can be updated as soon as its gradient is there',
    diagnosis: 'W and b change during the way back, and the layer before gets a dx from weights that have moved.',
    answer: () => ({
      lossGradient: (chain, ...args) =>
        thereAndBack({
          gradient: ({ dW, db }, l) => {
            dW.data.forEach((d, i) => (chain[l].W.data[i] -= 0.1 * d))
            db.data.forEach((d, i) => (chain[l].b.data[i] -= 0.1 * d))
            return { W: dW, b: db }
          },
        })(chain, ...args),
    }),
  },
  {
    id: 'B16',
    belief: 'gradients add up from call to call',
    diagnosis: 'The gradient is the sum over all calls with this network: something is kept between them.',
    answer: () => {
      const totals = new WeakMap<Tensor, Tensor>()
      const added = (parameter: Tensor, gradient: Tensor): Tensor => {
        const total = totals.get(parameter) ?? zeros(gradient.shape, gradient)
        gradient.data.forEach((d, i) => (total.data[i] += d))
        totals.set(parameter, total)
        return scaled(total, 1)
      }
      return {
        lossGradient: (chain, ...args) =>
          thereAndBack({
            gradient: ({ dW, db }, l) => ({ W: added(chain[l].W, dW), b: added(chain[l].b, db) }),
          })(chain, ...args),
      }
    },
  },
  {
    id: 'B18',
    belief: 'a network has one list of pullbacks, made once',
    diagnosis: 'The pullbacks are those of the first call with this network: what a later call saw is not in them.',
    answer: () => {
      const kept = new WeakMap<Chain, Back[]>()
      return {
        lossGradient: (chain, x, ...args) => {
          const backs = kept.get(chain) ?? []
          kept.set(chain, backs)
          return thereAndBack({
            pullback: (layer, h, l) => {
              const [y, back] = layer.pullback(h)
              return [y, (backs[l] ??= back)]
            },
          })(chain, x, ...args)
        },
      }
    },
  },
  {
    id: 'B24',
    belief: 'float32 is enough for what is only handed on',
    diagnosis: 'What goes from layer to layer is rounded to float32, and so everything is right to seven digits only.',
    answer: () => ({ lossGradient: thereAndBack({ pullback: (layer, h) => layer.pullback(map(h, Math.fround)) }) }),
  },
  {
    id: 'gradient-numerical',
    belief: 'the numerical gradient of 4.1 is a gradient',
    diagnosis:
      'The gradients are right to about ten digits: they are difference quotients, two ways forward for each weight.',
    answer: () => ({
      lossGradient: (chain, x, labels, loss = softmaxCrossEntropy) => {
        const { loss: value, cotangents } = right(chain, x, labels, loss)
        const slope = (parameter: Tensor): Tensor =>
          numericalGradient((moved) => {
            const before = parameter.data.slice()
            parameter.data.set(moved.data)
            const [L] = loss(forward(chain, x), labels)
            parameter.data.set(before)
            return L
          }, parameter)
        const gradient = chain.map(({ W, b }) => ({ W: slope(W), b: slope(b), activation: null }))
        return { loss: value, gradient, cotangents }
      },
    }),
  },
  {
    id: 'gradient-keeps-activation',
    belief: 'the gradient has the shape of the chain: the activation of each layer is in it',
    diagnosis:
      'Where the chain has an activation, the gradient has it too. It has no parameters that could have a gradient.',
    answer: () =>
      changeGradients((gradient, chain) => gradient.map((layer, l) => ({ ...layer, activation: chain[l].activation }))),
  },
]
