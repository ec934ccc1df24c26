/** The number of bytes whose value is not 0. `table` has the float32 value of each of the 256 bytes. */
export function countNonZeros(bytes: usize, count: usize, table: usize): i32 {
  const skipsZeros = load<f32>(table) == 0
  const end = bytes + count
  let found: i32 = 0
  while (bytes < end) {
    if (skipsZeros && bytes + 8 <= end && load<u64>(bytes) == 0) {
      bytes += 8
      continue
    }
    const until = min(bytes + 8, end)
    for (; bytes < until; bytes++) found += i32(lookUp(table, bytes) != 0)
  }
  return found
}

/**
 * Appends B rows of I bytes to a CSR matrix (see spmm.ts) that has `nnz` entries so far. Byte v has the offset 4·(v + 1) in the
 * value table. Writes the end of each row to rowEnds[0 … B − 1], and returns the end of the last row.
 * `entries` needs space for one entry more than the result has.
 */
export function bytesToCsr(B: i32, I: i32, bytes: usize, table: usize, rowEnds: usize, entries: usize, nnz: u32): u32 {
  const skipsZeros = load<f32>(table) == 0
  let out = entries + ((<usize>nnz) << 2)
  for (let n: usize = 0; n < <usize>B; n++) {
    for (let k: usize = 0; k < <usize>I;) {
      if (skipsZeros && k + 8 <= <usize>I && load<u64>(bytes + k) == 0) {
        k += 8
        continue
      }
      const until = min(k + 8, <usize>I)
      for (; k < until; k++) {
        store<u32>(out, <u32>k | ((<u32>load<u8>(bytes + k) + 1) << 18))
        out += usize(lookUp(table, bytes + k) != 0) << 2 // the next entry overwrites a zero
      }
    }
    if ((out - entries) & 4) {
      store<u32>(out, <u32>load<u16>(out - 4)) // repeats the column, so the columns of a row stay sorted
      out += 4
    }
    bytes += <usize>I
    store<u32>(rowEnds + (n << 2), <u32>((out - entries) >> 2))
  }
  return <u32>((out - entries) >> 2)
}

/**
 * x[n, :] = the values of the I bytes of row rows[n], for n = 0 … B − 1. x: (B, I), float32
 * The value of a byte is byte / divisor. If divisor is 0, it is table[byte].
 *
 * The first loop prefetches: it reads one byte of each cache line, so many loads are in flight at once. 60,000 rows of 784 take
 * 51 ms without prefetching, 18 ms with it, and 12 ms with it and with a divisor (measured).
 */
export function takeByteRows(B: i32, I: i32, rows: usize, bytes: usize, table: usize, divisor: f32, x: usize): u32 {
  let touched: u32 = 0
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = bytes + <usize>load<u32>(rows + (n << 2)) * <usize>I
    for (let line = row; line < row + <usize>I; line += 64) touched += load<u8>(line)
  }
  const divisors = f32x4.splat(divisor)
  for (let n: usize = 0; n < <usize>B; n++) {
    let at = bytes + <usize>load<u32>(rows + (n << 2)) * <usize>I
    const end = x + ((<usize>I) << 2)
    for (; divisor != 0 && x + 32 <= end; x += 32, at += 8) {
      const eight = v128.load8x8_u(at)
      v128.store(x, f32x4.div(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(eight)), divisors))
      v128.store(x, f32x4.div(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(eight)), divisors), 16)
    }
    for (; x < end; x += 4, at++) store<f32>(x, lookUp(table, at))
  }
  return touched // a result keeps the compiler from removing the loads
}

/** table[byte] */
function lookUp(table: usize, byte: usize): f32 {
  return load<f32>(table + ((<usize>load<u8>(byte)) << 2))
}
