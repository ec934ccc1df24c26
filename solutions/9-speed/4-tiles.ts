/**
 * 9.4  tiles: sixteen sums at once, in registers
 *
 *   y[m, n] ← Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N)
 *
 * In each cycle a core can begin two loads and two multiplications. For one cell of y, each product needs two loads, one of
 * a and one of b, and half of the multipliers stay idle. For a tile of 4 × 4 cells, 16 products share 8 loads, four of a and
 * four of b: half a load for each product. The 16 sums are local variables, which live in registers. So y is written once,
 * at the end, and never read.
 *
 *              n … n + 3
 *            ┌───────────┐
 *            │ b[k, n …] │
 *   ┌─────┐  ├───────────┤
 *   │ a m │  │ 16 sums   │     If 4 does not divide N or M, cells are left at the right edge or at the lower edge:
 *   │   … │  │           │     compute them cell by cell.
 *   └─────┘  └───────────┘
 *
 * The laws: those of 1.5, whatever y held before, for any M, K and N. The promises: if 4 divides M and N, four products
 * take at most three loads of a and b; each cell of y is written once; no tile reaches beyond the end of a, b or y.
 *
 * 25 minutes. Needs 9.2.
 */
import type { Tensor } from '#lib/tensor'
import { sizesOf } from './2-in-place.ts'

type Numbers = Tensor['data']

/** y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before */
export function matmulInto(y: Tensor, a: Tensor, b: Tensor): void {
  const [M, K, N] = sizesOf(y, a, b)
  const [rows, columns] = [M - (M % 4), N - (N % 4)] // what tiles cover
  for (let m = 0; m < rows; m += 4) {
    for (let n = 0; n < columns; n += 4) tile(y.data, a.data, b.data, m, n, K, N)
  }
  for (let m = 0; m < M; m++) {
    for (let n = m < rows ? columns : 0; n < N; n++) cell(y.data, a.data, b.data, m, n, K, N)
  }
}

function cell(y: Numbers, a: Numbers, b: Numbers, m: number, n: number, K: number, N: number): void {
  let sum = 0
  for (let k = 0; k < K; k++) sum += a[m * K + k] * b[k * N + n]
  y[m * N + n] = sum
}

/** Computes the 4 × 4 cells from [m, n] on. */
function tile(y: Numbers, a: Numbers, b: Numbers, m: number, n: number, K: number, N: number): void {
  let [s00, s01, s02, s03] = [0, 0, 0, 0]
  let [s10, s11, s12, s13] = [0, 0, 0, 0]
  let [s20, s21, s22, s23] = [0, 0, 0, 0]
  let [s30, s31, s32, s33] = [0, 0, 0, 0]
  for (let k = 0, i = m * K, j = n; k < K; k++, i++, j += N) {
    const b0 = b[j]
    const b1 = b[j + 1]
    const b2 = b[j + 2]
    const b3 = b[j + 3]
    const a0 = a[i]
    s00 += a0 * b0
    s01 += a0 * b1
    s02 += a0 * b2
    s03 += a0 * b3
    const a1 = a[i + K]
    s10 += a1 * b0
    s11 += a1 * b1
    s12 += a1 * b2
    s13 += a1 * b3
    const a2 = a[i + 2 * K]
    s20 += a2 * b0
    s21 += a2 * b1
    s22 += a2 * b2
    s23 += a2 * b3
    const a3 = a[i + 3 * K]
    s30 += a3 * b0
    s31 += a3 * b1
    s32 += a3 * b2
    s33 += a3 * b3
  }
  row(y, m * N + n, s00, s01, s02, s03)
  row(y, (m + 1) * N + n, s10, s11, s12, s13)
  row(y, (m + 2) * N + n, s20, s21, s22, s23)
  row(y, (m + 3) * N + n, s30, s31, s32, s33)
}

function row(y: Numbers, at: number, s0: number, s1: number, s2: number, s3: number): void {
  y[at] = s0
  y[at + 1] = s1
  y[at + 2] = s2
  y[at + 3] = s3
}
