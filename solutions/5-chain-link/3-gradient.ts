/**
 * 5.3  the gradient of the arm: which way to turn each link
 *
 *   L = ex² + ey²,   (ex, ey) = predict(θ) − target
 *   gᵢ = ∂L/∂θᵢ      angles: n → n numbers
 *
 * Derive it. How does L change with ex and with ey? How do ex and ey change if θᵢ alone grows? One term of predict has
 * θᵢ in it: (sin θᵢ, cos θᵢ). Every link needs the same error (ex, ey), so compute it once.
 *
 * The laws: equal to the numerical gradient (4.1) to ten digits; 0 when the arm touches the target.
 *
 * 15 minutes. Needs 5.1.
 */
import { type Point, predict } from './1-joints.ts'

/** gᵢ = ∂L/∂θᵢ for the L of 5.2      angles: n → n numbers */
export function gradient(angles: readonly number[], target: Point, base: Point = [0, 0]): number[] {
  const [x, y] = predict(angles, base)
  const [ex, ey] = [x - target[0], y - target[1]]
  return angles.map((angle) => 2 * (ex * Math.cos(angle) - ey * Math.sin(angle)))
}
