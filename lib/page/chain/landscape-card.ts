import { formatShort } from '../../format.ts'
import { card } from '../frame/controls.ts'
import { freshId, h, set } from '../frame/dom.ts'
import type { Descent, Katas } from './descent.ts'
import { Landscape } from './landscape.ts'

/** The two angles shown. The choice survives when the reader leaves the room. */
const pair = [0, 1]

/** The landscape with controls for its two angles. */
export class LandscapeCard {
  readonly element: HTMLElement
  private readonly landscape = new Landscape()
  private readonly selects: readonly HTMLSelectElement[]
  private readonly alone = h('p', { hidden: true }, 'One link has one angle: a landscape wants two.')
  private readonly figure: HTMLElement
  private links = 0
  private isUrgent = true

  constructor(change: () => void) {
    this.selects = pair.map((_, i) =>
      h('select', {
        id: freshId(),
        onchange: () => {
          pair[i] = this.selects[i].selectedIndex
          if (pair[0] === pair[1]) pair[1 - i] = (pair[i] + 1) % this.links
          this.choose()
          change()
        },
      }),
    )
    const labels = this.selects.map((select, i) =>
      h('label', { for: select.id }, ['across: angle', 'up: angle'][i], select),
    )
    this.figure = h(
      'figure',
      { class: 'map' },
      h('span', { class: 'upper', 'aria-hidden': 'true' }, 'π'),
      h('span', { class: 'lower', 'aria-hidden': 'true' }, '−π'),
      this.landscape.element,
      h('span', { class: 'left', 'aria-hidden': 'true' }, '−π'),
      h('span', { class: 'right', 'aria-hidden': 'true' }, 'π'),
    )
    const legend = h(
      'p',
      { class: 'words' },
      'The loss over two of the angles, while the others stay fixed. A stronger blue is nearer to the target. ',
      'The line is the path of the descent, and the dot is its position. Both move, because the other angles turn too.',
    )
    const beside = h('div', {}, h('div', { class: 'pair' }, ...labels), legend, this.alone)
    this.element = card('The loss landscape', h('div', { class: 'split' }, this.figure, beside))
  }

  /** The room calls it after a change, to compute the landscape again at once. */
  fit(links: number): void {
    this.isUrgent = true
    if (links === this.links) return
    this.links = links
    pair.forEach((link, i) => (pair[i] = Math.min(link, Math.max(i, links - 2 + i))))
    for (const select of this.selects)
      select.replaceChildren(...Array.from({ length: links }, (_, i) => h('option', {}, String(i + 1))))
    this.choose()
    set(this.alone, { hidden: links > 1 })
    set(this.figure, { hidden: links === 1 })
  }

  draw(descent: Descent, use: Katas, now: number): void {
    if (descent.links < 2) return
    const [i, j] = pair
    const angles = [...descent.angles]
    const lossAt = (a: number, b: number): number => {
      angles[i] = a
      angles[j] = b
      return descent.loss(use, angles)
    }
    this.landscape.survey(lossAt, now, this.isUrgent)
    this.isUrgent = false
    const trail = descent.trail.map((past) => [past[i], past[j]] as const)
    this.landscape.draw(trail, [descent.angles[i], descent.angles[j]])
  }

  describe(loss: number): void {
    const name = `Loss over the angles of links ${pair[0] + 1} and ${pair[1] + 1}; the arm is at ${formatShort(loss)}`
    set(this.landscape.element, { 'aria-label': name })
  }

  private choose(): void {
    this.selects.forEach((select, i) => (select.selectedIndex = pair[i]))
  }
}
