import { type Tensor, dtypeOf, sameShape } from '#lib/tensor'
import { findAxisOrder } from './axis-order.ts'
import type { Outcome } from './fingerprint.ts'
import { maxAbs, near } from '../assert/measure.ts'
import type { Evidence } from '../assert/mismatch.ts'
import { formatNumber } from '../../format.ts'

/**
 * Describes a pattern common to all differences of a function (a factor, a sign, a transpose), or undefined. `name` restricts it
 * to one result. A pattern must hold in at least two probes whose entries are not all equal, since any 1 × 1 is a multiple of
 * another. Single numbers need three probes.
 */
export function findErrorPattern(outcomes: readonly Outcome[], name?: string): string | undefined {
  const all = outcomes.flatMap((one) =>
    one.kind === 'differs' && (name === undefined || one.evidence.name === name) ? [one.evidence] : [],
  )
  const apart = all.filter((one, i) => all.findIndex((other) => isSameExample(one, other)) === i)
  const fine = apart.filter(({ expected }) => dtypeOf(expected) === 'float64') // float32 only if there is no float64 result
  const differences = fine.length > 0 ? fine : apart
  if (!differences.every(({ received, expected }) => received.data.length === expected.data.length)) return undefined
  const telling = differences.filter(({ expected: { data } }) => data.length > 1 && data.some((v) => v !== data[0]))
  if (telling.length >= 2 && telling.every(isTransposed))
    return 'These are the right numbers in another order: each row holds what should be a column.'
  const order = findAxisOrder(telling)
  if (order !== undefined) return order
  if (!differences.every(({ received, expected }) => sameShape(received, expected))) return undefined
  if (differences.every(isNumber)) return ratioOfNumbers(differences)
  if (telling.length < 2) return undefined
  const many = `in all ${telling.length} examples that differ`
  if (telling.filter(hasTwoEntries).length >= 2 && differences.every(isZero)) return `Every entry is 0, ${many}.`
  if (differences.every(isClose)) return approximate(differences)
  return telling.filter(hasTwoNumbers).length < 2 ? undefined : ratio(telling, many)
}

/** A probe and the test that it belongs to give one example, and not two. */
function isSameExample(a: Evidence, b: Evidence): boolean {
  const isEqual = (x: Tensor, y: Tensor): boolean => sameShape(x, y) && x.data.every((v, i) => Object.is(v, y.data[i]))
  return a.name === b.name && isEqual(a.expected, b.expected) && isEqual(a.received, b.received)
}

/** One number beside zeros is a multiple of any other, so a factor of it says nothing. */
function hasTwoNumbers({ expected: { data } }: Evidence): boolean {
  return new Set(data.filter((v) => v !== 0)).size > 1
}

/** Where a single entry is not 0, a fault in that one entry looks like zeros everywhere. */
function hasTwoEntries({ expected: { data } }: Evidence): boolean {
  return data.filter((v) => v !== 0).length > 1
}

function isZero({ received }: Evidence): boolean {
  return received.data.every((v) => v === 0)
}

function isNumber({ received, expected }: Evidence): boolean {
  return received.data.length === 1 && expected.data.length === 1
}

/** For results of one number, such as losses: each is r times the expected number. */
function ratioOfNumbers(differences: readonly Evidence[]): string | undefined {
  const [expected, received] = (['expected', 'received'] as const).map((side) => ({
    shape: [differences.length],
    data: Float64Array.from(differences, (one) => one[side].data[0]),
  }))
  const different = new Set(expected.data).size
  if (different < 3) return undefined
  if (differences.every(isClose)) return approximate(differences)
  const r = quotient({ name: '', received, expected })
  if (r === undefined || isOne(r)) return undefined
  const many = `in all ${different} examples that differ`
  if (r === 0) return `It is zero, ${many}.`
  return near(r, -1)
    ? `It has the opposite sign, ${many}.`
    : `It is ${formatNumber(r)} times what it should be, ${many}.`
}

/** “1 times what it should be” says nothing. */
function isOne(r: number): boolean {
  return formatNumber(r) === '1'
}

