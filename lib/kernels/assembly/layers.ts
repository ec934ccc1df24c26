/** Element-wise kernels, column sums, and the BLAS level-1 kernels axpy and scale. */
import { fma } from './lanes'

/** h = max(z, 0) for elements from … to − 1. */
export function relu(from: i32, to: i32, z: usize, h: usize): void {
  let i = (<usize>from) << 2
  const end = (<usize>to) << 2
  for (; i + 16 <= end; i += 16) v128.store(h + i, f32x4.pmax(v128.load(z + i), f32x4.splat(0)))
  for (; i < end; i += 4) store<f32>(h + i, max<f32>(load<f32>(z + i), 0))
}

/** dz = dh if h > 0, else 0, for elements from … to − 1. h may also be relu's input z, which has the same sign. */
export function reluBackward(from: i32, to: i32, h: usize, dh: usize, dz: usize): void {
  let i = (<usize>from) << 2
  const end = (<usize>to) << 2
  for (; i + 16 <= end; i += 16)
    v128.store(dz + i, v128.and(v128.load(dh + i), f32x4.gt(v128.load(h + i), f32x4.splat(0))))
  for (; i < end; i += 4) store<f32>(dz + i, load<f32>(h + i) > 0 ? load<f32>(dh + i) : 0)
}

/** sums[j] = Σₙ x[n, j]. x: (B, O)   sums: (O)   Sixteen columns at a time, so that x is read along its rows. */
export function sumColumns(B: i32, O: i32, x: usize, sums: usize): void {
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
    v128.store(sums + j, s0)
    v128.store(sums + j, s1, 16)
    v128.store(sums + j, s2, 32)
    v128.store(sums + j, s3, 48)
  }
  // four columns at a time; if O is not a multiple of 4, the last four overlap those before
  for (; j < row && row >= 16; j += 16) {
    const from = min(j, row - 16)
    let sum = f32x4.splat(0)
    for (let n: usize = 0; n < <usize>B; n++) sum = f32x4.add(sum, v128.load(x + n * row + from))
    v128.store(sums + from, sum)
  }
  for (; j < row; j += 4) {
    let sum: f32 = 0
    for (let n: usize = 0; n < <usize>B; n++) sum += load<f32>(x + n * row + j)
    store<f32>(sums + j, sum)
  }
}

/** y ← y + alpha · x for elements from … to − 1 (AXPY of BLAS). */
export function axpy(from: i32, to: i32, y: usize, x: usize, alpha: f32): void {
  let i = (<usize>from) << 2
  const end = (<usize>to) << 2
  const alphas = f32x4.splat(alpha)
  for (; i + 16 <= end; i += 16) v128.store(y + i, fma(alphas, v128.load(x + i), v128.load(y + i)))
  for (; i < end; i += 4) store<f32>(y + i, load<f32>(y + i) + alpha * load<f32>(x + i))
}

/** y = alpha · x for `count` elements. It may write up to three more. */
export function scale(count: i32, x: usize, alpha: f32, y: usize): void {
  const alphas = f32x4.splat(alpha)
  const end = (<usize>count) << 2
  for (let i: usize = 0; i < end; i += 16) v128.store(y + i, f32x4.mul(alphas, v128.load(x + i)))
}
