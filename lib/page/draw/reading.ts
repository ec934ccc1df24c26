import type { Tensor } from '#lib/tensor'
import { outputsOf } from '../../training/layer.ts'
import type { Layer } from '../mnist/messages.ts'
import { InvalidResult } from '../frame/invalid-result.ts'
import type * as katas from './katas.ts'

export type Katas = typeof katas

/** The outputs of each stage of the network for an image, and the predicted digit. */
export interface Reading {
  /** 784 numbers in [0, 1], by 6.2 */
  readonly pixels: ArrayLike<number>
  /** the hidden activations, by 4.8 on 4.4; undefined if there is no hidden layer */
  readonly hidden: ArrayLike<number> | undefined
  /** ten logits, by 4.8 */
  readonly logits: ArrayLike<number>
  /** softmax of the logits, by 2.1 */
  readonly probabilities: ArrayLike<number>
  /** by 6.7 */
  readonly digit: number
}

/** Runs the learner's functions on 28 · 28 bytes, stage by stage. Throws an InvalidResult if a result has the wrong form. */
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

/** The numbers of a tensor of one row. Throws an InvalidResult unless there are `count` finite ones. */
function row(slug: string, got: Tensor, count: number): ArrayLike<number> {
  const data = got?.data
  const isRight = ArrayBuffer.isView(data) && data.length === count && data.every(Number.isFinite)
  if (!isRight) throw new InvalidResult(slug, `a tensor with ${count} finite numbers`, data ?? got)
  return data
}
