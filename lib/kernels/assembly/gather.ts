/** The weight gradient Xᵀ·dZ as a gather, for CSC entries (see transpose.ts). */
import { keepLastLanes, fma } from './lanes'
import { spmmRow } from './spmm'

/** Adds to the last `lanes` lanes of a row of P only. The vector before has updated the other lanes. */
export function gatherRow1(
  e: usize,
  end: usize,
  valueTable: usize,
  dz: usize,
  stride: usize,
  p: usize,
  lanes: i32,
): void {
  let sum = f32x4.splat(0)
  for (; e < end; e += 4) {
    const v = v128.load32_splat(valueTable + <usize>load<u16>(e, 2))
    sum = fma(v, v128.load(dz + <usize>load<u16>(e) * stride), sum)
  }
  v128.store(p, f32x4.add(v128.load(p), keepLastLanes(sum, lanes)))
}

/**
 * P ← P + Xᵀ·dZ for rows from … to − 1 of P, where X is a CSC matrix.
 * P[i, :] += Σ value · dz[row, :] over the entries of column i.
 * dz: (B, O), O ≥ 4   P: (I, O)
 *
 * It writes each row of P once. scatterGradient writes one for every entry.
 */
export function gatherGradient(
  from: i32,
  to: i32,
  columnBounds: usize,
  entries: usize,
  valueTable: usize,
  dz: usize,
  P: usize,
  O: i32,
): void {
  const stride = (<usize>O) << 2
  const lastVector = stride - 16
  for (let o: usize = 0; o < stride;) {
    const vectorsLeft = (stride - o + 15) >> 4
    const isFull = vectorsLeft >= 8 && o + 112 <= lastVector
    const vectors: usize = isFull ? 8 : min(vectorsLeft, 4)
    const isTail = o > lastVector
    const lastOffset = min((vectors - 1) << 4, lastVector - o)
    for (let i = <usize>from; i < <usize>to; i++) {
      const e = entries + ((<usize>load<u32>(columnBounds + (i << 3))) << 2)
      const end = entries + ((<usize>load<u32>(columnBounds + (i << 3), 4)) << 2)
      const p = P + i * stride
      if (e == end) continue
      if (isTail) gatherRow1(e, end, valueTable, dz + lastVector, stride, p + lastVector, O & 3)
      else spmmRow(e, end, valueTable, vectors, dz + o, stride, p + o, p + o, lastOffset)
    }
    o += vectors << 4
  }
}
