/**
 * Tiles of C that stay in registers while k runs: see products.ts.
 *
 * There are fifteen registers: ten sums, two vectors of B and two numbers of A. An engine puts multiplications off as long as
 * it may, and then has no register left for all that was loaded. A way out of the loop (which is never taken) makes it
 * finish the sums before it: measured 35 instead of 25 of 38 GFLOP/s.
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

/** five rows of C; the numbers of a row of A lie side by side */
export function tile5(
  K: i32,
  A: usize,
  ra: usize,
  panel: usize,
  C: usize,
  rc: usize,
  width: i32,
  start: usize,
  rs: usize,
): void {
  let c00 = v128.load(start)
  let c01 = v128.load(start, 16)
  let c10 = v128.load(start + rs)
  let c11 = v128.load(start + rs, 16)
  let c20 = v128.load(start + 2 * rs)
  let c21 = v128.load(start + 2 * rs, 16)
  let c30 = v128.load(start + 3 * rs)
  let c31 = v128.load(start + 3 * rs, 16)
  let c40 = v128.load(start + 4 * rs)
  let c41 = v128.load(start + 4 * rs, 16)
  let a0 = A
  let a1 = A + ra
  let a2 = A + 2 * ra
  let a3 = A + 3 * ra
  let a4 = A + 4 * ra
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(panel)
    const b1 = v128.load(panel, 16)
    const v0 = splat(a0)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    const v1 = splat(a1)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, b1, c11)
    if (panel == 0) break
    const v2 = splat(a2)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, b1, c21)
    const v3 = splat(a3)
    c30 = madd(v3, b0, c30)
    c31 = madd(v3, b1, c31)
    if (panel == 0) break
    const v4 = splat(a4)
    c40 = madd(v4, b0, c40)
    c41 = madd(v4, b1, c41)
    a0 += 4
    a1 += 4
    a2 += 4
    a3 += 4
    a4 += 4
    panel += 32
  }
  storePart(C, width, c00, c01)
  storePart(C + rc, width, c10, c11)
  storePart(C + 2 * rc, width, c20, c21)
  storePart(C + 3 * rc, width, c30, c31)
  storePart(C + 4 * rc, width, c40, c41)
}

/** five rows of C; the numbers of a column of A lie side by side: A is read transposed */
export function tile5Across(
  K: i32,
  A: usize,
  ca: usize,
  panel: usize,
  C: usize,
  rc: usize,
  width: i32,
  start: usize,
  rs: usize,
): void {
  let c00 = v128.load(start)
  let c01 = v128.load(start, 16)
  let c10 = v128.load(start + rs)
  let c11 = v128.load(start + rs, 16)
  let c20 = v128.load(start + 2 * rs)
  let c21 = v128.load(start + 2 * rs, 16)
  let c30 = v128.load(start + 3 * rs)
  let c31 = v128.load(start + 3 * rs, 16)
  let c40 = v128.load(start + 4 * rs)
  let c41 = v128.load(start + 4 * rs, 16)
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(panel)
    const b1 = v128.load(panel, 16)
    const v0 = splat(A)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    const v1 = v128.load32_splat(A, 4)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, b1, c11)
    if (panel == 0) break
    const v2 = v128.load32_splat(A, 8)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, b1, c21)
    const v3 = v128.load32_splat(A, 12)
    c30 = madd(v3, b0, c30)
    c31 = madd(v3, b1, c31)
    if (panel == 0) break
    const v4 = v128.load32_splat(A, 16)
    c40 = madd(v4, b0, c40)
    c41 = madd(v4, b1, c41)
    A += ca
    panel += 32
  }
  storePart(C, width, c00, c01)
  storePart(C + rc, width, c10, c11)
  storePart(C + 2 * rc, width, c20, c21)
  storePart(C + 3 * rc, width, c30, c31)
  storePart(C + 4 * rc, width, c40, c41)
}

/** one row of C: what is left over */
export function tile1(K: i32, A: usize, ca: usize, panel: usize, C: usize, width: i32, start: usize): void {
  let c00 = v128.load(start)
  let c01 = v128.load(start, 16)
  let a0 = A
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(panel)
    const b1 = v128.load(panel, 16)
    const v0 = splat(a0)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    a0 += ca
    panel += 32
  }
  storePart(C, width, c00, c01)
}
