/**
 * Sparse rows: entry e of row r, starts[r] ≤ e < starts[r + 1], is a column and the place of a value, 2 bytes each:
 * x[r, column] = values[place / 4]. At place 0 there is a 0.
 * Four of five pixels of a digit are 0: they are neither stored nor multiplied. Entries are small, since rows in a random order are
 * not in the cache: prefetching them takes 5 instead of 10 ms an epoch. The output of relu is multiplied densely: during training only
 * a quarter to 40 % of it is 0, and skipping these zeros is no faster.
 * A row has an even number of entries (the last may be a 0), so that two are taken in each round of a loop.
 *
 * A row of results is O numbers, taken up to eight vectors (32 columns) at a time: their sums stay in registers. `last` is
 * where the last vector of such a block begins: where O is no multiple of 4 it shares lanes with the vector before it (see
 * lanes.ts). Overlapping vectors compute equal values because both are loaded before either is stored. Only a block of one vector
 * must mask the shared lanes. A block of eight has no such vector: only where all of its
 * offsets are constant do its sums stay in registers (2.6 instead of 3.8 ns an entry, measured).
 *
 * Sums of up to four vectors are taken twice, one for every other entry: a sum waits four cycles for the one before it. And they
 * begin with numbers that are loaded: where all begin with the same 0, an engine puts all multiplications off to the
 * end of the round, and has no register left for what they need (45 instead of 22 ms for the gradient of 784 → 32, measured).
 */
import { madd } from './lanes'
import { own } from './scratch'
import { alone, firstFrom } from './row-range'

