/** The two axes that are the rows and the columns of a plane. */
export type PlaneAxes = readonly [rows: number, columns: number]

/**
 * The planes of a tensor: the matrices that a table or a picture shows one after the other.
 *
 * A tensor of at most two axes is one plane. Of three axes, the last two span a plane: [n, :, :]. Of more, the last axis counts
 * channels, and the two before it span a plane: [n, :, :, c] of images (B, H, W, C). So a learner sees each channel as an image,
 * with neighbours beside each other. Planes of the last two axes would show a row of pixels by its channels. If a plane had
 * only one number, as in (B, 1, 1, C), the first and the last axis span it: [:, 0, 0, :].
 */
export class Planes {
  readonly count: number
  readonly rows: number
  readonly columns: number
  private readonly shape: readonly number[]
  private readonly axes: PlaneAxes

  constructor(shape: readonly number[], axes: PlaneAxes = usualAxes(shape)) {
    this.shape = shape
    this.axes = axes
    this.rows = shape[axes[0]] ?? 1
    this.columns = shape[axes[1]] ?? 1
    this.count = shape.reduce((product, n, axis) => (axes.includes(axis) ? product : product * n), 1)
  }

  /** [0, :, :, 2] for plane n, or '' if the tensor has at most two axes. */
  label(n: number): string {
    if (this.shape.length < 3) return ''
    const index = this.indexIn(n, 0, 0)
    return `[${index.map((place, axis) => (this.axes.includes(axis) ? ':' : place)).join(', ')}]`
  }

  /** The place of entry (i, j) of plane n in the data. */
  at(n: number, i: number, j: number): number {
    return this.indexIn(n, i, j).reduce((at, place, axis) => at * this.shape[axis] + place, 0)
  }

  /** The plane, the row and the column of an entry of the data. */
  find(at: number): { readonly plane: number; readonly row: number; readonly column: number } {
    const index = indexOf(this.shape, at)
    const [rows, columns] = this.axes
    const plane = index.reduce((n, place, axis) => (this.axes.includes(axis) ? n : n * this.shape[axis] + place), 0)
    return { plane, row: index[rows] ?? 0, column: index[columns] ?? 0 }
  }

  private indexIn(n: number, i: number, j: number): number[] {
    const [rows, columns] = this.axes
    const index = this.shape.map(() => 0)
    let rest = n
    for (let axis = this.shape.length - 1; axis >= 0; axis--) {
      if (axis === rows) index[axis] = i
      else if (axis === columns) index[axis] = j
      else {
        index[axis] = rest % this.shape[axis]
        rest = Math.floor(rest / this.shape[axis])
      }
    }
    return index
  }
}

/** Does a tensor of this shape need a table for each plane? One row does not, and no entries do not. */
export function hasPlanes(shape: readonly number[]): boolean {
  const { count, rows, columns } = new Planes(shape)
  return shape.length > 2 && count * rows > 1 && columns > 0
}

/** A vector is a row, so its one axis is the columns. Planes of single numbers say little, and the outer axes (B, 1, 1, C) more. */
function usualAxes(shape: readonly number[]): PlaneAxes {
  const rank = shape.length
  if (rank < 3) return [rank - 2, rank - 1]
  const [rows, columns] = rank === 3 ? [1, 2] : [rank - 3, rank - 2]
  return shape[rows] === 1 && shape[columns] === 1 ? [0, rank - 1] : [rows, columns]
}

/** [n, j] for entry n·K + j, for any number of axes. A place beyond the data is beyond the end of the first axis. */
export function indexOf(shape: readonly number[], at: number): number[] {
  const index: number[] = []
  let rest = at
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const size = Math.max(1, shape[axis])
    index[axis] = rest % size
    rest = Math.floor(rest / size)
  }
  if (shape.length > 0) index[0] = rest
  return index
}

/** “[0, 2, 1, 3]”, or '' for a number without axes, so that `x${index}` names the entry. */
export function formatIndex(shape: readonly number[], at: number): string {
  return shape.length === 0 ? '' : `[${indexOf(shape, at).join(', ')}]`
}

/** entry 5 by its place in the data; with more than two axes entry [0, 2, 1, 3], since that place is hard to find. */
export function formatEntry(shape: readonly number[], at: number): string {
  return `entry ${shape.length < 3 ? at : formatIndex(shape, at)}`
}
