/**
 * The rows rows[0 … B − 1] of sparse rows, one behind the other in a place of their own. Rows in a random order come from far away, and
 * a copy waits for many of them at once, where sums would wait for one after the other.
 * Room for starts_to: B + 1; for columns_to and values_to: as many entries as the rows have together, and 16 bytes more.
 */
export function takeRows(
  B: i32,
  rows: usize,
  starts: usize,
  columns: usize,
  values: usize,
  starts_to: usize,
  columns_to: usize,
  values_to: usize,
): void {
  let to: usize = 0
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = (<usize>load<u32>(rows + (n << 2))) << 2
    const from = <usize>load<u32>(starts + row)
    const count = <usize>load<u32>(starts + row + 4) - from
    store<u32>(starts_to + (n << 2), <u32>to)
    copy(columns + (from << 1), columns_to + (to << 1), count << 1)
    copy(values + (from << 2), values_to + (to << 2), count << 2)
    to += count
  }
  store<u32>(starts_to + ((<usize>B) << 2), <u32>to)
}

/** so many bytes, and up to 15 more */
function copy(from: usize, to: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.load(from + i))
}
