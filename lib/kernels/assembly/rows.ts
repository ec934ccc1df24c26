/**
 * Sparse rows: entry e of row r, starts[r] ≤ e < starts[r + 1], says x[r, columns[e]] = values[e].
 * Four of five pixels of a digit are 0, and so are about half of what relu gives: they are neither stored nor multiplied.
 *
 * A row of results is O numbers, taken up to eight vectors (32 columns) at a time: their sums stay in registers. `last` is
 * where the last vector of such a block begins: where O is no multiple of 4 it shares lanes with the vector before it (see
 * lanes.ts). Both then compute the same from the same, since both are read before either is written; only a vector
 * that is a block by itself must leave the shared lanes alone.
 */
import { lastLanes, madd, splat } from './lanes'

function times8(
  e: usize,
  end: usize,
  columns: usize,
  values: usize,
  W: usize,
  stride: usize,
  b: usize,
  y: usize,
  last: usize,
): void {
  let s0 = v128.load(b)
  let s1 = v128.load(b, 16)
  let s2 = v128.load(b, 32)
  let s3 = v128.load(b, 48)
  let s4 = v128.load(b, 64)
  let s5 = v128.load(b, 80)
  let s6 = v128.load(b, 96)
  let s7 = v128.load(b + last)
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const w = W + <usize>load<u16>(columns + (e << 1)) * stride
    s0 = madd(v, v128.load(w), s0)
    s1 = madd(v, v128.load(w, 16), s1)
    s2 = madd(v, v128.load(w, 32), s2)
    s3 = madd(v, v128.load(w, 48), s3)
    s4 = madd(v, v128.load(w, 64), s4)
    s5 = madd(v, v128.load(w, 80), s5)
    s6 = madd(v, v128.load(w, 96), s6)
    s7 = madd(v, v128.load(w + last), s7)
  }
  v128.store(y, s0)
  v128.store(y, s1, 16)
  v128.store(y, s2, 32)
  v128.store(y, s3, 48)
  v128.store(y, s4, 64)
  v128.store(y, s5, 80)
  v128.store(y, s6, 96)
  v128.store(y + last, s7)
}

function times4(
  e: usize,
  end: usize,
  columns: usize,
  values: usize,
  W: usize,
  stride: usize,
  b: usize,
  y: usize,
  last: usize,
): void {
  let s0 = v128.load(b)
  let s1 = v128.load(b, 16)
  let s2 = v128.load(b, 32)
  let s3 = v128.load(b + last)
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const w = W + <usize>load<u16>(columns + (e << 1)) * stride
    s0 = madd(v, v128.load(w), s0)
    s1 = madd(v, v128.load(w, 16), s1)
    s2 = madd(v, v128.load(w, 32), s2)
    s3 = madd(v, v128.load(w + last), s3)
  }
  v128.store(y, s0)
  v128.store(y, s1, 16)
  v128.store(y, s2, 32)
  v128.store(y + last, s3)
}

function times3(
  e: usize,
  end: usize,
  columns: usize,
  values: usize,
  W: usize,
  stride: usize,
  b: usize,
  y: usize,
  last: usize,
): void {
  let s0 = v128.load(b)
  let s1 = v128.load(b, 16)
  let s2 = v128.load(b + last)
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const w = W + <usize>load<u16>(columns + (e << 1)) * stride
    s0 = madd(v, v128.load(w), s0)
    s1 = madd(v, v128.load(w, 16), s1)
    s2 = madd(v, v128.load(w + last), s2)
  }
  v128.store(y, s0)
  v128.store(y, s1, 16)
  v128.store(y + last, s2)
}

function times2(
  e: usize,
  end: usize,
  columns: usize,
  values: usize,
  W: usize,
  stride: usize,
  b: usize,
  y: usize,
  last: usize,
): void {
  let s0 = v128.load(b)
  let s1 = v128.load(b + last)
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const w = W + <usize>load<u16>(columns + (e << 1)) * stride
    s0 = madd(v, v128.load(w), s0)
    s1 = madd(v, v128.load(w + last), s1)
  }
  v128.store(y, s0)
  v128.store(y + last, s1)
}

