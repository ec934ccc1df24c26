import type * as kata from '#kata/4-backprop/8-chain.ts'
import { type Layer, type LayerGradient, identity } from '#kata/4-backprop/8-chain.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import { compose } from '#kata/4-backprop/2-pullback.ts'
import { type DenseGradient, dense } from '#kata/4-backprop/5-dense.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import type { Tensor } from '#lib/tensor'

function layerOf(W: Tensor, b: Tensor, activation: Layer['activation'], pullback: Layer['pullback']): Layer {
  return Object.assign((x: Tensor) => pullback(x)[0], { W, b, activation, pullback })
}

/** the same tensors, in records that have nothing but numbers in them */
function copyOf(gradient: LayerGradient): LayerGradient {
  const { dx, dW, db, dz } = gradient
  const [first, second, third, fourth] = [dx, dW, db, dz].map(({ shape, data }) => ({
    shape: JSON.parse(JSON.stringify(shape)) as number[],
    data: data.slice(),
  }))
  return { dx: first, dW: second, db: third, dz: fourth }
}

/** the gradient of a layer, whose dx is read from that of dense when it is asked for */
function withLazyDx(dense_back: (dz: Tensor) => DenseGradient, dz: Tensor): LayerGradient {
  const gradient = dense_back(dz)
  const rest = { dW: gradient.dW, db: gradient.db, dz }
  return Object.defineProperty(rest, 'dx', { get: () => gradient.dx, enumerable: true }) as LayerGradient
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'spread',
    how: 'a new record with dz in it, dx computed at once; identity copies; forward is a loop',
    answer: () => ({
      identity: (z) => [map(z, (v) => v), (dy) => [map(dy, (d) => d)]],
      Dense: (W, b, activation = identity, affine = dense) => {
        const layer = (x: Tensor): Tensor => activation(affine(x, W, b)[0])[0]
        const pullback: Layer['pullback'] = (x) => {
          const [z, dense_back] = affine(x, W, b)
          const [y, activation_back] = activation(z)
          const back = (dy: Tensor): LayerGradient => {
            const [dz] = activation_back(dy)
            return { ...dense_back(dz), dz }
          }
          return [y, back]
        }
        return Object.assign(layer, { W, b, activation, pullback })
      },
      forward: (chain, x) => {
        let h = x
        for (const layer of chain) h = layer(h)
        return h
      },
    }),
  },
  {
    id: 'getters',
    how: 'the parameters are getters on the function, and each gradient waits behind one; forward is recursive',
    answer: () => ({
      Dense: (W, b, activation = identity, affine = dense) => {
        const pullback: Layer['pullback'] = (x) => {
          const [z, dense_back] = affine(x, W, b)
          const [y, activation_back] = activation(z)
          const back = (dy: Tensor): LayerGradient => {
            const [dz] = activation_back(dy)
            const gradient = dense_back(dz)
            return {
              get dx() {
                return gradient.dx
              },
              get dW() {
                return gradient.dW
              },
              get db() {
                return gradient.db
              },
              dz,
            }
          }
          return [y, back]
        }
        return Object.defineProperties((x: Tensor) => pullback(x)[0], {
          W: { get: () => W },
          b: { get: () => b },
          activation: { get: () => activation },
          pullback: { value: pullback },
        }) as Layer
      },
      forward: function forward([first, ...others], x): Tensor {
        return first ? forward(others, first(x)) : x
      },
    }),
  },
  {
    id: 'composed',
    how: 'the value by compose of 4.2, the gradient by the two pullbacks; forward asks each pullback for its value',
    answer: () => ({
      Dense: (W, b, activation = identity, affine = dense) => {
        const product = (x: Tensor): [Tensor, (dz: Tensor) => [Tensor]] => {
          const [z, back] = affine(x, W, b)
          return [z, (dz) => [back(dz).dx]]
        }
        const layer = (x: Tensor): Tensor => compose(product, activation)(x)[0]
        const pullback: Layer['pullback'] = (x) => {
          const [z, dense_back] = affine(x, W, b)
          const [y, activation_back] = activation(z)
          return [
            y,
            (dy) => {
              const [dz] = activation_back(dy)
              return Object.assign(dense_back(dz), { dz })
            },
          ]
        }
        return Object.assign(layer, { W, b, activation, pullback })
      },
      forward: (chain, x) => chain.map((layer) => layer.pullback).reduce((h, pullback) => pullback(h)[0], x),
    }),
  },

  {
    id: 'taken-apart',
    how: 'the gradient is taken apart and put together, and the operation gets copies of the records of W and b',
    answer: () => ({
      Dense: (W, b, activation = identity, affine = dense) =>
        layerOf(W, b, activation, (x) => {
          const [z, dense_back] = affine(x, { ...W }, { shape: b.shape, data: b.data })
          const [y, activation_back] = activation(z)
          return [
            y,
            (dy) => {
              const [dz] = activation_back(dy)
              const { dx, dW, db } = dense_back(dz)
              return { dx, dW, db, dz }
            },
          ]
        }),
    }),
  },
  {
    id: 'entries',
    how: 'the gradient is made of the entries of the one before it, and everything between the two halves is a copy',
    answer: () => ({
      Dense: (W, b, activation = identity, affine = dense) =>
        layerOf(W, b, activation, (x) => {
          const [z, dense_back] = affine({ ...x }, W, b)
          const [y, activation_back] = activation({ ...z })
          return [
            { ...y },
            (dy) => {
              const [dz] = activation_back({ ...dy })
              return Object.fromEntries([
                ...Object.entries(dense_back({ ...dz })),
                ['dz', dz],
              ]) as unknown as LayerGradient
            },
          ]
        }),
    }),
  },
  {
    id: 'frozen',
    how: 'dz is put on the record of dense, which is then frozen with all it holds; the layer is frozen too',
    answer: () => ({
      Dense: (W, b, activation = identity, affine = dense) =>
        Object.freeze(
          layerOf(W, b, activation, (x) => {
            const [z, dense_back] = affine(Object.freeze(x), W, b)
            const [y, activation_back] = activation(Object.freeze(z))
            const back = (dy: Tensor): LayerGradient => {
              const [dz] = activation_back(Object.freeze(dy))
              const gradient = dense_back(Object.freeze(dz))
              const whole = Object.isFrozen(gradient) ? { ...gradient, dz } : Object.assign(gradient, { dz })
              for (const tensor of [whole.dx, whole.dW, whole.db]) Object.freeze(tensor)
              return Object.freeze(whole)
            }
            return [y, back]
          }),
        ),
    }),
  },
  {
    id: 'cloned',
    how: 'the gradient is a deep copy',
    answer: () => ({
      Dense: (W, b, activation = identity, affine = dense) =>
        layerOf(W, b, activation, (x) => {
          const [z, dense_back] = affine(x, W, b)
          const [y, activation_back] = activation(z)
          return [y, (dy) => copyOf({ ...dense_back(activation_back(dy)[0]), dz: activation_back(dy)[0] })]
        }),
    }),
  },
  {
    id: 'halves',
    how: 'forward goes through the left half of the chain and then the right one; a layer gets its properties one by one',
    answer: () => ({
      identity: (...z) => [z[0], (...dy) => dy],
      Dense(W, b, activation = identity, affine = dense) {
        const pullback: Layer['pullback'] = (x) => {
          const [z, dense_back] = affine(x, W, b)
          const [y, activation_back] = activation(z)
          return [y, (dy) => withLazyDx(dense_back, activation_back(dy)[0])]
        }
        const layer = (x: Tensor): Tensor => pullback(x)[0]
        for (const [name, value] of Object.entries({ W, b, activation, pullback }))
          Object.defineProperty(layer, name, { value, enumerable: true })
        return layer as Layer
      },
      forward: function forward(chain, x): Tensor {
        if (chain.length < 2) return chain.length === 0 ? x : chain[0](x)
        const middle = chain.length >> 1
        return forward(chain.slice(middle), forward(chain.slice(0, middle), x))
      },
    }),
  },
  {
    id: 'bound-methods',
    how: 'a layer is the bound method of an object of a class; forward walks with an iterator by hand',
    answer: () => {
      class Affine {
        readonly parts: Pick<Layer, 'W' | 'b' | 'activation'>
        readonly affine: typeof dense
        constructor(parts: Affine['parts'], affine: typeof dense) {
          ;[this.parts, this.affine] = [parts, affine]
        }
        pullback(x: Tensor): ReturnType<Layer['pullback']> {
          const { W, b, activation } = this.parts
          const [z, dense_back] = this.affine(x, W, b)
          const [y, activation_back] = activation(z)
          return [y, (dy) => withLazyDx(dense_back, activation_back(dy)[0])]
        }
        value(x: Tensor): Tensor {
          return this.pullback(x)[0]
        }
      }
      return {
        Dense(W, b, activation = identity, affine = dense) {
          const own = new Affine({ W, b, activation }, affine)
          return Object.assign(own.value.bind(own), own.parts, { pullback: own.pullback.bind(own) })
        },
        forward(chain, x) {
          const layers = chain[Symbol.iterator]()
          let h = x
          for (let next = layers.next(); !next.done; next = layers.next()) h = next.value(h)
          return h
        },
      }
    },
  },
]
