import { sizesOf } from './describe.ts'

/**
 * A number in at most `digits` significant digits, as one would type it: 0.4011, -2, 1e-12, −∞, NaN. From the size `least` to below `most`
 * it needs no power of ten.
 */
export function formatNumber(v: number, digits = 4, [least, most] = [1e-4, 1e7]): string {
  if (Object.is(v, -0)) return '-0'
  if (Number.isNaN(v)) return 'NaN'
  if (!Number.isFinite(v)) return v > 0 ? '∞' : '−∞'
  const rounded = v.toPrecision(digits)
  const short = Number(rounded)
  if (!Number.isFinite(short)) return rounded.replace('e+', 'e') // next to the largest float64, and rounded up
  const size = Math.abs(short)
  return size !== 0 && (size < least || size >= most) ? short.toExponential().replace('e+', 'e') : String(short)
}

/** A number where there is little room, in a picture: three digits, and all of a whole number: 0.269, −2, 25088, 2e−7, −∞, NaN. */
export function formatShort(v: number): string {
  const size = Math.abs(v)
  const isPlain = size >= 1e-3 && size < 1e5
  const plainDigits = Number.isInteger(v) ? 5 : 3
  return typeset(formatNumber(v === 0 ? 0 : v, isPlain ? plainDigits : 1, [1e-3, 1e5]))
}

/** A number of a column: all have `decimals` digits after the point, but for 0 and what needs a power of ten: −0.5000, 3.2e−9, ∞, NaN. */
export function formatFixed(v: number, decimals = 4): string {
  const size = Math.abs(v)
  const isPlain = size >= 10 ** -decimals && size < 1e6
  return typeset(isPlain ? v.toFixed(decimals) : formatNumber(v === 0 ? 0 : v, 2, [10 ** -decimals, 1e6]))
}

/** 94.2 % */
export function formatPercent(share: number, decimals = 1): string {
  return `${(100 * share).toFixed(decimals)} %`
}

/** A number in text with the sign − in place of the hyphen: as wide as +, and never at the end of a line. */
export function typeset(number: string): string {
  return number.replaceAll('-', '−')
}

/** 25 450: a whole number with its thousands set apart */
export function formatCount(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ' ')
}

/** (2, 3), whatever its sizes are */
export function formatShape(shape: readonly unknown[]): string {
  return `(${sizesOf(shape).slice(1, -1)})`
}
