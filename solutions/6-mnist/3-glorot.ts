/**
 * 6.3  Glorot: where a network begins
 *
 *   W[i, j] = (rng() − 0.5) · √(24 / (fanIn + fanOut))      W: (fanIn, fanOut)      b = 0
 *
 * Uniform, around zero, and the wider the layer the smaller: then signals neither fade nor explode on their way through,
 * in either direction. A uniform number in ±a has variance a²/3; Glorot asks for 2 / (fanIn + fanOut).
 * All zeros would make every hidden unit the same, for ever; all positive numbers add up to huge logits and a huge first loss.
 *
 *   network([784, 32, 10], rng) = chain(dense(784 → 32, relu), dense(32 → 10))
 *
 * relu between the layers, none at the end: the last layer gives logits. The rng is read layer by layer, row by row.
 *
 * The laws: the same seed gives the same network; mean 0 and variance 2 / (fanIn + fanOut); the first loss is near ln 10.
 *
 * 15 minutes. Needs 4.3, 4.4, 4.7.
 */
import { type Dtype, type Tensor, ValueError, zeros } from '#lib/tensor'
import type { Random } from '#lib/random'
import { relu } from '../4-backprop/3-relu.ts'
import { dense } from '../4-backprop/4-dense.ts'
import { type Chain, Dense, identity } from '../4-backprop/7-chain.ts'

/** W[i, j] = (rng() − 0.5) · √(24 / (fanIn + fanOut))      → (fanIn, fanOut) */
export function glorotUniform(fanIn: number, fanOut: number, rng: Random, dtype: Dtype = 'float32'): Tensor {
  const W = zeros([fanIn, fanOut], dtype)
  const width = Math.sqrt(24 / (fanIn + fanOut))
  for (let i = 0; i < W.data.length; i++) W.data[i] = (rng() - 0.5) * width
  return W
}

/** What the layers are made of: yours, or faster ones of the same meaning. */
export interface LayerOperations {
  readonly dense: typeof dense
  readonly relu: typeof relu
}

/** Dense(sizes[0] → sizes[1], relu), …, Dense(… → sizes[last])      biases: 0      fewer than two sizes: ValueError */
export function network(
  sizes: readonly number[],
  rng: Random,
  operations: LayerOperations = { dense, relu },
  dtype: Dtype = 'float32',
): Chain {
  if (sizes.length < 2)
    throw new ValueError(`network wants at least two sizes, in and out, but got [${sizes.join(', ')}].`)
  return sizes.slice(1).map((fanOut, l) => {
    const W = glorotUniform(sizes[l], fanOut, rng, dtype)
    const activation = l < sizes.length - 2 ? operations.relu : identity
    return Dense(W, zeros([fanOut], dtype), activation, operations.dense)
  })
}
