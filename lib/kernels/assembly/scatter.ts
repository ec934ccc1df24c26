/** The weight gradient Xᵀ·dZ as a scatter, for CSR rows (see spmm.ts). */
import { keepLastLanes, fma } from './lanes'
import { scratchBase } from './scratch'
import { lowerBound, padToPair } from './row-range'

/** P[column, :] += value · dz over entries e … end, for eight vectors of dz and P. */
export function scatterRow8(e: usize, end: usize, valueTable: usize, dz: usize, P: usize, stride: usize): void {
  const d0 = v128.load(dz)
  const d1 = v128.load(dz, 16)
  const d2 = v128.load(dz, 32)
  const d3 = v128.load(dz, 48)
  const d4 = v128.load(dz, 64)
  const d5 = v128.load(dz, 80)
  const d6 = v128.load(dz, 96)
  const d7 = v128.load(dz, 112)
  for (; e < end; e += 8) {
    const p = P + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(valueTable + <usize>load<u16>(e, 2))
    v128.store(p, fma(u, d0, v128.load(p)))
    v128.store(p, fma(u, d1, v128.load(p, 16)), 16)
    v128.store(p, fma(u, d2, v128.load(p, 32)), 32)
    v128.store(p, fma(u, d3, v128.load(p, 48)), 48)
    v128.store(p, fma(u, d4, v128.load(p, 64)), 64)
    v128.store(p, fma(u, d5, v128.load(p, 80)), 80)
    v128.store(p, fma(u, d6, v128.load(p, 96)), 96)
    v128.store(p, fma(u, d7, v128.load(p, 112)), 112)
    const q = P + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(valueTable + <usize>load<u16>(e, 6))
    v128.store(q, fma(v, d0, v128.load(q)))
    v128.store(q, fma(v, d1, v128.load(q, 16)), 16)
    v128.store(q, fma(v, d2, v128.load(q, 32)), 32)
    v128.store(q, fma(v, d3, v128.load(q, 48)), 48)
    v128.store(q, fma(v, d4, v128.load(q, 64)), 64)
    v128.store(q, fma(v, d5, v128.load(q, 80)), 80)
    v128.store(q, fma(v, d6, v128.load(q, 96)), 96)
    v128.store(q, fma(v, d7, v128.load(q, 112)), 112)
  }
}

/** The same for four vectors. */
export function scatterRow4(
  e: usize,
  end: usize,
  valueTable: usize,
  dz: usize,
  P: usize,
  stride: usize,
  lastOffset: usize,
): void {
  const d0 = v128.load(dz)
  const d1 = v128.load(dz, 16)
  const d2 = v128.load(dz, 32)
  const d3 = v128.load(dz + lastOffset)
  for (; e < end; e += 8) {
    const p = P + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(valueTable + <usize>load<u16>(e, 2))
    v128.store(p, fma(u, d0, v128.load(p)))
    v128.store(p, fma(u, d1, v128.load(p, 16)), 16)
    const u2 = fma(u, d2, v128.load(p, 32))
    const u3 = fma(u, d3, v128.load(p + lastOffset))
    v128.store(p, u2, 32)
    v128.store(p + lastOffset, u3)
    const q = P + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(valueTable + <usize>load<u16>(e, 6))
    v128.store(q, fma(v, d0, v128.load(q)))
    v128.store(q, fma(v, d1, v128.load(q, 16)), 16)
    const v2 = fma(v, d2, v128.load(q, 32))
    const v3 = fma(v, d3, v128.load(q + lastOffset))
    v128.store(q, v2, 32)
    v128.store(q + lastOffset, v3)
  }
}

/** The same for three vectors. */
export function scatterRow3(
  e: usize,
  end: usize,
  valueTable: usize,
  dz: usize,
  P: usize,
  stride: usize,
  lastOffset: usize,
): void {
  const d0 = v128.load(dz)
  const d1 = v128.load(dz, 16)
  const d2 = v128.load(dz + lastOffset)
  for (; e < end; e += 8) {
    const p = P + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(valueTable + <usize>load<u16>(e, 2))
    v128.store(p, fma(u, d0, v128.load(p)))
    const u1 = fma(u, d1, v128.load(p, 16))
    const u2 = fma(u, d2, v128.load(p + lastOffset))
    v128.store(p, u1, 16)
    v128.store(p + lastOffset, u2)
    const q = P + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(valueTable + <usize>load<u16>(e, 6))
    v128.store(q, fma(v, d0, v128.load(q)))
    const v1 = fma(v, d1, v128.load(q, 16))
    const v2 = fma(v, d2, v128.load(q + lastOffset))
    v128.store(q, v1, 16)
    v128.store(q + lastOffset, v2)
  }
}

