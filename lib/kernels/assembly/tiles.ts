/** Tiles of C that stay in registers while k runs: see products.ts. */
import { madd } from './lanes'

/** the first `width` of 12 numbers */
function storePart(at: usize, width: i32, a: v128, b: v128, c: v128): void {
  if (width >= 4) v128.store(at, a)
  if (width >= 8) v128.store(at, b, 16)
  if (width >= 12) {
    v128.store(at, c, 32)
    return
  }
  const left = width & 3
  const last = width >= 8 ? c : width >= 4 ? b : a
  at += (width >> 2) << 4
  if (left > 0) v128.store32_lane(at, last, 0)
  if (left > 1) v128.store32_lane(at, last, 1, 4)
  if (left > 2) v128.store32_lane(at, last, 2, 8)
}

/** four rows of C; the numbers of a row of A lie side by side */
export function tileAlong(
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
  let c02 = v128.load(start, 32)
  let c10 = v128.load(start + rs)
  let c11 = v128.load(start + rs, 16)
  let c12 = v128.load(start + rs, 32)
  let c20 = v128.load(start + 2 * rs)
  let c21 = v128.load(start + 2 * rs, 16)
  let c22 = v128.load(start + 2 * rs, 32)
  let c30 = v128.load(start + 3 * rs)
  let c31 = v128.load(start + 3 * rs, 16)
  let c32 = v128.load(start + 3 * rs, 32)
  let a0 = A
  let a1 = A + ra
  let a2 = A + 2 * ra
  let a3 = A + 3 * ra
  let k = 0
  for (; k + 4 <= K; k += 4) {
    let b0 = v128.load(panel)
    let b1 = v128.load(panel, 16)
    let b2 = v128.load(panel, 32)
    let v0 = v128.load32_splat(a0)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    c02 = madd(v0, b2, c02)
    let v1 = v128.load32_splat(a1)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, b1, c11)
    c12 = madd(v1, b2, c12)
    let v2 = v128.load32_splat(a2)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, b1, c21)
    c22 = madd(v2, b2, c22)
    let v3 = v128.load32_splat(a3)
    c30 = madd(v3, b0, c30)
    c31 = madd(v3, b1, c31)
    c32 = madd(v3, b2, c32)
    b0 = v128.load(panel, 48)
    b1 = v128.load(panel, 64)
    b2 = v128.load(panel, 80)
    v0 = v128.load32_splat(a0, 4)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    c02 = madd(v0, b2, c02)
    v1 = v128.load32_splat(a1, 4)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, b1, c11)
    c12 = madd(v1, b2, c12)
    v2 = v128.load32_splat(a2, 4)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, b1, c21)
    c22 = madd(v2, b2, c22)
    v3 = v128.load32_splat(a3, 4)
    c30 = madd(v3, b0, c30)
    c31 = madd(v3, b1, c31)
    c32 = madd(v3, b2, c32)
    b0 = v128.load(panel, 96)
    b1 = v128.load(panel, 112)
    b2 = v128.load(panel, 128)
    v0 = v128.load32_splat(a0, 8)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    c02 = madd(v0, b2, c02)
    v1 = v128.load32_splat(a1, 8)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, b1, c11)
    c12 = madd(v1, b2, c12)
    v2 = v128.load32_splat(a2, 8)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, b1, c21)
    c22 = madd(v2, b2, c22)
    v3 = v128.load32_splat(a3, 8)
    c30 = madd(v3, b0, c30)
    c31 = madd(v3, b1, c31)
    c32 = madd(v3, b2, c32)
    b0 = v128.load(panel, 144)
    b1 = v128.load(panel, 160)
    b2 = v128.load(panel, 176)
    v0 = v128.load32_splat(a0, 12)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    c02 = madd(v0, b2, c02)
    v1 = v128.load32_splat(a1, 12)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, b1, c11)
    c12 = madd(v1, b2, c12)
    v2 = v128.load32_splat(a2, 12)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, b1, c21)
    c22 = madd(v2, b2, c22)
    v3 = v128.load32_splat(a3, 12)
    c30 = madd(v3, b0, c30)
    c31 = madd(v3, b1, c31)
    c32 = madd(v3, b2, c32)
    a0 += 16
    a1 += 16
    a2 += 16
    a3 += 16
    panel += 192
  }
  for (; k < K; k++) {
    const b0 = v128.load(panel)
    const b1 = v128.load(panel, 16)
    const b2 = v128.load(panel, 32)
    const v0 = v128.load32_splat(a0)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    c02 = madd(v0, b2, c02)
    const v1 = v128.load32_splat(a1)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, b1, c11)
    c12 = madd(v1, b2, c12)
    const v2 = v128.load32_splat(a2)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, b1, c21)
    c22 = madd(v2, b2, c22)
    const v3 = v128.load32_splat(a3)
    c30 = madd(v3, b0, c30)
    c31 = madd(v3, b1, c31)
    c32 = madd(v3, b2, c32)
    a0 += 4
    a1 += 4
    a2 += 4
    a3 += 4
    panel += 48
  }
  if (width >= 12) {
    v128.store(C, c00)
    v128.store(C, c01, 16)
    v128.store(C, c02, 32)
    v128.store(C + rc, c10)
    v128.store(C + rc, c11, 16)
    v128.store(C + rc, c12, 32)
    v128.store(C + 2 * rc, c20)
    v128.store(C + 2 * rc, c21, 16)
    v128.store(C + 2 * rc, c22, 32)
    v128.store(C + 3 * rc, c30)
    v128.store(C + 3 * rc, c31, 16)
    v128.store(C + 3 * rc, c32, 32)
    return
  }
  storePart(C, width, c00, c01, c02)
  storePart(C + rc, width, c10, c11, c12)
  storePart(C + 2 * rc, width, c20, c21, c22)
  storePart(C + 3 * rc, width, c30, c31, c32)
}

