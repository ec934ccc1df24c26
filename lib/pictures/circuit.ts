import { formatShort } from '../format.ts'
import { type Picture, heading, label, picture } from './svg.ts'

/** A step of a computation, by its place in the drawing. An input or an output has no circle. */
export interface Step {
  readonly name: string
  readonly column: number
  readonly row: number
  readonly isEnd?: boolean
}

/** A wire between two steps: the value that goes forward, and the gradient that comes back. */
export interface Wire {
  /** the places of the two steps in their list */
  readonly from: number
  readonly to: number
  readonly name: string
  readonly value: number
  readonly gradient: number
  /** the wire is one of several of the same value: its gradient is a share of the whole, drawn without a name */
  readonly isShare?: boolean
}

const [left, top, across, down, radius] = [46, 96, 140, 64, 21] as const

/** A circuit of steps. Each wire has its value above it, and below it the gradient of the output with respect to that value. */
export function circuit(title: string, steps: readonly Step[], wires: readonly Wire[]): Picture {
  const last = (key: 'column' | 'row'): number => Math.max(...steps.map((step) => step[key]))
  const size = [2 * left + across * last('column'), top + down * last('row') + 46] as const
  const rows = wires.map(
    (wire) => `${steps[wire.from].name} → ${steps[wire.to].name}: ${describeValue(wire)}, ${describeGradient(wire)}`,
  )
  const body = [
    '<style>.wire text{font-size:14px}</style>',
    '<style>@media(max-width:520px){text,.wire text{font-size:17px}}</style>',
    heading(title),
    label(16, 44, 'above a wire: its value', 'style="fill:var(--above)"'),
    label(16, 62, 'below a wire: the gradient', 'style="fill:var(--below)"'),
    ...wires.map((wire) => drawLine(steps[wire.from], steps[wire.to])),
    ...wires.map((wire) => drawWords(wire, steps[wire.from], steps[wire.to])),
    ...steps.map(drawCircle),
  ]
  return picture(size, title, body, { text: `${title}. ${rows.join('; ')}`, rows: [title, ...rows] })
}

function placeOf({ column, row }: Step): readonly [x: number, y: number] {
  return [left + across * column, top + down * row]
}

function drawLine(from: Step, to: Step): string {
  const [[x, y], [u, v]] = [placeOf(from), placeOf(to)]
  return `<path d="M${x} ${y}L${u} ${v}" stroke="var(--quiet)" stroke-width="1.5"/>`
}

function describeValue({ name, value }: Wire): string {
  return `${name} = ${formatShort(value)}`
}

function describeGradient({ name, gradient, isShare = false }: Wire): string {
  return `${isShare ? 'share' : `d${name}`} = ${formatShort(gradient)}`
}

/** Beside a wire that rises or falls the words stand on either side of its middle, so that it does not cross them. */
function drawWords(wire: Wire, from: Step, to: Step): string {
  const [[x, y], [u, v]] = [placeOf(from), placeOf(to)]
  const slope = Math.sign(v - y)
  const text = (side: -1 | 1, colour: string, what: string): string => {
    const toTheRight = -side * slope // above a wire that falls, or below one that rises
    const anchor = ['end', 'middle', 'start'][toTheRight + 1]
    const place = [(x + u) / 2 + 4 * toTheRight, (y + v) / 2 + (side < 0 ? -8 : 20)] as const
    return label(...place, what, `text-anchor="${anchor}" style="fill:var(--${colour})"`)
  }
  return `<g class="wire">${text(-1, 'above', describeValue(wire))}${text(1, 'below', wire.isShare ? formatShort(wire.gradient) : describeGradient(wire))}</g>`
}

function drawCircle(step: Step): string {
  const [x, y] = placeOf(step)
  const shape = step.isEnd
    ? `<circle cx="${x}" cy="${y}" r="${radius}" fill="var(--paper)"/>`
    : `<circle cx="${x}" cy="${y}" r="${radius}" fill="var(--ground)" stroke="var(--ink)"/>`
  return shape + label(x, y + 5, step.name, 'text-anchor="middle"')
}
