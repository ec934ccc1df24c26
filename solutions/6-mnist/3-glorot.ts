/**
 * 6.3  Glorot: where a network begins
 *
 *   W[i, j] = (rng() − 0.5) · √(24 / (fanIn + fanOut))      W: (fanIn, fanOut)      b = 0
 *
 * The weights are uniform around 0, and smaller in a wider layer. Then signals neither fade nor explode, in either
 * direction, as long as a network has few layers with relu. A uniform number in ±a has variance a²/3; Glorot asks for
 * 2 / (fanIn + fanOut).
 * Zeros would keep all hidden units the same for ever. Positive numbers alone add up to huge logits and a huge first loss.
 *
 *   network([784, 32, 10], rng) = chain(dense(784 → 32, relu), dense(32 → 10))
 *
 * relu stands between the layers, and not at the end: the last layer gives logits. Read rng layer by layer, row by row.
 *
 * The laws: the same seed gives the same network; mean 0 and variance 2 / (fanIn + fanOut); the first loss is near ln 10.
 *
 * 15 minutes. Needs 4.4, 4.5, 4.8.
 */
import { type Dtype, type Tensor, ValueError, zeros } from '#lib/tensor'
import type { Random } from '#lib/random'
import { relu } from '../4-backprop/4-relu.ts'
import { dense } from '../4-backprop/5-dense.ts'
import { type Chain, Dense, identity } from '../4-backprop/8-chain.ts'

/** W[i, j] = (rng() − 0.5) · √(24 / (fanIn + fanOut))      → (fanIn, fanOut) */
export function glorotUniform(fanIn: number, fanOut: number, rng: Random, dtype: Dtype = 'float32'): Tensor {
  const W = zeros([fanIn, fanOut], dtype)
  const width = Math.sqrt(24 / (fanIn + fanOut))
  for (let i = 0; i < W.data.length; i++) W.data[i] = (rng() - 0.5) * width
  return W
}

/** The operations of the layers: yours, or faster ones with the same meaning. */
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
