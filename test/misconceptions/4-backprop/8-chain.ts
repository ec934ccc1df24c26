import type * as kata from '#kata/4-backprop/8-chain.ts'
import { type Activation, type LayerGradient, Dense as Right, identity } from '#kata/4-backprop/8-chain.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import { relu } from '#kata/4-backprop/4-relu.ts'
import { type DenseGradient, dense } from '#kata/4-backprop/5-dense.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, zeros } from '#lib/tensor'
import { runningSum, withPullback, wrapLayerBack } from '../../answer-parts/4-backprop.ts'

type Dense = typeof kata.Dense
type Layer = ReturnType<Dense>
type Back = ReturnType<Layer['pullback']>[1]

interface Step {
  /** before the activation, and after it */
  readonly z: Tensor
  readonly y: Tensor
  readonly activation: Activation
  readonly activation_back: (dy: Tensor) => [Tensor]
  readonly dense_back: (dz: Tensor) => DenseGradient
}

/** the right way forward, with another way back */
function withBack(wrong: (step: Step) => (dy: Tensor) => LayerGradient): Dense {
  return withPullback(({ W, b, activation, affine }) => (x) => {
    const [z, dense_back] = affine(x, W, b)
    const [y, activation_back] = activation(z)
    return [y, wrong({ z, y, activation, activation_back, dense_back })]
  })
}

