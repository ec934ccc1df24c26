import { formatFixed } from '../../format.ts'
import { type Control, button, choice, logSlider, slider } from '../frame/controls.ts'
import { h } from '../frame/dom.ts'
import type { Setting } from './numbers.ts'
import { letter } from './table.ts'

const [fewest, most] = [3, 6]

/** The controls for the logits and their number, the true class, the temperature and the shift. */
export function settings(setting: Setting, change: () => void): HTMLElement {
  const sliders = h('div', { class: 'logits' })
  const truths = h('div')
  const fewer = button('Fewer classes', () => resize(-1))
  const more = button('More classes', () => resize(1))
  const resize = (by: number): void => {
    if (by > 0) setting.logits.push(0)
    else setting.logits.pop()
    setting.truth = Math.min(setting.truth, setting.logits.length - 1)
    build()
    change()
  }
  const build = (): void => {
    const { logits } = setting
    sliders.replaceChildren(...logits.map((_, i) => logit(setting, i, change).element))
    const letters = logits.map((_, i) => [letter(i), letter(i)] as const)
    const truth = choice('The truth', letters, letter(setting.truth), (chosen) => {
      setting.truth = letters.findIndex(([known]) => known === chosen)
      change()
    })
    truths.replaceChildren(truth.element)
    fewer.disabled = logits.length === fewest
    more.disabled = logits.length === most
  }
  build()
  const shift = h('input', {
    type: 'checkbox',
    checked: setting.isShifted,
    onchange: () => {
      setting.isShifted = shift.checked
      change()
    },
  })
  return h(
    'div',
    { class: 'settings' },
    sliders,
    h('div', { class: 'buttons', role: 'group', 'aria-label': 'Number of classes' }, fewer, more),
    truths,
    temperature(setting, change).element,
    h('label', { class: 'check' }, shift, h('span', {}, 'Shift all by +1000')),
    h('p', { class: 'words' }, 'The input is x = z / T, or x + 1000 if it is shifted.'),
  )
}

function logit(setting: Setting, i: number, change: () => void): Control<number> {
  return slider({
    ...{ label: `z of ${letter(i)}`, min: -20, max: 20, step: 0.1, value: setting.logits[i] },
    show: (z) => formatFixed(z, 1),
    change: (z) => {
      setting.logits[i] = z
      change()
    },
  })
}

function temperature(setting: Setting, change: () => void): Control<number> {
  return logSlider({
    ...{ label: 'Temperature T', min: 0.05, max: 20, value: setting.temperature },
    show: (to) => to.toPrecision(2),
    change: (to) => {
      setting.temperature = to
      change()
    },
  })
}
