/** The gradient of weights behind sparse rows, entry by entry: see times.ts for how the rows lie. */
import { lastLanes, madd, splat } from './lanes'

export function scatter8(
  e: usize,
  end: usize,
  columns: usize,
  values: usize,
  dz: usize,
  scale: v128,
  P: usize,
  stride: usize,
): void {
  const d0 = f32x4.mul(scale, v128.load(dz))
  const d1 = f32x4.mul(scale, v128.load(dz, 16))
  const d2 = f32x4.mul(scale, v128.load(dz, 32))
  const d3 = f32x4.mul(scale, v128.load(dz, 48))
  const d4 = f32x4.mul(scale, v128.load(dz, 64))
  const d5 = f32x4.mul(scale, v128.load(dz, 80))
  const d6 = f32x4.mul(scale, v128.load(dz, 96))
  const d7 = f32x4.mul(scale, v128.load(dz, 112))
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const p = P + <usize>load<u16>(columns + (e << 1)) * stride
    v128.store(p, madd(v, d0, v128.load(p)))
    v128.store(p, madd(v, d1, v128.load(p, 16)), 16)
    v128.store(p, madd(v, d2, v128.load(p, 32)), 32)
    v128.store(p, madd(v, d3, v128.load(p, 48)), 48)
    v128.store(p, madd(v, d4, v128.load(p, 64)), 64)
    v128.store(p, madd(v, d5, v128.load(p, 80)), 80)
    v128.store(p, madd(v, d6, v128.load(p, 96)), 96)
    v128.store(p, madd(v, d7, v128.load(p, 112)), 112)
  }
}

export function scatter4(
  e: usize,
  end: usize,
  columns: usize,
  values: usize,
  dz: usize,
  scale: v128,
  P: usize,
  stride: usize,
  last: usize,
): void {
  const d0 = f32x4.mul(scale, v128.load(dz))
  const d1 = f32x4.mul(scale, v128.load(dz, 16))
  const d2 = f32x4.mul(scale, v128.load(dz, 32))
  const d3 = f32x4.mul(scale, v128.load(dz + last))
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const p = P + <usize>load<u16>(columns + (e << 1)) * stride
    v128.store(p, madd(v, d0, v128.load(p)))
    v128.store(p, madd(v, d1, v128.load(p, 16)), 16)
    const p2 = madd(v, d2, v128.load(p, 32))
    const p3 = madd(v, d3, v128.load(p + last))
    v128.store(p, p2, 32)
    v128.store(p + last, p3)
  }
}

export function scatter3(
  e: usize,
  end: usize,
  columns: usize,
  values: usize,
  dz: usize,
  scale: v128,
  P: usize,
  stride: usize,
  last: usize,
): void {
  const d0 = f32x4.mul(scale, v128.load(dz))
  const d1 = f32x4.mul(scale, v128.load(dz, 16))
  const d2 = f32x4.mul(scale, v128.load(dz + last))
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const p = P + <usize>load<u16>(columns + (e << 1)) * stride
    v128.store(p, madd(v, d0, v128.load(p)))
    const p1 = madd(v, d1, v128.load(p, 16))
    const p2 = madd(v, d2, v128.load(p + last))
    v128.store(p, p1, 16)
    v128.store(p + last, p2)
  }
}

export function scatter2(
  e: usize,
  end: usize,
  columns: usize,
  values: usize,
  dz: usize,
  scale: v128,
  P: usize,
  stride: usize,
  last: usize,
): void {
  const d0 = f32x4.mul(scale, v128.load(dz))
  const d1 = f32x4.mul(scale, v128.load(dz + last))
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const p = P + <usize>load<u16>(columns + (e << 1)) * stride
    const p0 = madd(v, d0, v128.load(p))
    const p1 = madd(v, d1, v128.load(p + last))
    v128.store(p, p0)
    v128.store(p + last, p1)
  }
}

export function scatter1(
  e: usize,
  end: usize,
  columns: usize,
  values: usize,
  dz: usize,
  scale: v128,
  P: usize,
  stride: usize,
  last: usize,
  lanes: i32,
): void {
  const d0 = lastLanes(f32x4.mul(scale, v128.load(dz + last)), lanes)
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const p = P + <usize>load<u16>(columns + (e << 1)) * stride
    v128.store(p + last, madd(v, d0, v128.load(p + last)))
  }
}

/**
 * P[columns[e], j] += scale · values[e] · dz[n, j] over the entries of row rows[n], for n = 0 … B − 1, and for the vectors
 * from … to − 1 of the columns (all: 0 to ⌈O/4⌉; at least two, if the last is among them and there are more): with dz the
 * gradient of y and scale −rate, the step of W; with scale 1 and P = 0, its gradient. O ≥ 4
 */
export function sparseScatter(
  from: i32,
  to: i32,
  B: i32,
  rows: usize,
  starts: usize,
  columns: usize,
  values: usize,
  dz: usize,
  P: usize,
  O: i32,
  scale: f32,
): void {
  const stride = (<usize>O) << 2
  const end_of_row = stride - 16
  const lanes = O & 3 ? O & 3 : 4
  const by = f32x4.splat(scale)
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = (<usize>load<u32>(rows + (n << 2))) << 2
    const e = <usize>load<u32>(starts + row)
    const end = <usize>load<u32>(starts + row + 4)
    const dn = dz + n * stride
    let left = to - from
    let o = (<usize>from) << 4
    for (; left >= 8 && o + 112 <= end_of_row; left -= 8, o += 128)
      scatter8(e, end, columns, values, dn + o, by, P + o, stride)
    for (; left >= 4; left -= 4, o += 64)
      scatter4(e, end, columns, values, dn + o, by, P + o, stride, min(48, end_of_row - o))
    if (left == 3) scatter3(e, end, columns, values, dn + o, by, P + o, stride, min(32, end_of_row - o))
    else if (left == 2) scatter2(e, end, columns, values, dn + o, by, P + o, stride, min(16, end_of_row - o))
    else if (left == 1)
      scatter1(
        e,
        end,
        columns,
        values,
        dn + o,
        by,
        P + o,
        stride,
        o > end_of_row ? end_of_row - o : 0,
        o > end_of_row ? lanes : 4,
      )
  }
}
