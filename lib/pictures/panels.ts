import { formatShape } from '../format.ts'
import { type PlaneAxes, Planes } from '../planes.ts'
import type { Tensor } from '../tensor-type.ts'

export interface NamedTensor {
  readonly name: string
  readonly tensor: Tensor
}

/** A tensor with one entry to box, by its place in the data. */
export interface Marked extends NamedTensor {
  readonly boxed?: number
  /** the number that has the strongest colour: the largest of the tensor if left out */
  readonly largest?: number
  /** the axes of its planes, if they are not the usual ones */
  readonly plane?: PlaneAxes
}

/** A matrix of a picture: a tensor of at most two axes, or one plane of more. */
export interface Panel {
  readonly name: string
  /** [0, :, :, 2] for a plane, or '' for a tensor of at most two axes */
  readonly index: string
  /** (2, 3), or the index of a plane */
  readonly caption: string
  /** the width of the words above it */
  readonly width: number
  readonly rows: number
  readonly columns: number
  readonly boxed?: { readonly row: number; readonly column: number }
  readonly largest: number
  valueAt(row: number, column: number): number
}

/** A picture of more panels is longer than a screen. */
const mostPanels = 12

/** The panels of a tensor, and the number of planes that have none. */
export interface Panels {
  readonly panels: readonly Panel[]
  readonly left: number
}

/** The panels of each tensor. Together they have at most `mostPanels`, or one for each tensor. The boxed entry is in one of them. */
export function panelsOf(tensors: readonly Marked[]): Panels[] {
  const most = Math.max(1, Math.floor(mostPanels / tensors.length))
  return tensors.map((one) => {
    const planes = new Planes(one.tensor.shape, one.plane)
    if (planes.label(0) === '' || one.tensor.data.length === 0) return { panels: [panelOf(one, planes, 0)], left: 0 }
    const marked = one.boxed === undefined || one.boxed < 0 ? 0 : planes.find(one.boxed).plane
    const from = windowStart(marked, planes.count, most)
    const shown = Math.min(planes.count, most)
    const panels = Array.from({ length: shown }, (_, n) => panelOf(one, planes, from + n, n === 0))
    return { panels, left: planes.count - shown }
  })
}

/**
 * The panels in bands, each on lines of its own. Tensors of one shape have a band for each plane, so that a plane stands beside
 * the same plane of the others. Otherwise each tensor has a band. Tensors of at most two axes share one.
 */
export function bandsOf(tensors: readonly Marked[], all: readonly Panels[]): (readonly Panel[])[] {
  const panels = all.map((one) => one.panels)
  if (tensors.every(({ tensor: { shape } }) => shape.length < 3)) return [panels.flat()]
  return isAligned(tensors) ? panels[0].map((_, n) => panels.map((own) => own[n])) : panels
}

/** Does each plane stand beside the same plane of the other tensors? */
export function isAligned(tensors: readonly Marked[]): boolean {
  const [{ shape }] = tensors.map(({ tensor }) => tensor)
  const isAlike = tensors.every(({ tensor }) => String(tensor.shape) === String(shape))
  return shape.length > 2 && tensors.length > 1 && isAlike
}

/** … and 5 more planes, of each tensor that has a number of its own. */
export function notesOf(tensors: readonly Marked[], all: readonly Panels[]): string[] {
  const count = (left: number): string => `… and ${left} more plane${left === 1 ? '' : 's'}`
  const [{ left: first }] = all
  if (all.every(({ left }) => left === first)) return first > 0 ? [count(first)] : []
  return all.flatMap(({ left }, i) => (left > 0 ? [`${count(left)} of ${tensors[i].name}`] : []))
}

function panelOf(one: Marked, planes: Planes, n: number, hasShape = false): Panel {
  const { name, tensor, boxed = -1, largest = largestOf(tensor) } = one
  const shape = formatShape(tensor.shape)
  const index = tensor.data.length === 0 ? '' : planes.label(n)
  const caption = index === '' ? shape : `${index}${hasShape ? ` of ${shape}` : ''}`
  const at = boxed < 0 ? undefined : planes.find(boxed)
  return {
    name,
    index,
    caption,
    width: Math.max(7 * name.length, index === '' ? 0 : Math.ceil(5.5 * caption.length)),
    rows: planes.count === 0 ? 0 : planes.rows,
    columns: planes.columns,
    boxed: at?.plane === n ? at : undefined,
    largest,
    valueAt: (row, column) => tensor.data[planes.at(n, row, column)],
  }
}

export function largestOf({ data }: Tensor): number {
  let largest = 0
  for (const v of data) if (Number.isFinite(v)) largest = Math.max(largest, Math.abs(v))
  return largest
}

/** The first of `most` places out of `size`, so that the marked one is among them. */
export function windowStart(marked: number, size: number, most: number): number {
  return size <= most || marked < most ? 0 : Math.min(marked - most + Math.min(2, most), size - most)
}
