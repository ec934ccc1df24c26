/** Products with a B of 4 to 12 columns, as it lies: those of the last layer. */
import { madd, splat } from './lanes'
import { depth } from './gemm'

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

/** What product makes, for 4 ≤ N ≤ 12: row k of B is at B + k·rb. Three rows of C stay in nine registers. */
export function narrowProduct(
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
  const last = ((<usize>N) << 2) - 16
  for (let k = 0; k == 0 || k < K; k += depth) {
    const kc = min(depth, K - k)
    const Ak = A + <usize>k * ca
    const Bk = B + <usize>k * rb
    for (let m = from; m < to; m += 3) {
      const at = C + <usize>m * rc
      if (k == 0)
        narrow3(kc, min(3, to - m), Ak + <usize>m * ra, ra, ca, Bk, rb, at, rc, last, start + <usize>m * rs, rs)
      else narrow3(kc, min(3, to - m), Ak + <usize>m * ra, ra, ca, Bk, rb, at, rc, last, at, rc)
    }
  }
}
