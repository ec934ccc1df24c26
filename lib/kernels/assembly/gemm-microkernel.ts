/**
 * Tiles of C that stay in registers while k runs: see gemm.ts.
 *
 * There are fifteen registers: ten sums, two vectors of B, one of A. An engine puts multiplications off as long as it may, and then
 * has no register left for all that was loaded. A way out of the loop (which is never taken) makes it finish the sums
 * before it: measured 35 instead of 25 of 38 GFLOP/s.
 */
import { madd, splat } from './lanes'

/** the first `width` of eight numbers */
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
  const last = width >= 4 ? b : a
  const left = width & 3
  if (left > 0) v128.store32_lane(at, last, 0)
  if (left > 1) v128.store32_lane(at, last, 1, 4)
  if (left > 2) v128.store32_lane(at, last, 2, 8)
}

/** Five rows of A, k by k, each number four times: A[m, k] is at A + m·ra + k·ca. Where there are fewer rows, the last counts again. */
export function spread5(K: i32, rows: i32, A: usize, ra: usize, ca: usize, to: usize): void {
  const last = <usize>rows - 1
  const a1 = min<usize>(1, last) * ra
  const a2 = min<usize>(2, last) * ra
  const a3 = min<usize>(3, last) * ra
  const a4 = min<usize>(4, last) * ra
  for (let k = 0; k < K; k++) {
    v128.store(to, splat(A))
    v128.store(to, splat(A + a1), 16)
    v128.store(to, splat(A + a2), 32)
    v128.store(to, splat(A + a3), 48)
    v128.store(to, splat(A + a4), 64)
    A += ca
    to += 80
  }
}

/**
 * Up to five rows and eight columns of C, of which the first `width` exist. A is in the layout of spread5. If there are fewer than five rows, the
 * last one is computed and written more than once.
 */
export function tile5(
  K: i32,
  rows: i32,
  A: usize,
  panel: usize,
  C: usize,
  rc: usize,
  width: i32,
  start: usize,
  rs: usize,
): void {
  const last = <usize>rows - 1
  let c00 = v128.load(start)
  let c01 = v128.load(start, 16)
  const s1 = start + min<usize>(1, last) * rs
  let c10 = v128.load(s1)
  let c11 = v128.load(s1, 16)
  const s2 = start + min<usize>(2, last) * rs
  let c20 = v128.load(s2)
  let c21 = v128.load(s2, 16)
  const s3 = start + min<usize>(3, last) * rs
  let c30 = v128.load(s3)
  let c31 = v128.load(s3, 16)
  const s4 = start + min<usize>(4, last) * rs
  let c40 = v128.load(s4)
  let c41 = v128.load(s4, 16)
  const pairs = A + <usize>(K >> 1) * 160
  for (; A < pairs; A += 160, panel += 64) {
    const b0 = v128.load(panel)
    const d0 = v128.load(panel, 16)
    const v0 = v128.load(A)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, d0, c01)
    const v1 = v128.load(A, 16)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, d0, c11)
    const v2 = v128.load(A, 32)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, d0, c21)
    if (A == 1) break
    const v3 = v128.load(A, 48)
    c30 = madd(v3, b0, c30)
    c31 = madd(v3, d0, c31)
    const v4 = v128.load(A, 64)
    c40 = madd(v4, b0, c40)
    c41 = madd(v4, d0, c41)
    if (A == 2) break
    const b1 = v128.load(panel, 32)
    const d1 = v128.load(panel, 48)
    const w0 = v128.load(A, 80)
    c00 = madd(w0, b1, c00)
    c01 = madd(w0, d1, c01)
    const w1 = v128.load(A, 96)
    c10 = madd(w1, b1, c10)
    c11 = madd(w1, d1, c11)
    const w2 = v128.load(A, 112)
    c20 = madd(w2, b1, c20)
    c21 = madd(w2, d1, c21)
    if (A == 3) break
    const w3 = v128.load(A, 128)
    c30 = madd(w3, b1, c30)
    c31 = madd(w3, d1, c31)
    const w4 = v128.load(A, 144)
    c40 = madd(w4, b1, c40)
    c41 = madd(w4, d1, c41)
  }
  for (let left = K & 1; left > 0; left--) {
    const b0 = v128.load(panel)
    const d0 = v128.load(panel, 16)
    const v0 = v128.load(A)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, d0, c01)
    const v1 = v128.load(A, 16)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, d0, c11)
    const v2 = v128.load(A, 32)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, d0, c21)
    if (A == 1) break
    const v3 = v128.load(A, 48)
    c30 = madd(v3, b0, c30)
    c31 = madd(v3, d0, c31)
    const v4 = v128.load(A, 64)
    c40 = madd(v4, b0, c40)
    c41 = madd(v4, d0, c41)
  }
  storePart(C, width, c00, c01)
  storePart(C + min<usize>(1, last) * rc, width, c10, c11)
  storePart(C + min<usize>(2, last) * rc, width, c20, c21)
  storePart(C + min<usize>(3, last) * rc, width, c30, c31)
  storePart(C + min<usize>(4, last) * rc, width, c40, c41)
}
