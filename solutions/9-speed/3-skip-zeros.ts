/**
 * 9.3  skip zeros: no product with a 0 is computed
 *
 *   y[m, :] ← Σ a[m, k] · b[k, :]   over the k with a[m, k] ≠ 0      a: (M, K)   b: (K, N)   y: (M, N)
 *
 * Four of five pixels of a digit are 0, and so are about half of the outputs of relu at first. Each zero in a row of a
 * saves a whole row of b. An `if` in the innermost loop would ask again for each entry of y. Instead, read each row of a
 * once, and list its non-zeros as (index, value).
 *
 * When the same x is multiplied in every epoch, make the lists once, for all rows behind one another. The field calls this
 * form CSR, compressed sparse rows. Row m has the entries starts[m] to starts[m + 1] − 1:
 *
 *   x = 0 5 0      starts   0 1 1 3      M + 1 of them
 *       0 0 0      columns  1 0 2
 *       7 0 8      values   5 7 8
 *
 * Entries are finite: 0·∞ would be NaN, and no test asks for it.
 *
 * The laws: those of 1.5, whatever y held before. The promises: matmulInto reads only the rows of b that belong to a
 * non-zero; it allocates only room for its list, and only when a row is longer than all rows before.
 *
 * 25 minutes. Needs 9.2.
 */
import { type Tensor, dtypeOf, matrixShape, zeros } from '#lib/tensor'
import { sizesOf } from './2-in-place.ts'

type Numbers = Tensor['data']

/** The non-zeros of a matrix, row by row: those of row m stand at starts[m] ≤ i < starts[m + 1]. */
export interface SparseRows {
  readonly shape: readonly [M: number, K: number]
  readonly starts: Int32Array
  readonly columns: Int32Array
  readonly values: Tensor['data']
}

/** x[m, columns[i]] = values[i] ≠ 0   for starts[m] ≤ i < starts[m + 1]      values: the dtype of x */
export function sparseRows(x: Tensor): SparseRows {
  const [M, K] = matrixShape(x, 'sparseRows')
  let count = 0
  for (const v of x.data) if (v !== 0) count++
  const [starts, columns] = [new Int32Array(M + 1), new Int32Array(count)]
  const values = zeros([count], dtypeOf(x)).data
  for (let m = 0; m < M; m++) {
    starts[m + 1] = starts[m] + listNonZeros(x.data, m * K, K, columns, values, starts[m])
  }
  return { shape: [M, K], starts, columns, values }
}

/** y[m, :] ← Σᵢ values[i] · W[columns[i], :]   over row m      W: (K, N)   y: (M, N), whatever it holds before */
export function sparseTimes(y: Tensor, { shape, starts, columns, values }: SparseRows, W: Tensor): void {
  const [M, , N] = sizesOf(y, { shape, data: values }, W, 'sparseTimes')
  for (let m = 0; m < M; m++) addRows(y.data, m * N, columns, values, starts[m], starts[m + 1], W.data, N)
}

/** y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before */
export function matmulInto(y: Tensor, a: Tensor, b: Tensor): void {
  const [M, K, N] = sizesOf(y, a, b)
  if (list.columns.length < K) list = { columns: new Int32Array(K), values: new Float64Array(K) }
  for (let m = 0; m < M; m++) {
    const count = listNonZeros(a.data, m * K, K, list.columns, list.values, 0)
    addRows(y.data, m * N, list.columns, list.values, 0, count, b.data, N)
  }
}

/** The non-zeros of one row. Each row uses this list again; float64 holds float32 exactly. */
let list = { columns: new Int32Array(0), values: new Float64Array(0) }

/** Writes index and value of each non-zero of a row, from `at` on, and returns how many there are. */
function listNonZeros(x: Numbers, row: number, K: number, columns: Int32Array, values: Numbers, at: number): number {
  let next = at
  for (let k = 0; k < K; k++) {
    const v = x[row + k]
    if (v === 0) continue
    columns[next] = k
    values[next++] = v
  }
  return next - at
}

/** y[row + n] ← Σ values[i] · b[columns[i], n]   for from ≤ i < to */
function addRows(
  y: Numbers,
  row: number,
  columns: Int32Array,
  values: Numbers,
  from: number,
  to: number,
  b: Numbers,
  N: number,
): void {
  y.fill(0, row, row + N)
  for (let i = from; i < to; i++) {
    const v = values[i]
    const start = columns[i] * N
    for (let n = 0; n < N; n++) y[row + n] += v * b[start + n]
  }
}
