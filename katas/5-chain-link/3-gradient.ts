/**
 * 5.3  the gradient of the arm: which way to turn each link
 *
 *   L = ex² + ey²,   (ex, ey) = predict(θ) − target
 *   ∂L/∂θᵢ = 2·(ex·cos θᵢ − ey·sin θᵢ)
 *
 * By the chain rule: the square gives 2·e, and the end moves with link i as (sin θᵢ)' = cos θᵢ and (cos θᵢ)' = −sin θᵢ.
 * Every link needs the same error (ex, ey), so compute it once.
 *
 * The laws: equal to the numerical gradient (4.1) to ten digits; 0 when the arm touches the target.
 *
 * 15 minutes. Needs 5.1.
 */
import { type Point, predict } from './1-joints.ts'
import { todo } from '#lib/todo'

/** gᵢ = 2·(ex·cos θᵢ − ey·sin θᵢ)      angles: n → n numbers */
export function gradient(angles: readonly number[], target: Point, base: Point = [0, 0]): number[] {
  return todo('5.3 gradient: gᵢ = 2·(ex·cos θᵢ − ey·sin θᵢ)')
}
