/**
 * The GEMM micro-kernel: a tile of C, 5 rows × 8 columns, stays in registers while k runs (see gemm.ts).
 *
 * It needs thirteen of fifteen registers: ten sums, two vectors of B, one of A. Engines delay multiplications as long as they can, and then
 * run out of registers for the loaded vectors. The `break` in the loop is never taken. It forces the engine to finish the sums
 * before it: 35 GFLOP/s with it, 25 without, of 38 possible (measured).
 */
import { fma, loadSplat } from './lanes'

/** Stores the first `width` of the eight numbers in a and b. */
function storePart(at: usize, width: i32, a: v128, b: v128): void {
  if (width >= 8) {
    v128.store(at, a)
    v128.store(at, b, 16)
    return
  }
  if (width >= 4) {
    v128.store(at, a)
    at += 16
  }
  const lastRow = width >= 4 ? b : a
  const left = width & 3
  if (left > 0) v128.store32_lane(at, lastRow, 0)
  if (left > 1) v128.store32_lane(at, lastRow, 1, 4)
  if (left > 2) v128.store32_lane(at, lastRow, 2, 8)
}

/**
 * Packs five rows of A: for each k, five vectors, each with one number of A in all four lanes. A[m, k] is at A + m·rsA + k·csA.
 * If there are fewer than five rows, the last one is repeated.
 */
export function packA(K: i32, rows: i32, A: usize, rsA: usize, csA: usize, out: usize): void {
  const lastRow = <usize>rows - 1
  const a1 = min<usize>(1, lastRow) * rsA
  const a2 = min<usize>(2, lastRow) * rsA
  const a3 = min<usize>(3, lastRow) * rsA
  const a4 = min<usize>(4, lastRow) * rsA
  for (let k = 0; k < K; k++) {
    v128.store(out, loadSplat(A))
    v128.store(out, loadSplat(A + a1), 16)
    v128.store(out, loadSplat(A + a2), 32)
    v128.store(out, loadSplat(A + a3), 48)
    v128.store(out, loadSplat(A + a4), 64)
    A += csA
    out += 80
  }
}

/**
 * C[m, n] = C0[m, n] + Σₖ A[m, k]·B[k, n] for up to five rows and the first `width` of eight columns.
 * A: in the layout of packA   panel: (K, 8)
 * If there are fewer than five rows, the last one is computed and stored more than once.
 */
export function microKernel5x8(
  K: i32,
  rows: i32,
  A: usize,
  panel: usize,
  C: usize,
  rsC: usize,
  width: i32,
  C0: usize,
  rsC0: usize,
): void {
  const lastRow = <usize>rows - 1
  let c00 = v128.load(C0)
  let c01 = v128.load(C0, 16)
  const s1 = C0 + min<usize>(1, lastRow) * rsC0
  let c10 = v128.load(s1)
  let c11 = v128.load(s1, 16)
  const s2 = C0 + min<usize>(2, lastRow) * rsC0
  let c20 = v128.load(s2)
  let c21 = v128.load(s2, 16)
  const s3 = C0 + min<usize>(3, lastRow) * rsC0
  let c30 = v128.load(s3)
  let c31 = v128.load(s3, 16)
  const s4 = C0 + min<usize>(4, lastRow) * rsC0
  let c40 = v128.load(s4)
  let c41 = v128.load(s4, 16)
  const pairs = A + <usize>(K >> 1) * 160
  for (; A < pairs; A += 160, panel += 64) {
    const b0 = v128.load(panel)
    const d0 = v128.load(panel, 16)
    const v0 = v128.load(A)
    c00 = fma(v0, b0, c00)
    c01 = fma(v0, d0, c01)
    const v1 = v128.load(A, 16)
    c10 = fma(v1, b0, c10)
    c11 = fma(v1, d0, c11)
    const v2 = v128.load(A, 32)
    c20 = fma(v2, b0, c20)
    c21 = fma(v2, d0, c21)
    if (A == 1) break
    const v3 = v128.load(A, 48)
    c30 = fma(v3, b0, c30)
    c31 = fma(v3, d0, c31)
    const v4 = v128.load(A, 64)
    c40 = fma(v4, b0, c40)
    c41 = fma(v4, d0, c41)
    if (A == 2) break
    const b1 = v128.load(panel, 32)
    const d1 = v128.load(panel, 48)
    const w0 = v128.load(A, 80)
    c00 = fma(w0, b1, c00)
    c01 = fma(w0, d1, c01)
    const w1 = v128.load(A, 96)
    c10 = fma(w1, b1, c10)
    c11 = fma(w1, d1, c11)
    const w2 = v128.load(A, 112)
    c20 = fma(w2, b1, c20)
    c21 = fma(w2, d1, c21)
    if (A == 3) break
    const w3 = v128.load(A, 128)
    c30 = fma(w3, b1, c30)
    c31 = fma(w3, d1, c31)
    const w4 = v128.load(A, 144)
    c40 = fma(w4, b1, c40)
    c41 = fma(w4, d1, c41)
  }
  for (let left = K & 1; left > 0; left--) {
    const b0 = v128.load(panel)
    const d0 = v128.load(panel, 16)
    const v0 = v128.load(A)
    c00 = fma(v0, b0, c00)
    c01 = fma(v0, d0, c01)
    const v1 = v128.load(A, 16)
    c10 = fma(v1, b0, c10)
    c11 = fma(v1, d0, c11)
    const v2 = v128.load(A, 32)
    c20 = fma(v2, b0, c20)
    c21 = fma(v2, d0, c21)
    if (A == 1) break
    const v3 = v128.load(A, 48)
    c30 = fma(v3, b0, c30)
    c31 = fma(v3, d0, c31)
    const v4 = v128.load(A, 64)
    c40 = fma(v4, b0, c40)
    c41 = fma(v4, d0, c41)
  }
  storePart(C, width, c00, c01)
  storePart(C + min<usize>(1, lastRow) * rsC, width, c10, c11)
  storePart(C + min<usize>(2, lastRow) * rsC, width, c20, c21)
  storePart(C + min<usize>(3, lastRow) * rsC, width, c30, c31)
  storePart(C + min<usize>(4, lastRow) * rsC, width, c40, c41)
}