/** four rows of C; the numbers of a column of A lie side by side: A is read transposed */
export function tileAcross(
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
  let c02 = v128.load(start, 32)
  let c10 = v128.load(start + rs)
  let c11 = v128.load(start + rs, 16)
  let c12 = v128.load(start + rs, 32)
  let c20 = v128.load(start + 2 * rs)
  let c21 = v128.load(start + 2 * rs, 16)
  let c22 = v128.load(start + 2 * rs, 32)
  let c30 = v128.load(start + 3 * rs)
  let c31 = v128.load(start + 3 * rs, 16)
  let c32 = v128.load(start + 3 * rs, 32)
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(panel)
    const b1 = v128.load(panel, 16)
    const b2 = v128.load(panel, 32)
    const v0 = v128.load32_splat(A)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    c02 = madd(v0, b2, c02)
    const v1 = v128.load32_splat(A, 4)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, b1, c11)
    c12 = madd(v1, b2, c12)
    const v2 = v128.load32_splat(A, 8)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, b1, c21)
    c22 = madd(v2, b2, c22)
    const v3 = v128.load32_splat(A, 12)
    c30 = madd(v3, b0, c30)
    c31 = madd(v3, b1, c31)
    c32 = madd(v3, b2, c32)
    A += ca
    panel += 48
  }
  if (width >= 12) {
    v128.store(C, c00)
    v128.store(C, c01, 16)
    v128.store(C, c02, 32)
    v128.store(C + rc, c10)
    v128.store(C + rc, c11, 16)
    v128.store(C + rc, c12, 32)
    v128.store(C + 2 * rc, c20)
    v128.store(C + 2 * rc, c21, 16)
    v128.store(C + 2 * rc, c22, 32)
    v128.store(C + 3 * rc, c30)
    v128.store(C + 3 * rc, c31, 16)
    v128.store(C + 3 * rc, c32, 32)
    return
  }
  storePart(C, width, c00, c01, c02)
  storePart(C + rc, width, c10, c11, c12)
  storePart(C + 2 * rc, width, c20, c21, c22)
  storePart(C + 3 * rc, width, c30, c31, c32)
}

/** one row of C: what is left over */
export function tile1(K: i32, A: usize, ca: usize, panel: usize, C: usize, width: i32, start: usize): void {
  let c00 = v128.load(start)
  let c01 = v128.load(start, 16)
  let c02 = v128.load(start, 32)
  let a0 = A
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(panel)
    const b1 = v128.load(panel, 16)
    const b2 = v128.load(panel, 32)
    const v0 = v128.load32_splat(a0)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    c02 = madd(v0, b2, c02)
    a0 += ca
    panel += 48
  }
  if (width >= 12) {
    v128.store(C, c00)
    v128.store(C, c01, 16)
    v128.store(C, c02, 32)
    return
  }
  storePart(C, width, c00, c01, c02)
}
