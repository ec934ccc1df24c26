/** The gradient of weights behind sparse rows, entry by entry: see spmm.ts for how the rows lie. */
import { lastLanes, madd } from './lanes'
import { own } from './scratch'
import { alone, firstFrom } from './row-range'

export function scatter8(e: usize, end: usize, values: usize, dz: usize, P: usize, stride: usize): void {
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
    const u = v128.load32_splat(values + <usize>load<u16>(e, 2))
    v128.store(p, madd(u, d0, v128.load(p)))
    v128.store(p, madd(u, d1, v128.load(p, 16)), 16)
    v128.store(p, madd(u, d2, v128.load(p, 32)), 32)
    v128.store(p, madd(u, d3, v128.load(p, 48)), 48)
    v128.store(p, madd(u, d4, v128.load(p, 64)), 64)
    v128.store(p, madd(u, d5, v128.load(p, 80)), 80)
    v128.store(p, madd(u, d6, v128.load(p, 96)), 96)
    v128.store(p, madd(u, d7, v128.load(p, 112)), 112)
    const q = P + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(values + <usize>load<u16>(e, 6))
    v128.store(q, madd(v, d0, v128.load(q)))
    v128.store(q, madd(v, d1, v128.load(q, 16)), 16)
    v128.store(q, madd(v, d2, v128.load(q, 32)), 32)
    v128.store(q, madd(v, d3, v128.load(q, 48)), 48)
    v128.store(q, madd(v, d4, v128.load(q, 64)), 64)
    v128.store(q, madd(v, d5, v128.load(q, 80)), 80)
    v128.store(q, madd(v, d6, v128.load(q, 96)), 96)
    v128.store(q, madd(v, d7, v128.load(q, 112)), 112)
  }
}

export function scatter4(e: usize, end: usize, values: usize, dz: usize, P: usize, stride: usize, last: usize): void {
  const d0 = v128.load(dz)
  const d1 = v128.load(dz, 16)
  const d2 = v128.load(dz, 32)
  const d3 = v128.load(dz + last)
  for (; e < end; e += 8) {
    const p = P + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(values + <usize>load<u16>(e, 2))
    v128.store(p, madd(u, d0, v128.load(p)))
    v128.store(p, madd(u, d1, v128.load(p, 16)), 16)
    const u2 = madd(u, d2, v128.load(p, 32))
    const u3 = madd(u, d3, v128.load(p + last))
    v128.store(p, u2, 32)
    v128.store(p + last, u3)
    const q = P + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(values + <usize>load<u16>(e, 6))
    v128.store(q, madd(v, d0, v128.load(q)))
    v128.store(q, madd(v, d1, v128.load(q, 16)), 16)
    const v2 = madd(v, d2, v128.load(q, 32))
    const v3 = madd(v, d3, v128.load(q + last))
    v128.store(q, v2, 32)
    v128.store(q + last, v3)
  }
}

export function scatter3(e: usize, end: usize, values: usize, dz: usize, P: usize, stride: usize, last: usize): void {
  const d0 = v128.load(dz)
  const d1 = v128.load(dz, 16)
  const d2 = v128.load(dz + last)
  for (; e < end; e += 8) {
    const p = P + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(values + <usize>load<u16>(e, 2))
    v128.store(p, madd(u, d0, v128.load(p)))
    const u1 = madd(u, d1, v128.load(p, 16))
    const u2 = madd(u, d2, v128.load(p + last))
    v128.store(p, u1, 16)
    v128.store(p + last, u2)
    const q = P + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(values + <usize>load<u16>(e, 6))
    v128.store(q, madd(v, d0, v128.load(q)))
    const v1 = madd(v, d1, v128.load(q, 16))
    const v2 = madd(v, d2, v128.load(q + last))
    v128.store(q, v1, 16)
    v128.store(q + last, v2)
  }
}

export function scatter2(e: usize, end: usize, values: usize, dz: usize, P: usize, stride: usize, last: usize): void {
  const d0 = v128.load(dz)
  const d1 = v128.load(dz + last)
  for (; e < end; e += 8) {
    const p = P + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(values + <usize>load<u16>(e, 2))
    const u0 = madd(u, d0, v128.load(p))
    const u1 = madd(u, d1, v128.load(p + last))
    v128.store(p, u0)
    v128.store(p + last, u1)
    const q = P + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(values + <usize>load<u16>(e, 6))
    const v0 = madd(v, d0, v128.load(q))
    const v1 = madd(v, d1, v128.load(q + last))
    v128.store(q, v0)
    v128.store(q + last, v1)
  }
}

export function scatter1(
  e: usize,
  end: usize,
  values: usize,
  dz: usize,
  P: usize,
  stride: usize,
  last: usize,
  lanes: i32,
): void {
  const d0 = lastLanes(v128.load(dz + last), lanes)
  for (; e < end; e += 8) {
    const p = P + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(values + <usize>load<u16>(e, 2))
    v128.store(p + last, madd(u, d0, v128.load(p + last)))
    const q = P + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(values + <usize>load<u16>(e, 6))
    v128.store(q + last, madd(v, d0, v128.load(q + last)))
  }
}

function scatter(
  e: usize,
  end: usize,
  values: usize,
  block: usize,
  dz: usize,
  P: usize,
  stride: usize,
  last: usize,
  lanes: i32,
): void {
  if (block == 8) scatter8(e, end, values, dz, P, stride)
  else if (block == 4) scatter4(e, end, values, dz, P, stride, last)
  else if (block == 3) scatter3(e, end, values, dz, P, stride, last)
  else if (block == 2) scatter2(e, end, values, dz, P, stride, last)
  else scatter1(e, end, values, dz, P, stride, last, lanes)
}

/**
 * P[column, j] += value · dz[n, j] over those entries of row rows[n] whose columns are from … to − 1, for n = 0 … B − 1: with values
 * times −rate, the step of W; with P = 0, its gradient. dz: (B, O), O ≥ 4
 */
export function sparseScatter(
  from: i32,
  to: i32,
  B: i32,
  I: i32,
  rows: usize,
  starts: usize,
  entries: usize,
  values: usize,
  dz: usize,
  P: usize,
  O: i32,
): void {
  const stride = (<usize>O) << 2
  const end_of_row = stride - 16
  const lanes = O & 3 ? O & 3 : 4
  const isPart = from > 0 || to < I
  for (let o: usize = 0; o < stride;) {
    const left = (stride - o + 15) >> 4
    const eight = left >= 8 && o + 112 <= end_of_row
    const block: usize = eight ? 8 : min(left, 4)
    const isLess = o > end_of_row // less than a vector is left
    const some = isLess ? lanes : 4
    const last = isLess ? end_of_row - o : min((block - 1) << 4, end_of_row - o)
    for (let n: usize = 0; n < <usize>B; n++) {
      const row = starts + ((<usize>load<u32>(rows + (n << 2))) << 2)
      let e = entries + ((<usize>load<u32>(row)) << 2)
      let end = entries + ((<usize>load<u32>(row, 4)) << 2)
      const dn = dz + n * stride + o
      if (isPart) {
        e = firstFrom(e, end, from)
        end = firstFrom(e, end, to)
      }
      const odd = (end - e) & 4
      if (odd) scatter(alone(end - 4), own + 8, values, block, dn, P + o, stride, last, some)
      scatter(e, end - odd, values, block, dn, P + o, stride, last, some)
    }
    o += block << 4
  }
}
