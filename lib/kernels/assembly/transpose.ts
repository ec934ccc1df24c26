/** CSR to CSC: a gradient that gathers by column writes each of its rows once. */
import { lowerBound } from './row-range'

/**
 * Transposes the CSR rows rows[0 … B − 1] by counting sort, for columns from … to − 1.
 *
 * The entries of column i are e = columnBounds[2i] … columnBounds[2i + 1] − 1, an even number of them. An entry of cscEntries is
 * u16 n, the index of its row in `rows`, and u16 byte offset into the value table. B < 65,536.
 *
 * Column `from` begins at from · columnCapacity, so threads can share out the columns. A column has at most 2B entries, since a row
 * may repeat its last column. If one call transposes all columns, columnCapacity may be 0.
 */
export function transposeRows(
  from: i32,
  to: i32,
  B: i32,
  I: i32,
  rows: usize,
  rowPointers: usize,
  entries: usize,
  columnBounds: usize,
  cscEntries: usize,
  columnCapacity: i32,
): void {
  const isColumnRange = from > 0 || to < I
  memory.fill(columnBounds + ((<usize>from) << 3), 0, (<usize>(to - from)) << 3)
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = rowPointers + ((<usize>load<u32>(rows + (n << 2))) << 2)
    let e = entries + ((<usize>load<u32>(row)) << 2)
    let end = entries + ((<usize>load<u32>(row, 4)) << 2)
    if (isColumnRange) {
      e = lowerBound(e, end, from)
      end = lowerBound(e, end, to)
    }
    for (; e < end; e += 4) {
      const bound = columnBounds + ((<usize>load<u16>(e)) << 3)
      store<u32>(bound, load<u32>(bound, 4) + 1, 4)
    }
  }
  // counts become bounds; the end of each column then grows from its start as entries are placed
  let next = <u32>(from * columnCapacity)
  for (let i = <usize>from; i < <usize>to; i++) {
    const bound = columnBounds + (i << 3)
    const count = load<u32>(bound, 4)
    store<u32>(bound, next)
    store<u32>(bound, next, 4)
    next += (count + 1) & ~1
  }
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = rowPointers + ((<usize>load<u32>(rows + (n << 2))) << 2)
    let e = entries + ((<usize>load<u32>(row)) << 2)
    let end = entries + ((<usize>load<u32>(row, 4)) << 2)
    if (isColumnRange) {
      e = lowerBound(e, end, from)
      end = lowerBound(e, end, to)
    }
    for (; e < end; e += 4) {
      const bound = columnBounds + ((<usize>load<u16>(e)) << 3)
      const slot = <usize>load<u32>(bound, 4)
      store<u32>(bound, <u32>slot + 1, 4)
      store<u32>(cscEntries + (slot << 2), <u32>n | ((<u32>load<u16>(e, 2)) << 16))
    }
  }
  for (let i = <usize>from; i < <usize>to; i++) {
    const bound = columnBounds + (i << 3)
    const end = <usize>load<u32>(bound, 4)
    if ((end & 1) == 0) continue
    store<u32>(cscEntries + (end << 2), 0) // the product is 0 for any row
    store<u32>(bound, <u32>end + 1, 4)
  }
}
