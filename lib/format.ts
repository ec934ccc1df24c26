import { sizesOf } from './describe.ts'
import type { Tensor } from './tensor-type.ts'

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

/** The tensor as lines of columns, with ▸◂ around the marked entry; around it only, when the tensor is large. */
export function formatTable(x: Tensor, marked = -1, digits = 4): string[] {
  const N = x.shape.length === 0 ? 1 : (x.shape.at(-1) ?? 1)
  const row = marked < 0 ? 0 : Math.floor(marked / N)
  const column = marked < 0 ? 0 : marked % N
  const [top, left] = [window(row, x.data.length / Math.max(N, 1)), window(column, N)]
  const cells = range(top).map((i) =>
    range(left).map((j) => {
      const text = formatNumber(x.data[i * N + j], digits)
      return i * N + j === marked ? `▸${text}◂` : ` ${text} `
    }),
  )
  const widths = range([0, left[1] - left[0]]).map((j) => Math.max(...cells.map((line) => line[j].length)))
  const lines = cells.map((line) => `[${line.map((text, j) => text.padStart(widths[j])).join('')}]`)
  const cut = top[1] - top[0] < x.data.length / Math.max(N, 1) || left[1] - left[0] < N
  return cut
    ? [...lines, `rows ${top[0]}–${top[1] - 1}, columns ${left[0]}–${left[1] - 1} of ${formatShape(x.shape)}`]
    : lines
}

/** A tensor with its shape and its numbers in rows: what `show` prints. It may hold more or fewer numbers than its shape says. */
export function formatTensor(x: Tensor, name = 'tensor'): string {
  const { length } = x.data
  if (x.shape.reduce((product, n) => product * n, 1) !== length) {
    const [row] = formatTable({ shape: [length], data: x.data })
    return `${name} ${formatShape(x.shape)}, but ${length} numbers ${row ?? ''}`.trim()
  }
  const lines = formatTable(x)
  if (lines.length === 0) return `${name} ${formatShape(x.shape)}`
  if (lines.length === 1) return `${name} ${formatShape(x.shape)} ${lines[0]}`
  return [`${name} ${formatShape(x.shape)}`, ...lines.map((line) => `  ${line}`)].join('\n')
}

/** at most 8 of n, with i among them */
function window(i: number, n: number): [from: number, to: number] {
  const from = Math.max(0, Math.min(i - 4, n - 8))
  return [from, Math.min(n, from + 8)]
}

function range([from, to]: [number, number]): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
}
