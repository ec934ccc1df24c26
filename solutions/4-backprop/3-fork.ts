/**
 * 4.3  fork: one value, used twice
 *
 *   fork(f, g)(x) = [u, v]      u = f(x), v = g(x)
 *
 * The loss reads x along two paths, through u and through v. Its pullback takes [du, dv], one gradient for each path, and
 * returns [dx]: a list with one tensor in it, since there is one argument. If x moves a little, both paths change the
 * loss, and the two changes add up. dx has the shape of x, and is a new tensor.
 *
 * f and g take a tensor, and each returns its value and its pullback, as in 4.2. Their values may be of any kind. Call
 * both once, on the way forward, with x alone. The result of a pullback belongs to f or g: read it, and do not write into it.
 *
 * In numbers: for L = u·v with u = x² and v = 3x at x = 2, du is 6 and dv is 4. The slope of L = 3x³ is 9x² = 36.
 *
 * The laws: fork(f, g) and fork(g, f) have the same dx; for fork(identity, identity) it is du + dv.
 *
 * 10 minutes. Needs 1.1, 4.2.
 */
import type { Tensor } from '#lib/tensor'
import { zip } from '../1-tensor-ops/1-map-zip.ts'
import type { Diff } from './2-pullback.ts'

/** u = f(x), v = g(x)      x: any shape   u, v: of any kind      back: [du, dv] → [dx], the sum of what both paths pass back */
export function fork<B, C>(f: Diff<[Tensor], B>, g: Diff<[Tensor], C>): Diff<[Tensor], [u: B, v: C]> {
  return (x) => {
    const [u, f_back] = f(x)
    const [v, g_back] = g(x)
    const back = ([du, dv]: [u: B, v: C]): [Tensor] => {
      const [dx_f] = f_back(du)
      const [dx_g] = g_back(dv)
      return [zip(dx_f, dx_g, (a, b) => a + b)]
    }
    return [[u, v], back]
  }
}
