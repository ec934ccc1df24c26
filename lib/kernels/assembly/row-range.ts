/** The entries of a CSR row within a range of columns. */
import { scratchBase } from './scratch'

/** The first entry whose column is at least `column`, by binary search; `end` if there is none. */
export function lowerBound(e: usize, end: usize, column: i32): usize {
  let count = <i32>((end - e) >> 2)
  while (count > 0) {
    const half = count >> 1
    const middle = e + ((<usize>half) << 2)
    if (<i32>load<u16>(middle) < column) {
      e = middle + 4
      count -= half + 1
    } else count = half
  }
  return e
}

/** Copies one entry to scratch memory and appends a zero entry, because the loops take entries in pairs. */
export function padToPair(entry: usize): usize {
  store<u64>(scratchBase, <u64>load<u32>(entry) | ((<u64>load<u16>(entry)) << 32))
  return scratchBase
}
