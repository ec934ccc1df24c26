/** The same gradient, column by column, for rows that were transposed: see times.ts for how the rows lie. */
import { lastLanes, madd } from './lanes'

export function gather8(e: usize, end: usize, dz: usize, stride: usize, p: usize, scale: v128): void {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  let s3 = f32x4.splat(0)
  let s4 = f32x4.splat(0)
  let s5 = f32x4.splat(0)
  let s6 = f32x4.splat(0)
  let s7 = f32x4.splat(0)
  for (; e < end; e += 16) {
    const c = dz + <usize>load<u32>(e) * stride
    const u = v128.load32_splat(e, 4)
    s0 = madd(u, v128.load(c), s0)
    s1 = madd(u, v128.load(c, 16), s1)
    s2 = madd(u, v128.load(c, 32), s2)
    s3 = madd(u, v128.load(c, 48), s3)
    s4 = madd(u, v128.load(c, 64), s4)
    s5 = madd(u, v128.load(c, 80), s5)
    s6 = madd(u, v128.load(c, 96), s6)
    s7 = madd(u, v128.load(c, 112), s7)
    const d = dz + <usize>load<u32>(e, 8) * stride
    const v = v128.load32_splat(e, 12)
    s0 = madd(v, v128.load(d), s0)
    s1 = madd(v, v128.load(d, 16), s1)
    s2 = madd(v, v128.load(d, 32), s2)
    s3 = madd(v, v128.load(d, 48), s3)
    s4 = madd(v, v128.load(d, 64), s4)
    s5 = madd(v, v128.load(d, 80), s5)
    s6 = madd(v, v128.load(d, 96), s6)
    s7 = madd(v, v128.load(d, 112), s7)
  }
  v128.store(p, madd(scale, s0, v128.load(p)))
  v128.store(p, madd(scale, s1, v128.load(p, 16)), 16)
  v128.store(p, madd(scale, s2, v128.load(p, 32)), 32)
  v128.store(p, madd(scale, s3, v128.load(p, 48)), 48)
  v128.store(p, madd(scale, s4, v128.load(p, 64)), 64)
  v128.store(p, madd(scale, s5, v128.load(p, 80)), 80)
  v128.store(p, madd(scale, s6, v128.load(p, 96)), 96)
  v128.store(p, madd(scale, s7, v128.load(p, 112)), 112)
}

export function gather4(e: usize, end: usize, dz: usize, stride: usize, p: usize, last: usize, scale: v128): void {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  let s3 = f32x4.splat(0)
  for (; e < end; e += 16) {
    const c = dz + <usize>load<u32>(e) * stride
    const u = v128.load32_splat(e, 4)
    s0 = madd(u, v128.load(c), s0)
    s1 = madd(u, v128.load(c, 16), s1)
    s2 = madd(u, v128.load(c, 32), s2)
    s3 = madd(u, v128.load(c + last), s3)
    const d = dz + <usize>load<u32>(e, 8) * stride
    const v = v128.load32_splat(e, 12)
    s0 = madd(v, v128.load(d), s0)
    s1 = madd(v, v128.load(d, 16), s1)
    s2 = madd(v, v128.load(d, 32), s2)
    s3 = madd(v, v128.load(d + last), s3)
  }
  const p0 = madd(scale, s0, v128.load(p))
  const p1 = madd(scale, s1, v128.load(p, 16))
  const p2 = madd(scale, s2, v128.load(p, 32))
  const p3 = madd(scale, s3, v128.load(p + last))
  v128.store(p, p0)
  v128.store(p, p1, 16)
  v128.store(p, p2, 32)
  v128.store(p + last, p3)
}

