/**
 * Dense products: C = A·B, Aᵀ·B or A·Bᵀ, and a bias in every row.
 *
 * B is packed into panels of 8 columns, padded with 0, and five rows of A are written out with each number four times, so that a tile of
 * 5 rows × 8 columns of C stays in ten registers while k runs: 7 loads for 10 multiply-adds, and nothing else.
 * A is read where it lies: A[m, k] is at A + m·ra + k·ca.
 */
import { own } from './scratch'
import { spread5, tile5 } from './gemm-microkernel'

/** k is taken so many at a time: five rows of A (20 KB) and a panel of B (8 KB) then stay in the first cache, and all of B in the second */
export const depth: i32 = 256

/** bytes of packed B */
export function packedBytes(K: i32, N: i32): i32 {
  return ((N + 7) >> 3) * K * 32
}

/**
 * B, where B[k, n] is at B + k·rb + n·cb, as panels of columns 8p … 8p + 7, row by row; all panels of rows 0 … 255 come first, then
 * those of the next rows: what is used together lies together.
 */
export function pack(K: i32, N: i32, B: usize, rb: usize, cb: usize, packed: usize): void {
  for (let k = 0; k < K; k += depth) {
    packRows(min(depth, K - k), N, B, rb, cb, packed)
    B += <usize>depth * rb
    packed += <usize>packedBytes(depth, N)
  }
}

function packRows(K: i32, N: i32, B: usize, rb: usize, cb: usize, packed: usize): void {
  const panel = (<usize>K) << 5
  let n: i32 = 0
  if (cb == 4) {
    for (; n + 32 <= N; n += 32) pack32(B + ((<usize>n) << 2), rb, packed + <usize>(n >> 3) * panel, panel)
    for (; n + 8 <= N; n += 8) pack8(K, B + ((<usize>n) << 2), rb, packed + <usize>(n >> 3) * panel)
  } else if (rb == 4) {
    for (; n + 8 <= N; n += 8) turn8(K, B + <usize>n * cb, cb, packed + <usize>(n >> 3) * panel)
  }
  for (; n < N; n += 8) {
    const width = min(8, N - n)
    const to = packed + <usize>(n >> 3) * panel
    for (let k: usize = 0; k < <usize>K; k++) {
      const at = B + k * rb + <usize>n * cb
      for (let c: i32 = 0; c < 8; c++)
        store<f32>(to + (k << 5) + ((<usize>c) << 2), c < width ? load<f32>(at + <usize>c * cb) : 0)
    }
  }
}

/** four panels, so that two whole lines of 64 bytes are read at once */
export function pack32(B: usize, rb: usize, to: usize, panel: usize): void {
  const end = to + panel
  for (; to < end; to += 32) {
    const q = to + 2 * panel
    v128.store(to, v128.load(B))
    v128.store(to, v128.load(B, 16), 16)
    v128.store(to + panel, v128.load(B, 32))
    v128.store(to + panel, v128.load(B, 48), 16)
    v128.store(q, v128.load(B, 64))
    v128.store(q, v128.load(B, 80), 16)
    v128.store(q + panel, v128.load(B, 96))
    v128.store(q + panel, v128.load(B, 112), 16)
    B += rb
  }
}

export function pack8(K: i32, B: usize, rb: usize, to: usize): void {
  for (let k = 0; k < K; k++) {
    v128.store(to, v128.load(B))
    v128.store(to, v128.load(B, 16), 16)
    B += rb
    to += 32
  }
}

/** eight columns that lie as rows, 4 × 4 numbers turned at a time */
export function turn8(K: i32, B: usize, cb: usize, to: usize): void {
  let C = B + 4 * cb
  let k: i32 = 0
  for (; k + 4 <= K; k += 4) {
    turn4(B, cb, to)
    turn4(C, cb, to + 16)
    B += 16
    C += 16
    to += 128
  }
  for (; k < K; k++) {
    for (let c: usize = 0; c < 8; c++) store<f32>(to + (c << 2), load<f32>((c < 4 ? B : C) + (c & 3) * cb))
    B += 4
    C += 4
    to += 32
  }
}

function turn4(B: usize, cb: usize, to: usize): void {
  const a = v128.load(B)
  const b = v128.load(B + cb)
  const c = v128.load(B + 2 * cb)
  const d = v128.load(B + 3 * cb)
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5)
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5)
  const ba = i32x4.shuffle(a, b, 2, 6, 3, 7)
  const dc = i32x4.shuffle(c, d, 2, 6, 3, 7)
  v128.store(to, i32x4.shuffle(ab, cd, 0, 1, 4, 5))
  v128.store(to, i32x4.shuffle(ab, cd, 2, 3, 6, 7), 32)
  v128.store(to, i32x4.shuffle(ba, dc, 0, 1, 4, 5), 64)
  v128.store(to, i32x4.shuffle(ba, dc, 2, 3, 6, 7), 96)
}

/**
 * C[m, :] = start[m, :] + Σₖ A[m, k]·B[k, :] for m = from … to − 1, with B packed. A row of `start` has N numbers, and 8 more that
 * may be read; rs is 0 where all rows begin with the same (a bias), and it may be C itself.
 * ra, ca, rc, rs: bytes from row to row and from column to column
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
  start: usize,
  rs: usize,
): void {
  for (let k = 0; k == 0 || k < K; k += depth) {
    const kc = min(depth, K - k)
    const block = packed + <usize>packedBytes(k, N)
    for (let m = from; m < to; m += 5) {
      const rows = min(5, to - m)
      spread5(kc, rows, A + <usize>m * ra + <usize>k * ca, ra, ca, own)
      for (let n = 0; n < N; n += 8) {
        const panel = block + <usize>(n >> 3) * <usize>kc * 32
        const at = C + <usize>m * rc + ((<usize>n) << 2)
        if (k == 0) tile5(kc, rows, own, panel, at, rc, N - n, start + <usize>m * rs + ((<usize>n) << 2), rs)
        else tile5(kc, rows, own, panel, at, rc, N - n, at, rc)
      }
    }
  }
}
