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
  unreachable() // todo 9.5 matmul: y[m, n] ← Σₖ a[m, k] · b[k, n]
}
