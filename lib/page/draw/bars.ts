import { h, s, set, write } from '../frame/dom.ts'

const [height, gap] = [120, 0.24]

/** Numbers as upright bars, from a line at zero up or down; NaN fills the height as a dashed frame. Its title says in words what is to be seen. */
export class Bars {
  readonly element: HTMLElement
  private readonly title = s('title')
  private readonly bars: readonly SVGRectElement[]
  private readonly zero = s('line', { class: 'zero', x1: 0 })
  private readonly names: readonly HTMLElement[]

  /** `labels`: a word below each of so many bars, or none */
  constructor(count: number, labels: readonly string[]) {
    this.bars = Array.from({ length: count }, (_, i) =>
      s('rect', { x: i + gap / 2, width: 1 - gap, y: 0, height: 0, class: 'bar' }),
    )
    set(this.zero, { x2: count })
    const picture = s(
      'svg',
      { viewBox: `0 0 ${count} ${height}`, preserveAspectRatio: 'none', role: 'img', class: 'bars' },
      ...[this.title, ...this.bars, this.zero],
    )
    this.names = labels.map((label) => h('span', {}, label))
    const below = h('div', { class: 'names', 'aria-hidden': true }, ...this.names)
    this.element = h('div', {}, picture, ...(labels.length > 0 ? [below] : []))
  }

  /** The axis goes from `from` (0 or less) to `to`. `chosen` stands out. */
  draw(values: ArrayLike<number>, from: number, to: number, chosen: number, words: string): void {
    const y = (value: number): number => height * (1 - (value - from) / (to - from || 1))
    this.bars.forEach((bar, i) => {
      const value = Math.max(from, Math.min(to, values[i] ?? 0))
      const isNothing = Number.isNaN(value)
      const [top, bottom] = isNothing ? [0, height] : [Math.min(y(value), y(0)), Math.max(y(value), y(0))]
      set(bar, { y: top.toFixed(2), height: Math.max(0, bottom - top).toFixed(2) })
      bar.classList.toggle('nothing', isNothing)
      bar.classList.toggle('below', values[i] < 0)
      bar.classList.toggle('chosen', i === chosen)
    })
    this.names.forEach((name, i) => name.classList.toggle('chosen', i === chosen))
    set(this.zero, { y1: y(0), y2: y(0) })
    write(this.title, words)
  }
}
