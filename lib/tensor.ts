/**
 * The tensor: a shape and its numbers in one typed array, row after row.
 *
 * Entry [i, j] of a matrix (M, N) is `data[i·N + j]`. A vector (K) is a row; a column is a matrix (B, 1).
 * float64 where something is checked, float32 where something is trained: a result has the dtype of its first input.
 */
export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float32Array | Float64Array
}

export type Dtype = 'float32' | 'float64'

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

/** Shapes that do not fit: says who, what it wanted, what came, and what to do about it. */
export class ShapeError extends Error {
  override name = 'ShapeError'
  constructor(who: string, wanted: string, got: readonly { readonly shape: readonly number[] }[], remedy = '') {
    const came = got.map(({ shape }) => `[${shape.join(', ')}]`).join(' and ')
    super(`${who} wants ${wanted}, but got ${came}.${remedy && ` ${remedy}`}`)
  }
}

/** A value outside its domain (NaN, a label of 10, a rate of 0): says who, what it wanted and what came. */
export class ValueError extends Error {
  override name = 'ValueError'
}

/** A tensor over the given numbers. An array is copied to float64; a typed array is used as it is. */
export function tensor(shape: readonly number[], values: Float32Array | Float64Array | readonly number[]): Tensor {
  const data = ArrayBuffer.isView(values) ? values : Float64Array.from(values)
  if (size(shape) !== data.length) {
    throw new ShapeError('tensor', `${size(shape)} numbers for the shape [${shape.join(', ')}]`, [
      { shape: [data.length] },
    ])
  }
  return { shape, data }
}

/** matrix([1, 2, 3], [4, 5, 6]) is the (2, 3) tensor with these rows, in float64. */
export function matrix(...rows: (readonly number[])[]): Tensor {
  const N = rows[0]?.length ?? 0
  rows.forEach((row, i) => {
    if (row.length === N) return
    throw new ShapeError(`matrix, row ${i},`, `${N} numbers as in row 0`, [{ shape: [row.length] }])
  })
  return { shape: [rows.length, N], data: Float64Array.from(rows.flat()) }
}

/** vector(1, 2, 3) is the (3) tensor, a row, in float64. */
export function vector(...values: number[]): Tensor {
  return { shape: [values.length], data: Float64Array.from(values) }
}

/** The same numbers in float32: a copy. */
export function float32({ shape, data }: Tensor): Tensor {
  return { shape, data: Float32Array.from(data) }
}

/** A new tensor of zeros, with the dtype of `like` (a tensor or a dtype). */
export function zeros(shape: readonly number[], like: Tensor | Dtype = 'float64'): Tensor {
  const dtype = typeof like === 'string' ? like : dtypeOf(like)
  return { shape, data: dtype === 'float32' ? new Float32Array(size(shape)) : new Float64Array(size(shape)) }
}

export function dtypeOf(x: Tensor): Dtype {
  return x.data instanceof Float32Array ? 'float32' : 'float64'
}

/** The number of entries: the product of the sizes. */
export function size(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1)
}

export function sameShape({ shape: a }: Tensor, { shape: b }: Tensor): boolean {
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return a.length === b.length
}

export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'shape' in value && 'data' in value
}

/** const [M, N] = matrixShape(x, 'transpose'): the two sizes, or a ShapeError that names who asked. */
export function matrixShape(x: Tensor, who: string): [rows: number, columns: number] {
  if (x.shape.length !== 2) {
    throw new ShapeError(who, 'a matrix [rows, columns]', [x], 'A single row is matrix([…]): its shape is [1, K].')
  }
  return [x.shape[0], x.shape[1]]
}

/** Refuses NaN and names its first cell. */
export function refuseNaN(x: Tensor, who: string): void {
  const at = x.data.findIndex(Number.isNaN)
  if (at >= 0)
    throw new ValueError(`${who} wants numbers, but entry ${cell(x, at)} is NaN. Look for where it was born.`)
}

/** Logits are numbers, or −∞ for a class that is masked out. Refuses NaN, +∞ and a row with every class masked. */
export function checkLogits(x: Tensor, who: string): void {
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
export function checkLabels(labels: Labels, x: Tensor, who: string): void {
  const [B, K] = matrixShape(x, who)
  if (B === 0) throw new ValueError(`${who} wants at least one example, but the batch is empty: it has no mean.`)
  if (labels.length !== B) throw new ShapeError(who, `${B} labels, one per row`, [{ shape: [labels.length] }])
  for (let n = 0; n < B; n++) checkLabel(labels[n], n, K, who)
}

/** A single label: a whole number from 0 to K − 1. */
export function checkLabel(label: number, n: number, K: number, who: string): void {
  if (Number.isInteger(label) && label >= 0 && label < K) return
  throw new ValueError(`${who} wants labels from 0 to ${K - 1}, but label ${n} is ${label}.`)
}

function cell(x: Tensor, at: number): string {
  const N = x.shape.at(-1) ?? 1
  return x.shape.length === 2 ? `[${Math.floor(at / N)}, ${at % N}]` : `[${at}]`
}
