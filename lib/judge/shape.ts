import type { Tensor } from '#lib/tensor'
import { tensorFault } from './fault.ts'
import { Mismatch } from './mismatch.ts'
import { showShape } from './print.ts'

/** A tensor of this shape, before it is taken apart row by row or entry by entry. */
export function expectShape(value: unknown, shape: readonly number[], name: string): asserts value is Tensor {
  const fault = tensorFault(value)
  if (fault !== undefined) throw new Mismatch(`${name} ${fault}`)
  const [came, wanted] = [showShape((value as Tensor).shape), showShape(shape)]
  if (came !== wanted) throw new Mismatch(`${name} has shape ${came}, expected ${wanted}.`)
}
