import { type Tensor, matrixShape } from '#lib/tensor'
import type { Pointer, Rows } from './exports.ts'
import type { Kernels } from './kernels.ts'

/** A matrix kept as its numbers that are not 0, in the kernels’ memory. */
export interface Sparse extends Rows {
  readonly shape: readonly [rows: number, columns: number]
  /** the most entries that a row has */
  readonly most: number
  /** the rows transposed, a group of them at a time: made when the whole matrix is used at once */
  transposed?: readonly Group[]
}

export interface Group {
  /** the rows from … to − 1 */
  readonly from: number
  readonly to: number
  readonly starts: Pointer
  readonly who: Pointer
  readonly values: Pointer
}

/** The share of numbers that are not 0, up to which skipping the others pays. */
const worthwhile = 0.5

/** A source of rows: how many numbers of each row are not 0 is asked first, then each row is written down. */
export interface Source {
  readonly shape: readonly [rows: number, columns: number]
  /** puts column and value of each number of row n that is not 0 at `at`, and returns how many there were */
  write(n: number, columns: Uint16Array, values: Float32Array, at: number): number
  readonly nonZeros: number
}

/** The rows of a tensor as a source, float32 or not. */
export function rowsOf(x: Tensor): Source {
  const [N, K] = matrixShape(x, 'the kernels')
  const { data } = x
  let nonZeros = 0
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) nonZeros++
  return {
    shape: [N, K],
    nonZeros,
    write(n, columns, values, at) {
      const first = at
      for (let k = 0; k < K; k++) {
        const v = data[n * K + k]
        if (v === 0) continue
        columns[at] = k
        values[at++] = v
      }
      return at - first
    },
  }
}

/** The sparse rows of a source; undefined where so few numbers are 0 that dense products are faster. */
export function sparse(kernels: Kernels, source: Source): Sparse | undefined {
  const [N, K] = source.shape
  const { nonZeros } = source
  if (nonZeros > worthwhile * N * K || K > 65536) return undefined
  const starts = kernels.allocate(4 * (N + 1))
  const columns = kernels.allocate(2 * nonZeros)
  const values = kernels.allocate(4 * nonZeros)
  const [start, column, value] = [
    kernels.uint32(starts, N + 1),
    kernels.uint16(columns, nonZeros),
    kernels.float32(values, nonZeros),
  ]
  let [at, most] = [0, 0]
  for (let n = 0; n < N; n++) {
    start[n] = at
    const count = source.write(n, column, value, at)
    at += count
    most = Math.max(most, count)
  }
  start[N] = at
  return { shape: [N, K], most, starts, columns, values }
}

/**
 * Rows of bytes as sparse rows, each byte standing for the number that `table` has for it: no 188 MB of floats in between.
 * undefined where so few numbers are 0 that dense products are faster.
 */
export function sparseOfBytes(
  kernels: Kernels,
  bytes: Uint8Array,
  [N, K]: readonly [rows: number, columns: number],
  table: ArrayLike<number>,
): Sparse | undefined {
  const numbers = kernels.allocate(4 * 256)
  kernels.float32(numbers, 256).set(table)
  const inTurn = Math.max(1, Math.floor(2 ** 18 / K)) // as many rows as the second cache holds
  let nonZeros = 0
  for (let n = 0; n < N; n += inTurn) {
    const part = bytes.subarray(n * K, (n + inTurn) * K)
    nonZeros += kernels.run.countBytes(lent(kernels, part), part.length, numbers)
  }
  if (nonZeros > worthwhile * N * K || K > 65536) return undefined
  const starts = kernels.allocate(4 * (N + 1))
  const columns = kernels.allocate(2 * nonZeros)
  const values = kernels.allocate(4 * nonZeros)
  for (let n = 0, at = 0; n < N; n += inTurn) {
    const part = bytes.subarray(n * K, (n + inTurn) * K)
    const ends = starts + 4 * (n + 1)
    at = kernels.run.sparseBytes(part.length / K, K, lent(kernels, part), numbers, ends, columns, values, at)
  }
  const start = kernels.uint32(starts, N + 1)
  start[0] = 0
  let most = 0
  for (let n = 0; n < N; n++) most = Math.max(most, start[n + 1] - start[n])
  return { shape: [N, K], most, starts, columns, values }
}

function lent(kernels: Kernels, part: Uint8Array): Pointer {
  const at = kernels.scratch(part.length + 8)
  kernels.bytes.set(part, at)
  return at
}

/** The rows of the whole matrix, transposed in groups whose results stay in the second cache. */
export function transposed(kernels: Kernels, x: Sparse, all: Pointer): readonly Group[] {
  if (x.transposed) return x.transposed
  const [N, K] = x.shape
  const groups: Group[] = []
  for (let from = 0; from < N; from += 512) {
    const to = Math.min(from + 512, N)
    const start = kernels.uint32(x.starts, N + 1)
    const count = start[to] - start[from]
    const group = {
      from,
      to,
      starts: kernels.allocate(4 * (K + 2)),
      who: kernels.allocate(2 * count),
      values: kernels.allocate(4 * count),
    }
    kernels.run.transposeRows(
      to - from,
      all + 4 * from,
      x.starts,
      x.columns,
      x.values,
      K,
      group.starts,
      group.who,
      group.values,
    )
    groups.push(group)
  }
  x.transposed = groups
  return groups
}
