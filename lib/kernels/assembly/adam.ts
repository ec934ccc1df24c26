import { fma } from './lanes'

/**
 * m ← beta1·m + rest1·g,   v ← beta2·v + rest2·g²,   p ← p − rate·(scale1·m / (√(scale2·v) + epsilon) + weightDecay·p)
 *
 * For elements from … to − 1. Afterwards g is 0, ready for the sum of the next gradient. JavaScript would take four times as
 * long as all of this to fill shared memory. rest is 1 − beta, and scale is 1 / (1 − betaᵗ). Both come rounded once: 1 − 0.999 in
 * float32 is off by 1e-5.
 */
export function adam(
  from: i32,
  to: i32,
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  scale1: f32,
  scale2: f32,
  epsilon: f32,
  rate: f32,
  weightDecay: f32,
): void {
  let i = (<usize>from) << 2
  const end = (<usize>to) << 2
  const shrink: f32 = 1 - rate * weightDecay
  const length: f32 = -rate * scale1
  for (; i + 16 <= end; i += 16) {
    const gradient = v128.load(g + i)
    v128.store(g + i, f32x4.splat(0))
    const mean = fma(f32x4.splat(rest1), gradient, f32x4.mul(f32x4.splat(beta1), v128.load(m + i)))
    const square = f32x4.mul(f32x4.splat(rest2), f32x4.mul(gradient, gradient))
    const squares = fma(f32x4.splat(beta2), v128.load(v + i), square)
    v128.store(m + i, mean)
    v128.store(v + i, squares)
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(f32x4.splat(scale2), squares)), f32x4.splat(epsilon))
    const direction = f32x4.div(mean, root)
    const kept = f32x4.mul(f32x4.splat(shrink), v128.load(p + i))
    v128.store(p + i, fma(f32x4.splat(length), direction, kept))
  }
  for (; i < end; i += 4) {
    const gradient = load<f32>(g + i)
    store<f32>(g + i, 0)
    const mean = beta1 * load<f32>(m + i) + rest1 * gradient
    const squares = beta2 * load<f32>(v + i) + rest2 * gradient * gradient
    store<f32>(m + i, mean)
    store<f32>(v + i, squares)
    const direction = mean / (sqrt<f32>(scale2 * squares) + epsilon)
    store<f32>(p + i, shrink * load<f32>(p + i) + length * direction)
  }
}
