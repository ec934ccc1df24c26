/**
 * The entries of rows[0 … B − 1] by column instead of by row (a counting sort), each with n where it had its column; a column
 * has an even number of them, too. n is less than 65,536; `starts_of` has I + 2 places, `entries_of` one for each entry and one for each column.
 */
export function transposeRows(
  B: i32,
  rows: usize,
  starts: usize,
  entries: usize,
  I: i32,
  starts_of: usize,
  entries_of: usize,
): void {
  memory.fill(starts_of, 0, (<usize>I + 2) << 2)
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = starts + ((<usize>load<u32>(rows + (n << 2))) << 2)
    const end = entries + ((<usize>load<u32>(row, 4)) << 2)
    for (let e = entries + ((<usize>load<u32>(row)) << 2); e < end; e += 4) {
      const at = starts_of + ((<usize>load<u16>(e)) << 2)
      store<u32>(at, load<u32>(at, 8) + 1, 8)
    }
  }
  // one place further on: what is now the start of column i is moved to its end while the entries are put in
  for (let i: usize = 0; i < <usize>I; i++) {
    const at = starts_of + (i << 2)
    store<u32>(at, ((load<u32>(at, 8) + 1) & ~1) + load<u32>(at, 4), 8)
  }
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = starts + ((<usize>load<u32>(rows + (n << 2))) << 2)
    const end = entries + ((<usize>load<u32>(row, 4)) << 2)
    for (let e = entries + ((<usize>load<u32>(row)) << 2); e < end; e += 4) {
      const at = starts_of + ((<usize>load<u16>(e)) << 2)
      const place = <usize>load<u32>(at, 4)
      store<u32>(at, <u32>place + 1, 4)
      store<u32>(entries_of + (place << 2), <u32>n | ((<u32>load<u16>(e, 2)) << 16))
    }
  }
  for (let i: usize = 0; i < <usize>I; i++) {
    const at = starts_of + (i << 2)
    const end = <usize>load<u32>(at, 4)
    if ((end & 1) == 0) continue
    store<u32>(entries_of + (end << 2), 0) // 0 times whatever row 0 has
    store<u32>(at, <u32>end + 1, 4)
  }
}
