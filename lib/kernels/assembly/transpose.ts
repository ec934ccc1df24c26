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