function times1(
  e: usize,
  end: usize,
  columns: usize,
  values: usize,
  W: usize,
  stride: usize,
  b: usize,
  y: usize,
  last: usize,
): void {
  let s0 = v128.load(b + last)
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const w = W + <usize>load<u16>(columns + (e << 1)) * stride
    s0 = madd(v, v128.load(w + last), s0)
  }
  v128.store(y + last, s0)
}

/**
 * y[n, :] = b + Σₑ values[e] · W[columns[e], :] over row rows[n], for n = from … to − 1
 * W: (I, O)   b: (O)   y: (B, O)   O ≥ 4
 */
export function sparseTimes(
  from: i32,
  to: i32,
  rows: usize,
  starts: usize,
  columns: usize,
  values: usize,
  W: usize,
  b: usize,
  y: usize,
  O: i32,
): void {
  const stride = (<usize>O) << 2
  const vectors = (O + 3) >> 2
  const end_of_row = stride - 16
  for (let n = <usize>from; n < <usize>to; n++) {
    const row = (<usize>load<u32>(rows + (n << 2))) << 2
    const e = <usize>load<u32>(starts + row)
    const end = <usize>load<u32>(starts + row + 4)
    const yn = y + n * stride
    let left = vectors
    let o: usize = 0
    for (; left >= 8; left -= 8, o += 128)
      times8(e, end, columns, values, W + o, stride, b + o, yn + o, left == 8 ? end_of_row - o : 112)
    if (left >= 4) {
      times4(e, end, columns, values, W + o, stride, b + o, yn + o, left == 4 ? end_of_row - o : 48)
      left -= 4
      o += 64
    }
    if (left == 3) times3(e, end, columns, values, W + o, stride, b + o, yn + o, end_of_row - o)
    else if (left == 2) times2(e, end, columns, values, W + o, stride, b + o, yn + o, end_of_row - o)
    else if (left == 1) times1(e, end, columns, values, W + o, stride, b + o, yn + o, end_of_row - o)
  }
}

function scatter8(
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
  const d3 = f32x4.mul(scale, v128.load(dz, 48))
  const d4 = f32x4.mul(scale, v128.load(dz, 64))
  const d5 = f32x4.mul(scale, v128.load(dz, 80))
  const d6 = f32x4.mul(scale, v128.load(dz, 96))
  const d7 = f32x4.mul(scale, v128.load(dz + last))
  for (; e < end; e++) {
    const v = splat(values + (e << 2))
    const p = P + <usize>load<u16>(columns + (e << 1)) * stride
    const p0 = madd(v, d0, v128.load(p))
    v128.store(p, p0)
    const p1 = madd(v, d1, v128.load(p, 16))
    v128.store(p, p1, 16)
    const p2 = madd(v, d2, v128.load(p, 32))
    v128.store(p, p2, 32)
    const p3 = madd(v, d3, v128.load(p, 48))
    v128.store(p, p3, 48)
    const p4 = madd(v, d4, v128.load(p, 64))
    v128.store(p, p4, 64)
    const p5 = madd(v, d5, v128.load(p, 80))
    v128.store(p, p5, 80)
    const p6 = madd(v, d6, v128.load(p, 96))
    const p7 = madd(v, d7, v128.load(p + last))
    v128.store(p, p6, 96)
    v128.store(p + last, p7)
  }
}

function scatter4(
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
    const p0 = madd(v, d0, v128.load(p))
    v128.store(p, p0)
    const p1 = madd(v, d1, v128.load(p, 16))
    v128.store(p, p1, 16)
    const p2 = madd(v, d2, v128.load(p, 32))
    const p3 = madd(v, d3, v128.load(p + last))
    v128.store(p, p2, 32)
    v128.store(p + last, p3)
  }
}

function scatter3(
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
    const p0 = madd(v, d0, v128.load(p))
    v128.store(p, p0)
    const p1 = madd(v, d1, v128.load(p, 16))
    const p2 = madd(v, d2, v128.load(p + last))
    v128.store(p, p1, 16)
    v128.store(p + last, p2)
  }
}

