/**
 * Dense products: C = A·B, Aᵀ·B or A·Bᵀ, and a bias in every row.
 *
 * B is packed into panels of 12 columns, padded with 0, so that a tile of 4 rows × 12 columns of C stays in twelve registers
 * while k runs: 3 loads of B and 4 numbers of A for 12 multiply-adds. A is read where it lies: A[m, k] is at A + m·ra + k·ca.
 */
import { madd, splat } from './lanes'

/** k is taken so many at a time: a panel of B (12 KB) then stays in the first cache */
const depth: i32 = 256

/** bytes of packed B */
export function packedBytes(K: i32, N: i32): i32 {
  return ((N + 11) / 12) * K * 48
}

/** panel p of B, row k: columns 12p … 12p + 11, where B[k, n] is at B + k·rb + n·cb */
export function pack(K: i32, N: i32, B: usize, rb: usize, cb: usize, packed: usize): void {
  for (let n = 0; n < N; n += 12) {
    const width = min(12, N - n)
    const from = B + <usize>n * cb
    for (let k: usize = 0; k < <usize>K; k++) {
      const row = from + k * rb
      if (width == 12 && cb == 4) {
        v128.store(packed, v128.load(row))
        v128.store(packed, v128.load(row, 16), 16)
        v128.store(packed, v128.load(row, 32), 32)
      } else {
        for (let c = 0; c < 12; c++) store<f32>(packed + (c << 2), c < width ? load<f32>(row + <usize>c * cb) : 0)
      }
      packed += 48
    }
  }
}

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
function tileAlong(
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
function tileAcross(
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
function tile1(K: i32, A: usize, ca: usize, panel: usize, C: usize, width: i32, start: usize): void {
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

/**
 * C[m, :] = start + Σₖ A[m, k]·B[k, :] for m = from … to − 1, with B packed. `bias` is a row of N numbers, and 12 more that
 * may be read. ra, ca, rc: bytes from row to row and from column to column; one of ra and ca is 4
 */
export function product(
  from: i32,
  to: i32,
  K: i32,
  N: i32,
  A: usize,
  ra: usize,
  ca: usize,
  packed: usize,
  C: usize,
  rc: usize,
  bias: usize,
): void {
  for (let k = 0; k == 0 || k < K; k += depth) {
    const kc = min(depth, K - k)
    const Ak = A + <usize>k * ca
    for (let m = from; m < to; m += 4) {
      const Am = Ak + <usize>m * ra
      const rows = to - m
      for (let n = 0; n < N; n += 12) {
        const panel = packed + <usize>(n / 12) * <usize>K * 48 + <usize>k * 48
        const at = C + <usize>m * rc + ((<usize>n) << 2)
        const start = k == 0 ? bias + ((<usize>n) << 2) : at
        const rs: usize = k == 0 ? 0 : rc
        if (rows < 4) {
          for (let r: usize = 0; r < <usize>rows; r++)
            tile1(kc, Am + r * ra, ca, panel, at + r * rc, N - n, start + r * rs)
        } else if (ca == 4) tileAlong(kc, Am, ra, panel, at, rc, N - n, start, rs)
        else tileAcross(kc, Am, ca, panel, at, rc, N - n, start, rs)
      }
    }
  }
}
