import { type Tensor, isTensor, matrix } from '../../tensor.ts'
import { InvalidResult } from '../frame/invalid-result.ts'
import type * as katas from './katas.ts'

export type Katas = typeof katas

/** The settings of the room. */
export interface Setting {
  readonly logits: number[]
  truth: number
  temperature: number
  isShifted: boolean
}

/** x = z / T, plus 1000 if it is shifted. x: (1, K), float64 */
export function inputOf({ logits, temperature, isShifted }: Setting): Tensor {
  return matrix(logits.map((z) => z / temperature + (isShifted ? 1000 : 0)))
}

/** pᵢ by 2.1 */
export function probabilities(use: Katas, x: Tensor): readonly number[] {
  return row('softmax/softmax', use.softmax(x), x)
}

/** ln pᵢ by 2.2 */
export function logarithms(use: Katas, x: Tensor): readonly number[] {
  return row('softmax/log-softmax', use.logSoftmax(x), x)
}

/** ∂L/∂xᵢ by 4.7 */
export function slopes(use: Katas, x: Tensor, truth: number): readonly number[] {
  const both: unknown = use.softmaxCrossEntropy(x, [truth])
  const back: unknown = Array.isArray(both) ? both[1] : undefined
  if (typeof back !== 'function') throw new InvalidResult('backprop/softmax-cross-entropy', '[loss, back]', both)
  return row('backprop/softmax-cross-entropy', back(), x)
}

/** L by 3.1 over 2.1: of the probabilities */
export function lossOfProbabilities(use: Katas, x: Tensor, truth: number): number {
  return lossOf('cross-entropy/cross-entropy', use.crossEntropy(use.softmax(x), [truth]))
}

/** L by 3.2: of the logits */
export function lossOfLogits(use: Katas, x: Tensor, truth: number): number {
  return lossOf('cross-entropy/from-logits', use.crossEntropyFromLogits(x, [truth]))
}

/** The page's own naive softmax, exp(xᵢ) / Σ exp(xⱼ): the exponentials, and their shares. */
export function naively(x: Tensor): { powers: number[]; shares: number[] } {
  const powers = Array.from(x.data, Math.exp)
  const total = powers.reduce((sum, power) => sum + power, 0)
  return { powers, shares: powers.map((power) => power / total) }
}

/** Throws an InvalidResult unless `got` is a number. ∞ is valid: it is the loss of a probability of 0. */
function lossOf(slug: string, got: unknown): number {
  if (typeof got !== 'number') throw new InvalidResult(slug, 'a number', got)
  return got
}

function row(slug: string, got: unknown, { shape }: Tensor): readonly number[] {
  if (isTensor(got) && got.data.length === shape[1]) return Array.from(got.data)
  throw new InvalidResult(slug, `a tensor of shape [${shape.join(', ')}]`, got)
}
