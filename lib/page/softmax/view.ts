import { formatFixed } from '../../format.ts'
import { card } from '../frame/controls.ts'
import { Announcer, h, write } from '../frame/dom.ts'
import { live } from '../frame/live.ts'
import type { ErrorPanel } from '../frame/error-panel.ts'
import { uses } from '../frame/uses.ts'
import type { Mounted, View } from '../frame/view.ts'
import { originsOfCalls } from '../frame/code-owners.ts'
import {
  type Katas,
  type Setting,
  inputOf,
  logarithms,
  lossOfLogits,
  lossOfProbabilities,
  naively,
  probabilities,
  slopes,
} from './numbers.ts'
import { settings } from './settings.ts'
import { ClassTable, letter } from './table.ts'

const katas = await live<Katas>(import.meta.url, () => import('./katas.ts'))

/** It survives when the reader leaves the room. */
const setting: Setting = { logits: [2, 0.5, -1, 4], truth: 0, temperature: 1, isShifted: false }

export const view: View = {
  slug: 'softmax',
  title: 'Softmax and cross-entropy',
  about: 'Numbers become probabilities, and the truth says how surprising they were. Move the logits.',
  origins: () => originsOfCalls(uses.softmax),
  mount: (host, trouble) => new Room(host, trouble),
}

class Room implements Mounted {
  private readonly announcer = new Announcer()
  private readonly trouble: ErrorPanel
  private readonly cards: Readonly<Record<'p' | 'loss' | 'slope', HTMLElement>>
  private readonly shares = new ClassTable('Probabilities of each class', ['class', 'p', 'ln p'], 'bar')
  private readonly naive = new ClassTable('The naive softmax of each class', ['class', 'eˣ', 'p'], 'bar')
  private readonly arrows = new ClassTable('Gradient of the loss, by class', ['class', 'p − y'], 'arrow')
  private readonly naiveWords = h('p', { class: 'words' })
  private readonly ofP = h('output')
  private readonly ofLogits = h('output')
  private readonly lossWords = h('p', { class: 'words' })
  private readonly forget = katas.onSave(() => this.update())

  constructor(host: HTMLElement, trouble: ErrorPanel) {
    this.trouble = trouble
    const losses = h(
      'dl',
      { class: 'figures' },
      h('div', {}, h('dt', {}, 'from p (3.1)'), h('dd', {}, this.ofP)),
      h('div', {}, h('dt', {}, 'from the logits (3.2)'), h('dd', {}, this.ofLogits)),
    )
    this.cards = {
      p: card('Softmax (2.1, 2.2)', this.shares.element),
      loss: card('Cross-entropy', losses, this.lossWords),
      slope: card('The gradient (4.7)', this.arrows.element, gradientWords()),
    }
    host.append(
      h(
        'div',
        { class: 'columns' },
        card(
          'The logits',
          settings(setting, () => this.update()),
          this.announcer.element,
        ),
        h(
          'div',
          { class: 'stack' },
          this.cards.p,
          card('The same, naively: eˣ / Σ eˣ, computed by the page', this.naive.element, this.naiveWords),
        ),
        h('div', { class: 'stack' }, this.cards.loss, this.cards.slope),
      ),
    )
    this.update()
  }

  unmount(): void {
    this.announcer.stop()
    this.forget()
  }

  private update(): void {
    const x = inputOf(setting)
    const { truth } = setting
    this.naively()
    this.trouble.try(
      'p',
      () => {
        const p = probabilities(katas.now, x)
        const logs = logarithms(katas.now, x)
        const texts = p.map((share, i) => [formatFixed(share), formatFixed(logs[i], 2)])
        this.shares.put(p, texts, truth)
        this.shares.sum([formatFixed(p.reduce((sum, share) => sum + share, 0)), ''])
        this.announcer.say(`Probability of the truth, ${letter(truth)}: ${formatFixed(p[truth])}`)
      },
      this.cards.p,
    )
    this.trouble.try(
      'loss',
      () => {
        const [ofP, ofLogits] = [lossOfProbabilities(katas.now, x, truth), lossOfLogits(katas.now, x, truth)]
        write(this.ofP, formatFixed(ofP))
        write(this.ofLogits, formatFixed(ofLogits))
        write(this.lossWords, lossInWords(ofP, ofLogits))
      },
      this.cards.loss,
    )
    this.trouble.try(
      'slope',
      () => {
        const dx = slopes(katas.now, x, truth)
        const texts = dx.map((slope) => [formatFixed(slope)])
        this.arrows.put(dx, texts, truth)
        const total = dx.reduce((sum, slope) => sum + slope, 0)
        this.arrows.sum([formatFixed(Number(total.toFixed(12)))]) // hides rounding errors
      },
      this.cards.slope,
    )
  }

  private naively(): void {
    const { powers, shares } = naively(inputOf(setting))
    const texts = shares.map((share, i) => [formatFixed(powers[i], 1), formatFixed(share)])
    this.naive.put(shares, texts, setting.truth)
    this.naive.sum([
      formatFixed(
        powers.reduce((sum, power) => sum + power, 0),
        1,
      ),
      formatFixed(shares.reduce((a, b) => a + b, 0)),
    ])
    const isLost = shares.some(Number.isNaN)
    const words = isLost
      ? 'e¹⁰⁰⁰ is beyond the largest float64, about 1.8·10³⁰⁸: it becomes ∞, and ∞/∞ is NaN, no number at all.'
      : 'Equal, as long as no eˣ overflows. Shift all logits by 1000 and look again.'
    write(this.naiveWords, words)
  }
}

function lossInWords(ofP: number, ofLogits: number): string {
  if (ofP === Infinity && Number.isFinite(ofLogits))
    return 'The probability of the truth has underflowed to 0, and −ln 0 = ∞. From the logits the loss stays honest.'
  return 'L = −ln p of the truth: 0 if it was certain, ln K if all K classes seemed equal.'
}

function gradientWords(): HTMLElement {
  return h(
    'p',
    { class: 'words' },
    'How the loss grows with each x. Below 0, to the left: more of it would help. The truth pulls its own up and pushes the others down, and together they balance.',
  )
}
