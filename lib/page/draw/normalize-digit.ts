/** MNIST fits a digit into a box of 20 × 20, and puts its centre of mass on pixel 14 of 28 in both directions. */
const [box, field, middle] = [20, 28, 14]

/**
 * Normalizes a drawing as MNIST does. The ink is scaled to a box of 20 × 20 with the same aspect ratio. Then it moves by whole pixels
 * until its centre of mass is in the middle. Scaling down averages, so edges are grey.
 *
 * ink: side · side values in [0, 1], row-major → 28 · 28 values in [0, 1], all 0 for an empty drawing
 */
export function centre(ink: ArrayLike<number>, side: number): Float32Array {
  const image = new Float32Array(field * field)
  const bounds = boundsOf(ink, side)
  if (!bounds) return image
  const { left, top, width, height } = bounds
  const scale = box / Math.max(width, height)
  const [columns, rows] = [shares(width, scale), shares(height, scale)]
  const small = new Float32Array(columns.length * rows.length)
  rows.forEach((row, r) =>
    columns.forEach((column, c) => {
      let sum = 0
      for (const [y, h] of row) for (const [x, w] of column) sum += h * w * ink[(top + y) * side + left + x]
      small[r * columns.length + c] = Math.min(1, sum)
    }),
  )
  const [x, y] = placeOf(small, columns.length, rows.length)
  for (let r = 0; r < rows.length; r++)
    image.set(small.subarray(r * columns.length, (r + 1) * columns.length), (y + r) * field + x)
  return image
}

/** The smallest box around the ink. */
function boundsOf(ink: ArrayLike<number>, side: number) {
  let [left, right, top, bottom] = [side, -1, side, -1]
  for (let i = 0; i < side * side; i++) {
    if (!(ink[i] > 0)) continue
    const [x, y] = [i % side, Math.floor(i / side)]
    ;[left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)]
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 }
}

/** The pixels that pixel i of the result covers (i / scale … (i + 1) / scale), with their shares. The shares of a full pixel sum to 1. */
function shares(length: number, scale: number): [pixel: number, share: number][][] {
  const count = Math.max(1, Math.ceil(length * scale - 1e-9))
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [i / scale, Math.min(length, (i + 1) / scale)]
    const found: [number, number][] = []
    for (let pixel = Math.floor(from + 1e-9); pixel < to - 1e-9; pixel++) {
      found.push([pixel, (Math.min(to, pixel + 1) - Math.max(from, pixel)) * scale])
    }
    return found
  })
}

/** The upper left corner that puts the centre of mass in the middle. If ink would fall off an edge, the digit stays inside. */
function placeOf(small: Float32Array, columns: number, rows: number): [x: number, y: number] {
  let [mass, sumX, sumY] = [0, 0, 0]
  small.forEach((v, i) => {
    mass += v
    sumX += v * (i % columns)
    sumY += v * Math.floor(i / columns)
  })
  const at = (sum: number, length: number) =>
    Math.max(0, Math.min(field - length, Math.round(middle - (mass > 0 ? sum / mass : length / 2))))
  return [at(sumX, columns), at(sumY, rows)]
}
