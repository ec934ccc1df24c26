/** Products with a B of few columns, which is taken as it lies: packing it would take longer than it saves. */
import { madd, splat } from './lanes'

/**
 * Up to three rows of C, each of three vectors, which begin at 0, 16 and `last` at most: they share columns where there are fewer than
 * twelve, and both compute the same. Where there are fewer rows, the last counts again. All is read before anything is written.
 */
export function narrow3(
  K: i32,
  rows: i32,
  A: usize,
  ra: usize,
  ca: usize,
  B: usize,
  rb: usize,
  C: usize,
  rc: usize,
  last: usize,
  start: usize,
  rs: usize,
): void {
  const middle = min<usize>(16, last)
  const first = <usize>rows - 1
  let a1 = A + min<usize>(1, first) * ra
  let a2 = A + min<usize>(2, first) * ra
  const s1 = start + min<usize>(1, first) * rs
  const s2 = start + min<usize>(2, first) * rs
  let c00 = v128.load(start)
  let c01 = v128.load(start + middle)
  let c02 = v128.load(start + last)
  let c10 = v128.load(s1)
  let c11 = v128.load(s1 + middle)
  let c12 = v128.load(s1 + last)
  let c20 = v128.load(s2)
  let c21 = v128.load(s2 + middle)
  let c22 = v128.load(s2 + last)
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(B)
    const b1 = v128.load(B + middle)
    const b2 = v128.load(B + last)
    const v0 = splat(A)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    c02 = madd(v0, b2, c02)
    const v1 = splat(a1)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, b1, c11)
    c12 = madd(v1, b2, c12)
    const v2 = splat(a2)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, b1, c21)
    c22 = madd(v2, b2, c22)
    A += ca
    a1 += ca
    a2 += ca
    B += rb
  }
  const C1 = C + min<usize>(1, first) * rc
  const C2 = C + min<usize>(2, first) * rc
  v128.store(C, c00)
  v128.store(C + middle, c01)
  v128.store(C + last, c02)
  v128.store(C1, c10)
  v128.store(C1 + middle, c11)
  v128.store(C1 + last, c12)
  v128.store(C2, c20)
  v128.store(C2 + middle, c21)
  v128.store(C2 + last, c22)
}

/** Up to five rows of C, of eight columns. Where there are fewer rows, the last counts again. All is read before anything is written. */
export function flat5(
  K: i32,
  rows: i32,
  A: usize,
  ra: usize,
  ca: usize,
  B: usize,
  rb: usize,
  C: usize,
  rc: usize,
  start: usize,
  rs: usize,
): void {
  const last = <usize>rows - 1
  const r1 = min<usize>(1, last)
  const r2 = min<usize>(2, last)
  const r3 = min<usize>(3, last)
  const r4 = min<usize>(4, last)
  let a1 = A + r1 * ra
  let a2 = A + r2 * ra
  let a3 = A + r3 * ra
  let a4 = A + r4 * ra
  let c00 = v128.load(start)
  let c01 = v128.load(start, 16)
  let c10 = v128.load(start + r1 * rs)
  let c11 = v128.load(start + r1 * rs, 16)
  let c20 = v128.load(start + r2 * rs)
  let c21 = v128.load(start + r2 * rs, 16)
  let c30 = v128.load(start + r3 * rs)
  let c31 = v128.load(start + r3 * rs, 16)
  let c40 = v128.load(start + r4 * rs)
  let c41 = v128.load(start + r4 * rs, 16)
  const end = B + <usize>K * rb
  for (; B < end; B += rb) {
    const b0 = v128.load(B)
    const b1 = v128.load(B, 16)
    const v0 = splat(A)
    c00 = madd(v0, b0, c00)
    c01 = madd(v0, b1, c01)
    const v1 = splat(a1)
    c10 = madd(v1, b0, c10)
    c11 = madd(v1, b1, c11)
    const v2 = splat(a2)
    c20 = madd(v2, b0, c20)
    c21 = madd(v2, b1, c21)
    if (A == 1) break
    const v3 = splat(a3)
    c30 = madd(v3, b0, c30)
    c31 = madd(v3, b1, c31)
    const v4 = splat(a4)
    c40 = madd(v4, b0, c40)
    c41 = madd(v4, b1, c41)
    A += ca
    a1 += ca
    a2 += ca
    a3 += ca
    a4 += ca
  }
  v128.store(C, c00)
  v128.store(C, c01, 16)
  v128.store(C + r1 * rc, c10)
  v128.store(C + r1 * rc, c11, 16)
  v128.store(C + r2 * rc, c20)
  v128.store(C + r2 * rc, c21, 16)
  v128.store(C + r3 * rc, c30)
  v128.store(C + r3 * rc, c31, 16)
  v128.store(C + r4 * rc, c40)
  v128.store(C + r4 * rc, c41, 16)
}
