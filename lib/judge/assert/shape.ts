import { type Tensor, sameShape } from '#lib/tensor'
import { tensorFault } from './fault.ts'
import { Mismatch } from './mismatch.ts'
import { formatShape } from '../../format.ts'

/** Throws a Mismatch unless the value is a tensor of this shape, so that a test may read its rows and entries. */
export function expectShape(value: unknown, shape: readonly number[], name: string): asserts value is Tensor {
  const fault = tensorFault(value)
  if (fault !== undefined) throw new Mismatch(`${name} ${fault}`)
  const x = value as Tensor
  if (sameShape(x, { ...x, shape })) return
  throw new Mismatch(`${name} has shape ${formatShape(x.shape)}, expected ${formatShape(shape)}.`)
}