/** Every entry is r times the expected entry. r is the same in all probes, or it is the size of an axis. */
function ratio(differences: readonly Evidence[], many: string): string | undefined {
  const ratios = differences.map(quotient)
  if (ratios.some((r) => r === undefined || r === 0)) return undefined
  const [r] = ratios as number[]
  if (ratios.every((one) => isOne(one as number))) return undefined
  const sizes = differences.map(({ expected: { shape, data } }) => [...shape, data.length])
  if (ratios.every((other) => near(other as number, r))) {
    if (near(r, -1)) return `Every entry has the opposite sign, ${many}.`
    if (sizes.every((all) => String(all) === String(sizes[0]))) return undefined // r may depend on the sizes
    if (sizes[0].some((size, k) => sizes.every((all) => all[k] === size && isPower(r, size)))) return undefined
    return `Every entry is ${formatNumber(r)} times what it should be, ${many}.`
  }
  const rank = sizes[0].length - 1
  if (sizes.some((all) => all.length !== rank + 1)) return undefined
  for (let k = 0; k <= rank; k++) {
    if (ratios.every((one, i) => near(one as number, sizes[i][k])))
      return `Every entry is too large, by ${countOf(k, rank)}: ${list(ratios)} times.`
    if (ratios.every((one, i) => near(one as number, 1 / sizes[i][k])))
      return `Every entry is too small: divided by ${countOf(k, rank)}.`
  }
  return undefined
}

/** Is r the size, or its inverse? If the size is the same in all examples, either may be meant. */
function isPower(r: number, size: number): boolean {
  return near(r, size) || near(r, 1 / size)
}

/** The noun that the size of axis k counts. If k is the rank, all sizes together count it. */
function countOf(k: number, rank: number): string {
  if (k === rank || rank === 1) return 'the number of its entries'
  if (rank > 2) return `the size of its axis ${k}`
  return `the number of its ${['rows', 'columns'][k]}`
}

function list(ratios: readonly (number | undefined)[]): string {
  return ratios.map((r) => formatNumber(r ?? NaN)).join(', ')
}

/** The r with received = r · expected for every entry; undefined if there is none. */
function quotient({ received, expected }: Evidence): number | undefined {
  let [top, bottom] = [0, 0]
  expected.data.forEach((v, i) => ([top, bottom] = [top + v * received.data[i], bottom + v * v]))
  const r = top / bottom
  const allowed = 1e-9 * maxAbs(received.data)
  const fits = Number.isFinite(r) && expected.data.every((v, i) => Math.abs(received.data[i] - r * v) <= allowed)
  return fits ? r : undefined
}

function isTransposed({ received, expected }: Evidence): boolean {
  const [M, N] = expected.shape
  if (expected.shape.length !== 2 || received.shape.length !== 2 || received.data.length !== expected.data.length)
    return false
  return M > 1 && N > 1 && transposedEntries(expected).every((v, i) => near(v, received.data[i]))
}

function transposedEntries({ shape: [M, N], data }: Tensor): number[] {
  return Array.from(data, (_, at) => data[(at % M) * N + Math.floor(at / M)])
}

/** Do the values agree to about seven digits, but not to all? */
function isClose({ received, expected }: Evidence): boolean {
  const isFinite = received.data.every((v, i) => Number.isFinite(v) && Number.isFinite(expected.data[i]))
  return isFinite && gapOf({ name: '', received, expected }) < 1e-5
}

/** Is each entry the float32 number at the expected one, or one beside it? Steps of 2⁻ᵏ give float32 numbers too, further off. */
function isRounded({ received, expected }: Evidence): boolean {
  return received.data.every(
    (v, i) => Math.fround(v) === v && Math.abs(v - expected.data[i]) <= 2 ** -22 * Math.abs(expected.data[i]),
  )
}

function gapOf({ received, expected }: Evidence): number {
  const most = maxAbs(expected.data)
  return maxAbs(Array.from(expected.data, (v, i) => (v - received.data[i]) / most))
}

function approximate(differences: readonly Evidence[]): string {
  if (differences.every(isRounded))
    return 'It is right to about seven digits: these numbers are float32, and float64 is wanted.'
  const digits = Math.floor(-Math.log10(Math.max(...differences.map(gapOf))))
  return `It is right to about ${digits} digits, and to no more: float32 somewhere on the way does that, a small number that is added, a slope that is measured, or an input that was moved and not put back.`
}
