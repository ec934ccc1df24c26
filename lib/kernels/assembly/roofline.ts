/** The two limits of a roofline: peak arithmetic and memory bandwidth. */
import { fma } from './lanes'

/** Runs 12 independent multiply-adds per round in registers: 96 floating-point operations. The result keeps the loop alive. */
export function runFma(rounds: i32): f32 {
  const x = f32x4.splat(1.0000001)
  const y = f32x4.splat(1e-9)
  let a = y
  let b = y
  let c = y
  let d = y
  let e = y
  let f = y
  let g = y
  let h = y
  let i = y
  let j = y
  let k = y
  let l = y
  for (let n = 0; n < rounds; n++) {
    a = fma(a, x, y)
    b = fma(b, x, y)
    c = fma(c, x, y)
    d = fma(d, x, y)
    e = fma(e, x, y)
    f = fma(f, x, y)
    g = fma(g, x, y)
    h = fma(h, x, y)
    i = fma(i, x, y)
    j = fma(j, x, y)
    k = fma(k, x, y)
    l = fma(l, x, y)
  }
  const one = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h)))
  return f32x4.extract_lane(f32x4.add(one, f32x4.add(f32x4.add(i, j), f32x4.add(k, l))), 0)
}

/** Reads `bytes` bytes (a multiple of 64) from `at` on. The result keeps the loop alive. */
export function streamRead(at: usize, bytes: usize): f32 {
  let a = f32x4.splat(0)
  let b = f32x4.splat(0)
  let c = f32x4.splat(0)
  let d = f32x4.splat(0)
  for (let i: usize = 0; i < bytes; i += 64) {
    a = f32x4.add(a, v128.load(at + i))
    b = f32x4.add(b, v128.load(at + i, 16))
    c = f32x4.add(c, v128.load(at + i, 32))
    d = f32x4.add(d, v128.load(at + i, 48))
  }
  return f32x4.extract_lane(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), 0)
}
