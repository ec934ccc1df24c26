/** Four float32 at once. All kernels are made of these. */

/** a·b + c: rounded once where there is a fused multiply-add, else twice */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(f32x4.mul(a, b), c)
}

export function splat(at: usize): v128 {
  return v128.load32_splat(at)
}

/** a0 + a1 + a2 + a3 */
export function across(a: v128): f32 {
  const pairs = f32x4.add(a, i8x16.shuffle(a, a, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}

/**
 * The last `lanes` lanes (1 to 4) of a vector, and 0 in the others.
 *
 * A row of O numbers is read as vectors that begin at 0, 4, 8 …; the last begins at O − 4, and shares lanes with the
 * one before it where O is no multiple of 4. What is written twice is the same; what is added must be masked.
 */
export function lastLanes(a: v128, lanes: i32): v128 {
  return v128.and(a, i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(4 - lanes)))
}

/** the largest of four, in all four */
export function largest(a: v128): v128 {
  const pairs = f32x4.pmax(a, i32x4.shuffle(a, a, 2, 3, 0, 1))
  return f32x4.pmax(pairs, i32x4.shuffle(pairs, pairs, 1, 0, 3, 2))
}

/**
 * eˣ for x ≤ 0, to about 1e-7 relative; below −87 it is 0, and never a denormal number, which would be slow.
 *
 * x = n·ln 2 + r with |r| ≤ ½ ln 2. A number added that is so large that its last digit is a 1 rounds x / ln 2 to n, and leaves
 * n + 127 in its last bits: moved up, they are the exponent of 2ⁿ.
 */
export function exp(x: v128): v128 {
  const large = f32x4.splat(12582912 + 127)
  const t = madd(x, f32x4.splat(1.44269504), large)
  const n = f32x4.sub(t, large)
  let r = madd(n, f32x4.splat(-0.693359375), x)
  r = madd(n, f32x4.splat(2.1219444e-4), r)
  let p = f32x4.splat(1.9875691e-4)
  p = madd(p, r, f32x4.splat(1.3981999507e-3))
  p = madd(p, r, f32x4.splat(8.3334519073e-3))
  p = madd(p, r, f32x4.splat(4.1665795894e-2))
  p = madd(p, r, f32x4.splat(1.6666665459e-1))
  p = madd(p, r, f32x4.splat(0.5))
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1))
  return v128.and(f32x4.mul(p, i32x4.shl(t, 23)), f32x4.ge(x, f32x4.splat(-87)))
}

/** ln x for x > 0, in float64: x = m·2ᵉ, and ln m = 2·artanh((m − 1)/(m + 1)) */
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
