/**
 * Dense products: C = A·B, Aᵀ·B or A·Bᵀ, and a bias in every row.
 *
 * B is packed into panels of 12 columns, padded with 0, so that a tile of 4 rows × 12 columns of C stays in twelve registers
 * while k runs: 3 loads of B and 4 numbers of A for 12 multiply-adds. A is read where it lies: A[m, k] is at A + m·ra + k·ca.
 */
import { tile1, tileAcross, tileAlong } from './tiles'

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
