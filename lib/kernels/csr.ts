import { type Tensor, matrixShape } from '#lib/tensor'
import type { Columns, Pointer, Rows } from './abi.ts'
import type { Kernels } from './kernels.ts'

/** A matrix kept as its numbers that are not 0, in the kernels’ memory: see assembly/spmm.ts for how an entry looks. */
export interface CsrMatrix extends Rows {
  readonly shape: readonly [rows: number, columns: number]
  /** where its different numbers are, 0 first, and how many */
  readonly values: Pointer
  readonly count: number
  /** the rows transposed, a group of them at a time: made when the whole matrix is used at once */
  transposed?: readonly Group[]
}

/** A matrix kept as bytes, each of which stands for one of 256 numbers, in the kernels’ memory. */
export interface Bytes {
  readonly shape: readonly [rows: number, columns: number]
  readonly bytes: Pointer
  readonly numbers: Pointer
  /** a byte divided by this is its number; 0: it is to be looked up */
  readonly divisor: number
}

/** So many rows, transposed. */
export interface Group extends Columns {
  /** the first of the rows */
  readonly from: number
}

/** The share of numbers that are not 0, up to which skipping the others pays. */
const worthwhile = 0.5
/** an entry has 16 bits for its column and 14 for its value */
const limits = { columns: 65536, values: 16384 }

/** The sparse rows of a matrix; undefined where dense products are faster, or numbers too many for an entry. */
export function sparse(kernels: Kernels, x: Tensor): CsrMatrix | undefined {
  const [N, K] = matrixShape(x, 'the kernels')
  const { data } = x
  let nonZeros = 0
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) nonZeros++
  const places = placesOf(data)
  if (nonZeros > worthwhile * N * K || K > limits.columns || !places) return undefined
  const { starts, entries } = room(kernels, N, nonZeros)
  const pairs = kernels.uint16(entries, 2 * (nonZeros + N))
  const ends = kernels.uint32(starts + 4, N)
  let at = 0
  for (let n = 0; n < N; n++) {
    for (let k = 0; k < K; k++) {
      const v = data[n * K + k]
      if (v === 0) continue
      pairs[2 * at] = k
      pairs[2 * at++ + 1] = places.get(v) as number
    }
    if (at % 2 > 0) {
      pairs[2 * at] = pairs[2 * at - 2] // the same column once more: the columns of a row stay in order
      pairs[2 * at++ + 1] = 0
    }
    ends[n] = at
  }
  return { shape: [N, K], ...put(kernels, places.keys()), starts, entries }
}

/** Where each number is: 0, 4, 8 …; undefined where there are too many different ones. */
function placesOf(data: ArrayLike<number>): Map<number, number> | undefined {
  const places = new Map([[0, 0]])
  for (let i = 0; i < data.length && places.size <= limits.values; i++)
    if (!places.has(data[i])) places.set(data[i], 4 * places.size)
  return places.size <= limits.values ? places : undefined
}

function put(kernels: Kernels, numbers: Iterable<number>): Pick<CsrMatrix, 'values' | 'count'> {
  const all = Float32Array.from(numbers)
  const values = kernels.allocate(4 * all.length)
  kernels.float32(values, all.length).set(all)
  return { values, count: all.length }
}

/**
 * Rows of bytes, each standing for the number that `table` has for it: as sparse rows, or as they are where so few of the numbers are 0
 * that dense products are faster. No 188 MB of floats in between.
 */
export function csrFromBytes(
  kernels: Kernels,
  bytes: Uint8Array,
  [N, K]: readonly [rows: number, columns: number],
  table: ArrayLike<number>,
): CsrMatrix | Bytes {
  const numbers = kernels.allocate(4 * 256)
  kernels.float32(numbers, 256).set(table)
  const inTurn = Math.max(1, Math.floor(2 ** 18 / K)) // as many rows as the second cache holds
  let nonZeros = 0
  for (let n = 0; n < N; n += inTurn) {
    const part = bytes.subarray(n * K, (n + inTurn) * K)
    nonZeros += kernels.run.countNonZeros(lendBytes(kernels, part), part.length, numbers)
  }
  if (nonZeros > worthwhile * N * K || K > limits.columns) {
    const all = kernels.allocate(N * K)
    kernels.bytes.set(bytes.subarray(0, N * K), all)
    return { shape: [N, K], bytes: all, numbers, divisor: divisorOf(table) }
  }
  const { starts, entries } = room(kernels, N, nonZeros)
  for (let n = 0, at = 0; n < N; n += inTurn) {
    const part = bytes.subarray(n * K, (n + inTurn) * K)
    const ends = starts + 4 * (n + 1)
    at = kernels.run.bytesToCsr(part.length / K, K, lendBytes(kernels, part), numbers, ends, entries, at)
  }
  return { shape: [N, K], ...put(kernels, [0, ...Array.from(table)]), starts, entries }
}

/** What each of the 256 bytes is divided by, in float32, to give its number: 0 if they are no such numbers. */
function divisorOf(table: ArrayLike<number>): number {
  const divisor = Math.fround(255 / table[255])
  const isShare = Array.from(table).every((number, byte) => Object.is(number, Math.fround(byte / divisor)))
  return isShare ? divisor : 0
}

/** Room for N rows with so many numbers that are not 0, each row with an even number of entries. */
function room(kernels: Kernels, N: number, nonZeros: number): Rows {
  const starts = kernels.allocate(4 * (N + 1))
  kernels.words[starts >> 2] = 0
  return { starts, entries: kernels.allocate(4 * (nonZeros + N)) }
}

function lendBytes(kernels: Kernels, part: Uint8Array): Pointer {
  const at = kernels.scratch(part.length + 8)
  kernels.bytes.set(part, at)
  return at
}

/** How many rows are transposed together: their gradients stay in the first cache. */
export const rowsPerGroup = 256

/** The rows of the whole matrix, transposed in groups. */
export function groupColumns(kernels: Kernels, x: CsrMatrix, all: Pointer): readonly Group[] {
  if (x.transposed) return x.transposed
  const [N, K] = x.shape
  const groups: Group[] = []
  for (let from = 0; from < N; from += rowsPerGroup) {
    const to = Math.min(from + rowsPerGroup, N)
    const start = kernels.uint32(x.starts, N + 1)
    const bounds = kernels.allocate(8 * K)
    const entries = kernels.allocate(4 * (start[to] - start[from] + K))
    kernels.run.transposeRows(0, K, to - from, K, all + 4 * from, x.starts, x.entries, bounds, entries, 0)
    groups.push({ from, bounds, entries })
  }
  x.transposed = groups
  return groups
}
