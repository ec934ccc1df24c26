/** The same gradient, column by column, for rows that were transposed: see times.ts for how the rows lie. */
import { lastLanes, madd, splat } from './lanes'

export function gather8(
  e: usize,
  end: usize,
  who: usize,
  values: usize,
  dz: usize,
  stride: usize,
  scale: v128,
  p: usize,
): void {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  let s3 = f32x4.splat(0)
  let s4 = f32x4.splat(0)
  let s5 = f32x4.splat(0)
  let s6 = f32x4.splat(0)
  let s7 = f32x4.splat(0)
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const d = dz + <usize>load<u16>(who + (e << 1)) * stride
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

export function gather4(
  e: usize,
  end: usize,
  who: usize,
  values: usize,
  dz: usize,
  stride: usize,
  scale: v128,
  p: usize,
  last: usize,
): void {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  let s3 = f32x4.splat(0)
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const d = dz + <usize>load<u16>(who + (e << 1)) * stride
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

export function gather3(
  e: usize,
  end: usize,
  who: usize,
  values: usize,
  dz: usize,
  stride: usize,
  scale: v128,
  p: usize,
  last: usize,
): void {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const d = dz + <usize>load<u16>(who + (e << 1)) * stride
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

export function gather2(
  e: usize,
  end: usize,
  who: usize,
  values: usize,
  dz: usize,
  stride: usize,
  scale: v128,
  p: usize,
  last: usize,
): void {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const d = dz + <usize>load<u16>(who + (e << 1)) * stride
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
  who: usize,
  values: usize,
  dz: usize,
  stride: usize,
  scale: v128,
  p: usize,
  last: usize,
  lanes: i32,
): void {
  let s0 = f32x4.splat(0)
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const d = dz + <usize>load<u16>(who + (e << 1)) * stride
    s0 = madd(v, v128.load(d + last), s0)
  }
  v128.store(p + last, madd(scale, lastLanes(s0, lanes), v128.load(p + last)))
}

/**
 * The same from the rows transposed: P[i, :] += scale · Σₑ values[e] · dz[who[e], :] over starts[i] ≤ e < starts[i + 1], for
 * i = from … to − 1. Each row of P is written once, where scattering writes it for every entry. O ≥ 4
 */
export function sparseGather(
  from: i32,
  to: i32,
  starts: usize,
  who: usize,
  values: usize,
  dz: usize,
  P: usize,
  O: i32,
  scale: f32,
): void {
  const stride = (<usize>O) << 2
  const vectors = (O + 3) >> 2
  const end_of_row = stride - 16
  const lanes = O & 3 ? O & 3 : 4
  const by = f32x4.splat(scale)
  for (let i = <usize>from; i < <usize>to; i++) {
    const e = <usize>load<u32>(starts + (i << 2))
    const end = <usize>load<u32>(starts + (i << 2) + 4)
    if (e == end) continue
    const p = P + i * stride
    let left = vectors
    let o: usize = 0
    for (; left >= 8 && o + 112 <= end_of_row; left -= 8, o += 128)
      gather8(e, end, who, values, dz + o, stride, by, p + o)
    for (; left >= 4; left -= 4, o += 64)
      gather4(e, end, who, values, dz + o, stride, by, p + o, min(48, end_of_row - o))
    if (left == 3) gather3(e, end, who, values, dz + o, stride, by, p + o, min(32, end_of_row - o))
    else if (left == 2) gather2(e, end, who, values, dz + o, stride, by, p + o, min(16, end_of_row - o))
    else if (left == 1)
      gather1(
        e,
        end,
        who,
        values,
        dz + o,
        stride,
        by,
        p + o,
        o > end_of_row ? end_of_row - o : 0,
        o > end_of_row ? lanes : 4,
      )
  }
}