const copyOf = (x: Tensor): Tensor => map(x, (v) => v)

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'identity-forgets-dy',
    belief: 'the derivative of x is 1, so ones go back',
    diagnosis: 'The way back of identity is 1 for every dy: the argument is not used.',
    answer: () => ({ identity: (z) => [z, (dy) => [map(dy, () => 1)]] }),
  },
  {
    id: 'identity-stops',
    belief: 'identity does nothing, so nothing goes back',
    diagnosis: 'The way back of identity is 0 for every dy: what lies before it would never learn.',
    answer: () => ({ identity: (z) => [z, (dy) => [zeros(dy.shape, dy)]] }),
  },
  {
    id: 'identity-returns-z',
    belief: 'identity gives back what it was given: z',
    diagnosis: 'The way back of identity returns z, not what it is called with.',
    answer: () => ({ identity: (z) => [z, () => [z]] }),
  },
  {
    id: 'identity-no-brackets',
    belief: 'identity gives dy back as it came',
    diagnosis: 'The way back of identity returns the tensor itself, and not a list with the tensor in it.',
    answer: () => ({ identity: ((z: Tensor) => [z, (dy: Tensor) => dy]) as unknown as Activation }),
  },
  {
    id: 'identity-float64-only',
    belief: 'a copy of the numbers is float64',
    diagnosis: 'The result of identity is always float64, also for a float32 input.',
    answer: () => {
      const copy = ({ shape, data }: Tensor): Tensor => ({ shape, data: Float64Array.from(data) })
      return { identity: (z) => [copy(z), (dy) => [copy(dy)]] }
    },
  },
  {
    id: 'chain-record',
    belief: 'a layer is a record: W, b, activation and pullback',
    diagnosis: 'What Dense returns cannot be called.',
    answer: () => ({
      Dense: (W, b, activation = identity, affine = dense) => {
        const { pullback } = Right(W, b, activation, affine)
        return { W, b, activation, pullback } as Layer
      },
    }),
  },
  {
    id: 'chain-no-activation',
    belief: 'a layer is x·W + b, and the activation is only noted on it',
    diagnosis: 'The activation is on the layer, but neither the value nor the way back goes through it.',
    answer: () => ({ Dense: withPullback(({ W, b, affine }) => Right(W, b, identity, affine).pullback) }),
  },
  {
    id: 'chain-always-relu',
    belief: 'a layer ends with relu',
    diagnosis: 'The layer goes through relu whatever activation it was given.',
    answer: () => ({ Dense: withPullback(({ W, b, affine }) => Right(W, b, relu, affine).pullback) }),
  },
  {
    id: 'chain-relu-by-default',
    belief: 'a layer without an activation has relu',
    diagnosis:
      'Where no activation is given, relu is applied. The last layer of a network would have no negative logits.',
    answer: () => ({ Dense: (W, b, activation = relu, affine = dense) => Right(W, b, activation, affine) }),
  },
  {
    id: 'chain-activation-first',
    belief: 'the activation is applied to the input',
    diagnosis: 'The activation is applied to x, before the product.',
    answer: () => ({
      Dense: withPullback(({ W, b, activation, affine }) => (x) => {
        const [a, activation_back] = activation(x)
        const [y, dense_back] = affine(a, W, b)
        const back = (dy: Tensor): LayerGradient => {
          const { dx: da, dW, db } = dense_back(dy)
          return { dx: activation_back(da)[0], dW, db, dz: dy }
        }
        return [y, back]
      }),
    }),
  },
  {
    id: 'B10',
    belief: 'the way back of a layer is that of its product',
    diagnosis: 'dz is dy as it came: the activation is left out on the way back.',
    answer: () => ({
      Dense: withBack(({ dense_back }) => (dy) => ({ ...dense_back(dy), dz: dy })),
    }),
  },
  {
    id: 'chain-dy-into-product',
    belief: 'dz is only for inspection, and the product’s way back takes dy',
    diagnosis: 'dz is shown, but the products are made with dy: dx, dW and db go past the activation.',
    answer: () => ({
      Dense: withBack(({ activation_back, dense_back }) => (dy) => ({ ...dense_back(dy), dz: activation_back(dy)[0] })),
    }),
  },
  {
    id: 'chain-dz-is-dy',
    belief: 'dz is the dy of the layer',
    diagnosis:
      'What is shown as dz is dy, the gradient behind the activation. The products are made with the right one.',
    answer: () => ({
      Dense: withBack(({ activation_back, dense_back }) => (dy) => ({ ...dense_back(activation_back(dy)[0]), dz: dy })),
    }),
  },
  {
    id: 'chain-no-dz',
    belief: 'the gradient of a layer is that of its product',
    diagnosis: 'The result has dx, dW and db, made with the right dz. dz itself is not in it.',
    answer: () => ({
      Dense: withBack(
        ({ activation_back, dense_back }) =>
          (dy) =>
            dense_back(activation_back(dy)[0]) as LayerGradient,
      ),
    }),
  },
  {
    id: 'chain-no-dz-of-identity',
    belief: 'where there is no activation there is no dz',
    diagnosis: 'A layer with identity has no dz: it is only there where an activation comes in between.',
    answer: () => ({
      Dense: withBack(({ activation, activation_back, dense_back }) => (dy) => {
        const [dz] = activation_back(dy)
        return (activation === identity ? dense_back(dz) : { ...dense_back(dz), dz }) as LayerGradient
      }),
    }),
  },
  {
    id: 'chain-product-first',
    belief: 'on the way back the product comes first, then the activation',
    diagnosis: 'dW and db are made before the activation’s way back. Which step was the last on the way forward?',
    answer: () => ({
      Dense: withPullback(({ W, b, activation, affine }) => (x) => {
        const [z, dense_back] = affine(x, W, b)
        const [y, activation_back] = activation(z)
        const back = (dy: Tensor): LayerGradient => {
          const [dz] = activation_back(dy)
          return { ...dense_back(dy), dx: dense_back(dz).dx, dz }
        }
        return [y, back]
      }),
    }),
  },
  {
    id: 'chain-back-in-order',
    belief: 'on the way back the product comes first, and its dx goes through the activation',
    diagnosis:
      'The product’s way back gets dy, and the activation’s gets the dx that comes out. Which step was the last on the way forward?',
    answer: () => ({
      Dense: withBack(({ activation_back, dense_back }) => (dy) => {
        const { dx: da, dW, db } = dense_back(dy)
        const [dx] = activation_back(da)
        return { dx, dW, db, dz: dx }
      }),
    }),
  },
  {
    id: 'chain-list-into-product',
    belief: 'what the activation’s way back returns is dz',
    diagnosis:
      'The activation’s way back returns a list with dz in it, and the product’s way back gets the whole list.',
    answer: () => ({
      Dense: withBack(({ activation_back, dense_back }) => (dy) => {
        const dz = activation_back(dy) as unknown as Tensor
        const { dx, dW, db } = dense_back(dz)
        return { dx, dW, db, dz }
      }),
    }),
  },
  {
    id: 'chain-mask-by-hand',
    belief: 'every activation goes back like relu: dy where y > 0',
    diagnosis: 'The way back masks with y > 0 whatever the activation is: its own way back is not called.',
    answer: () => ({
      Dense: withBack(({ y, dense_back }) => (dy) => {
        const dz = { shape: dy.shape, data: dy.data.map((d, i) => (y.data[i] > 0 ? d : 0)) }
        return { ...dense_back(dz), dz }
      }),
    }),
  },
  {
    id: 'B11',
    belief: 'the activation is applied to dy on the way back, as to z on the way forward',
    diagnosis: 'dz is the activation of dy. Look at a negative dy, and at a unit that was silent.',
    answer: () => ({
      Dense: withBack(({ activation, dense_back }) => (dy) => {
        const [dz] = activation(dy)
        return { ...dense_back(dz), dz }
      }),
    }),
  },
  {
    id: 'chain-back-at-y',
    belief: 'the activation’s way back is taken at its output',
    diagnosis: 'The slope of the activation is taken at y, behind it, and not at z. For relu the two agree.',
    answer: () => ({
      Dense: withBack(({ y, activation, dense_back }) => (dy) => {
        const [dz] = activation(y)[1](dy)
        return { ...dense_back(dz), dz }
      }),
    }),
  },
  {
    id: 'B19',
    belief: 'the bias of a layer without inputs of its own does not learn',
    diagnosis: 'db is zero for every dy.',
    answer: () => ({
      Dense: wrapLayerBack((back) => (dy) => {
        const gradient = back(dy)
        return { ...gradient, db: zeros(gradient.db.shape, gradient.db) }
      }),
    }),
  },
  {
    id: 'chain-copies',
    belief: 'a layer keeps its own W and b, safe from others',
    diagnosis: 'The layer holds copies of W and b. A change of the tensors that were handed in changes nothing here.',
    answer: () => ({
      Dense: (W, b, activation, affine) => Right(copyOf(W), copyOf(b), activation, affine),
    }),
  },
  {
    id: 'chain-computes-with-copies',
    belief: 'a layer is a function of the numbers it was made from',
    diagnosis:
      'layer.W is the tensor that was handed in, but the layer computes with the numbers it had at the beginning.',
    answer: () => ({
      Dense: withPullback(({ W, b, activation, affine }) => Right(copyOf(W), copyOf(b), activation, affine).pullback),
    }),
  },
  {
    id: 'chain-own-dense',
    belief: 'the operation handed in is dense of 4.5 anyway',
    diagnosis: 'The operation that is handed in is not used, so a faster one could never stand in.',
    answer: () => ({ Dense: (W, b, activation) => Right(W, b, activation) }),
  },
  {
    id: 'chain-own-dense-forward',
    belief: 'the operation handed in is for training, so the pullback needs it',
    diagnosis: 'layer.pullback(x) uses the operation that is handed in, layer(x) does not. Compare the two.',
    answer: () => ({
      Dense: (W, b, activation, affine) => {
        const { pullback } = Right(W, b, activation, affine)
        return Object.assign(Right(W, b, activation), { pullback })
      },
    }),
  },
  {
    id: 'chain-own-dense-back',
    belief: 'the operation handed in is x·W + b, which is the way forward',
    diagnosis: 'layer(x) uses the operation that is handed in, layer.pullback(x) does not. Compare the two.',
    answer: () => ({
      Dense: (W, b, activation, affine) => {
        const { pullback } = Right(W, b, activation)
        return Object.assign(Right(W, b, activation, affine), { pullback })
      },
    }),
  },
  {
    id: 'B18',
    belief: 'a layer remembers its last input',
    diagnosis: 'The way back of an earlier call uses what the latest call of the layer saw.',
    answer: () => ({
      Dense: (...given) => {
        let latest: Back
        const layer = wrapLayerBack((back) => {
          latest = back
          return (dy) => latest(dy)
        })
        return layer(...given)
      },
    }),
  },
  {
    id: 'B16',
    belief: 'gradients add up in the layer from call to call',
    diagnosis: 'dW and db are sums over all calls of the way back: something is kept in the layer.',
    answer: () => ({
      Dense: (...given) => {
        const [sum_W, sum_b] = [runningSum(), runningSum()]
        const layer = wrapLayerBack((back) => (dy) => {
          const { dx, dW, db, dz } = back(dy)
          return { dx, dW: sum_W(dW), db: sum_b(db), dz }
        })
        return layer(...given)
      },
    }),
  },
  {
    id: 'forward-reversed',
    belief: 'h(g(f(x))) is read from the left: the last layer comes first',
    diagnosis: 'The last layer of the list is called first.',
    answer: () => ({ forward: (chain, x) => chain.reduceRight((h, layer) => layer(h), x) }),
  },
  {
    id: 'forward-all-on-x',
    belief: 'each layer is called with x',
    diagnosis: 'Every layer is called with x itself, and only what the last one says is kept.',
    answer: () => ({ forward: (chain, x) => chain.reduce((_, layer) => layer(x), x) }),
  },
  {
    id: 'forward-at-most-two',
    belief: 'a network has a hidden layer and one for the outputs',
    diagnosis: 'Two layers are called, whatever comes after them.',
    answer: () => ({ forward: (chain, x) => chain.slice(0, 2).reduce((y, layer) => layer(y), x) }),
  },
  {
    id: 'forward-no-start',
    belief: 'a reduce needs no beginning: it takes the first element',
    diagnosis: 'What is carried along begins as the first layer itself, and not as x: x is nowhere in it.',
    answer: () => ({
      forward: (chain) => (chain as unknown as Tensor[]).reduce((h, layer) => (layer as unknown as Layer)(h)),
    }),
  },
  {
    id: 'forward-shifts',
    belief: 'a layer that has been called may be taken off the list',
    diagnosis: 'The chain that was handed in is empty afterwards: it belongs to the caller.',
    answer: () => ({
      forward: (chain, x) => {
        const rest = chain as Layer[]
        let h = x
        for (let layer = rest.shift(); layer; layer = rest.shift()) h = layer(h)
        return h
      },
    }),
  },
  {
    id: 'forward-reverses',
    belief: 'reverse gives a list the other way round, and leaves the first one alone',
    diagnosis: 'The chain that was handed in stands the other way round afterwards: it belongs to the caller.',
    answer: () => ({
      forward: (chain, x) => (chain as Layer[]).reverse().reduceRight((h, layer) => layer(h), x),
    }),
  },
  {
    id: 'forward-relu-between',
    belief: 'between layers there is always a relu',
    diagnosis: 'After each layer but the last relu is applied once more. A layer has its activation inside.',
    answer: () => ({
      forward: (chain, x) => chain.reduce((h, layer, l) => (l < chain.length - 1 ? relu(layer(h))[0] : layer(h)), x),
    }),
  },
  {
    id: 'forward-products',
    belief: 'a network multiplies: x·W + b, layer by layer',
    diagnosis: 'The layers are not called: their W and b are used, and their activations are left out.',
    answer: () => ({ forward: (chain, x) => chain.reduce((h, { W, b }) => dense(h, W, b)[0], x) }),
  },
  {
    id: 'forward-skips-last',
    belief: 'the last layer belongs to the loss',
    diagnosis: 'The last layer is not called.',
    answer: () => ({ forward: (chain, x) => chain.slice(0, -1).reduce((h, layer) => layer(h), x) }),
  },
  {
    id: 'T15',
    belief: 'there is a first layer to begin with',
    diagnosis: 'This begins with the first layer of the list. An empty list has none.',
    answer: () => ({
      forward: ([first, ...others], x) => others.reduce((h, layer) => layer(h), first(x)),
    }),
    crashes: true,
  },
]
