/** The gradient of weights behind sparse rows, column by column, for rows that were transposed: see spmm.ts for how they lie. */
import { lastLanes, madd } from './lanes'
import { times } from './spmm'

/** what is added to the last lanes of a row, where less than a vector is left: the others have had theirs */
export function gather1(e: usize, end: usize, values: usize, dz: usize, stride: usize, p: usize, lanes: i32): void {
  let sum = f32x4.splat(0)
  for (; e < end; e += 4) {
    const v = v128.load32_splat(values + <usize>load<u16>(e, 2))
    sum = madd(v, v128.load(dz + <usize>load<u16>(e) * stride), sum)
  }
  v128.store(p, f32x4.add(v128.load(p), lastLanes(sum, lanes)))
}

/**
 * P[i, :] += Σₑ value · dz[who, :] over the entries of column i, for i = from … to − 1: what sparseScatter adds, but each
 * row of P is written once, where scattering writes it for every entry. It is the product of sparse rows and a matrix, added to P.
 * dz: (B, O), O ≥ 4
 */
export function sparseGather(
  from: i32,
  to: i32,
  bounds: usize,
  entries: usize,
  values: usize,
  dz: usize,
  P: usize,
  O: i32,
): void {
  const stride = (<usize>O) << 2
  const end_of_row = stride - 16
  for (let o: usize = 0; o < stride;) {
    const left = (stride - o + 15) >> 4
    const eight = left >= 8 && o + 112 <= end_of_row
    const block: usize = eight ? 8 : min(left, 4)
    const isLess = o > end_of_row
    const last = min((block - 1) << 4, end_of_row - o)
    for (let i = <usize>from; i < <usize>to; i++) {
      const e = entries + ((<usize>load<u32>(bounds + (i << 3))) << 2)
      const end = entries + ((<usize>load<u32>(bounds + (i << 3), 4)) << 2)
      const p = P + i * stride
      if (e == end) continue
      if (isLess) gather1(e, end, values, dz + end_of_row, stride, p + end_of_row, O & 3)
      else times(e, end, values, block, dz + o, stride, p + o, p + o, last)
    }
    o += block << 4
  }
}