/** The same for two vectors. */
export function scatterRow2(
  e: usize,
  end: usize,
  valueTable: usize,
  dz: usize,
  P: usize,
  stride: usize,
  lastOffset: usize,
): void {
  const d0 = v128.load(dz)
  const d1 = v128.load(dz + lastOffset)
  for (; e < end; e += 8) {
    const p = P + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(valueTable + <usize>load<u16>(e, 2))
    const u0 = fma(u, d0, v128.load(p))
    const u1 = fma(u, d1, v128.load(p + lastOffset))
    v128.store(p, u0)
    v128.store(p + lastOffset, u1)
    const q = P + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(valueTable + <usize>load<u16>(e, 6))
    const v0 = fma(v, d0, v128.load(q))
    const v1 = fma(v, d1, v128.load(q + lastOffset))
    v128.store(q, v0)
    v128.store(q + lastOffset, v1)
  }
}

/** The same for one vector, of which only the last `lanes` lanes count. */
export function scatterRow1(
  e: usize,
  end: usize,
  valueTable: usize,
  dz: usize,
  P: usize,
  stride: usize,
  lastOffset: usize,
  lanes: i32,
): void {
  const d0 = keepLastLanes(v128.load(dz + lastOffset), lanes)
  for (; e < end; e += 8) {
    const p = P + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(valueTable + <usize>load<u16>(e, 2))
    v128.store(p + lastOffset, fma(u, d0, v128.load(p + lastOffset)))
    const q = P + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(valueTable + <usize>load<u16>(e, 6))
    v128.store(q + lastOffset, fma(v, d0, v128.load(q + lastOffset)))
  }
}

/** The same for 8, 4, 3, 2 or 1 vectors. */
function scatterRow(
  e: usize,
  end: usize,
  valueTable: usize,
  vectors: usize,
  dz: usize,
  P: usize,
  stride: usize,
  lastOffset: usize,
  lanes: i32,
): void {
  if (vectors == 8) scatterRow8(e, end, valueTable, dz, P, stride)
  else if (vectors == 4) scatterRow4(e, end, valueTable, dz, P, stride, lastOffset)
  else if (vectors == 3) scatterRow3(e, end, valueTable, dz, P, stride, lastOffset)
  else if (vectors == 2) scatterRow2(e, end, valueTable, dz, P, stride, lastOffset)
  else scatterRow1(e, end, valueTable, dz, P, stride, lastOffset, lanes)
}

/**
 * P ← P + Xᵀ·dZ for rows from … to − 1 of P, where X has the rows rows[0 … B − 1]: P[column, :] += value · dz[n, :] over their entries.
 * dz: (B, O), O ≥ 4   P: (I, O)
 *
 * With P = 0 it is the gradient of W. With a value table times −rate and P = W it is an SGD step.
 */
export function scatterGradient(
  from: i32,
  to: i32,
  B: i32,
  I: i32,
  rows: usize,
  rowPointers: usize,
  entries: usize,
  valueTable: usize,
  dz: usize,
  P: usize,
  O: i32,
): void {
  const stride = (<usize>O) << 2
  const lastVector = stride - 16
  const lanes = O & 3 ? O & 3 : 4
  const isColumnRange = from > 0 || to < I
  for (let o: usize = 0; o < stride;) {
    const vectorsLeft = (stride - o + 15) >> 4
    const isFull = vectorsLeft >= 8 && o + 112 <= lastVector
    const vectors: usize = isFull ? 8 : min(vectorsLeft, 4)
    const isTail = o > lastVector // less than a vector is left
    const lanesHere = isTail ? lanes : 4
    const lastOffset = isTail ? lastVector - o : min((vectors - 1) << 4, lastVector - o)
    for (let n: usize = 0; n < <usize>B; n++) {
      const row = rowPointers + ((<usize>load<u32>(rows + (n << 2))) << 2)
      let e = entries + ((<usize>load<u32>(row)) << 2)
      let end = entries + ((<usize>load<u32>(row, 4)) << 2)
      const dn = dz + n * stride + o
      if (isColumnRange) {
        e = lowerBound(e, end, from)
        end = lowerBound(e, end, to)
      }
      const odd = (end - e) & 4
      if (odd)
        scatterRow(padToPair(end - 4), scratchBase + 8, valueTable, vectors, dn, P + o, stride, lastOffset, lanesHere)
      scatterRow(e, end - odd, valueTable, vectors, dn, P + o, stride, lastOffset, lanesHere)
    }
    o += vectors << 4
  }
}
