import {
  dataOf,
  dtypeLike,
  float64,
  isData,
  isSize,
  refuse,
  refuseLike,
  refuseSizes,
  shapeOf,
  shapesIn,
  sizeFor,
} from './argument.ts'
import { sizesOf, textOf } from './describe.ts'
import { formatIndex } from './planes.ts'
import { formatTensor } from './table.ts'
import type { Dtype, Tensor } from './tensor-type.ts'

export type { Dtype, Tensor }

/** One class per example: whole numbers from 0 to K − 1. */
export type Labels = ArrayLike<number>

/** The three products a network needs, as one value: from stage 1, from a faster rung, or from lib's kernels. */
export interface Products {
  /** A·B       (M, K)·(K, N) → (M, N) */
  AB(A: Tensor, B: Tensor): Tensor
  /** Aᵀ·B      (K, M)ᵀ·(K, N) → (M, N) */
  AtB(A: Tensor, B: Tensor): Tensor
  /** A·Bᵀ      (M, K)·(N, K)ᵀ → (M, N) */
  ABt(A: Tensor, B: Tensor): Tensor
}

/**
 * Shapes that do not fit. The message names the function, the expected shape, the received one, and what to do. The message
 * may also be one plain sentence: new ShapeError('shapes differ').
 */
export class ShapeError extends Error {
  override name = 'ShapeError'
  constructor(message: string)
  constructor(who: string, wanted: string, got: readonly { readonly shape: readonly number[] }[], remedy?: string)
  constructor(who: string, wanted?: string, got?: unknown, remedy = '') {
    const parts = typeof wanted === 'string' ? [textOf(who), 'wants', wanted] : [who === undefined ? '' : textOf(who)]
    const came = shapesIn(typeof wanted === 'string' ? got : [wanted, got])
    const end = parts.length > 1 || came !== '' ? '.' : ''
    super(`${parts.join(' ')}${came && `, but got ${came}`}${end}${remedy && ` ${textOf(remedy)}`}`)
  }
}

/** A value outside its domain (NaN, a label of 10, a rate of 0). The message names the function, the expected and the received value. */
export class ValueError extends Error {
  override name = 'ValueError'
}

/** A tensor over the given numbers. An array is copied to float64; a typed array is used as it is. */
export function tensor(shape: readonly number[], values: Float32Array | Float64Array | readonly number[]): Tensor {
  const count = sizeFor(shape, 'tensor')
  const data = Array.isArray(values)
    ? float64(values, 'tensor', 'entry', 'list.flat() has them in one list')
    : (values as Tensor['data'])
  if (!isData(data))
    refuse('tensor', 'a list of numbers, a Float64Array or a Float32Array as its second argument', values)
  if (count === data.length) return { shape, data }
  throw new ShapeError('tensor', `${count} numbers for the shape ${sizesOf(shape)}`, [{ shape: [data.length] }])
}

/** matrix([1, 2, 3], [4, 5, 6]) is the (2, 3) tensor with these rows, in float64. */
export function matrix(...rows: (readonly number[])[]): Tensor {
  const N = rows[0]?.length ?? 0
  rows.forEach((row, i) => {
    if (!Array.isArray(row)) refuse('matrix', `lists of numbers, as in matrix([1, 2], [3, 4]), for row ${i}`, row)
    if (row.length === N) return
    throw new ShapeError(`matrix, row ${i},`, `${N} numbers as in row 0`, [{ shape: [row.length] }])
  })
  return {
    shape: [rows.length, N],
    data: float64(rows.flat(), 'matrix', 'entry', 'matrix(...rows) takes a list of rows'),
  }
}

/** vector(1, 2, 3) is the (3) tensor, a row, in float64. */
export function vector(...values: number[]): Tensor {
  return { shape: [values.length], data: float64(values, 'vector', 'argument', 'vector(...list) takes a list') }
}

/** The same numbers in float32: a copy. */
export function float32(x: Tensor): Tensor {
  return { shape: shapeOf(x, 'float32'), data: Float32Array.from(dataOf(x, 'float32')) }
}

/** A new tensor of zeros, with the dtype of `like` (a tensor or a dtype). */
export function zeros(shape: readonly number[], like: Tensor | Dtype = 'float64'): Tensor {
  if (shape === undefined) refuseLike(like)
  const count = sizeFor(shape, 'zeros')
  const dtype = like === 'float64' || like === 'float32' ? like : dtypeLike(like)
  try {
    return { shape, data: dtype === 'float32' ? new Float32Array(count) : new Float64Array(count) }
  } catch {
    return refuse('zeros', 'sizes whose product fits into memory', shape)
  }
}

export function dtypeOf(x: Tensor): Dtype {
  return dataOf(x, 'dtypeOf') instanceof Float32Array ? 'float32' : 'float64'
}

