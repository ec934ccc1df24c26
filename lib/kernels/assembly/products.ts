/**
 * Dense products: C = A·B, Aᵀ·B or A·Bᵀ, and a bias in every row.
 *
 * B is packed into panels of 8 columns, padded with 0, so that a tile of 5 rows × 8 columns of C stays in ten registers while
 * k runs: 2 loads of B and 5 numbers of A for 10 multiply-adds. A is read where it lies: A[m, k] is at A + m·ra + k·ca.
 */
import { tile1, tile5, tile5Across } from './tiles'

/** k is taken so many at a time: a panel of B (16 KB) then stays in the first cache */
const depth: i32 = 512

/** bytes of packed B */
export function packedBytes(K: i32, N: i32): i32 {
  return ((N + 7) >> 3) * K * 32
}

/** panel p of B, row k: columns 8p … 8p + 7, where B[k, n] is at B + k·rb + n·cb */
export function pack(K: i32, N: i32, B: usize, rb: usize, cb: usize, packed: usize): void {
  for (let n = 0; n < N; n += 8) {
    const width = min(8, N - n)
    const from = B + <usize>n * cb
    for (let k: usize = 0; k < <usize>K; k++) {
      const row = from + k * rb
      if (width == 8 && cb == 4) {
        v128.store(packed, v128.load(row))
        v128.store(packed, v128.load(row, 16), 16)
      } else {
        for (let c = 0; c < 8; c++) store<f32>(packed + (c << 2), c < width ? load<f32>(row + <usize>c * cb) : 0)
      }
      packed += 32
    }
  }
}

/**
 * C[m, :] = start + Σₖ A[m, k]·B[k, :] for m = from … to − 1, with B packed. `bias` is a row of N numbers, and 8 more that
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
    for (let row = from; row < to; row += 5) {
      // the last rows are made with those before them, once more, where nothing is added to what is there already
      const m = K <= depth && to - from >= 5 ? min(row, to - 5) : row
      const Am = Ak + <usize>m * ra
      const rows = min(5, to - m)
      for (let n = 0; n < N; n += 8) {
        const panel = packed + <usize>(n >> 3) * <usize>K * 32 + <usize>k * 32
        const at = C + <usize>m * rc + ((<usize>n) << 2)
        const start = k == 0 ? bias + ((<usize>n) << 2) : at
        const rs: usize = k == 0 ? 0 : rc
        if (rows < 5) {
          for (let r: usize = 0; r < <usize>rows; r++)
            tile1(kc, Am + r * ra, ca, panel, at + r * rc, N - n, start + r * rs)
        } else if (ca == 4) tile5(kc, Am, ra, panel, at, rc, N - n, start, rs)
        else tile5Across(kc, Am, ca, panel, at, rc, N - n, start, rs)
      }
    }
  }
}
