/** How many of the bytes stand for a number that is not 0: `numbers` has one for each of the 256. */
export function countBytes(bytes: usize, count: usize, numbers: usize): i32 {
  const skips = load<f32>(numbers) == 0
  const end = bytes + count
  let found: i32 = 0
  while (bytes < end) {
    if (skips && bytes + 8 <= end && load<u64>(bytes) == 0) {
      bytes += 8
      continue
    }
    const until = min(bytes + 8, end)
    for (; bytes < until; bytes++) found += i32(number(numbers, bytes) != 0)
  }
  return found
}

/**
 * B rows of I bytes each as sparse rows (see spmm.ts), behind the `at` entries that are there already: the value of a byte is at the
 * place 4·(byte + 1). Writes the end of each row to ends[0 … B − 1], and returns the end of the last. There must be room for one
 * entry more than there are.
 */
export function sparseBytes(B: i32, I: i32, bytes: usize, numbers: usize, ends: usize, entries: usize, at: u32): u32 {
  const skips = load<f32>(numbers) == 0
  let to = entries + ((<usize>at) << 2)
  for (let n: usize = 0; n < <usize>B; n++) {
    for (let k: usize = 0; k < <usize>I;) {
      if (skips && k + 8 <= <usize>I && load<u64>(bytes + k) == 0) {
        k += 8
        continue
      }
      const until = min(k + 8, <usize>I)
      for (; k < until; k++) {
        store<u32>(to, <u32>k | ((<u32>load<u8>(bytes + k) + 1) << 18))
        to += usize(number(numbers, bytes + k) != 0) << 2 // what is 0 is written over
      }
    }
    if ((to - entries) & 4) {
      store<u32>(to, <u32>load<u16>(to - 4)) // the same column once more: the columns of a row stay in order
      to += 4
    }
    bytes += <usize>I
    store<u32>(ends + (n << 2), <u32>((to - entries) >> 2))
  }
  return <u32>((to - entries) >> 2)
}

/**
 * x[n, :] = the numbers that stand for the I bytes of row rows[n], for n = 0 … B − 1: byte / divisor, or what `numbers` has if that is 0.
 * The rows are touched first, a byte of each line: they come from far away, and many can be on their way at once. 60,000
 * rows of 784 take 51 ms without that, 18 with it, and 12 if they need not be looked up, measured.
 */
export function takeBytes(B: i32, I: i32, rows: usize, bytes: usize, numbers: usize, divisor: f32, x: usize): u32 {
  let touched: u32 = 0
  for (let n: usize = 0; n < <usize>B; n++) {
    const row = bytes + <usize>load<u32>(rows + (n << 2)) * <usize>I
    for (let line = row; line < row + <usize>I; line += 64) touched += load<u8>(line)
  }
  const by = f32x4.splat(divisor)
  for (let n: usize = 0; n < <usize>B; n++) {
    let at = bytes + <usize>load<u32>(rows + (n << 2)) * <usize>I
    const end = x + ((<usize>I) << 2)
    for (; divisor != 0 && x + 32 <= end; x += 32, at += 8) {
      const eight = v128.load8x8_u(at)
      v128.store(x, f32x4.div(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(eight)), by))
      v128.store(x, f32x4.div(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(eight)), by), 16)
    }
    for (; x < end; x += 4, at++) store<f32>(x, number(numbers, at))
  }
  return touched // so that no optimizer removes the loads
}

function number(numbers: usize, byte: usize): f32 {
  return load<f32>(numbers + ((<usize>load<u8>(byte)) << 2))
}
