/** Softmax with cross-entropy, and its gradient: row by row, in registers where there are at most twelve classes. */
import { across, exp, largest, lastLanes, log } from './lanes'

/**
 * Σₙ −ln softmax(x[n])[labels[n]] over n = from … to − 1, not yet divided by B; dx[n] = (softmax(x[n]) − onehot) · scale.
 * x, dx: (B, K)   labels: bytes   K ≥ 4
 */
export function softmaxCrossEntropy(from: i32, to: i32, K: i32, x: usize, labels: usize, dx: usize, scale: f32): f64 {
  const row = (<usize>K) << 2
  let loss: f64 = 0
  let sums: f64 = 1 // one logarithm for sixteen rows: Σ ln s = ln Π s, and 256¹⁶ is no number too large
  for (let n = <usize>from; n < <usize>to; n++) {
    const xn = x + n * row
    const dn = dx + n * row
    const top = K <= 12 ? few(K, xn, dn, scale) : many(K, xn, dn, scale)
    const label = (<usize>load<u8>(labels + n)) << 2
    store<f32>(dn + label, load<f32>(dn + label) - scale)
    loss += <f64>top - <f64>load<f32>(xn + label)
    sums *= <f64>sum
    if ((n & 15) < 15) continue
    loss += log(sums)
    sums = 1
  }
  return loss + log(sums)
}

/** Σ e^(x − top) of the row that was last */
let sum: f32 = 0

/** scale · softmax of a row of 4 to 12, in three vectors that may share lanes; returns its largest entry */
export function few(K: i32, x: usize, dx: usize, scale: f32): f32 {
  const last = ((<usize>K) << 2) - 16
  const middle = min<usize>(16, last)
  const a = v128.load(x)
  const b = v128.load(x + middle)
  const c = v128.load(x + last)
  const top = largest(f32x4.pmax(f32x4.pmax(a, b), c))
  const ea = exp(f32x4.sub(a, top))
  const eb = exp(f32x4.sub(b, top))
  const ec = exp(f32x4.sub(c, top))
  // each lane counts once; of fewer than none, none does
  const total = f32x4.add(f32x4.add(ea, lastLanes(eb, min(K - 4, 4))), lastLanes(ec, K - 8))
  sum = across(total)
  const by = f32x4.splat(scale / sum)
  v128.store(dx, f32x4.mul(ea, by))
  v128.store(dx + middle, f32x4.mul(eb, by))
  v128.store(dx + last, f32x4.mul(ec, by))
  return f32x4.extract_lane(top, 0)
}

/** the same for a row of any length from 4 on */
export function many(K: i32, x: usize, dx: usize, scale: f32): f32 {
  const row = (<usize>K) << 2
  const full = row & ~15
  const last = row - 16
  const lanes = K & 3
  let m = v128.load(x + last)
  for (let j: usize = 0; j < full; j += 16) m = f32x4.pmax(m, v128.load(x + j))
  const top = largest(m)
  const tail = exp(f32x4.sub(v128.load(x + last), top))
  let total = lastLanes(tail, lanes)
  for (let j: usize = 0; j < full; j += 16) {
    const e = exp(f32x4.sub(v128.load(x + j), top))
    total = f32x4.add(total, e)
    v128.store(dx + j, e)
  }
  sum = across(total)
  const by = f32x4.splat(scale / sum)
  for (let j: usize = 0; j < full; j += 16) v128.store(dx + j, f32x4.mul(v128.load(dx + j), by))
  if (lanes > 0) v128.store(dx + last, f32x4.mul(tail, by))
  return f32x4.extract_lane(top, 0)
}
