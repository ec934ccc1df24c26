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
 * B rows of I bytes each as sparse rows, behind the `at` entries that are there already. Writes the end of each row to
 * ends[0 … B − 1], and returns the end of the last.
 */
export function sparseBytes(
  B: i32,
  I: i32,
  bytes: usize,
  numbers: usize,
  ends: usize,
  columns: usize,
  values: usize,
  at: u32,
): u32 {
  const skips = load<f32>(numbers) == 0
  let to = <usize>at
  for (let n: usize = 0; n < <usize>B; n++) {
    for (let k: usize = 0; k < <usize>I;) {
      if (skips && k + 8 <= <usize>I && load<u64>(bytes + k) == 0) {
        k += 8
        continue
      }
      const until = min(k + 8, <usize>I)
      for (; k < until; k++) {
        const v = number(numbers, bytes + k)
        store<u16>(columns + (to << 1), <u16>k)
        store<f32>(values + (to << 2), v)
        to += usize(v != 0) // what is 0 is written over
      }
    }
    bytes += <usize>I
    store<u32>(ends + (n << 2), <u32>to)
  }
  return <u32>to
}

function number(numbers: usize, byte: usize): f32 {
  return load<f32>(numbers + ((<usize>load<u8>(byte)) << 2))
}
