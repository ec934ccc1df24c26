import { escapeText } from '../pictures/svg.ts'

/** Text that is HTML already, made by `html`. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Shown = Html | string | number | false | undefined | readonly Shown[]

/** html`<td>${anything}</td>` escapes every value except Html. false and undefined become empty text. */
export function html(parts: TemplateStringsArray, ...values: readonly Shown[]): Html {
  return new Html(parts.map((part, i) => part + toText(values[i])).join(''))
}

function toText(value: Shown): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(toText).join('')
  return escapeText(String(value))
}
