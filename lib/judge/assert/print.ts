import type { Tensor } from '#lib/tensor'
import { describe, unreadable } from '../../describe.ts'
import { formatNumber, formatShape } from '../../format.ts'
import { type PlaneAxes, Planes, hasPlanes } from '../../planes.ts'
import { formatPlanes } from '../../table.ts'
import { attempt, isError, isRecord, isWhole } from './whole.ts'

/** The number of significant digits that shows how two numbers differ, at least four. */
export function digitsFor(a: number, b: number): number {
  let digits = 4
  while (digits < 17 && formatNumber(a, digits) === formatNumber(b, digits)) digits++
  return digits > 4 ? Math.min(17, digits + 1) : digits
}

/** The two axes of an input that are the rows and columns of a plane, by its name. */
export type InputAxes = Readonly<Record<string, PlaneAxes>>

/** a: (2, 3) [1, 2, 3] ; [4, 5, 6], and a tensor of more axes by planes, on lines of their own. */
export function formatInputs(inputs: object, axes: InputAxes = {}): string[] {
  return Object.entries(inputs).flatMap(([name, value]) => {
    if (!isWhole(value) || !hasPlanes(value.shape)) return [`${name}: ${cut(formatValue(value, 3), 1000)}`]
    return [
      `${name}: ${formatShape(value.shape)}`,
      ...formatPlanes(value, axes[name], mostPlanes).map((line) => `  ${line}`),
    ]
  })
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
    if (isWhole(value)) return `${formatShape(value.shape)} ${rows(value)}`.trim()
    if (ArrayBuffer.isView(value) && 'length' in value)
      return `${value.constructor.name} ${list(value as Uint8Array, depth)}`
    if (Array.isArray(value)) return list(value, depth)
    if (!isRecord(value) || isError(value)) return describe(value)
    const keys = Object.keys(value)
    const entries = keys.slice(0, most).map((key) => `${key}: ${formatValue(value[key], depth - 1)}`)
    return keys.length === 0 ? describe(value) : `{ ${entries.join(', ')}${keys.length > most ? ', …' : ''} }`
  }, unreadable)
}

/** entries of a list, rows of a matrix; planes of a tensor of more axes */
const [most, mostPlanes] = [12, 4]

/** [1, 2] ; [3, 4], and with more than two axes [0, :, :] [1, 2] ; [3, 4] | [1, :, :] [5, 6] ; [7, 8] */
function rows({ shape, data }: Tensor): string {
  const planes = new Planes(shape)
  if (data.length === 0) return ''
  const parts = Array.from({ length: Math.min(planes.count, mostPlanes) }, (_, n) => {
    const line = rowsOfPlane(data, planes, n)
    return planes.count > 1 ? `${planes.label(n)} ${line}` : line
  })
  return [...parts, ...(planes.count > mostPlanes ? [`… ${planes.count} planes in all`] : [])].join(' | ')
}

function rowsOfPlane(data: Tensor['data'], planes: Planes, n: number): string {
  const first = Array.from({ length: Math.min(planes.rows, most) }, (_, i) => {
    const row = Array.from({ length: Math.min(planes.columns, most) }, (_, j) => data[planes.at(n, i, j)])
    return list(row, 1, planes.columns)
  })
  return [...first, ...(planes.rows > most ? [`… ${planes.rows} rows in all`] : [])].join(' ; ')
}

/** `count`: how many there are, when `values` are the first of them */
function list(values: ArrayLike<unknown>, depth: number, count = values.length): string {
  const first = Array.from({ length: Math.min(values.length, most) }, (_, i) => formatValue(values[i], depth - 1))
  return `[${first.join(', ')}${count > most ? `, … ${count} in all` : ''}]`
}
