/**
 * 9.5  simd: the kernel, in AssemblyScript
 *
 * All numbers lie in one memory. a, b and y are addresses in it, counted in bytes: number i of b stands at b + 4·i.
 *
 *   v128.load(p)  v128.store(p, v)         four numbers at p, p + 4, p + 8, p + 12
 *   v128.load_splat<f32>(p)                the number at p, four times
 *   f32x4.splat(0)                         four zeros
 *   f32x4.add(v, w)  f32x4.mul(v, w)       four sums, four products
 *   load<f32>(p)  store<f32>(p, x)         one number
 *
 * A kernel does not grow the memory, throw errors or make objects. It has only numbers, addresses and loops.
 */

/** y[m, n] ← Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N), float32, row after row */
export function matmul(y: usize, a: usize, b: usize, M: i32, K: i32, N: i32): void {
  const rows = M - (M % 4)
  const columns = N - (N % 8)
  for (let n = 0; n < columns; n += 8) {
    for (let m = 0; m < rows; m += 4) tile(y + 4 * (m * N + n), a + 4 * m * K, b + 4 * n, K, N)
  }
  for (let m = 0; m < M; m++) {
    let n = m < rows ? columns : 0
    for (; n + 4 <= N; n += 4) lanes(y + 4 * (m * N + n), a + 4 * m * K, b + 4 * n, K, N)
    for (; n < N; n++) cell(y + 4 * (m * N + n), a + 4 * m * K, b + 4 * n, K, N)
  }
}

/** Computes 4 × 8 cells in eight registers of four lanes: six loads for 32 products. */
function tile(y: usize, a: usize, b: usize, K: i32, N: i32): void {
  let s00 = f32x4.splat(0)
  let s01 = f32x4.splat(0)
  let s10 = f32x4.splat(0)
  let s11 = f32x4.splat(0)
  let s20 = f32x4.splat(0)
  let s21 = f32x4.splat(0)
  let s30 = f32x4.splat(0)
  let s31 = f32x4.splat(0)
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(b)
    const b1 = v128.load(b + 16)
    const a0 = v128.load_splat<f32>(a)
    s00 = f32x4.add(s00, f32x4.mul(a0, b0))
    s01 = f32x4.add(s01, f32x4.mul(a0, b1))
    const a1 = v128.load_splat<f32>(a + 4 * K)
    s10 = f32x4.add(s10, f32x4.mul(a1, b0))
    s11 = f32x4.add(s11, f32x4.mul(a1, b1))
    const a2 = v128.load_splat<f32>(a + 8 * K)
    s20 = f32x4.add(s20, f32x4.mul(a2, b0))
    s21 = f32x4.add(s21, f32x4.mul(a2, b1))
    const a3 = v128.load_splat<f32>(a + 12 * K)
    s30 = f32x4.add(s30, f32x4.mul(a3, b0))
    s31 = f32x4.add(s31, f32x4.mul(a3, b1))
    a += 4
    b += 4 * N
  }
  pair(y, s00, s01)
  pair(y + 4 * N, s10, s11)
  pair(y + 8 * N, s20, s21)
  pair(y + 12 * N, s30, s31)
}

function pair(y: usize, left: v128, right: v128): void {
  v128.store(y, left)
  v128.store(y + 16, right)
}

/** Computes four cells of a row. */
function lanes(y: usize, a: usize, b: usize, K: i32, N: i32): void {
  let sum = f32x4.splat(0)
  for (let k = 0; k < K; k++) {
    sum = f32x4.add(sum, f32x4.mul(v128.load_splat<f32>(a + 4 * k), v128.load(b + 4 * k * N)))
  }
  v128.store(y, sum)
}

/** Computes one cell: for the last columns, if 4 does not divide N. */
function cell(y: usize, a: usize, b: usize, K: i32, N: i32): void {
  let sum: f32 = 0
  for (let k = 0; k < K; k++) sum += load<f32>(a + 4 * k) * load<f32>(b + 4 * k * N)
  store<f32>(y, sum)
}
