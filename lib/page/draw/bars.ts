import { type Axis, uprightBars } from '../../pictures/bars.ts'
import { draw, h } from '../frame/dom.ts'

/** Upright bars with labels below. */
export class Bars {
  readonly element: HTMLElement
  private readonly picture = h('div')
  private readonly names: readonly HTMLElement[]

  /** labels: one per bar, or none */
  constructor(labels: readonly string[]) {
    this.names = labels.map((label) => h('span', {}, label))
    const below = h('div', { class: 'names', 'aria-hidden': true }, ...this.names)
    this.element = h('div', {}, this.picture, ...(labels.length > 0 ? [below] : []))
  }

  /** words: the text alternative */
  draw(values: ArrayLike<number>, words: string, axis: Axis): void {
    draw(this.picture, uprightBars(values, words, axis))
    this.names.forEach((name, i) => name.classList.toggle('chosen', i === axis.chosen))
  }
}
