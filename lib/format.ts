import { sizesOf } from './describe.ts'
import type { Tensor } from './tensor.ts'

/** A number in at most `digits` significant digits: 0.4011, 1e-12, −∞, NaN. */
export function formatNumber(v: number, digits = 4): string {
  if (Object.is(v, -0)) return '-0'
  if (Number.isNaN(v)) return 'NaN'
  if (!Number.isFinite(v)) return v > 0 ? '∞' : '−∞'
  const rounded = v.toPrecision(digits)
  const short = Number(rounded)
  if (!Number.isFinite(short)) return rounded.replace('e+', 'e') // next to the largest float64, and rounded up
  const size = Math.abs(short)
  return size !== 0 && (size < 1e-4 || size >= 1e7) ? short.toExponential().replace('e+', 'e') : String(short)
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
