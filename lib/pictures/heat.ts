import type { Tensor } from '#lib/tensor'
import { formatShort } from '../format.ts'
import { type Picture, blocks, label, picture } from './svg.ts'

export interface NamedTensor {
  readonly name: string
  readonly tensor: Tensor
}

/** One entry to box, by its place in the data. */
export interface Marked extends NamedTensor {
  readonly boxed?: number
  /** the number that has the strongest colour: the largest of the tensor if left out */
  readonly largest?: number
}

const [most, top, gap, bottom] = [12, 68, 28, 14]
/** Vitest's UI makes a picture that is wider than this smaller */
const widest = 600

/** Tensors side by side, a coloured cell for each entry: blue above 0, orange below, paper at 0, crossed out where it is no number. */
export function heatMaps(title: string, tensors: readonly Marked[]): Picture {
  const size = Math.max(...tensors.map(({ tensor }) => Math.max(...sides(tensor))))
  const roomy = size <= 4 && tensors.length < 4 ? 48 : 40
  const cell = size <= 8 ? roomy : 18
  const body = [label(16, 22, title, 'style="font-weight:600"')]
  let [x, y, high, wide] = [16, top, 0, 8 * title.length + 32]
  for (const one of tensors) {
    const [rows, columns] = sides(one.tensor)
    const width = Math.max(Math.min(columns, most) * cell, 7 * one.name.length)
    if (x > 16 && x + width > widest) [x, y, high] = [16, y + high + 52, 0]
    body.push(`<g transform="translate(${x} ${y})">${grid(one, cell)}</g>`)
    x += width + gap
    high = Math.max(high, Math.min(rows, most) * cell)
    wide = Math.max(wide, x - gap + 16)
  }
  const text = `${title}: ${tensors.map(({ name, tensor }) => `${name} (${tensor.shape.join(', ')})`).join(', ')}`
  return picture([wide, y + high + bottom], title, body, { text, rows: [title, ...tensors.flatMap(describe)] })
}

/** Up to so many numbers stand on one line, and up to so many as numbers, a row on a line. Of more there are blocks: ▂▃▅ */
const [onOneLine, asNumbers] = [12, 64]

/** x (2, 3) [1 −2 3] [−4 5 −6]; a larger tensor has a line for each of its first rows */
function describe({ name, tensor }: NamedTensor): string[] {
  const { shape, data } = tensor
  const [count, columns] = sides(tensor)
  const head = `${name} (${shape.join(', ')})`
  const sliceRow = (r: number): Tensor['data'] => data.slice(r * columns, r * columns + Math.min(columns, most))
  const rows = Array.from({ length: data.length === 0 ? 0 : Math.min(count, most) }, (_, r) => sliceRow(r))
  if (data.length <= onOneLine)
    return [[head, ...rows.map((row) => `[${Array.from(row, formatShort).join(' ')}]`)].join(' ')]
  if (data.length > asNumbers) return [head, ...rows.map((row) => `  ${blocks(row, largestOf(tensor))}`)]
  const wide = Math.max(...rows.flatMap((row) => Array.from(row, (v) => formatShort(v).length)))
  return [head, ...rows.map((row) => `  [${Array.from(row, (v) => formatShort(v).padStart(wide)).join(' ')}]`)]
}

/** Expected, received, and the difference of the two, the first wrong entry boxed. undefined where a picture says no more than the words. */
export function comparison(name: string, expected: Tensor, received: Tensor): Picture | undefined {
  if (expected.data.length < 2 || expected.data.length > 1e6) return undefined
  const alike = expected.data.length === received.data.length && String(expected.shape) === String(received.shape)
  const largest = Math.max(largestOf(expected), largestOf(received)) // one scale, so that equal colours are equal numbers
  const pair = [
    { name: 'expected', tensor: expected },
    { name: 'yours', tensor: received },
  ]
  if (!alike) return heatMaps(`${name}: another shape`, pair)
  const off = Float64Array.from(expected.data, (v, i) => received.data[i] - v)
  const close = 1e-6 * largestOf(expected)
  const boxed = off.findIndex((v, i) => !(Math.abs(v) <= close) && !Object.is(expected.data[i], received.data[i]))
  const difference = { name: 'yours − expected', tensor: { shape: expected.shape, data: off } }
  return heatMaps(`${name}: expected, yours, and the difference`, [
    ...pair.map((one) => ({ ...one, boxed, largest })),
    { ...difference, boxed },
  ])
}

function grid({ name, tensor, boxed = -1, largest = largestOf(tensor) }: Marked, cell: number): string {
  const [rows, columns] = sides(tensor)
  const [boxedRow, boxedColumn] = [Math.floor(boxed / columns), boxed % columns]
  const [fromRow, fromColumn] = [begin(boxedRow, rows), begin(boxedColumn, columns)]
  const shown: string[] = [
    label(0, -22, name, 'style="font-weight:600"'),
    label(0, -7, `(${tensor.shape.join(', ')})`, 'style="opacity:.75"'),
  ]
  for (let r = 0; r < Math.min(rows, most); r++) {
    for (let c = 0; c < Math.min(columns, most); c++) {
      const at = (fromRow + r) * columns + fromColumn + c
      shown.push(square(c * cell, r * cell, cell, tensor.data[at], largest, at === boxed))
    }
  }
  if (rows > most || columns > most) shown.push(label(0, Math.min(rows, most) * cell + 12, '…'))
  return shown.join('')
}

function largestOf({ data }: Tensor): number {
  let largest = 0
  for (const v of data) if (Number.isFinite(v)) largest = Math.max(largest, Math.abs(v))
  return largest
}

/** where the window that is shown begins, so that the boxed entry is in it */
function begin(boxed: number, size: number): number {
  return size <= most || boxed < most ? 0 : Math.min(boxed - most + 2, size - most)
}

function square(x: number, y: number, cell: number, v: number, largest: number, boxed: boolean): string {
  const strength = Number.isFinite(v) && largest > 0 ? Math.abs(v) / largest : 0
  const fill = v < 0 ? 'var(--below)' : 'var(--above)'
  const inner = cell - 2
  const parts = [
    `<rect x="${x + 1}" y="${y + 1}" width="${inner}" height="${inner}" fill="none" stroke="var(--faint)"/>`,
    `<rect x="${x + 1}" y="${y + 1}" width="${inner}" height="${inner}" fill="${fill}" fill-opacity="${(0.55 * strength).toFixed(3)}"/>`,
  ]
  if (!Number.isFinite(v))
    parts.push(`<path d="M${x + 1} ${y + 1}l${inner} ${inner}m0 ${-inner}l${-inner} ${inner}" stroke="var(--wrong)"/>`)
  if (boxed)
    parts.push(
      `<rect x="${x + 1}" y="${y + 1}" width="${inner}" height="${inner}" fill="none" stroke="var(--wrong)" stroke-width="3"/>`,
    )
  const text = formatShort(v)
  const fitted = text.length > 5 ? 'text-anchor="middle" style="font-size:10px"' : 'text-anchor="middle"'
  if (cell >= 40) parts.push(label(x + cell / 2, y + cell / 2 + 4, text, fitted))
  return parts.join('')
}

/** rows and columns: a vector is a row, more axes are laid out with the last one across */
function sides({ shape }: Tensor): [rows: number, columns: number] {
  const columns = shape.at(-1) ?? 1
  return [shape.slice(0, -1).reduce((product, n) => product * n, 1), columns]
}
