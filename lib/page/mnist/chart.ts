import { ticks } from '../../pictures/ticks.ts'
import { s, set, write } from '../frame/dom.ts'
import type { Points } from './smooth.ts'

const [width, height, left, right, top, bottom] = [400, 210, 54, 12, 14, 28]

/** What a chart shows of a training: faint dots, and a line through what counts. */
export interface Drawing {
  readonly dots?: Points
  readonly line: Points
  /** the end of the axis below */
  readonly epochs: number
}

/** Numbers over the epochs. The axis goes from `from`, or a tenth below the least, to `to`; without `to` it follows the numbers. */
export class Chart {
  readonly element: SVGSVGElement
  private readonly name: string
  private readonly least: number
  private readonly to: number | undefined
  private readonly show: (value: number) => string
  private readonly title = s('title')
  private readonly grid = s('g')
  private readonly dots = s('path', { class: 'dots' })
  private readonly line = s('polyline', { class: 'curve' })
  private readonly now = s('circle', { class: 'now', r: 4 })
  private drawn = ''

  constructor(name: string, show: (value: number) => string, from: number, to?: number) {
    ;[this.name, this.show, this.least, this.to] = [name, show, from, to]
    this.element = s(
      'svg',
      { class: 'graph', viewBox: `0 0 ${width} ${height}`, role: 'img' },
      ...[this.title, this.grid, this.dots, this.line, this.now],
    )
    this.draw({ line: { x: [], y: [] }, epochs: 10 })
  }

  draw({ dots, line, epochs }: Drawing): void {
    const finite = (values: readonly number[]): number[] => values.filter(Number.isFinite)
    const known = finite([...line.y, ...(dots ? high(dots.y) : [])])
    const from = Math.min(this.least, ...finite(line.y).map((value) => Math.floor(10 * value) / 10))
    const to = this.to ?? Math.max(from + 0.5, ...known)
    const x = (at: number): string => (left + (at / epochs) * (width - left - right)).toFixed(1)
    const y = (value: number): string => {
      const share = (Math.max(from, Math.min(value, to)) - from) / (to - from)
      return (height - bottom - share * (height - top - bottom)).toFixed(1)
    }
    this.axes([from, to], epochs, x, y)
    const every = Math.ceil((dots?.x.length ?? 0) / 700)
    const path = dots?.x.flatMap((at, i) =>
      i % every === 0 && Number.isFinite(dots.y[i]) ? `M${x(at)} ${y(dots.y[i])}h.01` : [],
    )
    this.dots.setAttribute('d', path?.join('') ?? '')
    const drawn = line.x.flatMap((at, i) => (Number.isFinite(line.y[i]) ? [`${x(at)} ${y(line.y[i])}`] : []))
    this.line.setAttribute('points', drawn.join(' '))
    const [cx, cy] = drawn.at(-1)?.split(' ') ?? ['0', '0']
    set(this.now, { cx, cy, visibility: drawn.length > 0 ? 'visible' : 'hidden' })
  }

  /** in words: not with every change */
  describe(line: Points): void {
    const last = line.y.at(-1)
    write(
      this.title,
      last === undefined
        ? `${this.name}: nothing yet`
        : `${this.name}, from ${this.show(line.y[0])} to ${this.show(last)} after ${line.x.at(-1)?.toFixed(1)} epochs`,
    )
  }

  /** four lines across, and a number below each of some epochs: made anew only when they change */
  private axes(
    [from, to]: readonly [number, number],
    epochs: number,
    x: (at: number) => string,
    y: (value: number) => string,
  ): void {
    const levels = ticks(from, to)
    const below = ticks(0, epochs).filter(Number.isInteger)
    const key = `${levels.join()} ${from} ${to} ${epochs}`
    if (key === this.drawn) return
    this.drawn = key
    this.grid.replaceChildren(
      ...levels.flatMap((level) => [
        s('path', { class: 'level', d: `M${left} ${y(level)}H${width - right}` }),
        s('text', { class: 'label', x: left - 6, y: Number(y(level)) + 4, 'text-anchor': 'end' }, this.show(level)),
      ]),
      ...below.map((at) =>
        s(
          'text',
          { class: 'label', x: x(at), y: height - 10, 'text-anchor': 'middle' },
          at === 0 ? 'epoch 0' : `${at}`,
        ),
      ),
    )
  }
}

/** what all but the highest fiftieth stay below, as far as a few hundred of them tell */
function high(values: readonly number[]): number[] {
  const every = Math.ceil(values.length / 300)
  const some = values.filter((value, i) => i % every === 0 && Number.isFinite(value)).toSorted((a, b) => a - b)
  return some.slice(Math.floor(0.98 * some.length), Math.floor(0.98 * some.length) + 1)
}
