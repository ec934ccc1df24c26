/** GEMM for N = 8, 16, 24 or 32 without packing: for so few columns, packing B takes longer than it saves. */
import { fma, loadSplat } from './lanes'
import { KC } from './gemm'

/**
 * The micro-kernel for up to five rows and eight columns of C. If there are fewer than five rows, the last one is repeated.
 * All loads come before the first store, so C0 may be C. The `break` is never taken (see gemm-microkernel.ts).
 */
export function microKernel5x8Unpacked(
  K: i32,
  rows: i32,
  A: usize,
  rsA: usize,
  csA: usize,
  B: usize,
  rsB: usize,
  C: usize,
  rsC: usize,
  C0: usize,
  rsC0: usize,
): void {
  const lastRow = <usize>rows - 1
  const r1 = min<usize>(1, lastRow)
  const r2 = min<usize>(2, lastRow)
  const r3 = min<usize>(3, lastRow)
  const r4 = min<usize>(4, lastRow)
  let a1 = A + r1 * rsA
  let a2 = A + r2 * rsA
  let a3 = A + r3 * rsA
  let a4 = A + r4 * rsA
  let c00 = v128.load(C0)
  let c01 = v128.load(C0, 16)
  let c10 = v128.load(C0 + r1 * rsC0)
  let c11 = v128.load(C0 + r1 * rsC0, 16)
  let c20 = v128.load(C0 + r2 * rsC0)
  let c21 = v128.load(C0 + r2 * rsC0, 16)
  let c30 = v128.load(C0 + r3 * rsC0)
  let c31 = v128.load(C0 + r3 * rsC0, 16)
  let c40 = v128.load(C0 + r4 * rsC0)
  let c41 = v128.load(C0 + r4 * rsC0, 16)
  const end = B + <usize>K * rsB
  for (; B < end; B += rsB) {
    const b0 = v128.load(B)
    const b1 = v128.load(B, 16)
    const v0 = loadSplat(A)
    c00 = fma(v0, b0, c00)
    c01 = fma(v0, b1, c01)
    const v1 = loadSplat(a1)
    c10 = fma(v1, b0, c10)
    c11 = fma(v1, b1, c11)
    const v2 = loadSplat(a2)
    c20 = fma(v2, b0, c20)
    c21 = fma(v2, b1, c21)
    if (A == 1) break
    const v3 = loadSplat(a3)
    c30 = fma(v3, b0, c30)
    c31 = fma(v3, b1, c31)
    const v4 = loadSplat(a4)
    c40 = fma(v4, b0, c40)
    c41 = fma(v4, b1, c41)
    A += csA
    a1 += csA
    a2 += csA
    a3 += csA
    a4 += csA
  }
  v128.store(C, c00)
  v128.store(C, c01, 16)
  v128.store(C + r1 * rsC, c10)
  v128.store(C + r1 * rsC, c11, 16)
  v128.store(C + r2 * rsC, c20)
  v128.store(C + r2 * rsC, c21, 16)
  v128.store(C + r3 * rsC, c30)
  v128.store(C + r3 * rsC, c31, 16)
  v128.store(C + r4 * rsC, c40)
  v128.store(C + r4 * rsC, c41, 16)
}

/**
 * C = C0 + A·B as gemm, where row k of B is at B + k·rsB.   N: 8, 16, 24 or 32
 *
 * The loops take 8 columns and 256 rows of B at a time: this block stays in the L1 cache.
 */
export function gemmUnpacked(
  from: i32,
  to: i32,
  K: i32,
  N: i32,
  A: usize,
  rsA: usize,
  csA: usize,
  B: usize,
  rsB: usize,
  C: usize,
  rsC: usize,
  C0: usize,
  rsC0: usize,
): void {
  for (let k = 0; k == 0 || k < K; k += KC) {
    const kc = min(KC, K - k)
    const Ak = A + <usize>k * csA
    for (let n: usize = 0; n < (<usize>N) << 2; n += 32) {
      const Bk = B + <usize>k * rsB + n
      for (let m = from; m < to; m += 5) {
        const at = C + <usize>m * rsC + n
        const Am = Ak + <usize>m * rsA
        if (k == 0)
          microKernel5x8Unpacked(kc, min(5, to - m), Am, rsA, csA, Bk, rsB, at, rsC, C0 + <usize>m * rsC0 + n, rsC0)
        else microKernel5x8Unpacked(kc, min(5, to - m), Am, rsA, csA, Bk, rsB, at, rsC, at, rsC)
      }
    }
  }
}
