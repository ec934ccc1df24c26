import type { Tensor } from '#lib/tensor'
import { describe, sizesOf, unreadable } from '../describe.ts'
import { attempt, isError, isRecord, isWhole } from './whole.ts'

/** A number in at most `digits` significant digits: 0.4011, 1e-12, −∞, NaN. */
export function show(v: number, digits = 4): string {
  if (Object.is(v, -0)) return '-0'
  if (!Number.isFinite(v)) return Number.isNaN(v) ? 'NaN' : v > 0 ? '∞' : '−∞'
  const rounded = v.toPrecision(digits)
  const short = Number(rounded)
  if (!Number.isFinite(short)) return rounded.replace('e+', 'e') // next to the largest float64, and rounded up
  const size = Math.abs(short)
  return size !== 0 && (size < 1e-4 || size >= 1e7) ? short.toExponential().replace('e+', 'e') : String(short)
}

/** In how many significant digits one sees that two numbers differ, and a little of how much: at least four. */
export function digitsFor(a: number, b: number): number {
  let digits = 4
  while (digits < 17 && show(a, digits) === show(b, digits)) digits++
  return digits > 4 ? Math.min(17, digits + 1) : digits
}

/** (2, 3), whatever its sizes are */
export function showShape(shape: readonly unknown[]): string {
  return `(${sizesOf(shape).slice(1, -1)})`
}

/** a: (2, 3) [1, 2, 3] ; [4, 5, 6] */
export function showInputs(inputs: object): string[] {
  return Object.entries(inputs).map(([name, value]) => `${name}: ${cut(shown(value, 3), 1000)}`)
}

/**
 * Any value on one line: tensors with their shape, long lists cut. It never throws and always ends, whatever a kata has
 * returned: getters that throw, an object that holds itself, a proxy without an end.
 */
export function showValue(value: unknown): string {
  return cut(shown(value, 3), 400)
}

function cut(line: string, most: number): string {
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

/** `depth`: how far to look into lists and records */
function shown(value: unknown, depth: number): string {
  if (typeof value === 'number') return show(value)
  if (typeof value === 'string') return `“${cut(value, 58)}”`.replaceAll('\n', '\\n')
  if (depth === 0) return describe(value)
  return attempt(() => {
    if (typeof value === 'function') return value.name ? describe(value).replace(/^the /, '') : 'a function'
    if (value instanceof Promise) return 'a promise (katas are synchronous)'
    if (isWhole(value)) return `${showShape(value.shape)} ${rows(value).join(' ; ')}`.trim()
    if (ArrayBuffer.isView(value) && 'length' in value)
      return `${value.constructor.name} ${list(value as Uint8Array, depth)}`
    if (Array.isArray(value)) return list(value, depth)
    if (!isRecord(value) || isError(value)) return describe(value)
    const keys = Object.keys(value)
    const entries = keys.slice(0, most).map((key) => `${key}: ${shown(value[key], depth - 1)}`)
    return keys.length === 0 ? describe(value) : `{ ${entries.join(', ')}${keys.length > most ? ', …' : ''} }`
  }, unreadable)
}

/** entries of a list, rows of a matrix */
const most = 12

/** The tensor as lines of columns, with ▸◂ around the marked entry; around it only, when the tensor is large. */
export function table(x: Tensor, marked = -1, digits = 4): string[] {
  const N = x.shape.length === 0 ? 1 : (x.shape.at(-1) ?? 1)
  const row = marked < 0 ? 0 : Math.floor(marked / N)
  const column = marked < 0 ? 0 : marked % N
  const [top, left] = [window(row, x.data.length / Math.max(N, 1)), window(column, N)]
  const cells = range(top).map((i) =>
    range(left).map((j) => {
      const text = show(x.data[i * N + j], digits)
      return i * N + j === marked ? `▸${text}◂` : ` ${text} `
    }),
  )
  const widths = range([0, left[1] - left[0]]).map((j) => Math.max(...cells.map((line) => line[j].length)))
  const lines = cells.map((line) => `[${line.map((text, j) => text.padStart(widths[j])).join('')}]`)
  const cut = top[1] - top[0] < x.data.length / Math.max(N, 1) || left[1] - left[0] < N
  return cut
    ? [...lines, `rows ${top[0]}–${top[1] - 1}, columns ${left[0]}–${left[1] - 1} of ${showShape(x.shape)}`]
    : lines
}

function rows({ shape, data }: Tensor): string[] {
  const N = shape.at(-1) ?? 1
  const count = N === 0 ? 0 : data.length / N
  const first = Array.from({ length: Math.min(count, most) }, (_, i) => list(data.subarray(i * N, i * N + N), 1))
  return count > most ? [...first, `… ${count} rows in all`] : first
}

function list(values: ArrayLike<unknown>, depth: number): string {
  const first = Array.from({ length: Math.min(values.length, most) }, (_, i) => shown(values[i], depth - 1))
  return `[${first.join(', ')}${values.length > most ? `, … ${values.length} in all` : ''}]`
}

/** at most 8 of n, with i among them */
function window(i: number, n: number): [from: number, to: number] {
  const from = Math.max(0, Math.min(i - 4, n - 8))
  return [from, Math.min(n, from + 8)]
}

function range([from, to]: [number, number]): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
}