export function gather3(e: usize, end: usize, dz: usize, stride: usize, p: usize, last: usize, scale: v128): void {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  for (; e < end; e += 16) {
    const c = dz + <usize>load<u32>(e) * stride
    const u = v128.load32_splat(e, 4)
    s0 = madd(u, v128.load(c), s0)
    s1 = madd(u, v128.load(c, 16), s1)
    s2 = madd(u, v128.load(c + last), s2)
    const d = dz + <usize>load<u32>(e, 8) * stride
    const v = v128.load32_splat(e, 12)
    s0 = madd(v, v128.load(d), s0)
    s1 = madd(v, v128.load(d, 16), s1)
    s2 = madd(v, v128.load(d + last), s2)
  }
  const p0 = madd(scale, s0, v128.load(p))
  const p1 = madd(scale, s1, v128.load(p, 16))
  const p2 = madd(scale, s2, v128.load(p + last))
  v128.store(p, p0)
  v128.store(p, p1, 16)
  v128.store(p + last, p2)
}

export function gather2(e: usize, end: usize, dz: usize, stride: usize, p: usize, last: usize, scale: v128): void {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  for (; e < end; e += 16) {
    const c = dz + <usize>load<u32>(e) * stride
    const u = v128.load32_splat(e, 4)
    s0 = madd(u, v128.load(c), s0)
    s1 = madd(u, v128.load(c + last), s1)
    const d = dz + <usize>load<u32>(e, 8) * stride
    const v = v128.load32_splat(e, 12)
    s0 = madd(v, v128.load(d), s0)
    s1 = madd(v, v128.load(d + last), s1)
  }
  const p0 = madd(scale, s0, v128.load(p))
  const p1 = madd(scale, s1, v128.load(p + last))
  v128.store(p, p0)
  v128.store(p + last, p1)
}

export function gather1(
  e: usize,
  end: usize,
  dz: usize,
  stride: usize,
  p: usize,
  last: usize,
  lanes: i32,
  scale: v128,
): void {
  let s0 = f32x4.splat(0)
  for (; e < end; e += 16) {
    const c = dz + <usize>load<u32>(e) * stride
    const u = v128.load32_splat(e, 4)
    s0 = madd(u, v128.load(c + last), s0)
    const d = dz + <usize>load<u32>(e, 8) * stride
    const v = v128.load32_splat(e, 12)
    s0 = madd(v, v128.load(d + last), s0)
  }
  v128.store(p + last, madd(scale, lastLanes(s0, lanes), v128.load(p + last)))
}

/**
 * The same from the rows transposed: P[i, :] += scale · Σₑ value · dz[who, :] over the entries starts[i] ≤ e < starts[i + 1], for
 * i = from … to − 1. Each row of P is written once, where scattering writes it for every entry.
 * Row n of dz is at dz + n·stride_of_dz, and has O ≥ 4 numbers.
 */
export function sparseGather(
  from: i32,
  to: i32,
  starts: usize,
  entries: usize,
  dz: usize,
  stride_of_dz: i32,
  P: usize,
  O: i32,
  scale: f32,
): void {
  const stride = (<usize>O) << 2
  const end_of_row = stride - 16
  const lanes = O & 3 ? O & 3 : 4
  const by = f32x4.splat(scale)
  for (let o: usize = 0; o < stride;) {
    const left = (stride - o + 15) >> 4
    const eight = left >= 8 && o + 112 <= end_of_row
    const block: usize = eight ? 8 : min(left, 4)
    const alone = o > end_of_row // less than a vector is left
    const last = alone ? end_of_row - o : min((block - 1) << 4, end_of_row - o)
    for (let i = <usize>from; i < <usize>to; i++) {
      const e = entries + ((<usize>load<u32>(starts + (i << 2))) << 3)
      const end = entries + ((<usize>load<u32>(starts + (i << 2), 4)) << 3)
      if (e == end) continue
      const p = P + i * stride + o
      if (eight) gather8(e, end, dz + o, <usize>stride_of_dz, p, by)
      else if (block == 4) gather4(e, end, dz + o, <usize>stride_of_dz, p, last, by)
      else if (block == 3) gather3(e, end, dz + o, <usize>stride_of_dz, p, last, by)
      else if (block == 2) gather2(e, end, dz + o, <usize>stride_of_dz, p, last, by)
      else gather1(e, end, dz + o, <usize>stride_of_dz, p, last, alone ? lanes : 4, by)
    }
    o += block << 4
  }
}
