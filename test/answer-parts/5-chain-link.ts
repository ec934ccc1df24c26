import type * as arm from '#kata/5-chain-link/1-joints.ts'
import { type Point, predict } from '#kata/5-chain-link/1-joints.ts'
import type { loss } from '#kata/5-chain-link/2-loss.ts'
import { gradient } from '#kata/5-chain-link/3-gradient.ts'
import type * as descent from '#kata/5-chain-link/4-descend.ts'
import { ValueError } from '#lib/tensor'

/** joints and predict, as they follow from what a link does */
export function withLink(link: typeof arm.nextPosition): typeof arm {
  return { nextPosition: link, ...withJoints(chain(link)) }
}

/** a function that lists the joints, and predict, which is the last of them */
export function withJoints(joints: typeof arm.joints): Pick<typeof arm, 'joints' | 'predict'> {
  return { joints, predict: (angles, base = [0, 0]) => joints(angles, base).at(-1) ?? base }
}

export function chain(link: typeof arm.nextPosition): typeof arm.joints {
  return (angles, base = [0, 0]) => {
    const points = [base]
    for (const angle of angles) points.push(link(points[points.length - 1], angle))
    return points
  }
}

/** the loss, from the end of the arm and its target */
export function lossBy(measure: (end: Point, target: Point) => number): { loss: typeof loss } {
  return { loss: (angles, target, base) => measure(predict(angles, base), target) }
}

export type Entry = (ex: number, ey: number, angle: number, i: number, angles: readonly number[]) => number

/** the gradient, from the right error and its way to each angle */
export function gradientBy(entry: Entry): { gradient: typeof gradient } {
  return {
    gradient(angles, target, base) {
      const [x, y] = predict(angles, base)
      return angles.map((angle, i) => entry(x - target[0], y - target[1], angle, i, angles))
    },
  }
}

interface Place {
  readonly start: readonly number[]
  readonly target: Point
  readonly base?: Point
  readonly rate: number
  readonly step: number
}

/** the right loop around a step: the next frame from this one and its gradient, or undefined to stop */
export function descendBy(
  next: (now: number[], g: number[], place: Place) => number[] | undefined,
  check = checkRate,
): Pick<typeof descent, 'descend'> {
  return {
    descend(angles, target, { steps = 100, rate = 0.01, base } = {}) {
      check(rate)
      const film = [[...angles]]
      for (let step = 0; step < steps; step++) {
        const now = film[step]
        const frame = next(now, gradient(now, target, base), { start: angles, target, base, rate, step })
        if (!frame) break
        film.push(frame)
      }
      return film
    },
  }
}

export function checkRate(rate: number): void {
  if (!(rate > 0 && rate < Infinity)) throw new ValueError(`descend wants a finite rate above 0, but got ${rate}.`)
}
