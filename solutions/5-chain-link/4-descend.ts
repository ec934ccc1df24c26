/**
 * 5.4  descend: a hundred small steps downhill
 *
 *   θ ← θ − rate · ∇L(θ)      all angles at once, from the gradient at the same point
 *
 * Returns the whole trajectory, the start included: steps + 1 lists of angles, each an array of its own,
 * so that the film can be shown afterwards. The given angles are not touched.
 *
 * A hundred steps at 0.01 do not arrive: towards (3, 3), 98 of 100 random starts end with a loss between 0.08 and 0.25,
 * and the floor 0.0589 is reached after about a thousand. Where the gradient is 0 the arm stays: pointing straight at a
 * target out of reach it has arrived, pointing straight away it is at the top, and a straight arm with the target within
 * reach stands on a saddle. The last two are no bugs: a nudge sets the arm free.
 *
 * The law: for a rate up to 1 / (2n + 2(n + d)), d the distance of the target from the base, the loss never rises.
 *
 * 10 minutes. Needs 5.1, 5.3.
 */
import { ValueError } from '#lib/tensor'
import type { Point } from './1-joints.ts'
import { gradient } from './3-gradient.ts'

export interface Descent {
  readonly steps?: number
  readonly rate?: number
  readonly base?: Point
}

/** θ₀, θ₁, …, θ_steps with θₖ₊₁ = θₖ − rate·∇L(θₖ)      angles: n → steps + 1 lists of n      rate not above 0, or ∞: ValueError that says it */
export function descend(
  angles: readonly number[],
  target: Point,
  { steps = 100, rate = 0.01, base }: Descent = {},
): number[][] {
  if (!(rate > 0 && rate < Infinity)) throw new ValueError(`descend wants a rate above 0, but got ${rate}.`)
  const trajectory = [[...angles]]
  for (let step = 0; step < steps; step++) {
    const now = trajectory[step]
    const g = gradient(now, target, base)
    trajectory.push(now.map((angle, i) => angle - rate * g[i]))
  }
  return trajectory
}
