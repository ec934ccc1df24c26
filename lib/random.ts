import { refuse } from './argument.ts'

/** Randomness as a value: call it for the next number in [0, 1). The same seed gives the same numbers on any machine. */
export type Random = () => number

/**
 * A stream of uniform numbers in [0, 1), 32 bits each, from a whole number as seed (its lower 32 bits).
 *
 * sfc32 (Chris Doty-Humphrey, PractRand: http://pracrand.sourceforge.net), seeded through splitmix32.
 * Throws a TypeError when the seed is not a whole number.
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) refuse('createRandom', 'a whole number as seed', seed)
  let state = seed >>> 0
  const split = (): number => {
    state = (state + 0x9e3779b9) | 0
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return z ^ (z >>> 15)
  }
  let [a, b, c, counter] = [split(), split(), split(), 1]
  const next = (): number => {
    const sum = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
  for (let warm = 0; warm < 12; warm++) next()
  return next
}
