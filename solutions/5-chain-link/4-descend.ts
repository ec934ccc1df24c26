/**
 * 5.4  descend: a hundred small steps downhill
 *
 *   θ ← θ − rate · ∇L(θ)      all angles at once, from the gradient at the same point
 *
 * descend returns the whole trajectory, so that the film can be shown afterwards. It has steps + 1 lists of angles, the
 * start included, and each is an array of its own. Do not change the given angles.
 *
 * A hundred steps at 0.01 do not arrive. Towards (3, 3), 98 of 100 random starts end with a loss between 0.08 and 0.25.
 * They reach the floor 0.0589 after about a thousand steps. If the gradient is 0, the arm stays where it is. An arm that
 * points straight at a target out of reach has arrived. An arm that points straight away is at the maximum. A straight arm
 * with the target within reach stands on a saddle. The last two are no bugs: a nudge sets the arm free.
 *
 * The law: for a rate up to 1 / (2n + 2(n + d)) the loss never rises. Here d is the distance of the target from the base.
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
  if (!(rate > 0 && rate < Infinity)) throw new ValueError(`descend wants a finite rate above 0, but got ${rate}.`)
  const trajectory = [[...angles]]
  for (let step = 0; step < steps; step++) {
    const now = trajectory[step]
    const g = gradient(now, target, base)
    trajectory.push(now.map((angle, i) => angle - rate * g[i]))
  }
  return trajectory
}
