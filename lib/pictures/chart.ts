import { formatShort } from '../format.ts'
import { quantile } from '../stats.ts'
import { type Picture, label, picture } from './svg.ts'
import { ticks } from './ticks.ts'

/** Points; x and y have the same length. */
export interface Points {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
}

/** A chart of numbers over epochs or steps. It leaves out numbers that are not finite. */
export interface Chart {
  /** the name of the numbers, such as Loss */
  readonly name: string
  readonly line: Points
  /** a second line, dashed, in the same unit; then both have a name in the picture */
  readonly beside?: { readonly line: Points; readonly names: readonly [line: string, beside: string] }
  /** faint dots behind the line */
  readonly dots?: Points
  /** a dashed line at the lowest possible number */
  readonly floor?: number
  readonly unit: 'epoch' | 'step'
  /** the end of the x axis, which begins at 0 */
  readonly end: number
  /** the ends of the y axis; by default it begins a tenth below the smallest number, and ends at the largest */
  readonly from?: number
  readonly to?: number
  readonly show?: (value: number) => string
}

type Size = readonly [width: number, height: number]

const [left, right, top, bottom] = [54, 12, 14, 28]

/** More dots would not be visible, and would cost time in charts that are drawn many times a second. */
const mostDots = 1000

/** The content of an SVG of this size. `above`: the space above the plot */
export function chartMarkup(chart: Chart, [width, height]: Size, above = top): string {
  const { line, floor, unit, end, show = formatShort } = chart
  const dots = finite(chart.dots ?? { x: [], y: [] }, mostDots)
  const known = finite(line)
  const other = finite(chart.beside?.line ?? { x: [], y: [] })
  const [from, to] = rangeOf(chart, [...known, ...other], dots)
  const x = (at: number): string => (left + (at / end) * (width - left - right)).toFixed(1)
  const y = (value: number): string => {
    const share = (Math.max(from, Math.min(value, to)) - from) / (to - from)
    return (height - bottom - share * (height - above - bottom)).toFixed(1)
  }
  const level = (value: number): string =>
    `<path d="M${left} ${y(value)}H${width - right}" stroke="var(--faint)"/>` +
    label(left - 6, Number(y(value)) + 4, show(value), 'text-anchor="end"')
  const below = (at: number): string =>
    label(Number(x(at)), height - 10, at === 0 ? `${unit} 0` : String(at), 'text-anchor="middle"')
  const trace = (points: readonly Pair[], style: string): string =>
    `<polyline points="${points.map(([at, v]) => `${x(at)} ${y(v)}`).join(' ')}" fill="none" stroke-width="2" stroke-linejoin="round" ${style}/>`
  const last = known.at(-1)
  return [
    ...ticks(from, to).map(level),
    ...ticks(0, end).filter(Number.isInteger).map(below),
    `<path d="${dots.map(([at, v]) => `M${x(at)} ${y(v)}h.01`).join('')}" stroke="var(--line)" stroke-opacity=".3" stroke-width="2.5" stroke-linecap="round"/>`,
    floor !== undefined && floor > from && floor < to
      ? `<path d="M${left} ${y(floor)}H${width - right}" stroke="var(--attention)" stroke-dasharray="4 4"/>`
      : '',
    trace(known, 'stroke="var(--line)"'),
    other.length > 0 ? trace(other, 'stroke="var(--attention)" stroke-dasharray="7 3"') : '',
    last ? `<circle cx="${x(last[0])}" cy="${y(last[1])}" r="4" fill="var(--line)"/>` : '',
  ].join('')
}

/** Returns a line like “Loss: from 2.3 to 0.18 after 2.0 epochs”; of two lines, one for each. */
export function describeChart({ name, line, dots, unit, show = formatShort, beside }: Chart): string {
  if (beside) {
    const describeOne = (points: Points, own: string): string =>
      describeChart({ name: `${name}, ${own}`, line: points, unit, show, end: 0 })
    return `${describeOne(line, beside.names[0])}. ${describeOne(beside.line, beside.names[1])}`
  }
  const n = line.y.length
  if (n === 0) return `${name}: nothing yet`
  // a point of the line may be the middle of an interval; the last dot is at the end
  const { x } = dots && dots.x.length > 0 ? dots : line
  const end = x[x.length - 1]
  const after = unit === 'step' ? end : end.toFixed(1)
  return `${name}: from ${show(line.y[0])} to ${show(line.y[n - 1])} after ${after} ${unit}s`
}

/** The chart as a picture. */
export function chartPicture(title: string, chart: Chart): Picture {
  const size = [720, 400] as const
  const text = `${title}. ${describeChart(chart)}`
  const narrow = '<style>@media(max-width:520px){text{font-size:22px}}</style>'
  const [names, above] = chart.beside ? [legend(chart.beside.names), 72] : ['', 40]
  return picture(size, text, [narrow, label(left, 22, title), names, chartMarkup(chart, size, above)])
}

/** The names of two lines, each behind a piece of its line. */
function legend([line, beside]: readonly [string, string]): string {
  const piece = (from: number, style: string): string => `<path d="M${from} 46h40" stroke-width="2" ${style}/>`
  return [
    piece(left, 'stroke="var(--line)"') + label(left + 48, 51, line),
    piece(left + 240, 'stroke="var(--attention)" stroke-dasharray="7 3"') + label(left + 288, 51, beside),
  ].join('')
}

/** The ends of the y axis. It ignores the highest 2 % of the dots, since a few of the first steps may be far off. */
function rangeOf(
  { from: wanted = 0, to, floor = -Infinity }: Chart,
  line: readonly Pair[],
  dots: readonly Pair[],
): Size {
  const values = line.map(([, v]) => v)
  const from = values.reduce((least, v) => Math.min(least, Math.floor(10 * v) / 10), wanted)
  if (to !== undefined) return [from, to]
  const high = quantile(
    dots.map(([, v]) => v),
    0.98,
  )
  const most = [...values, floor, Number.isNaN(high) ? -Infinity : high].reduce((a, b) => Math.max(a, b))
  return [from, most > from ? most : from + 1]
}

type Pair = readonly [x: number, y: number]

/** About `most` of the finite points, evenly spaced. */
function finite({ x, y }: Points, most = Infinity): Pair[] {
  const every = Math.max(1, Math.ceil(y.length / most))
  const found: Pair[] = []
  for (let i = 0; i < y.length; i += every) if (Number.isFinite(y[i])) found.push([x[i], y[i]])
  return found
}
