import { type Tensor, isTensor } from '#lib/tensor'
import { isData, isSize } from '../../argument.ts'
import { isClass } from '../../describe.ts'

/** Reads a property that may throw: a getter, or one of a proxy. */
export function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}

/** A tensor whose data is a typed array with as many numbers as its sizes say. */
export function isWhole(value: unknown): value is Tensor {
  return attempt(() => isRecord(value) && sizeOf(value.shape) === lengthOf(value.data), false)
}

/** The product of the sizes; NaN if it is no list of sizes. */
function sizeOf(shape: unknown): number {
  if (!Array.isArray(shape)) return NaN
  let size = 1
  for (let axis = 0; axis < shape.length; axis++) {
    const n: unknown = shape[axis]
    if (!isSize(n)) return NaN
    size *= n
  }
  return size
}

function lengthOf(data: unknown): number {
  return isData(data) && !isDetached(data) ? data.length : NaN
}

/** A typed array whose memory was handed to a worker: it has no numbers, and a copy of it throws. */
function isDetached(data: Tensor['data']): boolean {
  return data.length === 0 && attempt(() => data.slice() && false, true)
}

export function copyOf({ shape, data }: Tensor): Tensor {
  return { shape: [...shape], data: data.slice() }
}

/**
 * Copies the inputs, so that an answer may write into them: tensors and lists are copied, other values are passed on.
 */
export function copyInputs<Inputs extends object>(inputs: Inputs): Inputs {
  const entries = Object.entries(inputs).map(([name, value]) => {
    if (isTensor(value)) return [name, copyOf(value)]
    return [name, isArray(value) || isBytes(value) ? value.slice() : value]
  })
  return Object.fromEntries(entries) as Inputs
}

export function isError(value: unknown): value is Error {
  return attempt(() => value instanceof Error && typeof value.message === 'string', false)
}

/** Does the value have properties, as objects and functions do? */
export function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

export type Callable = (...args: unknown[]) => unknown

/** Can a test call it? A class refuses that. */
export function isCallable(value: unknown): value is Callable {
  return typeof value === 'function' && !isClass(value)
}

/** Array.isArray, which throws for a proxy that has been revoked. */
export function isArray(value: unknown): value is readonly unknown[] {
  return attempt(() => Array.isArray(value), false)
}

function isBytes(value: unknown): value is Uint8Array {
  return attempt(() => value instanceof Uint8Array, false)
}
