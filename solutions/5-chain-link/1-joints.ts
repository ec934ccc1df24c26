/**
 * 5.1  joints: an arm of links in the plane
 *
 * Each link has length 1 and an angle of its own, measured from straight up and turning clockwise. Angles are absolute:
 * turning one link carries the next along, and does not turn it.
 *
 *   nextPosition(p, angle) = p + (sin angle, cos angle)
 *   joints(angles) = base, next, next of that, …      n links have n + 1 joints
 *   predict(angles) = the last joint                  a fold over the angles
 *
 * The laws: each link has length 1; the end does not depend on the order of the angles, nor on adding 2π to one;
 * the end is at most n away from the base; moving the base moves everything.
 *
 * 10 minutes.
 */

export type Point = readonly [x: number, y: number]

/** p + (sin angle, cos angle)      angle in radians: 0 is up, π/2 is right */
export function nextPosition([x, y]: Point, angle: number): Point {
  return [x + Math.sin(angle), y + Math.cos(angle)]
}

/** base and the end of each link, in order      angles: n → n + 1 points */
export function joints(angles: readonly number[], base: Point = [0, 0]): Point[] {
  const points = [base]
  for (const angle of angles) points.push(nextPosition(points[points.length - 1], angle))
  return points
}

/** base + Σᵢ (sin θᵢ, cos θᵢ): where the arm ends */
export function predict(angles: readonly number[], base: Point = [0, 0]): Point {
  return angles.reduce(nextPosition, base)
}
