/**
 * 4.10  yours: three ways forward, and the ways back are for you to derive
 *
 *   sigmoid(x)          y = 1 / (1 + e⁻ˣ)                    x, y: any shape, entry by entry
 *   squaredError(y, t)  L = the mean of (y − t)²             y, t: one shape, any   L: a number
 *   scale(x, g)         y[n, j] = x[n, j]·g[j]               x: (B, J)   g: (J)   y: (B, J)
 *
 * The mean is over all entries: for y of (B, K) it divides by B·K.
 *
 * Each function returns its value and its pullback, as in 4.2. The pullback returns a list with one gradient for each argument,
 * in the shape of that argument: [dx], [dy, dt] and [dx, dg]. The pullback of squaredError takes dL, a number, which the
 * caller always gives. It is 1 if L is the final result.
 *
 * Take a pencil first. Which entries of the value does an argument's entry move, and by how much? The tests judge your
 * pullback as 4.1 would: by the difference quotient of your own value. They say which function is wrong, and where.
 * Do not measure the slopes in the pullback: a quotient has ten digits, and the gradient is wanted to twelve.
 *
 * y and t may be large and close, so subtract before you square. For x = ±1000 the value of sigmoid is 1 or 0, and dx
 * is 0, up to rounding. Nothing is NaN or ∞.
 *
 * The laws: sigmoid(x) + sigmoid(−x) = 1; squaredError(y, t) = squaredError(t, y); ⟨x, dx⟩ = ⟨g, dg⟩ for scale.
 *
 * 25 minutes. Needs 1.1, 1.2, 1.3, 4.2.
 */
import { type Tensor, size } from '#lib/tensor'
import { map, zip } from '../1-tensor-ops/1-map-zip.ts'
import { broadcast } from '../1-tensor-ops/2-broadcast.ts'
import { sum } from '../1-tensor-ops/3-reduce.ts'
import type { Diff } from './2-pullback.ts'
import { todo } from '#lib/todo'

/** y = 1 / (1 + e⁻ˣ)      x, y: any shape      back: dy → [dx] */
export const sigmoid: Diff<[Tensor], Tensor> = (x) => {
  return todo('4.10 sigmoid: y = 1 / (1 + e⁻ˣ)')
}

/** L = mean of (y − t)² over all entries      y, t: one shape      back: dL → [dy, dt] */
export const squaredError: Diff<[y: Tensor, t: Tensor], number> = (y, t) => {
  return todo('4.10 squaredError: L = mean of (y − t)² over all entries')
}

/** y[n, j] = x[n, j]·g[j]      x, y: (B, J)   g: (J)      back: dy → [dx, dg] */
export const scale: Diff<[x: Tensor, g: Tensor], Tensor> = (x, g) => todo('4.10 scale: y[n, j] = x[n, j]·g[j]')
