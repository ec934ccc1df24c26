/**
 * Weights behind sparse rows in panels of 32 columns: W[i, 32p + c] is at W + 128·(p·I + i) + 4·c. Where they lie row by row, the 32
 * columns that are taken at a time are a line here and a line there: each on a page of its own, and where a row is a
 * multiple of 256 bytes all in the same few places of the cache, pushing each other out. A panel of 784 rows is 100 KB in one piece
 * (an epoch of 784 → 512 in batches of 128, there and back: 0.60 s instead of 0.97, measured).
 *
 * Sparse rows are as in spmm.ts; they have an even number of entries. Every panel is by itself, so that they can be shared out.
 */
import { scatter8 } from './scatter'
import { times8 } from './spmm'

/** y[n, :] = b + Σₑ value · W[column, :] over the entries of row rows[n], panels from … to − 1    y: (B, O)   O = 32, 64, 96 … */
export function panelTimes(
  from: i32,
  to: i32,
  B: i32,
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
  for (let p = <usize>from; p < <usize>to; p++) {
    const panel = W + ((p * <usize>I) << 7)
    const start = b + (p << 7)
    let yn = y + (p << 7)
    for (let n: usize = 0; n < <usize>B; n++, yn += stride) {
      const row = starts + ((<usize>load<u32>(rows + (n << 2))) << 2)
      const e = entries + ((<usize>load<u32>(row)) << 2)
      const end = entries + ((<usize>load<u32>(row, 4)) << 2)
      times8(e, end, values, panel, 128, start, yn)
    }
  }
}

/** P[column, :] += value · dz[n, :] over the entries of row rows[n], for n = 0 … B − 1: what is best for a few rows */
export function panelScatter(
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
  for (let p = <usize>from; p < <usize>to; p++) {
    const panel = P + ((p * <usize>I) << 7)
    let dn = dz + (p << 7)
    for (let n: usize = 0; n < <usize>B; n++, dn += stride) {
      const row = starts + ((<usize>load<u32>(rows + (n << 2))) << 2)
      const e = entries + ((<usize>load<u32>(row)) << 2)
      const end = entries + ((<usize>load<u32>(row, 4)) << 2)
      scatter8(e, end, values, dn, panel, 128)
    }
  }
}

/**
 * The same for rows that were transposed, so that each row of P is written once: P[i, :] += Σₑ value · dz[who, :] over the entries of
 * column i. dz is put into panels first, in `packed`: 256 rows of one are 32 KB, and stay in the first cache.
 */
export function panelGather(
  from: i32,
  to: i32,
  B: i32,
  I: i32,
  bounds: usize,
  entries: usize,
  values: usize,
  dz: usize,
  packed: usize,
  P: usize,
  O: i32,
): void {
  const stride = (<usize>O) << 2
  for (let p = <usize>from; p < <usize>to; p++) {
    const near = packed + ((p * <usize>B) << 7)
    for (let n: usize = 0; n < <usize>B; n++) memory.copy(near + (n << 7), dz + n * stride + (p << 7), 128)
    let at = P + ((p * <usize>I) << 7)
    for (let i: usize = 0; i < <usize>I; i++, at += 128) {
      const e = entries + ((<usize>load<u32>(bounds + (i << 3))) << 2)
      const end = entries + ((<usize>load<u32>(bounds + (i << 3), 4)) << 2)
      if (e != end) times8(e, end, values, near, 128, at, at)
    }
  }
}
