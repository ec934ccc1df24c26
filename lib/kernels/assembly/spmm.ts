/**
 * SpMM: Y = X·W + b for a CSR matrix X and a dense W, row by row (Gustavson's algorithm).
 *
 * The entries of row r are e = rowPointers[r] … rowPointers[r + 1] − 1. An entry is 4 bytes: u16 column, u16 byte offset into the
 * value table. valueTable[0] is 0. Small entries matter, because rows in random order are not in the cache: prefetching them takes
 * 5 ms an epoch instead of 10. Each row has an even number of entries, since the loops take two per round. The last may be a zero.
 *
 * Four of five pixels of MNIST are 0, so they are neither stored nor multiplied. The output of relu is multiplied densely: during
 * training only a quarter to 40 % of it is 0, and skipping these zeros is no faster.
 *
 * The loops take up to eight vectors (32 columns) of a result row at a time, and their sums stay in registers. `lastOffset` is the
 * byte offset of the last of these vectors. If O is not a multiple of 4, it overlaps the vector before (see lanes.ts). Overlapping
 * vectors compute equal values because both are loaded before either is stored. Only a pass of one vector must mask the shared
 * lanes. A pass of eight vectors never overlaps. With constant offsets its sums stay in registers: 2.6 ns an entry instead of 3.8
 * (measured).
 *
 * Passes of up to four vectors have two sums per vector, for even and odd entries: an addition waits four cycles for the one before.
 * The sums start from loaded numbers. If all started from one constant 0, an engine would delay all multiplications to the end of the
 * round and run out of registers. The gradient of 784 → 32 would take 45 ms instead of 22 (measured).
 */
import { fma } from './lanes'
import { scratchBase } from './scratch'
import { lowerBound, padToPair } from './row-range'

/** y = y0 + Σ value · W[column, :] over entries e … end, for eight vectors. */
export function spmmRow8(e: usize, end: usize, valueTable: usize, W: usize, stride: usize, y0: usize, y: usize): void {
  let s0 = v128.load(y0)
  let s1 = v128.load(y0, 16)
  let s2 = v128.load(y0, 32)
  let s3 = v128.load(y0, 48)
  let s4 = v128.load(y0, 64)
  let s5 = v128.load(y0, 80)
  let s6 = v128.load(y0, 96)
  let s7 = v128.load(y0, 112)
  for (; e < end; e += 8) {
    const w = W + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(valueTable + <usize>load<u16>(e, 2))
    s0 = fma(u, v128.load(w), s0)
    s1 = fma(u, v128.load(w, 16), s1)
    s2 = fma(u, v128.load(w, 32), s2)
    s3 = fma(u, v128.load(w, 48), s3)
    s4 = fma(u, v128.load(w, 64), s4)
    s5 = fma(u, v128.load(w, 80), s5)
    s6 = fma(u, v128.load(w, 96), s6)
    s7 = fma(u, v128.load(w, 112), s7)
    const x = W + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(valueTable + <usize>load<u16>(e, 6))
    s0 = fma(v, v128.load(x), s0)
    s1 = fma(v, v128.load(x, 16), s1)
    s2 = fma(v, v128.load(x, 32), s2)
    s3 = fma(v, v128.load(x, 48), s3)
    s4 = fma(v, v128.load(x, 64), s4)
    s5 = fma(v, v128.load(x, 80), s5)
    s6 = fma(v, v128.load(x, 96), s6)
    s7 = fma(v, v128.load(x, 112), s7)
  }
  v128.store(y, s0)
  v128.store(y, s1, 16)
  v128.store(y, s2, 32)
  v128.store(y, s3, 48)
  v128.store(y, s4, 64)
  v128.store(y, s5, 80)
  v128.store(y, s6, 96)
  v128.store(y, s7, 112)
}

/** The same for four vectors. */
export function spmmRow4(
  e: usize,
  end: usize,
  valueTable: usize,
  W: usize,
  stride: usize,
  y0: usize,
  y: usize,
  lastOffset: usize,
): void {
  let s0 = v128.load(y0)
  let s1 = v128.load(y0, 16)
  let s2 = v128.load(y0, 32)
  let s3 = v128.load(y0 + lastOffset)
  let t0 = f32x4.splat(0)
  let t1 = f32x4.splat(0)
  let t2 = f32x4.splat(0)
  let t3 = f32x4.splat(0)
  for (; e < end; e += 8) {
    const w = W + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(valueTable + <usize>load<u16>(e, 2))
    s0 = fma(u, v128.load(w), s0)
    s1 = fma(u, v128.load(w, 16), s1)
    s2 = fma(u, v128.load(w, 32), s2)
    s3 = fma(u, v128.load(w + lastOffset), s3)
    const x = W + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(valueTable + <usize>load<u16>(e, 6))
    t0 = fma(v, v128.load(x), t0)
    t1 = fma(v, v128.load(x, 16), t1)
    t2 = fma(v, v128.load(x, 32), t2)
    t3 = fma(v, v128.load(x + lastOffset), t3)
  }
  v128.store(y, f32x4.add(s0, t0))
  v128.store(y, f32x4.add(s1, t1), 16)
  v128.store(y, f32x4.add(s2, t2), 32)
  v128.store(y + lastOffset, f32x4.add(s3, t3))
}

