import { explainWeights, largestOf, legendOf } from '../../pictures/diverging-scale.ts'
import { weightsOf } from '../../training/layer.ts'
import { h, write } from '../frame/dom.ts'
import { paint } from './heat.ts'
import type { Layer } from './messages.ts'

/** The first layer's weights, one picture of 28 × 28 for each of its units: what the unit looks for. */
export class Weights {
  readonly element: HTMLElement
  private readonly grid = h('div', { class: 'units', role: 'img', hidden: true })
  private readonly text = h('p', { class: 'note' })
  private readonly scale = h('p', { class: 'scale' })
  private canvases: HTMLCanvasElement[] = []
  private shown: readonly Layer[] = []

  constructor() {
    const [low, high] = [h('span'), h('span')]
    this.scale.append(low, h('span', { class: 'ramp', role: 'img' }), high)
    this.element = h('div', { class: 'weights' }, this.text, this.grid, this.scale)
    this.draw([])
  }

  draw(layers: readonly Layer[] = this.shown): void {
    this.shown = layers
    const first = layers.length > 0 ? weightsOf(layers[0]) : undefined
    const isOfPixels = first?.shape.length === 2 && first.shape[0] === 28 * 28
    this.scale.hidden = this.grid.hidden = !isOfPixels
    if (!isOfPixels)
      return write(
        this.text,
        first
          ? 'The first layer has no weight for each pixel: there are no pictures of it.'
          : 'Every unit of the first layer has a weight for each pixel: pictures, once training has begun.',
      )
    const [, O] = first.shape
    const isOutput = layers.length === 1
    write(this.text, explainWeights(isOutput))
    if (this.canvases.length !== O) this.build(O, isOutput)
    const most = largestOf(first.data)
    this.canvases.forEach((canvas, j) => paint(canvas, (i) => first.data[i * O + j], most))
    const [low, ramp, high] = this.scale.children
    const { from, to, words } = legendOf(most)
    write(low, from)
    ramp.setAttribute('aria-label', words)
    write(high, to)
  }

  private build(O: number, isOutput: boolean): void {
    this.grid.classList.toggle('outputs', isOutput)
    this.grid.setAttribute(
      'aria-label',
      `${O} pictures of 28 by 28 weights, one for each ${isOutput ? 'digit' : 'hidden unit'}`,
    )
    this.canvases = Array.from({ length: O }, () => h('canvas', { width: 28, height: 28 }))
    this.grid.replaceChildren(
      ...this.canvases.map((canvas, j) =>
        isOutput ? h('figure', {}, canvas, h('figcaption', {}, String(j))) : h('figure', {}, canvas),
      ),
    )
  }
}