export function times8(e: usize, end: usize, values: usize, W: usize, stride: usize, start: usize, y: usize): void {
  let s0 = v128.load(start)
  let s1 = v128.load(start, 16)
  let s2 = v128.load(start, 32)
  let s3 = v128.load(start, 48)
  let s4 = v128.load(start, 64)
  let s5 = v128.load(start, 80)
  let s6 = v128.load(start, 96)
  let s7 = v128.load(start, 112)
  for (; e < end; e += 8) {
    const w = W + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(values + <usize>load<u16>(e, 2))
    s0 = madd(u, v128.load(w), s0)
    s1 = madd(u, v128.load(w, 16), s1)
    s2 = madd(u, v128.load(w, 32), s2)
    s3 = madd(u, v128.load(w, 48), s3)
    s4 = madd(u, v128.load(w, 64), s4)
    s5 = madd(u, v128.load(w, 80), s5)
    s6 = madd(u, v128.load(w, 96), s6)
    s7 = madd(u, v128.load(w, 112), s7)
    const x = W + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(values + <usize>load<u16>(e, 6))
    s0 = madd(v, v128.load(x), s0)
    s1 = madd(v, v128.load(x, 16), s1)
    s2 = madd(v, v128.load(x, 32), s2)
    s3 = madd(v, v128.load(x, 48), s3)
    s4 = madd(v, v128.load(x, 64), s4)
    s5 = madd(v, v128.load(x, 80), s5)
    s6 = madd(v, v128.load(x, 96), s6)
    s7 = madd(v, v128.load(x, 112), s7)
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
  values: usize,
  W: usize,
  stride: usize,
  start: usize,
  y: usize,
  last: usize,
): void {
  let s0 = v128.load(start)
  let s1 = v128.load(start, 16)
  let s2 = v128.load(start, 32)
  let s3 = v128.load(start + last)
  let t0 = f32x4.splat(0)
  let t1 = f32x4.splat(0)
  let t2 = f32x4.splat(0)
  let t3 = f32x4.splat(0)
  for (; e < end; e += 8) {
    const w = W + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(values + <usize>load<u16>(e, 2))
    s0 = madd(u, v128.load(w), s0)
    s1 = madd(u, v128.load(w, 16), s1)
    s2 = madd(u, v128.load(w, 32), s2)
    s3 = madd(u, v128.load(w + last), s3)
    const x = W + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(values + <usize>load<u16>(e, 6))
    t0 = madd(v, v128.load(x), t0)
    t1 = madd(v, v128.load(x, 16), t1)
    t2 = madd(v, v128.load(x, 32), t2)
    t3 = madd(v, v128.load(x + last), t3)
  }
  v128.store(y, f32x4.add(s0, t0))
  v128.store(y, f32x4.add(s1, t1), 16)
  v128.store(y, f32x4.add(s2, t2), 32)
  v128.store(y + last, f32x4.add(s3, t3))
}

export function times3(
  e: usize,
  end: usize,
  values: usize,
  W: usize,
  stride: usize,
  start: usize,
  y: usize,
  last: usize,
): void {
  let s0 = v128.load(start)
  let s1 = v128.load(start, 16)
  let s2 = v128.load(start + last)
  let t0 = f32x4.splat(0)
  let t1 = f32x4.splat(0)
  let t2 = f32x4.splat(0)
  for (; e < end; e += 8) {
    const w = W + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(values + <usize>load<u16>(e, 2))
    s0 = madd(u, v128.load(w), s0)
    s1 = madd(u, v128.load(w, 16), s1)
    s2 = madd(u, v128.load(w + last), s2)
    const x = W + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(values + <usize>load<u16>(e, 6))
    t0 = madd(v, v128.load(x), t0)
    t1 = madd(v, v128.load(x, 16), t1)
    t2 = madd(v, v128.load(x + last), t2)
  }
  v128.store(y, f32x4.add(s0, t0))
  v128.store(y, f32x4.add(s1, t1), 16)
  v128.store(y + last, f32x4.add(s2, t2))
}

export function times2(
  e: usize,
  end: usize,
  values: usize,
  W: usize,
  stride: usize,
  start: usize,
  y: usize,
  last: usize,
): void {
  let s0 = v128.load(start)
  let s1 = v128.load(start + last)
  let t0 = f32x4.splat(0)
  let t1 = f32x4.splat(0)
  for (; e < end; e += 8) {
    const w = W + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(values + <usize>load<u16>(e, 2))
    s0 = madd(u, v128.load(w), s0)
    s1 = madd(u, v128.load(w + last), s1)
    const x = W + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(values + <usize>load<u16>(e, 6))
    t0 = madd(v, v128.load(x), t0)
    t1 = madd(v, v128.load(x + last), t1)
  }
  v128.store(y, f32x4.add(s0, t0))
  v128.store(y + last, f32x4.add(s1, t1))
}

export function times1(
  e: usize,
  end: usize,
  values: usize,
  W: usize,
  stride: usize,
  start: usize,
  y: usize,
  last: usize,
): void {
  let s0 = v128.load(start + last)
  let t0 = f32x4.splat(0)
  for (; e < end; e += 8) {
    const w = W + <usize>load<u16>(e) * stride
    const u = v128.load32_splat(values + <usize>load<u16>(e, 2))
    s0 = madd(u, v128.load(w + last), s0)
    const x = W + <usize>load<u16>(e, 4) * stride
    const v = v128.load32_splat(values + <usize>load<u16>(e, 6))
    t0 = madd(v, v128.load(x + last), t0)
  }
  v128.store(y + last, f32x4.add(s0, t0))
}
export function times(
  e: usize,
  end: usize,
  values: usize,
  block: usize,
  W: usize,
  stride: usize,
  start: usize,
  y: usize,
  last: usize,
): void {
  if (block == 8) times8(e, end, values, W, stride, start, y)
  else if (block == 4) times4(e, end, values, W, stride, start, y, last)
  else if (block == 3) times3(e, end, values, W, stride, start, y, last)
  else if (block == 2) times2(e, end, values, W, stride, start, y, last)
  else times1(e, end, values, W, stride, start, y, last)
}

/**
 * y[n, :] = b + Σₑ value · W[column, :] over those entries of row rows[n] whose columns are first … beyond − 1, for n = from … to − 1,
 * 32 columns of W after the others. W: (I, O)   b: (O)   y: (B, O)   O ≥ 4
 */
export function sparseTimes(
  from: i32,
  to: i32,
  first: i32,
  beyond: i32,
  I: i32,
  rows: usize,
  starts: usize,
  entries: usize,
  values: usize,
  W: usize,
  b: usize,
  y: usize,
  O: i32,
): void {
  const stride = (<usize>O) << 2
  const end_of_row = stride - 16
  const isPart = first > 0 || beyond < I
  for (let o: usize = 0; o < stride;) {
    const left = (stride - o + 15) >> 4
    const eight = left >= 8 && o + 112 <= end_of_row
    const block: usize = eight ? 8 : min(left, 4)
    // before o, where less than a vector is left
    const last = o > end_of_row ? end_of_row - o : min((block - 1) << 4, end_of_row - o)
    for (let n = <usize>from; n < <usize>to; n++) {
      const row = starts + ((<usize>load<u32>(rows + (n << 2))) << 2)
      let e = entries + ((<usize>load<u32>(row)) << 2)
      let end = entries + ((<usize>load<u32>(row, 4)) << 2)
      const yn = y + n * stride + o
      if (!isPart) {
        times(e, end, values, block, W + o, stride, b + o, yn, last)
        continue
      }
      e = firstFrom(e, end, first)
      end = firstFrom(e, end, beyond)
      const odd = (end - e) & 4
      times(e, end - odd, values, block, W + o, stride, b + o, yn, last)
      if (odd) times(alone(end - 4), own + 8, values, block, W + o, stride, yn, yn, last)
    }
    o += block << 4
  }
}
