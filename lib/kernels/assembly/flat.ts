/** Products with a B of 8, 16, 24 or 32 columns, as it lies: packing it would take longer than it saves. */
import { madd, splat } from './lanes'
import { depth } from './gemm'

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

/** What product makes, with row k of B at B + k·rb: eight columns of 256 rows at a time, which stay in the first cache. */
export function flatProduct(
  from: i32,
  to: i32,
  K: i32,
  N: i32,
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
  for (let k = 0; k == 0 || k < K; k += depth) {
    const kc = min(depth, K - k)
    const Ak = A + <usize>k * ca
    for (let n: usize = 0; n < (<usize>N) << 2; n += 32) {
      const Bk = B + <usize>k * rb + n
      for (let m = from; m < to; m += 5) {
        const at = C + <usize>m * rc + n
        const Am = Ak + <usize>m * ra
        if (k == 0) flat5(kc, min(5, to - m), Am, ra, ca, Bk, rb, at, rc, start + <usize>m * rs + n, rs)
        else flat5(kc, min(5, to - m), Am, ra, ca, Bk, rb, at, rc, at, rc)
      }
    }
  }
}
