/** The chain of links, given: what stage 5 builds, and what the last test of 4.1 drives. */
export type Point = readonly [number, number]

export function end(angles: readonly number[], base: Point = [0, 0]): Point {
  let [x, y] = base
  for (let i = 0; i < angles.length; i++) {
    x += Math.sin(angles[i])
    y += Math.cos(angles[i])
  }
  return [x, y]
}

export function loss(angles: readonly number[], target: Point, base?: Point): number {
  const [x, y] = end(angles, base)
  return (x - target[0]) * (x - target[0]) + (y - target[1]) * (y - target[1])
}

/** ∂/∂θ of (x − tₓ)² + (y − t_y)², link by link */
export function gradient(angles: readonly number[], target: Point, base?: Point): number[] {
  const [x, y] = end(angles, base)
  const result: number[] = []
  for (let i = 0; i < angles.length; i++) {
    const dx = Math.cos(angles[i])
    const dy = -Math.sin(angles[i])
    result.push(2 * (x - target[0]) * dx + 2 * (y - target[1]) * dy)
  }
  return result
}

export function descend(
  angles: readonly number[],
  target: Point,
  steps: number,
  rate: number,
  base?: Point,
): number[][] {
  const film = [angles.slice()]
  for (let step = 0; step < steps; step++) {
    const g = gradient(film[step], target, base)
    film.push(film[step].map((angle, i) => angle - rate * g[i]))
  }
  return film
}
