import { formatFixed, formatPercent } from '../../format.ts'
import { paintInk } from '../frame/canvas.ts'
import { h, write } from '../frame/dom.ts'
import { Bars } from './bars.ts'
import type { Reading } from './reading.ts'

const digits = Array.from({ length: 10 }, (_, k) => String(k))
const none = (count: number): readonly number[] => Array.from({ length: count }, () => 0)

/** Pictures of the stages of the network, from pixels to probabilities, each with the exercise that computes it. */
export class Stages {
  readonly element: HTMLElement
  private readonly pixels = h('canvas', { class: 'pixels ink', width: 28, height: 28, role: 'img' })
  private readonly hidden = new Bars([])
  private readonly logits = new Bars(digits)
  private readonly probabilities = new Bars(digits)
  private readonly hiddenStage: HTMLElement
  private readonly logitsFormula = h('span')
  private readonly numbers = digits.map(() => [h('td'), h('td')])

  constructor() {
    const stage = (name: string, formula: Node | string, exercises: string, picture: Node): HTMLElement =>
      h(
        'li',
        {},
        h('h3', {}, name),
        h('p', { class: 'formula' }, h('code', {}, formula), h('span', { class: 'by' }, exercises)),
        picture,
      )
    this.hiddenStage = stage('32 hidden units', 'h = relu(x·W₁ + b₁)', '4.4 relu in 4.8 chain', this.hidden.element)
    this.element = h(
      'div',
      {},
      h(
        'ol',
        { class: 'stages' },
        stage('Pixels', 'x = byte / 255', '6.2 scale', this.pixels),
        this.hiddenStage,
        stage('Logits', this.logitsFormula, '4.8 forward', this.logits.element),
        stage('Probabilities', 'p = softmax(z)', '2.1 softmax', this.probabilities.element),
      ),
      this.table(),
    )
  }

  /** reading: undefined if there is no drawing, or no network */
  draw(reading: Reading | undefined, ink: ArrayLike<number>): void {
    const pixels = reading?.pixels ?? ink
    paintInk(this.pixels, pixels)
    this.pixels.setAttribute('aria-label', `${Array.from(pixels).filter((v) => v > 0).length} of 784 pixels have ink`)
    const { hidden = none(32), logits = none(10), probabilities = none(10), digit: chosen } = reading ?? {}
    this.hiddenStage.hidden = reading !== undefined && reading.hidden === undefined
    write(this.logitsFormula, this.hiddenStage.hidden ? 'z = x·W + b' : 'z = h·W₂ + b₂')
    const awake = Array.from(hidden).filter((v) => v > 0).length
    this.hidden.draw(hidden, `${awake} of 32 hidden units are awake`, { to: most(hidden, 4) })
    const to = most(Array.from(logits, Math.abs), 5)
    this.logits.draw(logits, inWords('logit', logits, chosen, formatLogit), { from: -to, to, chosen })
    const words = inWords('probability', probabilities, chosen, formatPercent)
    this.probabilities.draw(probabilities, words, { to: 1, chosen })
    this.numbers.forEach(([logit, probability], k) => {
      write(logit, reading ? formatLogit(logits[k]) : '')
      write(probability, reading ? formatPercent(probabilities[k]) : '')
    })
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

function formatLogit(z: number): string {
  return formatFixed(z, 2)
}

function inWords(
  name: string,
  values: ArrayLike<number>,
  digit: number | undefined,
  show: (value: number) => string,
): string {
  return digit === undefined ? `no ${name} yet` : `largest ${name}: ${show(values[digit])}, of digit ${digit}`
}
