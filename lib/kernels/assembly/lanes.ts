/** Operations on vectors of four float32 lanes. */

/** a·b + c. With relaxed SIMD it is a fused multiply-add (FMA), which rounds once; without, it rounds twice. */
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(f32x4.mul(a, b), c)
}

/** Loads one float32 into all four lanes. */
export function loadSplat(at: usize): v128 {
  return v128.load32_splat(at)
}

/** The sum of the four lanes. */
export function horizontalSum(a: v128): f32 {
  const pairs = f32x4.add(a, i8x16.shuffle(a, a, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}

/**
 * Keeps the last `lanes` lanes (1 to 4) of a vector, and sets the others to 0.
 *
 * A row of O numbers is read as vectors at 0, 4, 8 …, and a last one at O − 4. If O is not a multiple of 4, the last two vectors
 * overlap. A store may write the shared lanes twice, since both vectors hold equal values. An addition must mask them.
 */
export function keepLastLanes(a: v128, lanes: i32): v128 {
  return v128.and(a, i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(4 - lanes)))
}

/** The maximum of the four lanes, in all four lanes. */
export function horizontalMax(a: v128): v128 {
  const pairs = f32x4.pmax(a, i32x4.shuffle(a, a, 2, 3, 0, 1))
  return f32x4.pmax(pairs, i32x4.shuffle(pairs, pairs, 1, 0, 3, 2))
}

/**
 * eˣ for x ≤ 0, with a relative error of about 1e-7. Below −87 the result is 0: denormal numbers would be slow.
 *
 * Range reduction: x = n·ln 2 + r with |r| ≤ ½ ln 2. Adding 12582912 rounds x / ln 2 to the integer n. The low bits of that sum
 * are then n + 127; shifted left by 23, they are the exponent bits of 2ⁿ.
 */
export function exp(x: v128): v128 {
  const large = f32x4.splat(12582912 + 127)
  const t = fma(x, f32x4.splat(1.44269504), large)
  const n = f32x4.sub(t, large)
  let r = fma(n, f32x4.splat(-0.693359375), x)
  r = fma(n, f32x4.splat(2.1219444e-4), r)
  let p = f32x4.splat(1.9875691e-4)
  p = fma(p, r, f32x4.splat(1.3981999507e-3))
  p = fma(p, r, f32x4.splat(8.3334519073e-3))
  p = fma(p, r, f32x4.splat(4.1665795894e-2))
  p = fma(p, r, f32x4.splat(1.6666665459e-1))
  p = fma(p, r, f32x4.splat(0.5))
  p = f32x4.add(fma(p, f32x4.mul(r, r), r), f32x4.splat(1))
  return v128.and(f32x4.mul(p, i32x4.shl(t, 23)), f32x4.ge(x, f32x4.splat(-87)))
}

/** ln x for x > 0, in float64: x = m·2ᵉ, and ln m = 2·artanh((m − 1)/(m + 1)). */
export function log(x: f64): f64 {
  const bits = reinterpret<i64>(x)
  let e = <i32>((bits >> 52) & 0x7ff) - 1023
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000)
  if (m > 1.4142135623730951) {
    m *= 0.5
    e++
  }
  const s = (m - 1) / (m + 1)
  const q = s * s
  const series = 1 + q * (1 / 3.0 + q * (1 / 5.0 + q * (1 / 7.0 + q * (1 / 9.0 + q * (1 / 11.0 + q / 13.0)))))
  return 2 * s * series + <f64>e * 0.6931471805599453
}
