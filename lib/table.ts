import { formatNumber, formatShape } from './format.ts'
import { type PlaneAxes, Planes, hasPlanes } from './planes.ts'
import type { Tensor } from './tensor-type.ts'

/** The most rows and columns of one table, and the most planes of a tensor with more entries than `few`. */
const [mostCells, mostPlanes, few] = [8, 6, 64]
/** The most letters on a line: Vitest's UI cuts longer lines, and a terminal wraps them. */
const widest = 67

/**
 * The tensor as lines of columns, with ▸◂ around the marked entry. Of a large tensor it is the part around that entry. With more
 * than two axes it is the plane of that entry, or the first plane.
 */
export function formatTable(x: Tensor, marked = -1, digits = 4, axes?: PlaneAxes): string[] {
  if (x.data.length === 0) return []
  const planes = new Planes(x.shape, axes)
  const { plane, row, column } = planes.find(Math.max(0, marked))
  const [top, left] = [window(row, planes.rows), window(column, planes.columns)]
  const lines = formatCells(x, planes, plane, { top, left, marked, digits })
  const isCut = top.length < planes.rows || left.length < planes.columns
  const whole = planes.label(plane) || formatShape(x.shape)
  return isCut ? [...lines, `rows ${span(top)}, columns ${span(left)} of ${whole}`] : lines
}

interface Cut {
  readonly top: readonly number[]
  readonly left: readonly number[]
  readonly marked?: number
  readonly digits?: number
}

function formatCells(x: Tensor, planes: Planes, plane: number, { top, left, marked = -1, digits }: Cut): string[] {
  const cells = top.map((i) =>
    left.map((j) => {
      const at = planes.at(plane, i, j)
      const text = formatNumber(x.data[at], digits)
      return at === marked ? `▸${text}◂` : ` ${text} `
    }),
  )
  const widths = left.map((_, j) => Math.max(...cells.map((line) => line[j].length)))
  return cells.map((line) => `[${line.map((text, j) => text.padStart(widths[j])).join('')}]`)
}

/** A tensor with its shape and its numbers in rows: what `show` prints. It may hold more or fewer numbers than its shape says. */
export function formatTensor(x: Tensor, name = 'tensor'): string {
  const { length } = x.data
  if (x.shape.reduce((product, n) => product * n, 1) !== length) {
    const [row] = formatTable({ shape: [length], data: x.data })
    return `${name} ${formatShape(x.shape)}, but ${length} numbers ${row ?? ''}`.trim()
  }
  const lines = hasPlanes(x.shape) ? formatPlanes(x) : formatTable(x)
  if (lines.length === 0) return `${name} ${formatShape(x.shape)}`
  if (lines.length === 1) return `${name} ${formatShape(x.shape)} ${lines[0]}`
  return [`${name} ${formatShape(x.shape)}`, ...lines.map((line) => `  ${line}`)].join('\n')
}

/**
 * The planes of a tensor, each below its index, side by side while there is room. A large tensor has its first planes, and a last
 * line says which rows, columns and planes are shown.
 *
 *   [0, :, :, 0]   [0, :, :, 1]
 *   [ 1  2 ]       [ 5  6 ]
 *   [ 3  4 ]       [ 7  8 ]
 */
export function formatPlanes(x: Tensor, axes?: PlaneAxes, most = mostPlanes): string[] {
  const planes = new Planes(x.shape, axes)
  const [top, left] = [window(0, planes.rows), window(0, planes.columns)]
  const shown = x.data.length <= few ? planes.count : Math.min(planes.count, most)
  const blocks = range(0, shown).map((n) => [planes.label(n), ...formatCells(x, planes, n, { top, left })])
  const notes = [
    ...(top.length < planes.rows ? [`rows ${span(top)} of ${planes.rows}`] : []),
    ...(left.length < planes.columns ? [`columns ${span(left)} of ${planes.columns}`] : []),
    ...(planes.count > shown ? [`the first ${shown} of ${planes.count} planes`] : []),
  ]
  return [...bandsOf(blocks).flatMap(sideBySide), ...(notes.length > 0 ? [`… ${notes.join(', ')}`] : [])]
}

/** Blocks in bands: as many beside each other as there is room for. */
function bandsOf(blocks: readonly string[][]): string[][][] {
  const bands: string[][][] = []
  let room = 0
  for (const block of blocks) {
    const width = widthOf(block) + gap.length
    room -= width
    if (room < 0) {
      bands.push([])
      room = widest + gap.length - width
    }
    bands.at(-1)?.push(block)
  }
  return bands
}

const gap = '   '

function sideBySide(blocks: readonly string[][]): string[] {
  const widths = blocks.map(widthOf)
  return blocks[0].map((_, i) =>
    blocks
      .map((block, n) => block[i].padEnd(widths[n]))
      .join(gap)
      .trimEnd(),
  )
}

function widthOf(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => line.length))
}

/** at most 8 of n, with i among them */
function window(i: number, n: number): number[] {
  const from = Math.max(0, Math.min(i - mostCells / 2, n - mostCells))
  return range(from, Math.min(n, from + mostCells))
}

/** 4–11 */
function span(places: readonly number[]): string {
  return `${places[0]}–${places.at(-1)}`
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
}
