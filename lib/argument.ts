import { describe, sizesOf, textOf } from './describe.ts'
import type { Dtype, Tensor } from './tensor-type.ts'

/**
 * Throws the error for an invalid argument of lib's functions. Tests run without types, so an argument may be of any kind. The message
 * says in one sentence what the function wants and what it got.
 *
 * A wrong kind is a TypeError, and so is a size of −1. A test may expect a kata to throw a ShapeError or a ValueError, and must not take
 * this error for it.
 */
export function refuse(who: unknown, wanted: string, got: unknown, remedy = ''): never {
  const end = remedy === '' ? '.' : `: ${remedy}${remedy.endsWith('?') ? '' : '.'}`
  throw new TypeError(`${textOf(who)} wants ${wanted}, but got ${describe(got)}${end}`)
}

/** The shape of a tensor. `data` is not read: lib's kernels compute it when it is. */
export function shapeOf(x: Tensor, who: string): readonly number[] {
  const shape = (x as Tensor | undefined)?.shape
  return Array.isArray(shape) ? shape : refuseTensor(who, x)
}

/** The numbers of a tensor. */
export function dataOf(x: Tensor, who: string): Tensor['data'] {
  const data = (x as Tensor | undefined)?.data
  return isData(data) ? data : refuseTensor(who, x)
}

export function isData(data: unknown): data is Tensor['data'] {
  return data instanceof Float64Array || data instanceof Float32Array
}

function refuseTensor(who: string, got: unknown): never {
  refuse(who, 'a tensor', got, remedyFor(got))
}

function remedyFor(got: unknown): string {
  if (Array.isArray(got) && typeof got[1] === 'function')
    return 'an operation of stage 4 returns [y, back], so take its first part'
  if (got === undefined) return 'is there a return missing, or an argument?'
  if (isData(got)) return 'hand over x, and not x.data'
  if (Array.isArray(got)) return 'vector(…), matrix(…) and tensor(shape, list) make a tensor of numbers'
  if (got instanceof Promise) return 'katas are synchronous'
  return isRecord(got) && 'shape' in got ? `${partsOf(got)}: make results with zeros(shape, like)` : ''
}

/** its data is [1, 2]: the wrong part of an object that has a shape and data */
function partsOf({ shape, data }: Record<string, unknown>): string {
  return Array.isArray(shape) ? `its data is ${describe(data)}` : `its shape is ${describe(shape)}`
}

/** A size is a whole number from 0 on. */
export function isSize(n: unknown): n is number {
  return Number.isInteger(n) && (n as number) >= 0
}

/** The product of the sizes. */
export function sizeFor(shape: readonly number[], who: string): number {
  if (!Array.isArray(shape)) refuse(who, 'a list of sizes', shape, isShaped(shape) ? 'hand over x.shape' : '')
  let product = 1
  for (let axis = 0; axis < shape.length; axis++) {
    if (!isSize(shape[axis])) refuseSizes(who, shape)
    product *= shape[axis]
  }
  return product
}

export function refuseSizes(who: string, shape: readonly unknown[]): never {
  throw new TypeError(`${who} wants sizes that are whole numbers from 0 on, but got ${sizesOf(shape)}.`)
}

function isShaped(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value.shape)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** zeros(x.shape, x) of an x that is no tensor, and so has no shape: x is what is wrong. */
export function refuseLike(like: unknown): void {
  const remedy = remedyFor(like)
  if (remedy === '') return
  throw new TypeError(
    `zeros wants a list of sizes, but got undefined, and ${describe(like)} as its second argument: ${remedy}.`,
  )
}

/** The dtype of the second argument of zeros, when it is not a dtype itself. */
export function dtypeLike(like: unknown): Dtype {
  const data = (like as Tensor | null)?.data
  if (!isData(data)) refuse('zeros', "a tensor, 'float32' or 'float64' as its second argument", like)
  return data instanceof Float32Array ? 'float32' : 'float64'
}

/** A copy of these numbers. `part` is what one of them is called, `remedy` is for a list in place of a number. */
export function float64(values: readonly unknown[], who: string, part: string, remedy: string): Float64Array {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (typeof value === 'number') continue
    const end = Array.isArray(value) ? `: ${remedy}.` : '.'
    throw new TypeError(`${who} wants numbers, but ${part} ${i} is ${describe(value)}${end}`)
  }
  return Float64Array.from(values as number[])
}

/** [2, 3] and [4, 5], of all shapes that a caller of ShapeError has handed over; '' if there are none. */
export function shapesIn(got: unknown): string {
  try {
    return shapes(got, 3).join(' and ')
  } catch {
    return '' // a getter or a proxy that throws: the error that is being made is the one to throw
  }
}

function shapes(got: unknown, depth: number): string[] {
  if (isShaped(got)) return [sizesOf((got as { shape: unknown[] }).shape)]
  if (!Array.isArray(got) || depth === 0) return []
  const few = Array.from({ length: Math.min(got.length, 8) }, (_, i): unknown => got[i]) // of a list without an end, perhaps
  if (few.length > 0 && few.every((n) => typeof n === 'number')) return [sizesOf(got)]
  return few.flatMap((one) => shapes(one, depth - 1))
}
