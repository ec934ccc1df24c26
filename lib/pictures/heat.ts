import type { Tensor } from '#lib/tensor'
import { formatShape, formatShort } from '../format.ts'
import type { PlaneAxes } from '../planes.ts'
import {
  type Marked,
  type Panel,
  type Panels,
  bandsOf,
  isAligned,
  largestOf,
  notesOf,
  panelsOf,
  windowStart,
} from './panels.ts'
import { type Picture, blocks, label, picture } from './svg.ts'

const [most, top, gap, bottom] = [12, 68, 28, 14]
/** Vitest's UI makes a picture that is wider than this smaller */
const widest = 600
/** The side of a cell that has no room for its number. */
const small = 18
/** Planes that are compared stand on one line. Five columns of numbers remain readable when such a picture is made smaller. */
const widestAligned = 740

/**
 * Tensors side by side, a coloured cell for each entry: blue above 0, orange below, paper at 0, crossed out where it is no number.
 * A tensor of more than two axes has a panel for each plane: [n, :, :, c] of images (B, H, W, C).
 */
export function heatMaps(title: string, tensors: readonly Marked[]): Picture {
  const all = panelsOf(tensors)
  const bands = bandsOf(tensors, all)
  const notes = notesOf(tensors, all)
  const size = Math.max(...bands.flat().map(({ rows, columns }) => Math.max(rows, columns)))
  const roomy = size <= 4 && bands.flat().length < 4 ? 48 : 40
  const widthIn = (one: Panel, place: number, side: number): number =>
    isAligned(tensors) ? Math.max(...bands.map((band) => widthOf(band[place], side))) : widthOf(one, side)
  const fits = (side: number): boolean =>
    bands.every((band) => band.reduce((sum, one, place) => sum + widthIn(one, place, side) + gap, 0) <= widestAligned)
  const isTooWide = isAligned(tensors) && !fits(roomy) && fits(small)
  const cell = size <= 8 && !isTooWide ? roomy : small
  const body = [label(16, 22, title, 'style="font-weight:600"')]
  const limit = isAligned(tensors) ? widestAligned : widest
  let [x, y, high, wide] = [16, top, 0, 8 * title.length + 32]
  for (const band of bands) {
    if (x > 16) [x, y, high] = [16, y + high + 52, 0]
    for (const [place, one] of band.entries()) {
      const width = widthIn(one, place, cell)
      if (x > 16 && x + width > limit) [x, y, high] = [16, y + high + 52, 0]
      body.push(`<g transform="translate(${x} ${y})">${grid(one, cell)}</g>`)
      x += width + gap
      high = Math.max(high, Math.min(one.rows, most) * cell)
      wide = Math.max(wide, x - gap + 16)
    }
  }
  body.push(...notes.map((note, i) => label(16, y + high + 32 + 16 * i, note)))
  const end = notes.length > 0 ? 16 * notes.length + 20 : 0
  const text = `${title}: ${tensors.map(({ name, tensor }) => `${name} ${formatShape(tensor.shape)}`).join(', ')}`
  const rows = [title, ...tensors.flatMap(({ tensor }, i) => describe(tensor, all[i])), ...notes]
  return picture([wide, y + high + end + bottom], title, body, { text, rows })
}

/** Up to so many numbers stand on one line, and up to so many as numbers, a row on a line. Of more there are blocks: ▂▃▅ */
const [onOneLine, asNumbers] = [12, 64]

/** x (2, 3) [1 −2 3] [−4 5 −6]; a larger tensor has a line for each of its first rows, and its planes stand below each other. */
function describe(tensor: Tensor, { panels }: Panels): string[] {
  const head = `${panels[0].name} ${formatShape(tensor.shape)}`
  if (panels[0].index === '') return describePanel(head, tensor, panels[0])
  return [head, ...panels.flatMap((panel) => describePanel(`  ${panel.index}`, tensor, panel))]
}

/** How the numbers are written is the same in all panels of a tensor, since it depends on their number. */
function describePanel(head: string, tensor: Tensor, { rows, columns, valueAt }: Panel): string[] {
  const { length } = tensor.data
  const values = Array.from({ length: length === 0 ? 0 : Math.min(rows, most) }, (_, r) =>
    Array.from({ length: Math.min(columns, most) }, (_, c) => valueAt(r, c)),
  )
  if (length <= onOneLine) return [[head, ...values.map((row) => `[${row.map(formatShort).join(' ')}]`)].join(' ')]
  if (length > asNumbers) return [head, ...values.map((row) => `  ${blocks(row, largestOf(tensor))}`)]
  const wide = Math.max(...values.flatMap((row) => row.map((v) => formatShort(v).length)))
  return [head, ...values.map((row) => `  [${row.map((v) => formatShort(v).padStart(wide)).join(' ')}]`)]
}

/** Expected, received, and the difference of the two, the first wrong entry boxed. undefined where a picture says no more than the words. */
export function comparison(name: string, expected: Tensor, received: Tensor, plane?: PlaneAxes): Picture | undefined {
  if (expected.data.length < 2 || expected.data.length > 1e6) return undefined
  const alike = expected.data.length === received.data.length && String(expected.shape) === String(received.shape)
  const largest = Math.max(largestOf(expected), largestOf(received)) // one scale, so that equal colours are equal numbers
  const pair = [
    { name: 'expected', tensor: expected, plane },
    { name: 'yours', tensor: received, plane },
  ]
  if (!alike) return heatMaps(`${name}: another shape`, pair)
  const off = Float64Array.from(expected.data, (v, i) => received.data[i] - v)
  const close = 1e-6 * largestOf(expected)
  const boxed = off.findIndex((v, i) => !(Math.abs(v) <= close) && !Object.is(expected.data[i], received.data[i]))
  const difference = { name: 'yours − expected', tensor: { shape: expected.shape, data: off }, plane }
  return heatMaps(`${name}: expected, yours, and the difference`, [
    ...pair.map((one) => ({ ...one, boxed, largest })),
    { ...difference, boxed },
  ])
}

function widthOf({ columns, width }: Panel, cell: number): number {
  return Math.max(Math.min(columns, most) * cell, width)
}

function grid({ name, caption, rows, columns, boxed, largest, valueAt }: Panel, cell: number): string {
  const fromRow = windowStart(boxed?.row ?? 0, rows, most)
  const fromColumn = windowStart(boxed?.column ?? 0, columns, most)
  const shown: string[] = [label(0, -22, name, 'style="font-weight:600"'), label(0, -7, caption, 'style="opacity:.75"')]
  for (let r = 0; r < Math.min(rows, most); r++) {
    for (let c = 0; c < Math.min(columns, most); c++) {
      const [row, column] = [fromRow + r, fromColumn + c]
      const isBoxed = boxed?.row === row && boxed.column === column
      shown.push(square(c * cell, r * cell, cell, valueAt(row, column), largest, isBoxed))
    }
  }
  if (rows > most || columns > most) shown.push(label(0, Math.min(rows, most) * cell + 12, '…'))
  return shown.join('')
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