function scatter2(
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

function scatter1(
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
 * P[columns[e], :] += scale · values[e] · dz[n, :] over the entries of row rows[n], for n = 0 … B − 1: with dz the gradient of
 * y and scale −rate, the step of W; with scale 1 and P = 0, its gradient. O ≥ 4
 */
export function sparseScatter(
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
  const vectors = (O + 3) >> 2
  const end_of_row = stride - 16
  const lanes = O & 3 ? O & 3 : 4
  const by = f32x4.splat(scale)
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = (<usize>load<u32>(rows + (n << 2))) << 2
    const e = <usize>load<u32>(starts + row)
    const end = <usize>load<u32>(starts + row + 4)
    const dn = dz + n * stride
    let left = vectors
    let o: usize = 0
    for (; left >= 8; left -= 8, o += 128)
      scatter8(e, end, columns, values, dn + o, by, P + o, stride, left == 8 ? end_of_row - o : 112)
    if (left >= 4) {
      scatter4(e, end, columns, values, dn + o, by, P + o, stride, left == 4 ? end_of_row - o : 48)
      left -= 4
      o += 64
    }
    if (left == 3) scatter3(e, end, columns, values, dn + o, by, P + o, stride, end_of_row - o)
    else if (left == 2) scatter2(e, end, columns, values, dn + o, by, P + o, stride, end_of_row - o)
    else if (left == 1) scatter1(e, end, columns, values, dn + o, by, P + o, stride, end_of_row - o, lanes)
  }
}

function gather8(
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
    s7 = madd(v, v128.load(d + last), s7)
  }
  const p0 = madd(scale, s0, v128.load(p))
  const p1 = madd(scale, s1, v128.load(p, 16))
  const p2 = madd(scale, s2, v128.load(p, 32))
  const p3 = madd(scale, s3, v128.load(p, 48))
  const p4 = madd(scale, s4, v128.load(p, 64))
  const p5 = madd(scale, s5, v128.load(p, 80))
  const p6 = madd(scale, s6, v128.load(p, 96))
  const p7 = madd(scale, s7, v128.load(p + last))
  v128.store(p, p0)
  v128.store(p, p1, 16)
  v128.store(p, p2, 32)
  v128.store(p, p3, 48)
  v128.store(p, p4, 64)
  v128.store(p, p5, 80)
  v128.store(p, p6, 96)
  v128.store(p + last, p7)
}

function gather4(
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

function gather3(
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

function gather2(
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

function gather1(
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
    for (; left >= 8; left -= 8, o += 128)
      gather8(e, end, who, values, dz + o, stride, by, p + o, left == 8 ? end_of_row - o : 112)
    if (left >= 4) {
      gather4(e, end, who, values, dz + o, stride, by, p + o, left == 4 ? end_of_row - o : 48)
      left -= 4
      o += 64
    }
    if (left == 3) gather3(e, end, who, values, dz + o, stride, by, p + o, end_of_row - o)
    else if (left == 2) gather2(e, end, who, values, dz + o, stride, by, p + o, end_of_row - o)
    else if (left == 1) gather1(e, end, who, values, dz + o, stride, by, p + o, end_of_row - o, lanes)
  }
}

/** The entries of rows[0 … B − 1] by column instead of by row (a counting sort): B ≤ 65,536. `starts_of` has I + 2 places. */
export function transposeRows(
  B: i32,
  rows: usize,
  starts: usize,
  columns: usize,
  values: usize,
  I: i32,
  starts_of: usize,
  who: usize,
  values_of: usize,
): void {
  memory.fill(starts_of, 0, (<usize>I + 2) << 2)
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = (<usize>load<u32>(rows + (n << 2))) << 2
    const end = <usize>load<u32>(starts + row + 4)
    for (let e = <usize>load<u32>(starts + row); e < end; e++) {
      const at = starts_of + ((<usize>load<u16>(columns + (e << 1))) << 2) + 8
      store<u32>(at, load<u32>(at) + 1)
    }
  }
  // one place further on: what is now the start of column i is moved to its end while the entries are put in
  for (let i: usize = 0; i < <usize>I; i++) {
    const at = starts_of + (i << 2)
    store<u32>(at + 8, load<u32>(at + 8) + load<u32>(at + 4))
  }
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = (<usize>load<u32>(rows + (n << 2))) << 2
    const end = <usize>load<u32>(starts + row + 4)
    for (let e = <usize>load<u32>(starts + row); e < end; e++) {
      const at = starts_of + ((<usize>load<u16>(columns + (e << 1))) << 2) + 4
      const place = <usize>load<u32>(at)
      store<u32>(at, <u32>place + 1)
      store<u16>(who + (place << 1), <u16>n)
      store<f32>(values_of + (place << 2), load<f32>(values + (e << 2)))
    }
  }
}
