import { formatFixed } from '../../format.ts'
import { button, choice, logSlider, slider } from '../frame/controls.ts'
import { freshId, h, write } from '../frame/dom.ts'
import type { Descent, Method, Point } from './descent.ts'

/** The actions of the panel. */
export interface Actions {
  toggle(): void
  step(): void
  restart(): void
  nudge(): void
  resize(links: number): void
  aim(target: Point): void
  rate(rate: number): void
  speed(perSecond: number): void
  method(method: Method): void
}

/** The buttons, sliders and numbers beside the arm. */
export class Panel {
  readonly buttons: HTMLElement
  readonly settings: HTMLElement
  private readonly play: HTMLButtonElement
  private readonly links
  private readonly aims: readonly HTMLInputElement[]

  constructor(descent: Descent, perSecond: number, doings: Actions) {
    this.play = button('Play', () => doings.toggle(), 'main')
    this.buttons = h(
      'div',
      { class: 'buttons', role: 'group', 'aria-label': 'Descent' },
      this.play,
      button('Step', () => doings.step()),
      button('New start', () => doings.restart()),
      button('Nudge', () => doings.nudge()),
    )
    this.links = slider({
      ...{ label: 'Links', min: 1, max: 40, step: 1, value: descent.links, show: String },
      change: (links) => doings.resize(links),
    })
    const rate = logSlider({
      ...{ label: 'Rate', min: 0.001, max: 1, value: descent.rate, show: (to: number) => to.toPrecision(2) },
      change: (to) => doings.rate(to),
    })
    const speed = slider({
      ...{ label: 'Steps per second', min: 1, max: 60, step: 1, value: perSecond, show: String },
      change: (to) => doings.speed(to),
    })
    const method = choice<Method>(
      'Gradient',
      [
        ['analytic', 'analytic (5.3)'],
        ['numerical', 'numerical (4.1)'],
      ],
      descent.method,
      (to) => doings.method(to),
    )
    const aim = (): void => {
      const [x, y] = this.aims.map((input) => input.valueAsNumber)
      if (Number.isFinite(x) && Number.isFinite(y)) doings.aim([x, y])
    }
    this.aims = [0, 1].map(() => h('input', { type: 'number', step: 0.1, id: freshId(), onchange: aim }))
    const fields = this.aims.map((input, i) => h('label', { for: input.id }, 'xy'[i], input))
    const target = h('fieldset', { class: 'aims' }, h('legend', {}, 'Target'), h('div', {}, ...fields))
    const parts = [this.links, rate, speed].map(({ element }) => element)
    this.settings = h('div', { class: 'settings' }, ...parts, target, method.element)
  }

  show(isPlaying: boolean, { target, links }: Descent): void {
    write(this.play, isPlaying ? 'Pause' : 'Play')
    this.links.put(links)
    this.aims.forEach((input, i) => {
      if (document.activeElement !== input) input.value = target[i].toFixed(2)
    })
  }
}

/** Describes the state: whether the target is in reach, why the arm stands still, and whether the rate is safe. */
export function inWords(descent: Descent, loss: number, isStill: boolean): string {
  const { links, distance, floor, rate, safeRate } = descent
  const d = distance.toFixed(2)
  const words =
    floor > 0
      ? [
          `The target is ${d} away and the arm reaches ${links}: out of reach. The loss stays above (d − n)² = ${formatFixed(floor)}.`,
        ]
      : [`The target is ${d} away, and the arm reaches ${links}: the loss can become 0.`]
  if (isStill) words.push('The gradient is 0, and the arm stands still.')
  if (isStill && loss > floor + 1e-4) words.push('It has not arrived: this is a saddle or the top. Nudge it.')
  if (rate > safeRate) words.push(`Above a rate of 1/(2n + 2(n + d)) = ${formatFixed(safeRate)} the loss may rise.`)
  return words.join(' ')
}
