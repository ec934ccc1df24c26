import fc from 'fast-check'
import { type Tensor, tensor } from '#lib/tensor'
import { type Range, type SizeRules, type Sizes, differentSizes, drawSizes, planSizes } from './sizes.ts'

/** How an input is drawn once the sizes are known. */
export type SizedArbitrary<T> = (sizes: Sizes) => fc.Arbitrary<T>

type Spec = string | fc.Arbitrary<unknown> | SizedArbitrary<unknown>
type Drawn<S> = S extends string
  ? Tensor
  : S extends fc.Arbitrary<infer T>
    ? T
    : S extends SizedArbitrary<infer T>
      ? T
      : never

/**
 * given({ a: 'MK', b: 'KN' }) draws the sizes M, K, N first, and then a: (M, K) and b: (K, N). So a counterexample shrinks
 * to the smallest shapes. Letters run from 1 to 7, and to fewer in tensors of more than two axes. `rules` say otherwise:
 * { K: [2, 5] }, or { H: [1, 6], K: ({ H }) => [1, H] } for a size that depends on others. An axis with a question mark may
 * be missing, in all inputs alike: 'B?HW' is (H, W) or (B, H, W). A counterexample shrinks to the shape without it.
 */
export function given<S extends Record<string, Spec>>(
  specs: S,
  rules: SizeRules = {},
): fc.Arbitrary<{ [Name in keyof S]: Drawn<S[Name]> }> {
  const inputs = Object.values(specs).map(lettersOf)
  const optional = optionalIn(Object.values(specs))
  const usual = (letter: string): Range => {
    const rank = Math.max(...inputs.filter((letters) => letters.includes(letter)).map((letters) => letters.length))
    return [optional.has(letter) ? 0 : 1, largest[Math.min(rank, largest.length - 1)]]
  }
  return drawAt(specs, drawSizes(planSizes(inputs.flat(), rules, usual)))
}

/** By the number of letters in a tensor: at most about 250 entries, since every one of them is shrunk by itself. */
const largest = [7, 7, 7, 5, 4, 3, 2]

/**
 * The same at sizes that differ, so that a transpose, a sum and a mean cannot hide behind each other.
 * `letters` are named in the order of their sizes: B, I, O are 2, 3, 5, then 5, 2, 3, and so on; a batch of 1 and one of 7.
 * More than four letters, or letters with rules, differ within each input. Without a rule a size is from 2 to 5.
 */
export function distinctSizes<S extends Record<string, Spec>>(
  letters: string,
  specs: S,
  rules: SizeRules = {},
): fc.Arbitrary<{ [Name in keyof S]: Drawn<S[Name]> }> {
  if (letters.length > 4 || Object.keys(rules).length > 0) {
    const inputs = Object.values(specs).map(lettersOf)
    const plan = planSizes([...letters, ...inputs.flat()], rules, () => [2, 5])
    let found: readonly Sizes[] | undefined // searched for when it is first drawn, since a test file declares many laws
    const sizes = fc.constant(undefined).chain(() => fc.constantFrom(...(found ??= differentSizes(plan, inputs))))
    return drawAt(specs, sizes)
  }
  const sizes = [
    [2, 3, 5, 4],
    [5, 2, 3, 4],
    [7, 5, 2, 3],
    [1, 4, 3, 2],
  ].map((row) => Object.fromEntries(Array.from(letters, (letter, i) => [letter, row[i]])))
  return drawAt(specs, fc.constantFrom(...sizes))
}

function drawAt<S extends Record<string, Spec>>(
  specs: S,
  sizes: fc.Arbitrary<Sizes>,
): fc.Arbitrary<{ [Name in keyof S]: Drawn<S[Name]> }> {
  return sizes.chain((drawn) =>
    fc.record(
      Object.fromEntries(
        Object.entries(specs).map(([name, spec]) => {
          if (typeof spec === 'string') return [name, tensors(spec)(drawn)]
          return [name, typeof spec === 'function' ? spec(drawn) : spec]
        }),
      ),
    ),
  ) as fc.Arbitrary<{ [Name in keyof S]: Drawn<S[Name]> }>
}

/** 'BK' names two sizes. */
function lettersOf(spec: Spec): string[] {
  return axesOf(spec).flatMap(([letter]) => (isDigit(letter) ? [] : [letter]))
}

/** 'B?HW' has the axes B?, H and W. The functions below carry their letters as a property. */
function axesOf(spec: Spec): string[] {
  const { letters = '' } = typeof spec === 'string' ? { letters: spec } : (spec as { letters?: string })
  return letters.match(/[^?]\??/gu) ?? []
}

