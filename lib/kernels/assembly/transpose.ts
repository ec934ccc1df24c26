/** Rows by column: what a gradient needs that is to write each of its rows once. */
import { firstFrom } from './row-range'

/**
 * Of rows[0 … B − 1], the entries whose columns are from … to − 1, by column instead of by row (a counting sort), each with n where it
 * had its column: those of column i are bounds[2i] ≤ e < bounds[2i + 1], an even number, too. n is less than 65,536.
 * Those of column `from` begin at from · room, so that threads can share out the columns: a column has at most 2B of them, since
 * a row may have its last one twice. Where all columns are transposed at once, room may be 0.
 */
export function transposeRows(
  from: i32,
  to: i32,
  B: i32,
  I: i32,
  rows: usize,
  starts: usize,
  entries: usize,
  bounds: usize,
  entries_of: usize,
  room: i32,
): void {
  const isPart = from > 0 || to < I
  memory.fill(bounds + ((<usize>from) << 3), 0, (<usize>(to - from)) << 3)
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = starts + ((<usize>load<u32>(rows + (n << 2))) << 2)
    let e = entries + ((<usize>load<u32>(row)) << 2)
    let end = entries + ((<usize>load<u32>(row, 4)) << 2)
    if (isPart) {
      e = firstFrom(e, end, from)
      end = firstFrom(e, end, to)
    }
    for (; e < end; e += 4) {
      const at = bounds + ((<usize>load<u16>(e)) << 3)
      store<u32>(at, load<u32>(at, 4) + 1, 4)
    }
  }
  // what is now the number of entries of a column is moved from its start to its end while they are put in
  let next = <u32>(from * room)
  for (let i = <usize>from; i < <usize>to; i++) {
    const at = bounds + (i << 3)
    const count = load<u32>(at, 4)
    store<u32>(at, next)
    store<u32>(at, next, 4)
    next += (count + 1) & ~1
  }
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = starts + ((<usize>load<u32>(rows + (n << 2))) << 2)
    let e = entries + ((<usize>load<u32>(row)) << 2)
    let end = entries + ((<usize>load<u32>(row, 4)) << 2)
    if (isPart) {
      e = firstFrom(e, end, from)
      end = firstFrom(e, end, to)
    }
    for (; e < end; e += 4) {
      const at = bounds + ((<usize>load<u16>(e)) << 3)
      const place = <usize>load<u32>(at, 4)
      store<u32>(at, <u32>place + 1, 4)
      store<u32>(entries_of + (place << 2), <u32>n | ((<u32>load<u16>(e, 2)) << 16))
    }
  }
  for (let i = <usize>from; i < <usize>to; i++) {
    const at = bounds + (i << 3)
    const end = <usize>load<u32>(at, 4)
    if ((end & 1) == 0) continue
    store<u32>(entries_of + (end << 2), 0) // 0 times whatever row 0 has
    store<u32>(at, <u32>end + 1, 4)
  }
}
