/** Softmax with cross-entropy, and its gradient, row by row. A row of at most twelve classes stays in registers. */
import { horizontalSum, exp, horizontalMax, keepLastLanes, log } from './lanes'

/**
 * Returns the sum of the losses −ln softmax(x[n])[labels[n]], and writes dx[n, :] = scale · (softmax(x[n]) − onehot(labels[n])), for
 * n = from … to − 1. The sum is not divided by B.
 * x, dx: (B, K), K ≥ 4   labels: bytes
 */
export function softmaxCrossEntropy(from: i32, to: i32, K: i32, x: usize, labels: usize, dx: usize, scale: f32): f64 {
  const row = (<usize>K) << 2
  let loss: f64 = 0
  let sums: f64 = 1 // one logarithm for sixteen rows: Σ ln s = ln Π s, and the product is at most 256¹⁶
  for (let n = <usize>from; n < <usize>to; n++) {
    const xn = x + n * row
    const dn = dx + n * row
    const rowMax = K <= 12 ? softmaxSmallRow(K, xn, dn, scale) : softmaxRow(K, xn, dn, scale)
    const label = (<usize>load<u8>(labels + n)) << 2
    store<f32>(dn + label, load<f32>(dn + label) - scale)
    loss += <f64>rowMax - <f64>load<f32>(xn + label)
    sums *= <f64>rowSum
    if ((n & 15) < 15) continue
    loss += log(sums)
    sums = 1
  }
  return loss + log(sums)
}

/** Σ exp(x − max x) of the last row. The softmax functions return their row's maximum and set this sum. */
let rowSum: f32 = 0

/** dx = scale · softmax(x) for K = 4 … 12, in three vectors that may overlap. Returns the maximum of x. */
export function softmaxSmallRow(K: i32, x: usize, dx: usize, scale: f32): f32 {
  const lastOffset = ((<usize>K) << 2) - 16
  const midOffset = min<usize>(16, lastOffset)
  const a = v128.load(x)
  const b = v128.load(x + midOffset)
  const c = v128.load(x + lastOffset)
  const rowMax = horizontalMax(f32x4.pmax(f32x4.pmax(a, b), c))
  const ea = exp(f32x4.sub(a, rowMax))
  const eb = exp(f32x4.sub(b, rowMax))
  const ec = exp(f32x4.sub(c, rowMax))
  // each element counts once: the masks keep the lanes that the vectors before do not have
  const total = f32x4.add(f32x4.add(ea, keepLastLanes(eb, min(K - 4, 4))), keepLastLanes(ec, K - 8))
  rowSum = horizontalSum(total)
  const factor = f32x4.splat(scale / rowSum)
  v128.store(dx, f32x4.mul(ea, factor))
  v128.store(dx + midOffset, f32x4.mul(eb, factor))
  v128.store(dx + lastOffset, f32x4.mul(ec, factor))
  return f32x4.extract_lane(rowMax, 0)
}

/** dx = scale · softmax(x) for K ≥ 4. Returns the maximum of x. */
export function softmaxRow(K: i32, x: usize, dx: usize, scale: f32): f32 {
  const row = (<usize>K) << 2
  const full = row & ~15
  const lastOffset = row - 16
  const lanes = K & 3
  let m = v128.load(x + lastOffset)
  for (let j: usize = 0; j < full; j += 16) m = f32x4.pmax(m, v128.load(x + j))
  const rowMax = horizontalMax(m)
  const tail = exp(f32x4.sub(v128.load(x + lastOffset), rowMax))
  let total = keepLastLanes(tail, lanes)
  for (let j: usize = 0; j < full; j += 16) {
    const e = exp(f32x4.sub(v128.load(x + j), rowMax))
    total = f32x4.add(total, e)
    v128.store(dx + j, e)
  }
  rowSum = horizontalSum(total)
  const factor = f32x4.splat(scale / rowSum)
  for (let j: usize = 0; j < full; j += 16) v128.store(dx + j, f32x4.mul(v128.load(dx + j), factor))
  if (lanes > 0) v128.store(dx + lastOffset, f32x4.mul(tail, factor))
  return f32x4.extract_lane(rowMax, 0)
}
