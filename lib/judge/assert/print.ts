import type { Tensor } from '#lib/tensor'
import { describe, unreadable } from '../../describe.ts'
import { formatNumber, formatShape } from '../../format.ts'
import { attempt, isError, isRecord, isWhole } from './whole.ts'

/** The number of significant digits that shows how two numbers differ, at least four. */
export function digitsFor(a: number, b: number): number {
  let digits = 4
  while (digits < 17 && formatNumber(a, digits) === formatNumber(b, digits)) digits++
  return digits > 4 ? Math.min(17, digits + 1) : digits
}

/** a: (2, 3) [1, 2, 3] ; [4, 5, 6] */
export function formatInputs(inputs: object): string[] {
  return Object.entries(inputs).map(([name, value]) => `${name}: ${cut(formatValue(value, 3), 1000)}`)
}

/**
 * Any value on one line: tensors with their shape, long lists cut. It never throws and always ends, whatever a kata has
 * returned: getters that throw, an object that holds itself, a proxy without an end.
 */
export function formatOneLine(value: unknown): string {
  return cut(formatValue(value, 3), 400)
}

function cut(line: string, most: number): string {
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

/** `depth`: how far to look into lists and records */
function formatValue(value: unknown, depth: number): string {
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value === 'string') return `“${cut(value, 58)}”`.replaceAll('\n', '\\n')
  if (depth === 0) return describe(value)
  return attempt(() => {
    if (typeof value === 'function') return value.name ? describe(value).replace(/^the /, '') : 'a function'
    if (value instanceof Promise) return 'a promise (katas are synchronous)'
    if (isWhole(value)) return `${formatShape(value.shape)} ${rows(value).join(' ; ')}`.trim()
    if (ArrayBuffer.isView(value) && 'length' in value)
      return `${value.constructor.name} ${list(value as Uint8Array, depth)}`
    if (Array.isArray(value)) return list(value, depth)
    if (!isRecord(value) || isError(value)) return describe(value)
    const keys = Object.keys(value)
    const entries = keys.slice(0, most).map((key) => `${key}: ${formatValue(value[key], depth - 1)}`)
    return keys.length === 0 ? describe(value) : `{ ${entries.join(', ')}${keys.length > most ? ', …' : ''} }`
  }, unreadable)
}

/** entries of a list, rows of a matrix */
const most = 12

function rows({ shape, data }: Tensor): string[] {
  const N = shape.at(-1) ?? 1
  const count = N === 0 ? 0 : data.length / N
  const first = Array.from({ length: Math.min(count, most) }, (_, i) => list(data.subarray(i * N, i * N + N), 1))
  return count > most ? [...first, `… ${count} rows in all`] : first
}

function list(values: ArrayLike<unknown>, depth: number): string {
  const first = Array.from({ length: Math.min(values.length, most) }, (_, i) => formatValue(values[i], depth - 1))
  return `[${first.join(', ')}${values.length > most ? `, … ${values.length} in all` : ''}]`
}
