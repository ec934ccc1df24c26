import type { Tensor } from '#lib/tensor'
import { expectClose } from './expect.ts'
import { isNumeric, isTyped, partsOf } from './parts.ts'
import { type Inputs, copyInputs } from './pure.ts'
import { isArray, isWhole } from './whole.ts'

/** Powers of two, so that the results are scaled without any rounding: about 1e-200 and 1e120. */
const factors = [2 ** -664, 2 ** 400]

/**
 * f(s·x) = s·f(x), for tiny and for large s, where x are the inputs that `names` lists. So a function is found that takes small
 * numbers for zero, or cuts off large ones.
 */
export function expectScaled<I extends Inputs>(
  run: (inputs: I) => unknown,
  inputs: I,
  names: readonly (keyof I & string)[],
  name = 'the function',
): void {
  const once = partsOf(run(copyInputs(inputs)), name).filter(isNumeric)
  for (const factor of factors) {
    const scaled = copyInputs(inputs) as Record<string, unknown>
    for (const input of names) scaled[input] = scale(scaled[input], factor)
    const times = partsOf(run(scaled as I), name).filter(isNumeric)
    const size = factor < 1 ? '1e-200' : '1e120'
    once.forEach((part, i) => {
      const comparison = `${part.name}, for ${names.join(' and ')} about ${size} times as large,`
      expectClose(times[i]?.value as Tensor, scale(part.value, factor) as Tensor, { name: comparison, terms: 100 })
    })
  }
}

/** s·x, for a number, a list or a tensor. */
export function scale(value: unknown, factor: number): unknown {
  if (typeof value === 'number') return value * factor
  if (isWhole(value)) return { shape: value.shape, data: value.data.map((v) => v * factor) }
  if (isTyped(value)) return value.map((v) => v * factor)
  return isArray(value) ? value.map((one) => scale(one, factor)) : value
}
