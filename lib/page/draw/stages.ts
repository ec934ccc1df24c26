import { h, write } from '../frame/dom.ts'
import { paintInk } from '../mnist/heat.ts'
import { Bars } from './bars.ts'
import type { Reading } from './reading.ts'

const digits = Array.from({ length: 10 }, (_, k) => String(k))
const percent = (p: number): string => `${(100 * p).toFixed(1)} %`

/** What each stage of the network says of the image, from pixels to probabilities, and which exercise computes it. */
export class Stages {
  readonly element: HTMLElement
  private readonly pixels = h('canvas', { class: 'pixels', width: 28, height: 28, role: 'img' })
  private readonly hidden = new Bars(32, [])
  private readonly logits = new Bars(10, digits)
  private readonly probabilities = new Bars(10, digits)
  private readonly hiddenStage: HTMLElement
  private readonly logitsFormula = h('span')
  private readonly numbers = digits.map(() => [h('td'), h('td')])
  private shown: Reading | undefined

  constructor() {
    const stage = (name: string, formula: Node | string, exercises: string, picture: Node): HTMLElement =>
      h(
        'li',
        {},
        h('h3', {}, name),
        h('p', { class: 'formula' }, h('code', {}, formula), h('span', { class: 'by' }, exercises)),
        picture,
      )
    this.hiddenStage = stage('32 hidden units', 'h = relu(x·W₁ + b₁)', '4.3 relu in 4.7 chain', this.hidden.element)
    this.element = h(
      'div',
      {},
      h(
        'ol',
        { class: 'stages' },
        stage('Pixels', 'x = byte / 255', '6.2 scale', this.pixels),
        this.hiddenStage,
        stage('Logits', this.logitsFormula, '4.7 forward', this.logits.element),
        stage('Probabilities', 'p = softmax(z)', '2.1 softmax', this.probabilities.element),
      ),
      this.table(),
    )
  }

  /** undefined: nothing is drawn, or nothing can read it */
  draw(reading: Reading | undefined, ink: ArrayLike<number>): void {
    this.shown = reading
    const pixels = reading?.pixels ?? ink
    paintInk(this.pixels, (i) => pixels[i])
    this.pixels.setAttribute('aria-label', `${Array.from(pixels).filter((v) => v > 0).length} of 784 pixels have ink`)
    const { hidden, logits = [], probabilities = [], digit = -1 } = reading ?? {}
    this.hiddenStage.hidden = reading !== undefined && hidden === undefined
    write(this.logitsFormula, this.hiddenStage.hidden ? 'z = x·W + b' : 'z = h·W₂ + b₂')
    const awake = Array.from(hidden ?? []).filter((v) => v > 0).length
    this.hidden.draw(hidden ?? [], 0, most(hidden ?? [], 4), -1, `${awake} of 32 hidden units are awake`)
    const size = Math.max(
      most(logits, 5),
      most(
        Array.from(logits, (z) => -z),
        5,
      ),
    )
    this.logits.draw(
      logits,
      -size,
      size,
      digit,
      inWords('logit', logits, digit, (z) => z.toFixed(2)),
    )
    this.probabilities.draw(probabilities, 0, 1, digit, inWords('probability', probabilities, digit, percent))
    this.numbers.forEach(([logit, probability], k) => {
      write(logit, logits.length > 0 ? logits[k].toFixed(2) : '')
      write(probability, probabilities.length > 0 ? percent(probabilities[k]) : '')
    })
  }

  /** in another colour scheme */
  again(ink: ArrayLike<number>): void {
    this.draw(this.shown, ink)
  }

  private table(): HTMLElement {
    const head = ['Digit', 'Logit', 'Probability'].map((name) => h('th', { scope: 'col' }, name))
    const rows = this.numbers.map((cells, k) => h('tr', {}, h('th', { scope: 'row' }, String(k)), ...cells))
    return h(
      'details',
      {},
      h('summary', {}, 'The ten numbers'),
      h('table', { class: 'times' }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows)),
    )
  }
}

function most(values: ArrayLike<number>, least: number): number {
  return Math.max(least, ...Array.from(values).filter(Number.isFinite))
}

function inWords(name: string, values: ArrayLike<number>, digit: number, show: (value: number) => string): string {
  return digit < 0 || values.length === 0
    ? `no ${name} yet`
    : `largest ${name}: ${show(values[digit])}, of digit ${digit}`
}
