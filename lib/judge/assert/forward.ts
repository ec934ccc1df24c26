import type { Tensor } from '#lib/tensor'
import { Mismatch } from './mismatch.ts'
import { formatNumber } from '../../format.ts'
import { expectShape } from './shape.ts'
import { tolerance } from './tolerance.ts'

export type Tensors<Name extends string = string> = Readonly<Record<Name, Tensor>>

/** An operation at one point: all its arguments by name. */
export interface Operation<Name extends string> {
  /** the point */
  readonly inputs: Tensors<Name>
  /** ∂L/∂y for L = ⟨c, y⟩: random, not constant, away from 0. 1 for a loss. */
  readonly c: Tensor
  /** the answer's y */
  readonly forward: (inputs: Tensors<Name>) => Tensor | number
  /** the answer's gradient of each input, for the cotangent c */
  readonly backward: (inputs: Tensors<Name>, c: Tensor) => Tensors<Name>
  /** K, the number of products summed in each entry of a gradient */
  readonly terms?: number
  /** relu or max on the way */
  readonly kinked?: boolean
  /** inputs that act through an exponential or a sine: logits and angles */
  readonly absolute?: readonly string[]
}

/** L = ⟨c, y⟩ at these inputs, with the y that the answer's own forward gives. */
export function lossAt<Name extends string>({ forward, c }: Operation<Name>, inputs: Tensors<Name>): number {
  const y = forward(inputs)
  if (typeof y === 'number' && c.data.length === 1) return y * c.data[0]
  expectShape(y, c.shape, 'the value of your way forward')
  return dot(y, c)
}

/** No point can tell whether a gradient is right if the value is no number, or another one in each call. */
export function refuseUnsteady<Name extends string>(check: Operation<Name>): void {
  const [once, again] = [0, 1].map(() => lossAt(check, check.inputs))
  if (!Number.isFinite(once))
    throw new Mismatch(`the value of your way forward has ${formatNumber(once)} in it at this point.`)
  if (once !== again)
    throw new Mismatch('your way forward gives another value for the same inputs: something is kept from call to call.')
}

/** what rounding alone may do to a difference quotient */
export function rounding(L: number, h: number): number {
  return (16 * tolerance.epsilon * Math.max(1, Math.abs(L))) / h
}

export function dot(a: Tensor, b: Tensor): number {
  let sum = 0
  for (let i = 0; i < a.data.length; i++) sum += a.data[i] * b.data[i]
  return sum
}
