/**
 * 5.2  the loss of the arm: how far it is from the target, squared
 *
 *   L(θ) = Σ (predict(θ) − target)² = (x − tₓ)² + (y − t_y)²
 *
 * Take the square of the distance, not the distance. It has a gradient everywhere, at the target too (there it is 0), and
 * needs no root.
 *
 * An arm cannot reach a target that is farther away than the arm is long. Let d be the distance from the base to the
 * target. For n links and d > n the loss never falls below (d − n)². Four links towards (3, 3) end at (√18 − 4)² ≈ 0.0589.
 *
 * The laws: L ≥ 0, and L is 0 exactly when the arm touches the target; the order of the angles does not matter.
 *
 * 5 minutes. Needs 5.1.
 */
import { type Point, predict } from './1-joints.ts'

/** L = |predict(angles) − target|² */
export function loss(angles: readonly number[], target: Point, base: Point = [0, 0]): number {
  const [x, y] = predict(angles, base)
  return (x - target[0]) ** 2 + (y - target[1]) ** 2
}
