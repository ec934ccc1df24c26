import { freshId, h, write } from './dom.ts'

export interface Slider {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly value: number
  /** formats the value for the reader */
  readonly show: (value: number) => string
  readonly change: (value: number) => void
}

/** A control that the page can also set. */
export interface Control<Value> {
  readonly element: HTMLElement
  put(value: Value): void
}

/** A labelled slider with its value beside it. */
export function slider({ label, min, max, step, value, show, change }: Slider): Control<number> {
  const id = freshId()
  const input = h('input', { id, type: 'range', min, max, step })
  const output = h('output', { for: id })
  const put = (to: number): void => {
    input.value = String(to)
    report(to)
  }
  const report = (to: number): void => {
    write(output, show(to))
    input.setAttribute('aria-valuetext', show(to))
  }
  input.addEventListener('input', () => {
    report(input.valueAsNumber)
    change(input.valueAsNumber)
  })
  put(value)
  return { element: h('div', { class: 'slider' }, h('label', { for: id }, label), output, input), put }
}

/** A logarithmic slider: its value is 10 to the power of its position, from 10^min to 10^max. */
export function logSlider(options: Omit<Slider, 'step'>): Control<number> {
  const { min, max, value, show, change } = options
  const control = slider({
    ...options,
    min: Math.log10(min),
    max: Math.log10(max),
    step: 0.05,
    value: Math.log10(value),
    show: (power) => show(10 ** power),
    change: (power) => change(10 ** power),
  })
  return { ...control, put: (to) => control.put(Math.log10(to)) }
}

/** Radio buttons in a row. */
export function choice<Value extends string>(
  legend: string,
  values: readonly (readonly [value: Value, label: string])[],
  chosen: Value,
  change: (value: Value) => void,
): Control<Value> {
  const name = freshId()
  const inputs = values.map(([value]) =>
    h('input', { type: 'radio', name, value, checked: value === chosen, onchange: () => change(value) }),
  )
  const labels = values.map(([, label], i) => h('label', {}, inputs[i], h('span', {}, label)))
  const element = h(
    'fieldset',
    { class: 'choice' },
    h('legend', {}, legend),
    h('div', { class: 'segments' }, ...labels),
  )
  return { element, put: (to) => inputs.forEach((input) => (input.checked = input.value === to)) }
}

export function button(label: string, press: () => void, kind = ''): HTMLButtonElement {
  return h('button', { type: 'button', class: kind || undefined, onclick: press }, label)
}

/** A box with a heading. It is a landmark for screen readers. */
export function card(title: string, ...children: readonly (Node | string)[]): HTMLElement {
  const id = freshId()
  return h('section', { class: 'card', 'aria-labelledby': id }, h('h2', { id }, title), ...children)
}

/** A list of terms with changing values. */
export class Figures<Key extends string> {
  readonly element: HTMLElement
  private readonly values = new Map<Key, HTMLElement>()

  constructor(terms: Readonly<Record<Key, string>>) {
    const rows = (Object.keys(terms) as Key[]).map((key) => {
      const value = h('dd', {}, '–')
      this.values.set(key, value)
      return h('div', {}, h('dt', {}, terms[key]), value)
    })
    this.element = h('dl', { class: 'figures' }, ...rows)
  }

  put(key: Key, text: string): void {
    const value = this.values.get(key)
    if (value) write(value, text)
  }
}
