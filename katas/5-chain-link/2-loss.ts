/**
 * 5.2  the loss of the arm: how far it is from the target, squared
 *
 *   L(θ) = Σ (predict(θ) − target)² = (x − tₓ)² + (y − t_y)²
 *
 * The square, not the distance: it has a gradient everywhere, at the target too (where it is 0), and no root to take.
 *
 * A target farther away than the arm is long cannot be reached. For n links and a target at distance d from the base
 * the loss never falls below (d − n)² when d > n: four links towards (3, 3) end at (√18 − 4)² ≈ 0.0589.
 *
 * The laws: L ≥ 0, and 0 exactly where the arm touches the target; the order of the angles does not matter.
 *
 * 5 minutes. Needs 5.1.
 */
import { type Point, predict } from './1-joints.ts'
import { todo } from '#lib/todo'

/** L = |predict(angles) − target|² */
export function loss(angles: readonly number[], target: Point, base: Point = [0, 0]): number {
  return todo('5.2 loss: L = |predict(angles) − target|²')
}