/** The number of entries: the product of the sizes. */
export function size(shape: readonly number[]): number {
  return sizeFor(shape, 'size')
}

export function sameShape(x: Tensor, y: Tensor): boolean {
  const [a, b] = [shapeOf(x, 'sameShape'), shapeOf(y, 'sameShape')]
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return a.length === b.length
}

export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'shape' in value && 'data' in value
}

/**
 * Prints a tensor with its shape and its numbers in rows, as the tests draw it, and returns it: return show(y, 'y').
 * A tensor of more than two axes has a table for each plane: [0, :, :, 2] is channel 2 of the first image.
 *
 * Anything else is printed as console.log prints it. A name that is no text: TypeError.
 */
export function show<Value>(value: Value, name?: string): Value {
  if (name !== undefined && typeof name !== 'string') refuse('show', 'a text as its second argument', name)
  if (isTensor(value) && isData(value.data) && Array.isArray(value.shape)) console.log(formatTensor(value, name))
  else console.log(...(name === undefined ? [value] : [name, value]))
  return value
}

/** const [M, N] = matrixShape(x, 'transpose'): the two sizes, or a ShapeError that names who asked. */
export function matrixShape(x: Tensor, who = 'matrixShape'): [rows: number, columns: number] {
  const shape = shapeOf(x, who)
  if (shape.length !== 2) {
    throw new ShapeError(who, 'a matrix [rows, columns]', [x], 'A single row is matrix([…]): its shape is [1, K].')
  }
  const [M, N] = shape
  if (!isSize(M) || !isSize(N)) refuseSizes(who, shape)
  return [M, N]
}

/**
 * “Reshape it to [B, I].” where x has the numbers for rows of I: a single row, or images that are not flat yet; '' elsewhere.
 * Throws a TypeError when x has no shape, or I is no size.
 */
export function reshapeRemedy(x: Tensor, I: number): string {
  const shape = shapeOf(x, 'reshapeRemedy')
  if (!isSize(I)) refuse('reshapeRemedy', 'a whole number of columns', I)
  const B = shape.length === 1 ? 1 : shape[0]
  return B * I === size(shape) ? `Reshape it to [${B}, ${I}].` : ''
}

/** Refuses NaN and names its first cell. */
export function refuseNaN(x: Tensor, who = 'refuseNaN'): void {
  const at = dataOf(x, who).findIndex(Number.isNaN)
  if (at >= 0)
    throw new ValueError(`${who} wants numbers, but entry ${cell(x, at)} is NaN. Look for where it was born.`)
}

/** Logits are numbers, or −∞ for a class that is masked out. Refuses NaN, +∞ and a row with every class masked. */
export function checkLogits(x: Tensor, who = 'checkLogits'): void {
  const [B, K] = matrixShape(x, who)
  refuseNaN(x, who)
  const at = x.data.indexOf(Infinity)
  if (at >= 0) throw new ValueError(`${who} wants finite logits (or −∞ as a mask), but entry ${cell(x, at)} is +∞.`)
  for (let n = 0; n < B && K > 0; n++) {
    const row = x.data.subarray(n * K, n * K + K)
    if (row.every((logit) => logit === -Infinity)) {
      throw new ValueError(`${who} wants at least one class left in each row, but row ${n} is all −∞.`)
    }
  }
}

/** One label per row of x (B, K), each a whole number from 0 to K − 1, and at least one row. */
export function checkLabels(labels: Labels, x: Tensor, who = 'checkLabels'): void {
  const [B, K] = matrixShape(x, who)
  if (typeof labels !== 'object' || typeof labels?.length !== 'number')
    refuse(who, 'a list of labels, one number per row', labels)
  if (B === 0) throw new ValueError(`${who} wants at least one example, but the batch is empty: it has no mean.`)
  if (labels.length !== B) throw new ShapeError(who, `${B} labels, one per row`, [{ shape: [labels.length] }])
  for (let n = 0; n < B; n++) checkLabel(labels[n], n, K, who)
}

/** A single label: a whole number from 0 to K − 1. */
export function checkLabel(label: number, n: number, K: number, who = 'checkLabel'): void {
  if (Number.isInteger(label) && label >= 0 && label < K) return
  if (!isSize(K)) refuse(who, 'the number of classes K', K)
  if (typeof label !== 'number') refuse(who, `a number as label ${n}`, label)
  throw new ValueError(`${who} wants labels from 0 to ${K - 1}, but label ${n} is ${label}.`)
}

/** [0, 2, 1, 3]: the index of entry `at` of the data */
function cell({ shape }: Tensor, at: number): string {
  return formatIndex(shape, at) || `[${at}]`
}