/** The letters of axes that may be missing. A letter without its question mark in another input: RangeError. */
function optionalIn(specs: readonly Spec[]): ReadonlySet<string> {
  const axes = specs.flatMap(axesOf)
  const optional = axes.filter((axis) => axis.endsWith('?')).map(([letter]) => letter)
  const mixed = optional.find((letter) => axes.includes(letter))
  if (mixed === undefined) return new Set(optional)
  throw new RangeError(`The axis ${mixed} may be missing in one input, and not in another. Write ${mixed}? in each.`)
}

function isDigit(letter: string): boolean {
  return /\d/.test(letter)
}

function withLetters<T>(letters: string, draw: SizedArbitrary<T>): SizedArbitrary<T> {
  return Object.assign(draw, { letters })
}

/**
 * Multiples of 2⁻²³ up to `most` in size: the products of two, and sums of seven of those, are exact in float64, in any
 * order; many are too fine for float32. One in eight is a whole number, and counterexamples shrink to those.
 * Large ones are coarser, multiples of 2⁻¹⁶.
 */
export function exactNumber(most = 3): fc.Arbitrary<number> {
  const grain = most > 50 ? 2 ** 16 : 2 ** 23
  const fine = fc.noShrink(fc.integer({ min: -most * grain, max: most * grain })).map((k) => k / grain)
  const whole = fc.integer({ min: -Math.floor(most), max: Math.floor(most) })
  return fc.oneof({ withCrossShrink: true }, { weight: 1, arbitrary: whole }, { weight: 7, arbitrary: fine })
}

/** A tensor of the named sizes: 'BK', 'B1' for a column, or 'B?HW' with an axis that is missing if its size is 0. */
export function tensors(letters: string, entry: fc.Arbitrary<number> = exactNumber()): SizedArbitrary<Tensor> {
  return withLetters(letters, (sizes) => {
    const shape = axesOf(letters).flatMap(([letter, mark]) => {
      const size = isDigit(letter) ? Number(letter) : sizes[letter]
      return mark === '?' && size === 0 ? [] : [size]
    })
    const count = shape.reduce((product, n) => product * n, 1)
    return fc.array(entry, { minLength: count, maxLength: count }).map((values) => tensor(shape, values))
  })
}

/** Entries at least `gap` away from 0, where relu has its kink. */
export function awayFromZero(letters: string, gap = 2 ** -8): SizedArbitrary<Tensor> {
  return tensors(
    letters,
    exactNumber().map((v) => (v < 0 ? v - gap : v + gap)),
  )
}

/** A cotangent: entries of size ½ to 2, of either sign: not constant, and away from 0. */
export function cotangent(letters: string): SizedArbitrary<Tensor> {
  return tensors(
    letters,
    fc
      .tuple(fc.integer({ min: 2 ** 10, max: 2 ** 12 }), fc.boolean())
      .map(([v, negative]) => (negative ? -v : v) / 2 ** 11),
  )
}

/** Logits up to 300: for the way forward and the exact laws; a difference quotient cannot see a gradient there. */
export function wideLogits(letters: string): SizedArbitrary<Tensor> {
  return tensors(letters, exactNumber(300))
}

/** Rows that sum to 1, made of parts from `least` to 1000: no entry is less than least/7000. */
export function probabilities([B, K]: string, least = 10): SizedArbitrary<Tensor> {
  return withLetters(B + K, (sizes) => {
    const row = fc.array(fc.integer({ min: least, max: 1000 }), { minLength: sizes[K], maxLength: sizes[K] })
    return fc.array(row, { minLength: sizes[B], maxLength: sizes[B] }).map((all) => {
      const normalised = all.flatMap((parts) => {
        const total = parts.reduce((sum, part) => sum + part, 0)
        return parts.map((part) => part / total)
      })
      return tensor([sizes[B], sizes[K]], normalised)
    })
  })
}

/** B labels, each from 0 to K − 1. */
export function labels([B, K]: string): SizedArbitrary<number[]> {
  return withLetters(B + K, (sizes) =>
    fc.array(fc.integer({ min: 0, max: sizes[K] - 1 }), { minLength: sizes[B], maxLength: sizes[B] }),
  )
}

/** A size itself, as a number: the stride of a window, say. */
export function sizeOf(letter: string): SizedArbitrary<number> {
  return withLetters(letter, (sizes) => fc.constant(sizes[letter]))
}

/** A list of `letter` numbers. */
export function numbers(letter: string, entry: fc.Arbitrary<number> = exactNumber()): SizedArbitrary<number[]> {
  return withLetters(letter, (sizes) => fc.array(entry, { minLength: sizes[letter], maxLength: sizes[letter] }))
}

/** Angles of an arm, from −3 to 6.3: half a turn back to a turn ahead. */
export function angles(letter: string): SizedArbitrary<number[]> {
  return numbers(
    letter,
    exactNumber(4.5).map((v) => v + 1.7),
  )
}

/** A point of the plane, up to 6 from either axis. */
export function points(): fc.Arbitrary<readonly [x: number, y: number]> {
  return fc.tuple(exactNumber(6), exactNumber(6))
}
