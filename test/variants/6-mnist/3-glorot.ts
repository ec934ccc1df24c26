import type * as kata from '#kata/6-mnist/3-glorot.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import { relu } from '#kata/4-backprop/4-relu.ts'
import { dense } from '#kata/4-backprop/5-dense.ts'
import { type Chain, Dense, type Layer } from '#kata/4-backprop/8-chain.ts'
import { glorotUniform } from '#kata/6-mnist/3-glorot.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, ValueError, tensor, zeros } from '#lib/tensor'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'bound',
    how: 'from −a to a with a = √(6 / (fanIn + fanOut)), made in a plain array',
    answer: () => ({
      glorotUniform(fanIn, fanOut, rng, dtype = 'float32') {
        const a = Math.sqrt(6 / (fanIn + fanOut))
        const values = Array.from({ length: fanIn * fanOut }, () => a * (2 * rng() - 1))
        return tensor([fanIn, fanOut], dtype === 'float32' ? Float32Array.from(values) : values)
      },
    }),
  },
  {
    id: 'nested-loops',
    how: 'row by row, column by column, and network as a recursion',
    answer: () => {
      const W: typeof kata.glorotUniform = (fanIn, fanOut, rng, dtype) => {
        const x = zeros([fanIn, fanOut], dtype ?? 'float32')
        for (let i = 0; i < fanIn; i++)
          for (let j = 0; j < fanOut; j++)
            x.data[i * fanOut + j] = rng() * Math.sqrt(24 / (fanIn + fanOut)) - Math.sqrt(6 / (fanIn + fanOut))
        return x
      }
      const network: typeof kata.network = (sizes, rng, operations = { dense, relu }, dtype = 'float32'): Chain => {
        if (sizes.length <= 1) throw new ValueError(`From where to where? There are only the sizes [${sizes.join()}].`)
        const [fanIn, fanOut, ...rest] = sizes
        const [weights, b] = [W(fanIn, fanOut, rng, dtype), zeros([fanOut], dtype)]
        if (rest.length === 0) return [Dense(weights, b, undefined, operations.dense)]
        const layer = Dense(weights, b, operations.relu, operations.dense)
        return [layer, ...network([fanOut, ...rest], rng, operations, dtype)]
      }
      return { glorotUniform: W, network }
    },
  },
  {
    id: 'own-identity',
    how: 'layers pushed in a loop, with an identity of its own and a closure around relu',
    answer: () => ({
      network(sizes, rng, operations = { dense, relu }, dtype = 'float32') {
        if (sizes.length < 2) throw new ValueError(`network wants two sizes or more, not [${sizes.join(', ')}]`)
        const chain: Layer[] = []
        for (let l = 1; l < sizes.length; l++) {
          const W = glorotUniform(sizes[l - 1], sizes[l], rng, dtype)
          const isLast = l === sizes.length - 1
          chain.push(
            Dense(
              W,
              zeros([sizes[l]], W),
              (z) => (isLast ? [z, (dy) => [dy]] : operations.relu(z)),
              (...args) => operations.dense(...args),
            ),
          )
        }
        return chain
      },
    }),
  },

  {
    id: 'frozen',
    how: 'weights, biases, layers and the chain are frozen: the numbers in them can still change',
    answer: () => ({
      glorotUniform: (...given) => Object.freeze(glorotUniform(...given)),
      network(sizes, rng, operations = { dense, relu }, dtype = 'float32') {
        if (sizes.length < 2) throw new ValueError(`network wants sizes for in and out, but got [${sizes.join(', ')}]`)
        const layers = sizes.slice(1).map((fanOut, l) => {
          const [W, b] = [glorotUniform(sizes[l], fanOut, rng, dtype), zeros([fanOut], dtype)].map(Object.freeze)
          const activation = l < sizes.length - 2 ? operations.relu : undefined
          return Object.freeze(Dense(W as Tensor, b as Tensor, activation, operations.dense))
        })
        return Object.freeze(layers)
      },
    }),
  },
  {
    id: 'class',
    how: 'a weight is an object of a class, whose numbers are a window on one array for the whole network',
    answer: () => {
      class Parameter implements Tensor {
        readonly #all: { data?: Tensor['data'] }
        readonly #from: number
        readonly shape: readonly number[]
        constructor(all: { data?: Tensor['data'] }, from: number, shape: readonly number[]) {
          ;[this.#all, this.#from, this.shape] = [all, from, shape]
        }
        get data(): Tensor['data'] {
          const size = this.shape.reduce((product, n) => product * n, 1)
          return (this.#all.data as Tensor['data']).subarray(this.#from, this.#from + size)
        }
      }
      return {
        network(sizes, rng, operations = { dense, relu }, dtype = 'float32') {
          if (sizes.length < 2) throw new ValueError(`no network has the sizes [${sizes.join(', ')}]`)
          const all: { data?: Tensor['data'] } = {}
          let [numbers, at]: [number[], number] = [[], 0]
          const next = (values: ArrayLike<number>, shape: readonly number[]): Tensor => {
            const one = new Parameter(all, at, shape)
            numbers = [...numbers, ...Array.from(values)]
            at += values.length
            return one
          }
          const chain = sizes.slice(1).map((fanOut, l) => {
            const { shape, data } = glorotUniform(sizes[l], fanOut, rng, dtype)
            const [W, b] = [next(data, shape), next(new Float32Array(fanOut), [fanOut])]
            return Dense(W, b, l < sizes.length - 2 ? operations.relu : undefined, operations.dense)
          })
          all.data = dtype === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers)
          return chain
        },
      }
    },
  },
  {
    id: 'generator',
    how: 'a generator of layers, and the chain is the list of them; (u − ½)·√(24 / (fanIn + fanOut))',
    answer: () => {
      const W: typeof kata.glorotUniform = (fanIn, fanOut, rng, dtype = 'float32') => {
        const width = Math.sqrt(24 / (fanIn + fanOut))
        return map(zeros([fanIn, fanOut], dtype), () => (rng() - 0.5) * width)
      }
      return {
        glorotUniform: W,
        network(sizes, rng, operations = { dense, relu }, dtype = 'float32') {
          function* layers(): Generator<Layer> {
            const rest = [...sizes]
            for (let fanIn = rest.shift(), fanOut = rest.shift(); fanIn !== undefined && fanOut !== undefined;) {
              const next = rest.shift()
              const activation = next === undefined ? undefined : operations.relu
              yield Dense(W(fanIn, fanOut, rng, dtype), zeros([fanOut], dtype), activation, operations.dense)
              ;[fanIn, fanOut] = [fanOut, next]
            }
          }
          const chain = [...layers()]
          if (chain.length === 0) throw new ValueError(`The sizes [${sizes.join(', ')}] make no layer.`)
          return chain
        },
      }
    },
  },
]
