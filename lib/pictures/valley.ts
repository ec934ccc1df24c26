import type { Tensor } from '../tensor.ts'
import { type Picture, heading, label, picture } from './svg.ts'

/** parameter ← parameter − what the gradient says, in place */
type Step = (parameter: Tensor, gradient: Tensor, rate: number) => void

type Point = readonly [x: number, y: number]

/** The steps of one optimizer, by a name for the legend. */
export interface Path {
  readonly name: string
  readonly points: readonly Point[]
}

/** How much steeper the valley is across than along: the height is ½(x² + 25y²). */
const steepness = 25

/** The points that a step reaches from `from`, one after the other, against the gradient (x, 25y). */
export function descend(name: string, take: Step, rate: number, count: number, from: Point = start): Path {
  const p: Tensor = { shape: [2], data: Float64Array.from(from) }
  const points: Point[] = [from]
  for (let t = 0; t < count; t++) {
    take(p, { shape: [2], data: Float64Array.of(p.data[0], steepness * p.data[1]) }, rate)
    points.push([p.data[0], p.data[1]])
  }
  return { name, points }
}

const start: Point = [-1, 0.4]

/** The height of the valley at a point. */
export function heightAt([x, y]: Point): number {
  return (x * x + steepness * y * y) / 2
}

const [width, height] = [720, 330]
const strokes = ['var(--below)', 'var(--line)', 'var(--done)']

/** The contours of the valley, and the paths on it. A point that is not finite ends its path. */
export function valleyPicture(title: string, paths: readonly Path[]): Picture {
  const results = paths.map(
    ({ name, points }) => `${name}: height ${heightAt(points[points.length - 1]).toExponential(1)}`,
  )
  const text = `${title}. After ${paths[0].points.length - 1} steps, ${results.join(', ')}.`
  const body = [heading(title), ...drawContours(), drawCross(0, 0), ...paths.flatMap(drawPath)]
  return picture([width, height], title, body, { text })
}

/** Where a point is drawn: the bottom of the valley right of the middle. */
function place([x, y]: Point): Point {
  return [460 + 400 * x, 185 - 230 * y]
}

function drawContours(): string[] {
  const [x, y] = place([0, 0])
  return [0.02, 0.1, 0.3, 0.7, 1.4, 2.5].map((level) => {
    const along = Math.sqrt(2 * level)
    const [rx, ry] = [400 * along, (230 * along) / Math.sqrt(steepness)]
    return `<ellipse cx="${x}" cy="${y}" rx="${rx.toFixed(1)}" ry="${ry.toFixed(1)}" fill="none" stroke="var(--faint)"/>`
  })
}

function drawCross(x: number, y: number): string {
  const [cx, cy] = place([x, y])
  return `<path d="M${cx - 5} ${cy}h10M${cx} ${cy - 5}v10" stroke="var(--ink)"/>`
}

function drawPath({ name, points }: Path, index: number): string[] {
  const end = points.findIndex((point) => !point.every(Number.isFinite))
  const drawn = points.slice(0, end < 0 ? undefined : end).map(place)
  const line = drawn.map((point) => point.map((v) => v.toFixed(1)).join(' ')).join(' ')
  const stroke = strokes[index % strokes.length]
  const dots = drawn.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h.01`).join('')
  const at = 16 + 130 * index
  return [
    `<polyline points="${line}" fill="none" stroke="${stroke}" stroke-width="1.5" stroke-linejoin="round"/>`,
    `<path d="${dots}" stroke="${stroke}" stroke-width="4" stroke-linecap="round"/>`,
    `<path d="M${at} ${height - 19}h18" stroke="${stroke}" stroke-width="3"/>`,
    label(at + 24, height - 15, name),
  ]
}
