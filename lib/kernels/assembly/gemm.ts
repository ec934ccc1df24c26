/**
 * GEMM: C = C0 + A·B in float32. Each matrix has strides in bytes, so the same kernel computes Aᵀ·B and A·Bᵀ, and adds a bias.
 * A[m, k] is at A + m·rsA + k·csA (row stride, column stride).
 *
 * B is packed into panels of 8 columns, padded with 0. Five rows of A are packed with each number in all four lanes. A tile of C,
 * 5 rows × 8 columns, then stays in ten registers while k runs. Each k takes 7 loads for 10 multiply-adds.
 */
import { scratchBase } from './scratch'
import { packA, microKernel5x8 } from './gemm-microkernel'

/**
 * The block size of k (KC of BLIS). Five packed rows of A (20 KB) and a panel of B (8 KB) stay in the L1 cache. The packed block of B
 * stays in the L2 cache.
 */
export const KC: i32 = 256

/** The size of packed B, in bytes. */
export function packedBytes(K: i32, N: i32): i32 {
  return ((N + 7) >> 3) * K * 32
}

/**
 * Packs B (K × N) into panels. Panel p has columns 8p … 8p + 7, row by row. All panels of rows 0 … 255 come first, then those of
 * the next 256 rows, so a block of k is contiguous.
 */
export function packB(K: i32, N: i32, B: usize, rsB: usize, csB: usize, packed: usize): void {
  for (let k = 0; k < K; k += KC) {
    packRows(min(KC, K - k), N, B, rsB, csB, packed)
    B += <usize>KC * rsB
    packed += <usize>packedBytes(KC, N)
  }
}

/** Packs one block of at most KC rows. Columns that B does not have become 0. */
function packRows(K: i32, N: i32, B: usize, rsB: usize, csB: usize, packed: usize): void {
  const panel = (<usize>K) << 5
  let n: i32 = 0
  if (csB == 4) {
    for (; n + 32 <= N; n += 32) packFourPanels(B + ((<usize>n) << 2), rsB, packed + <usize>(n >> 3) * panel, panel)
    for (; n + 8 <= N; n += 8) packPanel(K, B + ((<usize>n) << 2), rsB, packed + <usize>(n >> 3) * panel)
  } else if (rsB == 4) {
    for (; n + 8 <= N; n += 8) packPanelTransposed(K, B + <usize>n * csB, csB, packed + <usize>(n >> 3) * panel)
  }
  for (; n < N; n += 8) {
    const width = min(8, N - n)
    const out = packed + <usize>(n >> 3) * panel
    for (let k: usize = 0; k < <usize>K; k++) {
      const at = B + k * rsB + <usize>n * csB
      for (let c: i32 = 0; c < 8; c++)
        store<f32>(out + (k << 5) + ((<usize>c) << 2), c < width ? load<f32>(at + <usize>c * csB) : 0)
    }
  }
}

/** Packs four panels at once, so that each row is read as two whole cache lines of 64 bytes. */
export function packFourPanels(B: usize, rsB: usize, out: usize, panel: usize): void {
  const end = out + panel
  for (; out < end; out += 32) {
    const q = out + 2 * panel
    v128.store(out, v128.load(B))
    v128.store(out, v128.load(B, 16), 16)
    v128.store(out + panel, v128.load(B, 32))
    v128.store(out + panel, v128.load(B, 48), 16)
    v128.store(q, v128.load(B, 64))
    v128.store(q, v128.load(B, 80), 16)
    v128.store(q + panel, v128.load(B, 96))
    v128.store(q + panel, v128.load(B, 112), 16)
    B += rsB
  }
}

/** Packs one panel of 8 columns: K rows of 32 bytes. */
export function packPanel(K: i32, B: usize, rsB: usize, out: usize): void {
  for (let k = 0; k < K; k++) {
    v128.store(out, v128.load(B))
    v128.store(out, v128.load(B, 16), 16)
    B += rsB
    out += 32
  }
}

/** Packs a panel whose columns are contiguous in memory: it transposes 4 × 4 numbers at a time. */
export function packPanelTransposed(K: i32, B: usize, csB: usize, out: usize): void {
  let C = B + 4 * csB
  let k: i32 = 0
  for (; k + 4 <= K; k += 4) {
    transpose4x4(B, csB, out)
    transpose4x4(C, csB, out + 16)
    B += 16
    C += 16
    out += 128
  }
  for (; k < K; k++) {
    for (let c: usize = 0; c < 8; c++) store<f32>(out + (c << 2), load<f32>((c < 4 ? B : C) + (c & 3) * csB))
    B += 4
    C += 4
    out += 32
  }
}

/** Transposes 4 × 4 numbers whose columns begin at B, B + csB …, into rows 32 bytes apart. */
function transpose4x4(B: usize, csB: usize, out: usize): void {
  const a = v128.load(B)
  const b = v128.load(B + csB)
  const c = v128.load(B + 2 * csB)
  const d = v128.load(B + 3 * csB)
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5)
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5)
  const ba = i32x4.shuffle(a, b, 2, 6, 3, 7)
  const dc = i32x4.shuffle(c, d, 2, 6, 3, 7)
  v128.store(out, i32x4.shuffle(ab, cd, 0, 1, 4, 5))
  v128.store(out, i32x4.shuffle(ab, cd, 2, 3, 6, 7), 32)
  v128.store(out, i32x4.shuffle(ba, dc, 0, 1, 4, 5), 64)
  v128.store(out, i32x4.shuffle(ba, dc, 2, 3, 6, 7), 96)
}

/**
 * C[m, :] = C0[m, :] + Σₖ A[m, k]·B[k, :] for m = from … to − 1, with B packed by packB.
 * C: (M, N), contiguous rows   C0: rows of N numbers; 8 more must be readable after each
 *
 * rsC0 is 0 if all rows begin with the same row (a bias). C0 may be C.
 */
export function gemm(
  from: i32,
  to: i32,
  K: i32,
  N: i32,
  A: usize,
  rsA: usize,
  csA: usize,
  packed: usize,
  C: usize,
  rsC: usize,
  C0: usize,
  rsC0: usize,
): void {
  for (let k = 0; k == 0 || k < K; k += KC) {
    const kc = min(KC, K - k)
    const block = packed + <usize>packedBytes(k, N)
    for (let m = from; m < to; m += 5) {
      const rows = min(5, to - m)
      packA(kc, rows, A + <usize>m * rsA + <usize>k * csA, rsA, csA, scratchBase)
      for (let n = 0; n < N; n += 8) {
        const panel = block + <usize>(n >> 3) * <usize>kc * 32
        const at = C + <usize>m * rsC + ((<usize>n) << 2)
        if (k == 0)
          microKernel5x8(kc, rows, scratchBase, panel, at, rsC, N - n, C0 + <usize>m * rsC0 + ((<usize>n) << 2), rsC0)
        else microKernel5x8(kc, rows, scratchBase, panel, at, rsC, N - n, at, rsC)
      }
    }
  }
}