/** The same for three vectors. */
export function spmmRow3(
  e: usize,
  end: usize,
  valueTable: usize,
  W: usize,
  stride: usize,
  y0: usize,
  y: usize,
  lastOffset: usize,
): void {
  let s0 = v128.load(y0)
  let s1 = v128.load(y0, 16)
  let s2 = v128.load(y0 + lastOffset)
  let t0 = f32x4.splat(0)
  let t1 = f32x4.splat(0)
  let t2 = f32x4.splat(0)
  for (; e < end; e += 8) {
    const w = W + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(valueTable + <usize>load<u16>(e, 2))
    s0 = fma(u, v128.load(w), s0)
    s1 = fma(u, v128.load(w, 16), s1)
    s2 = fma(u, v128.load(w + lastOffset), s2)
    const x = W + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(valueTable + <usize>load<u16>(e, 6))
    t0 = fma(v, v128.load(x), t0)
    t1 = fma(v, v128.load(x, 16), t1)
    t2 = fma(v, v128.load(x + lastOffset), t2)
  }
  v128.store(y, f32x4.add(s0, t0))
  v128.store(y, f32x4.add(s1, t1), 16)
  v128.store(y + lastOffset, f32x4.add(s2, t2))
}

/** The same for two vectors. */
export function spmmRow2(
  e: usize,
  end: usize,
  valueTable: usize,
  W: usize,
  stride: usize,
  y0: usize,
  y: usize,
  lastOffset: usize,
): void {
  let s0 = v128.load(y0)
  let s1 = v128.load(y0 + lastOffset)
  let t0 = f32x4.splat(0)
  let t1 = f32x4.splat(0)
  for (; e < end; e += 8) {
    const w = W + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(valueTable + <usize>load<u16>(e, 2))
    s0 = fma(u, v128.load(w), s0)
    s1 = fma(u, v128.load(w + lastOffset), s1)
    const x = W + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(valueTable + <usize>load<u16>(e, 6))
    t0 = fma(v, v128.load(x), t0)
    t1 = fma(v, v128.load(x + lastOffset), t1)
  }
  v128.store(y, f32x4.add(s0, t0))
  v128.store(y + lastOffset, f32x4.add(s1, t1))
}

/** The same for one vector. */
export function spmmRow1(
  e: usize,
  end: usize,
  valueTable: usize,
  W: usize,
  stride: usize,
  y0: usize,
  y: usize,
  lastOffset: usize,
): void {
  let s0 = v128.load(y0 + lastOffset)
  let t0 = f32x4.splat(0)
  for (; e < end; e += 8) {
    const w = W + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(valueTable + <usize>load<u16>(e, 2))
    s0 = fma(u, v128.load(w + lastOffset), s0)
    const x = W + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(valueTable + <usize>load<u16>(e, 6))
    t0 = fma(v, v128.load(x + lastOffset), t0)
  }
  v128.store(y + lastOffset, f32x4.add(s0, t0))
}

/** The same for 8, 4, 3, 2 or 1 vectors. */
export function spmmRow(
  e: usize,
  end: usize,
  valueTable: usize,
  vectors: usize,
  W: usize,
  stride: usize,
  y0: usize,
  y: usize,
  lastOffset: usize,
): void {
  if (vectors == 8) spmmRow8(e, end, valueTable, W, stride, y0, y)
  else if (vectors == 4) spmmRow4(e, end, valueTable, W, stride, y0, y, lastOffset)
  else if (vectors == 3) spmmRow3(e, end, valueTable, W, stride, y0, y, lastOffset)
  else if (vectors == 2) spmmRow2(e, end, valueTable, W, stride, y0, y, lastOffset)
  else spmmRow1(e, end, valueTable, W, stride, y0, y, lastOffset)
}

/**
 * y[n, :] = b + Σ value · W[column, :] over the entries of row rows[n] with columns colFrom … colTo − 1, for n = from … to − 1.
 * W: (I, O), O ≥ 4   b: (O)   y: (B, O)
 */
export function spmm(
  from: i32,
  to: i32,
  colFrom: i32,
  colTo: i32,
  I: i32,
  rows: usize,
  rowPointers: usize,
  entries: usize,
  valueTable: usize,
  W: usize,
  b: usize,
  y: usize,
  O: i32,
): void {
  const stride = (<usize>O) << 2
  const lastVector = stride - 16
  const isColumnRange = colFrom > 0 || colTo < I
  for (let o: usize = 0; o < stride;) {
    const vectorsLeft = (stride - o + 15) >> 4
    const isFull = vectorsLeft >= 8 && o + 112 <= lastVector
    const vectors: usize = isFull ? 8 : min(vectorsLeft, 4)
    // negative if less than a vector is left: the last vector then begins before o
    const lastOffset = o > lastVector ? lastVector - o : min((vectors - 1) << 4, lastVector - o)
    for (let n = <usize>from; n < <usize>to; n++) {
      const row = rowPointers + ((<usize>load<u32>(rows + (n << 2))) << 2)
      let e = entries + ((<usize>load<u32>(row)) << 2)
      let end = entries + ((<usize>load<u32>(row, 4)) << 2)
      const yn = y + n * stride + o
      if (!isColumnRange) {
        spmmRow(e, end, valueTable, vectors, W + o, stride, b + o, yn, lastOffset)
        continue
      }
      e = lowerBound(e, end, colFrom)
      end = lowerBound(e, end, colTo)
      const odd = (end - e) & 4
      spmmRow(e, end - odd, valueTable, vectors, W + o, stride, b + o, yn, lastOffset)
      if (odd) spmmRow(padToPair(end - 4), scratchBase + 8, valueTable, vectors, W + o, stride, yn, yn, lastOffset)
    }
    o += vectors << 4
  }
}
