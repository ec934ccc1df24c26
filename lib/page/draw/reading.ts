import type { Tensor } from '#lib/tensor'
import { outputsOf } from '../../training/layer.ts'
import type { Layer } from '../mnist/messages.ts'
import { InvalidResult } from '../frame/invalid-result.ts'
import type * as katas from './katas.ts'

export type Katas = typeof katas

/** What each stage of the network makes of an image, and what it is read as. */
export interface Reading {
  /** 784 numbers in [0, 1], by 6.2 */
  readonly pixels: ArrayLike<number>
  /** what the hidden units say, by 4.7 on 4.3; undefined: there are none */
  readonly hidden: ArrayLike<number> | undefined
  /** ten logits, by 4.7 */
  readonly logits: ArrayLike<number>
  /** softmax of these, by 2.1 */
  readonly probabilities: ArrayLike<number>
  /** by 6.7 */
  readonly digit: number
}

/** Reads 28 · 28 bytes with these weights, stage by stage, with the learner's functions. What they return is looked at: InvalidResult. */
export function read(katas: Katas, layers: readonly Layer[], bytes: Uint8Array): Reading {
  const x = katas.scale({ count: 1, rows: 28, columns: 28, pixels: bytes })
  const pixels = row('mnist/batches', x, 784)
  const chain = layers.map(({ W, b }, l) => katas.Dense(W, b, l < layers.length - 1 ? katas.relu : undefined))
  const [width] = layers.map(outputsOf)
  const hidden = layers.length > 1 ? row('backprop/chain', katas.forward(chain.slice(0, -1), x), width) : undefined
  const z = katas.forward(chain, x)
  const logits = row('backprop/chain', z, 10)
  const probabilities = row('softmax/softmax', katas.softmax(z), 10)
  const digit: unknown = katas.predict(chain, x)?.digit
  if (!(Number.isInteger(digit) && (digit as number) >= 0 && (digit as number) <= 9))
    throw new InvalidResult('mnist/predict', 'a digit from 0 to 9', digit)
  return { pixels, hidden, logits, probabilities, digit: digit as number }
}

/** the numbers of a tensor of one row, so many and finite */
function row(slug: string, got: Tensor, count: number): ArrayLike<number> {
  const data = got?.data
  const isRight = ArrayBuffer.isView(data) && data.length === count && data.every(Number.isFinite)
  if (!isRight) throw new InvalidResult(slug, `a tensor with ${count} finite numbers`, data ?? got)
  return data
}
