/** GEMM for 4 ≤ N ≤ 12 without packing: the shape of a last layer. */
import { fma, loadSplat } from './lanes'
import { KC } from './gemm'

/**
 * The micro-kernel for up to three rows of C, with three vectors each: at the byte offsets 0, midOffset and lastOffset.
 * If N < 12, the vectors overlap, and both compute the same values. If there are fewer than three rows, the last one is repeated.
 * All loads come before the first store, so C0 may be C.
 */
export function microKernel3x12(
  K: i32,
  rows: i32,
  A: usize,
  rsA: usize,
  csA: usize,
  B: usize,
  rsB: usize,
  C: usize,
  rsC: usize,
  lastOffset: usize,
  C0: usize,
  rsC0: usize,
): void {
  const midOffset = min<usize>(16, lastOffset)
  const lastRow = <usize>rows - 1
  let a1 = A + min<usize>(1, lastRow) * rsA
  let a2 = A + min<usize>(2, lastRow) * rsA
  const s1 = C0 + min<usize>(1, lastRow) * rsC0
  const s2 = C0 + min<usize>(2, lastRow) * rsC0
  let c00 = v128.load(C0)
  let c01 = v128.load(C0 + midOffset)
  let c02 = v128.load(C0 + lastOffset)
  let c10 = v128.load(s1)
  let c11 = v128.load(s1 + midOffset)
  let c12 = v128.load(s1 + lastOffset)
  let c20 = v128.load(s2)
  let c21 = v128.load(s2 + midOffset)
  let c22 = v128.load(s2 + lastOffset)
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(B)
    const b1 = v128.load(B + midOffset)
    const b2 = v128.load(B + lastOffset)
    const v0 = loadSplat(A)
    c00 = fma(v0, b0, c00)
    c01 = fma(v0, b1, c01)
    c02 = fma(v0, b2, c02)
    const v1 = loadSplat(a1)
    c10 = fma(v1, b0, c10)
    c11 = fma(v1, b1, c11)
    c12 = fma(v1, b2, c12)
    const v2 = loadSplat(a2)
    c20 = fma(v2, b0, c20)
    c21 = fma(v2, b1, c21)
    c22 = fma(v2, b2, c22)
    A += csA
    a1 += csA
    a2 += csA
    B += rsB
  }
  const C1 = C + min<usize>(1, lastRow) * rsC
  const C2 = C + min<usize>(2, lastRow) * rsC
  v128.store(C, c00)
  v128.store(C + midOffset, c01)
  v128.store(C + lastOffset, c02)
  v128.store(C1, c10)
  v128.store(C1 + midOffset, c11)
  v128.store(C1 + lastOffset, c12)
  v128.store(C2, c20)
  v128.store(C2 + midOffset, c21)
  v128.store(C2 + lastOffset, c22)
}

/** C = C0 + A·B as gemm, for 4 ≤ N ≤ 12, where row k of B is at B + k·rsB. Three rows of C stay in nine registers. */
export function gemmSmallN(
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
  const lastOffset = ((<usize>N) << 2) - 16
  for (let k = 0; k == 0 || k < K; k += KC) {
    const kc = min(KC, K - k)
    const Ak = A + <usize>k * csA
    const Bk = B + <usize>k * rsB
    for (let m = from; m < to; m += 3) {
      const at = C + <usize>m * rsC
      if (k == 0)
        microKernel3x12(
          kc,
          min(3, to - m),
          Ak + <usize>m * rsA,
          rsA,
          csA,
          Bk,
          rsB,
          at,
          rsC,
          lastOffset,
          C0 + <usize>m * rsC0,
          rsC0,
        )
      else microKernel3x12(kc, min(3, to - m), Ak + <usize>m * rsA, rsA, csA, Bk, rsB, at, rsC, lastOffset, at, rsC)
    }
  }
}
