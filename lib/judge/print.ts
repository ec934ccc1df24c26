import { type Tensor, isTensor } from '#lib/tensor'

/** A number in at most `digits` significant digits: 0.4011, 1e-12, −∞, NaN. */
export function show(v: number, digits = 4): string {
  if (Object.is(v, -0)) return '-0'
  if (!Number.isFinite(v)) return Number.isNaN(v) ? 'NaN' : v > 0 ? '∞' : '−∞'
  const short = Number(v.toPrecision(digits))
  const size = Math.abs(short)
  return size !== 0 && (size < 1e-4 || size >= 1e7) ? short.toExponential().replace('e+', 'e') : String(short)
}

/** In how many significant digits one sees that two numbers differ, and a little of how much: at least four. */
export function digitsFor(a: number, b: number): number {
  let digits = 4
  while (digits < 17 && show(a, digits) === show(b, digits)) digits++
  return digits > 4 ? Math.min(17, digits + 1) : digits
}

/** (2, 3) */
export function showShape(shape: readonly number[]): string {
  return `(${shape.join(', ')})`
}

/** Any value an exercise takes or gives, on one line: tensors with their shape, long lists cut. */
/** a: (2, 3) [1, 2, 3] ; [4, 5, 6] */
export function showInputs(inputs: object): string[] {
  return Object.entries(inputs).map(([name, value]) => `${name}: ${showValue(value)}`)
}

export function showValue(value: unknown): string {
  if (typeof value === 'number') return show(value)
  if (typeof value === 'string') return value.length > 60 ? `“${value.slice(0, 57)}…”` : `“${value}”`
  if (typeof value === 'function') return value.name ? `function ${value.name}` : 'a function'
  if (value instanceof Promise) return 'a promise (katas are synchronous)'
  if (isTensor(value)) return `${showShape(value.shape)} ${rows(value).map(list).join(' ; ')}`.trim()
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} ${list(Array.from(value as Uint8Array))}`
  if (Array.isArray(value)) return list(value)
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, part]) => `${key}: ${showValue(part)}`)
    return `{ ${entries.join(', ')} }`
  }
  return String(value)
}

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

function rows(x: Tensor): number[][] {
  const N = x.shape.at(-1) ?? 1
  return Array.from({ length: N === 0 ? 0 : x.data.length / N }, (_, i) =>
    Array.from(x.data.subarray(i * N, i * N + N)),
  )
}

function list(values: readonly unknown[]): string {
  const shown = values.slice(0, 12).map(showValue)
  return `[${shown.join(', ')}${values.length > 12 ? `, … ${values.length} in all` : ''}]`
}

/** at most 8 of n, with i among them */
function window(i: number, n: number): [from: number, to: number] {
  const from = Math.max(0, Math.min(i - 4, n - 8))
  return [from, Math.min(n, from + 8)]
}

function range([from, to]: [number, number]): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
}
