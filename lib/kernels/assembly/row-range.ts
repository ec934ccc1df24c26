/** A part of a sparse row: the entries whose columns are in a range. */
import { own } from './scratch'

/** the first entry of a row whose column is not less */
export function firstFrom(e: usize, end: usize, column: i32): usize {
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

/** Copies one entry to scratch and pads it with a zero entry, because the loop takes entries in pairs. */
export function alone(entry: usize): usize {
  store<u64>(own, <u64>load<u32>(entry) | ((<u64>load<u16>(entry)) << 32))
  return own
}
