import { type Tensor, matrixShape } from '#lib/tensor'
import type { CscColumns, CsrRows, Pointer } from './abi.ts'
import type { Kernels } from './kernels.ts'

/** A CSR matrix in the kernels’ memory: assembly/spmm.ts has the format of an entry. */
export interface CsrMatrix extends CsrRows {
  readonly shape: readonly [rows: number, columns: number]
  /** the values of the entries, 0 first */
  readonly valueTable: Pointer
  readonly valueCount: number
  /** the matrix transposed, in groups of rows: present after the first use of all rows in order */
  cscGroups?: readonly CscGroup[]
}

/** A matrix of bytes in the kernels’ memory. Each byte stands for one of 256 numbers. */
export interface ByteMatrix {
  readonly shape: readonly [rows: number, columns: number]
  readonly bytes: Pointer
  /** the float32 value of each byte */
  readonly table: Pointer
  /** value = byte / divisor; if it is 0, value = table[byte] */
  readonly divisor: number
}

/** A group of consecutive rows, transposed. */
export interface CscGroup extends CscColumns {
  /** the first of the rows */
  readonly from: number
}

/** Skipping zeros pays up to this share of nonzeros. */
const maxDensity = 0.5
/** An entry has 16 bits for its column and 14 for the index of its value. */
const limits = { columns: 65536, values: 16384 }

/** Converts a matrix to CSR. Returns undefined if dense products are faster, or if the matrix exceeds the limits of an entry. */
export function csrFromTensor(kernels: Kernels, x: Tensor): CsrMatrix | undefined {
  const [N, K] = matrixShape(x, 'the kernels')
  const { data } = x
  let nonZeros = 0
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) nonZeros++
  const offsets = valueOffsets(data)
  if (nonZeros > maxDensity * N * K || K > limits.columns || !offsets) return undefined
  const { rowPointers, entries } = allocateCsr(kernels, N, nonZeros)
  const pairs = kernels.uint16(entries, 2 * (nonZeros + N))
  const rowEnds = kernels.uint32(rowPointers + 4, N)
  let e = 0
  for (let n = 0; n < N; n++) {
    for (let k = 0; k < K; k++) {
      const v = data[n * K + k]
      if (v === 0) continue
      pairs[2 * e] = k
      pairs[2 * e++ + 1] = offsets.get(v) as number
    }
    if (e % 2 > 0) {
      pairs[2 * e] = pairs[2 * e - 2] // repeats the column, so the columns of a row stay sorted
      pairs[2 * e++ + 1] = 0
    }
    rowEnds[n] = e
  }
  return { shape: [N, K], ...storeValueTable(kernels, offsets.keys()), rowPointers, entries }
}

/** The byte offset of each distinct value in the value table: 0, 4, 8 …; undefined if there are more values than an entry can index. */
function valueOffsets(data: ArrayLike<number>): Map<number, number> | undefined {
  const offsets = new Map([[0, 0]])
  for (let i = 0; i < data.length && offsets.size <= limits.values; i++)
    if (!offsets.has(data[i])) offsets.set(data[i], 4 * offsets.size)
  return offsets.size <= limits.values ? offsets : undefined
}

function storeValueTable(kernels: Kernels, values: Iterable<number>): Pick<CsrMatrix, 'valueTable' | 'valueCount'> {
  const all = Float32Array.from(values)
  const valueTable = kernels.allocate(4 * all.length)
  kernels.float32(valueTable, all.length).set(all)
  return { valueTable, valueCount: all.length }
}

/**
 * Converts rows of bytes, where byte v has the value table[v], to CSR. If too few values are 0, it keeps the bytes.
 * It needs no copy in float32, which would take 188 MB for MNIST.
 */
export function csrFromBytes(
  kernels: Kernels,
  bytes: Uint8Array,
  [N, K]: readonly [rows: number, columns: number],
  table: ArrayLike<number>,
): CsrMatrix | ByteMatrix {
  const tableAt = kernels.allocate(4 * 256)
  kernels.float32(tableAt, 256).set(table)
  const rowsPerPass = Math.max(1, Math.floor(2 ** 18 / K)) // 256 KB stay in the L2 cache
  let nonZeros = 0
  for (let n = 0; n < N; n += rowsPerPass) {
    const part = bytes.subarray(n * K, (n + rowsPerPass) * K)
    nonZeros += kernels.run.countNonZeros(copyToScratch(kernels, part), part.length, tableAt)
  }
  if (nonZeros > maxDensity * N * K || K > limits.columns) {
    const copy = kernels.allocate(N * K)
    kernels.bytes.set(bytes.subarray(0, N * K), copy)
    return { shape: [N, K], bytes: copy, table: tableAt, divisor: divisorOf(table) }
  }
  const { rowPointers, entries } = allocateCsr(kernels, N, nonZeros)
  for (let n = 0, nnz = 0; n < N; n += rowsPerPass) {
    const part = bytes.subarray(n * K, (n + rowsPerPass) * K)
    const rowEnds = rowPointers + 4 * (n + 1)
    nnz = kernels.run.bytesToCsr(part.length / K, K, copyToScratch(kernels, part), tableAt, rowEnds, entries, nnz)
  }
  return { shape: [N, K], ...storeValueTable(kernels, [0, ...Array.from(table)]), rowPointers, entries }
}

/** The divisor with table[v] = v / divisor in float32 for all 256 bytes v; 0 if there is none. */
function divisorOf(table: ArrayLike<number>): number {
  const divisor = Math.fround(255 / table[255])
  const isQuotient = Array.from(table).every((value, byte) => Object.is(value, Math.fround(byte / divisor)))
  return isQuotient ? divisor : 0
}

/** Allocates a CSR matrix of N rows. It has one entry per row to spare, since each row has an even number of entries. */
function allocateCsr(kernels: Kernels, N: number, nonZeros: number): CsrRows {
  const rowPointers = kernels.allocate(4 * (N + 1))
  kernels.words[rowPointers >> 2] = 0
  return { rowPointers, entries: kernels.allocate(4 * (nonZeros + N)) }
}

function copyToScratch(kernels: Kernels, part: Uint8Array): Pointer {
  const at = kernels.scratch(part.length + 8)
  kernels.bytes.set(part, at)
  return at
}

/** The number of rows that are transposed together: their gradients dz stay in the L1 cache. */
export const rowsPerGroup = 256

/** Transposes the whole matrix in groups of rows, and keeps the result. `allRows` has the indices 0, 1, 2 … of the rows. */
export function transposeInGroups(kernels: Kernels, x: CsrMatrix, allRows: Pointer): readonly CscGroup[] {
  if (x.cscGroups) return x.cscGroups
  const [N, K] = x.shape
  const groups: CscGroup[] = []
  for (let from = 0; from < N; from += rowsPerGroup) {
    const to = Math.min(from + rowsPerGroup, N)
    const rowPointers = kernels.uint32(x.rowPointers, N + 1)
    const columnBounds = kernels.allocate(8 * K)
    const entries = kernels.allocate(4 * (rowPointers[to] - rowPointers[from] + K))
    const rows = allRows + 4 * from
    kernels.run.transposeRows(0, K, to - from, K, rows, x.rowPointers, x.entries, columnBounds, entries, 0)
    groups.push({ from, columnBounds, entries })
  }
  x.cscGroups = groups
  return groups
}
