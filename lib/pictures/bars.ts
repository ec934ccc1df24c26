import { formatShort } from '../format.ts'
import { type Picture, blocks, escapeText, heading, label, picture } from './svg.ts'

export interface Bars {
  readonly name: string
  readonly values: ArrayLike<number>
}

/** The position and length of a bar, as shares of its axis, and the kind of its value. */
export interface Bar {
  readonly start: number
  readonly length: number
  readonly kind: 'above' | 'below' | 'nothing'
}

/** The bar from 0 to a value, clipped to an axis from `from` (0 or less) to `to`. NaN is a frame as long as the axis. */
export function barOf(value: number, from: number, to: number): Bar {
  if (Number.isNaN(value)) return { start: 0, length: 1, kind: 'nothing' }
  const place = (v: number): number => (Math.max(from, Math.min(to, v)) - from) / (to - from || 1)
  const [zero, end] = [place(0), place(value)]
  return { start: Math.min(zero, end), length: Math.abs(end - zero), kind: value < 0 ? 'below' : 'above' }
}

type Box = readonly [x: number, y: number, width: number, height: number]

/** The SVG of a bar. */
export function barMark([x, y, width, height]: Box, { kind }: Bar, opacity = 0.65): string {
  const [left, top, wide, high] = [x, y, width, height].map((part) => Number(part.toFixed(2)))
  const look =
    kind === 'nothing'
      ? 'fill="none" stroke="var(--wrong)" stroke-dasharray="4 3" vector-effect="non-scaling-stroke"'
      : `fill="var(--${kind})" fill-opacity="${opacity}"`
  return `<rect x="${left}" y="${top}" width="${wide}" height="${high}" ${look}/>`
}

export interface Axis {
  readonly from?: number
  readonly to: number
  /** the index of the highlighted bar */
  readonly chosen?: number
}

/** Upright bars without labels. The style sheet sets the size of .bars. `title` is the text alternative. */
export function uprightBars(values: ArrayLike<number>, title: string, { from = 0, to, chosen }: Axis): string {
  const [n, high] = [values.length, 100]
  const gap = n > 40 ? 0 : 0.24
  const marks = Array.from(values, (v, i) => {
    const bar = barOf(v, from, to)
    const top = high * (1 - bar.start - bar.length)
    return barMark([i + gap / 2, top, 1 - gap, high * bar.length], bar, i === chosen ? 1 : undefined)
  })
  const zero = (high * (1 - barOf(0, from, to).start)).toFixed(1)
  const wide = Math.max(10, n) // a single bar does not fill the width
  return [
    `<svg class="bars" viewBox="0 0 ${wide} ${high}" preserveAspectRatio="none" role="img">`,
    `<title>${escapeText(title)}</title>${marks.join('')}`,
    `<path d="M0 ${zero}H${wide}" stroke="var(--quiet)" vector-effect="non-scaling-stroke"/></svg>`,
  ].join('')
}

const [row, wide, pitch, inRow] = [22, 110, 184, 3]

/** Groups of horizontal bars, one bar for each value, such as probabilities, losses or logits. Bars below 0 go to the left. */
export function bars(title: string, groups: readonly Bars[], names: readonly string[] = []): Picture {
  const count = Math.max(...groups.map(({ values }) => values.length))
  const left = Math.max(60, ...names.map((name) => 8 * name.length + 20))
  const body = [heading(title)]
  groups.forEach(({ name, values }, g) => {
    const [at, top] = [left + (g % inRow) * pitch, Math.floor(g / inRow) * (count * row + 44)]
    const finite = Array.from(values).filter(Number.isFinite)
    const [from, to] = [Math.min(0, ...finite), Math.max(0, ...finite)]
    const zero = at + wide * barOf(0, from, to).start
    body.push(label(at, top + 48, name, 'style="font-weight:600"'))
    body.push(`<path d="M${zero.toFixed(1)} ${top + 56}v${count * row}" stroke="var(--faint)"/>`)
    Array.from(values).forEach((v, i) => {
      const y = top + 58 + i * row
      const bar = barOf(v, from, to)
      const end = at + wide * (bar.start + bar.length)
      const style = Number.isFinite(v) ? '' : 'style="fill:var(--wrong)"'
      body.push(
        barMark([at + wide * bar.start, y, wide * bar.length, row - 6], bar),
        label(Math.max(zero, end) + 6, y + 12, formatShort(v), style),
      )
      if (g % inRow === 0) body.push(label(left - 10, y + 12, names[i] ?? String(i), 'text-anchor="end"'))
    })
  })
  const width = Math.max(left + Math.min(inRow, groups.length) * pitch, 8 * title.length + 32)
  const height = 22 + Math.ceil(groups.length / inRow) * (count * row + 44)
  const text = `${title}: ${groups.map(({ name }) => name).join('; ')}`
  const rows = groups.map((group) => describe(group, names))
  return picture([width, height], title, body, { text, rows: [title, ...rows] })
}

/** The number of values that fit on a line. */
const few = 8

/** Returns softmax ▁█▃▁ 0.09 0.665 0.245 0.002, with the name of each number if it has one. Many numbers are blocks alone. */
function describe({ name, values }: Bars, names: readonly string[]): string {
  const all = Array.from(values)
  const isNamed = names.length === all.length && all.length > 1
  if (all.length <= few) {
    const numbers = all.map((v, i) => (isNamed ? `${names[i]}: ${formatShort(v)}` : formatShort(v)))
    return [name, ...(all.length > 1 ? [blocks(values)] : []), numbers.join(isNamed ? '  ' : ' ')].join(' ')
  }
  return `${name} ${blocks(values)}${all.every(Number.isFinite) ? '' : '   × is no finite number'}`
}
