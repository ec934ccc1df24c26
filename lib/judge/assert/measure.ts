/** The largest size among the finite numbers, and at least `floor`. A loop, since a spread overflows the stack on long lists. */
export function maxAbs(values: ArrayLike<number>, floor = 0): number {
  let most = floor
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i])
    if (size > most && size !== Infinity) most = size
  }
  return most
}

/** Are two numbers equal to nine digits? */
export function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
}
