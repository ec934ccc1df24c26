import fc from 'fast-check'
import { createRandom } from '#lib/random'

/** The sizes behind the letters: { B: 2, K: 3 }. */
export type Sizes = Readonly<Record<string, number>>

export type Range = readonly [least: number, most: number]

/**
 * A range for each size, or a function of other sizes that returns a size or a range.
 *
 *   { K: [1, 3], s: [1, 2], h: [1, 3], H: ({ h, s, K }) => (h − 1)·s + K }   windows of K that fit h times
 *   { H: [1, 6], K: ({ H }) => [1, H] }                                     K ≤ H
 *
 * Every function knows the sizes with ranges, and the sizes of the functions before it.
 */
export type SizeRules = Readonly<Record<string, Range | ((sizes: Sizes) => number | Range)>>

/** Makes the sizes of some letters, from a whole number for each letter that is drawn within its bounds. */
export interface SizePlan {
  readonly bounds: Readonly<Record<string, Bounds>>
  resolve(numbers: Sizes): Sizes
}

interface Bounds {
  readonly min: number
  readonly max: number
}

/** The plan for these letters and those of the rules. `usual` gives the range of a letter without a rule. */
export function planSizes(letters: readonly string[], rules: SizeRules, usual: (letter: string) => Range): SizePlan {
  const all = [...new Set([...letters, ...Object.keys(rules)])]
  const ruleOf = (letter: string) => rules[letter] ?? usual(letter)
  const functions = all.filter((letter) => typeof ruleOf(letter) === 'function')
  const bounds = all.map((letter) => {
    const rule = ruleOf(letter)
    return [letter, typeof rule === 'function' ? { min: 0, max: shares - 1 } : boundsOf(letter, rule)] as const
  })
  return {
    bounds: Object.fromEntries(bounds),
    resolve(numbers) {
      const sizes: Record<string, number> = { ...numbers }
      for (const letter of functions) delete sizes[letter]
      for (const letter of functions) {
        const rule = rules[letter] as (sizes: Sizes) => number | Range
        sizes[letter] = pick(letter, rule(onlyKnown(sizes, letter)), numbers[letter])
      }
      return sizes
    },
  }
}

/** Draws all sizes at once, so that each shrinks by itself. Sizes that depend on others follow them. */
export function drawSizes({ bounds, resolve }: SizePlan): fc.Arbitrary<Sizes> {
  const numbers = Object.entries(bounds).map(([letter, range]) => [letter, fc.integer(range)])
  return fc.record(Object.fromEntries(numbers)).map((drawn: Sizes) => resolve(drawn))
}

/** A number from 0 to 839 picks a size of a range. 840 is a multiple of 1 to 8, so that such ranges are drawn evenly. */
const shares = 840

function pick(letter: string, wanted: number | Range, share: number): number {
  const { min, max } = boundsOf(letter, typeof wanted === 'number' ? [wanted, wanted] : wanted)
  return min + Math.floor((share * (max - min + 1)) / shares)
}

function boundsOf(letter: string, [min, max]: Range): Bounds {
  if (Number.isInteger(min) && Number.isInteger(max) && min >= 0 && min <= max) return { min, max }
  throw new RangeError(
    `The size ${letter} has the range ${min} to ${max}. Give whole numbers from 0 on, the least one first.`,
  )
}

/** The sizes that are known so far. A rule that reads another one throws a RangeError. */
function onlyKnown(sizes: Sizes, asking: string): Sizes {
  return new Proxy(sizes, {
    get(target, letter) {
      if (typeof letter === 'symbol' || letter in target) return Reflect.get(target, letter)
      throw new RangeError(
        `The size ${asking} depends on ${letter}, which is not known before it. Put ${letter} first.`,
      )
    },
  })
}

/**
 * A few small sizes that differ within each group of letters. So a transpose, a sum and a mean cannot hide behind each other, and a
 * loop with the limit of another axis is seen. Of any two letters of a group each is the larger one in some sizes, if the rules
 * allow it. `groups` are the letters of each input, one for each axis. If there are no such sizes: RangeError.
 */
export function differentSizes(plan: SizePlan, groups: readonly (readonly string[])[]): readonly Sizes[] {
  const countOf = (sizes: Sizes, letters: readonly string[]): number =>
    letters.reduce((n, letter) => n * sizes[letter], 1)
  const total = (sizes: Sizes): number => groups.reduce((sum, letters) => sum + countOf(sizes, letters), 0)
  const differ = (sizes: Sizes, letters: readonly string[]): boolean =>
    new Set(letters.map((letter) => sizes[letter])).size === new Set(letters).size
  const fit = sampleSizes(plan).filter((sizes) =>
    groups.every((letters) => differ(sizes, letters) && countOf(sizes, letters) <= mostEntries),
  )
  const seen = new Set<string>()
  const found = fit
    .toSorted((a, b) => total(a) - total(b))
    .filter((sizes) => {
      const before = seen.size
      for (const order of groups.flatMap((letters) => ordersIn(sizes, letters))) seen.add(order)
      return seen.size > before
    })
  if (found.length > 0) return found
  throw new RangeError(
    `There are no sizes that differ in each of ${groups.map((letters) => letters.join('')).join(', ')} with at most ${mostEntries} entries. Give wider ranges, or fewer letters.`,
  )
}

/** The most entries of one input. A gradient check calls the function four times for each entry. */
const mostEntries = 400

/** B<K, for any two letters of a group */
function ordersIn(sizes: Sizes, letters: readonly string[]): string[] {
  return letters.flatMap((a) => letters.filter((b) => sizes[a] < sizes[b]).map((b) => `${a}<${b}`))
}

/** Three thousand sizes, always the same. */
function sampleSizes({ bounds, resolve }: SizePlan): Sizes[] {
  const rng = createRandom(1)
  const draw = ({ min, max }: Bounds): number => min + Math.floor(rng() * (max - min + 1))
  return Array.from({ length: 3000 }, () =>
    resolve(Object.fromEntries(Object.entries(bounds).map(([letter, range]) => [letter, draw(range)]))),
  )
}
