import type * as kata from '#kata/6-mnist/3-glorot.ts'
import { relu } from '#kata/4-backprop/3-relu.ts'
import { dense } from '#kata/4-backprop/4-dense.ts'
import { type Chain, Dense } from '#kata/4-backprop/7-chain.ts'
import { glorotUniform } from '#kata/6-mnist/3-glorot.ts'
import type { Variant } from '#lib/judge/answers'
import { ValueError, tensor, zeros } from '#lib/tensor'

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
        const chain: Dense[] = []
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
]
