/**
 * Sparse rows: entry e of row r, starts[r] ≤ e < starts[r + 1], says x[r, columns[e]] = values[e].
 * Four of five pixels of a digit are 0, and so are about half of what relu gives: they are neither stored nor multiplied.
 *
 * A row of results is O numbers, taken up to eight vectors (32 columns) at a time: their sums stay in registers. `last` is
 * where the last vector of such a block begins: where O is no multiple of 4 it shares lanes with the vector before it (see
 * lanes.ts). Both then compute the same from the same, since both are read before either is written; only a vector
 * that is a block by itself must leave the shared lanes alone. A block of eight has no such vector: only where all of its
 * offsets are constant do its sums stay in registers (2.6 instead of 3.8 ns an entry, measured).
 */
import { madd, splat } from './lanes'

export function times8(
  e: usize,
  end: usize,
  columns: usize,
  values: usize,
  W: usize,
  stride: usize,
  b: usize,
  y: usize,
): void {
  let s0 = v128.load(b)
  let s1 = v128.load(b, 16)
  let s2 = v128.load(b, 32)
  let s3 = v128.load(b, 48)
  let s4 = v128.load(b, 64)
  let s5 = v128.load(b, 80)
  let s6 = v128.load(b, 96)
  let s7 = v128.load(b, 112)
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
    s7 = madd(v, v128.load(w, 112), s7)
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

export function times4(
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

export function times3(
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

export function times2(
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

export function times1(
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
    for (; left >= 8 && o + 112 <= end_of_row; left -= 8, o += 128)
      times8(e, end, columns, values, W + o, stride, b + o, yn + o)
    for (; left >= 4; left -= 4, o += 64)
      times4(e, end, columns, values, W + o, stride, b + o, yn + o, min(48, end_of_row - o))
    if (left == 3) times3(e, end, columns, values, W + o, stride, b + o, yn + o, min(32, end_of_row - o))
    else if (left == 2) times2(e, end, columns, values, W + o, stride, b + o, yn + o, min(16, end_of_row - o))
    else if (left == 1) times1(e, end, columns, values, W + o, stride, b + o, yn + o, end_of_row - o)
  }
}
