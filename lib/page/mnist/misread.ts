import { h, write } from '../frame/dom.ts'
import { paintInk } from './heat.ts'

const most = 24
const nothing = 'What it still gets wrong appears here.'

/** Digits of the unseen that were read wrong, under each what it is and what it was read as. */
export class Misread {
  readonly element: HTMLElement
  private readonly text = h('p', { class: 'note' }, nothing)
  private readonly grid = h('div', { class: 'misread' })
  private shown: { predicted: Uint8Array; images: Uint8Array; labels: Uint8Array } | undefined

  constructor() {
    this.element = h('div', {}, this.text, this.grid)
  }

  /** images and labels: the bytes of the two test files, headers and all */
  draw(predicted: Uint8Array, images: Uint8Array, labels: Uint8Array): void {
    this.shown = { predicted, images, labels }
    const wrong = Array.from(predicted.keys()).filter((n) => predicted[n] !== labels[8 + n])
    const shown = wrong.slice(0, most)
    write(
      this.text,
      wrong.length > most
        ? `The first ${most} of ${wrong.length} misread digits: what it is → what was read.`
        : `All ${wrong.length} misread digits: what it is → what was read.`,
    )
    this.grid.replaceChildren(
      ...shown.map((n) => {
        const [truth, read] = [labels[8 + n], predicted[n]]
        const canvas = h('canvas', { width: 28, height: 28, 'aria-hidden': true })
        paintInk(canvas, (i) => images[16 + 784 * n + i] / 255)
        const arrow = [h('span', { 'aria-hidden': true }, ' → '), h('span', { class: 'unseen' }, ' read as ')]
        const caption = h('figcaption', {}, String(truth), ...arrow, String(read))
        return h('figure', {}, canvas, caption)
      }),
    )
  }

  clear(): void {
    this.shown = undefined
    write(this.text, nothing)
    this.grid.replaceChildren()
  }

  /** in another colour scheme */
  again(): void {
    if (this.shown) this.draw(this.shown.predicted, this.shown.images, this.shown.labels)
  }
}
