import { type Tensor, sameShape } from '#lib/tensor'
import { tensorFault } from './fault.ts'
import { Mismatch } from './mismatch.ts'
import { formatShape } from '../../format.ts'

/** A tensor of this shape, before it is taken apart row by row or entry by entry. */
export function expectShape(value: unknown, shape: readonly number[], name: string): asserts value is Tensor {
  const fault = tensorFault(value)
  if (fault !== undefined) throw new Mismatch(`${name} ${fault}`)
  const x = value as Tensor
  if (sameShape(x, { ...x, shape })) return
  throw new Mismatch(`${name} has shape ${formatShape(x.shape)}, expected ${formatShape(shape)}.`)
}
