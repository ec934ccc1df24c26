/** What stands between the products: relu, sums over a batch, the step. */
import { madd } from './lanes'

/** h = max(z, 0) for entries from … to − 1 */
export function relu(from: i32, to: i32, z: usize, h: usize): void {
  let i = (<usize>from) << 2
  const end = (<usize>to) << 2
  for (; i + 16 <= end; i += 16) v128.store(h + i, f32x4.pmax(v128.load(z + i), f32x4.splat(0)))
  for (; i < end; i += 4) store<f32>(h + i, max<f32>(load<f32>(z + i), 0))
}

/** dz = dh where h > 0, else 0, for entries from … to − 1 */
export function reluBack(from: i32, to: i32, h: usize, dh: usize, dz: usize): void {
  let i = (<usize>from) << 2
  const end = (<usize>to) << 2
  for (; i + 16 <= end; i += 16)
    v128.store(dz + i, v128.and(v128.load(dh + i), f32x4.gt(v128.load(h + i), f32x4.splat(0))))
  for (; i < end; i += 4) store<f32>(dz + i, load<f32>(h + i) > 0 ? load<f32>(dh + i) : 0)
}

/** s[j] = Σₙ x[n, j] over n = 0 … B − 1, for columns 0 … O − 1: sixteen columns at a time, so that x is read along its rows */
export function columnSums(B: i32, O: i32, x: usize, s: usize): void {
  const row = (<usize>O) << 2
  let j: usize = 0
  for (; j + 64 <= row; j += 64) {
    let s0 = f32x4.splat(0)
    let s1 = f32x4.splat(0)
    let s2 = f32x4.splat(0)
    let s3 = f32x4.splat(0)
    for (let n: usize = 0; n < <usize>B; n++) {
      const at = x + n * row + j
      s0 = f32x4.add(s0, v128.load(at))
      s1 = f32x4.add(s1, v128.load(at, 16))
      s2 = f32x4.add(s2, v128.load(at, 32))
      s3 = f32x4.add(s3, v128.load(at, 48))
    }
    v128.store(s + j, s0)
    v128.store(s + j, s1, 16)
    v128.store(s + j, s2, 32)
    v128.store(s + j, s3, 48)
  }
  // four columns at a time; the last four share some with those before, where O is no multiple of 4
  for (; j < row && row >= 16; j += 16) {
    const from = min(j, row - 16)
    let sum = f32x4.splat(0)
    for (let n: usize = 0; n < <usize>B; n++) sum = f32x4.add(sum, v128.load(x + n * row + from))
    v128.store(s + from, sum)
  }
  for (; j < row; j += 4) {
    let sum: f32 = 0
    for (let n: usize = 0; n < <usize>B; n++) sum += load<f32>(x + n * row + j)
    store<f32>(s + j, sum)
  }
}

/** p += scale · g for entries from … to − 1 */
export function addScaled(from: i32, to: i32, p: usize, g: usize, scale: f32): void {
  let i = (<usize>from) << 2
  const end = (<usize>to) << 2
  const by = f32x4.splat(scale)
  for (; i + 16 <= end; i += 16) v128.store(p + i, madd(by, v128.load(g + i), v128.load(p + i)))
  for (; i < end; i += 4) store<f32>(p + i, load<f32>(p + i) + scale * load<f32>(g + i))
}

/** y = scale · x for so many entries; up to three more may be written */
export function scaled(count: i32, x: usize, scale: f32, y: usize): void {
  const by = f32x4.splat(scale)
  const end = (<usize>count) << 2
  for (let i: usize = 0; i < end; i += 16) v128.store(y + i, f32x4.mul(by, v128.load(x + i)))
}
