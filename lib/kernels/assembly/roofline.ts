/** What the machine can do at most: the ruler that the ladder of speed is measured against. */
import { madd } from './lanes'

/** Twelve independent multiply-adds a round, all in registers: 96 floating-point operations. Returns something, so that it is not left out. */
export function peak(rounds: i32): f32 {
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
    a = madd(a, x, y)
    b = madd(b, x, y)
    c = madd(c, x, y)
    d = madd(d, x, y)
    e = madd(e, x, y)
    f = madd(f, x, y)
    g = madd(g, x, y)
    h = madd(h, x, y)
    i = madd(i, x, y)
    j = madd(j, x, y)
    k = madd(k, x, y)
    l = madd(l, x, y)
  }
  const one = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h)))
  return f32x4.extract_lane(f32x4.add(one, f32x4.add(f32x4.add(i, j), f32x4.add(k, l))), 0)
}

/** Reads so many bytes (a multiple of 64) from `at` on. */
export function read(at: usize, bytes: usize): f32 {
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
