import { escapeText } from '../pictures/svg.ts'

/** Text that is HTML already, of this house's making. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Shown = Html | string | number | false | undefined | readonly Shown[]

/** html`<td>${anything}</td>`: every value is escaped, but for what is Html itself; false and undefined show nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Shown[]): Html {
  return new Html(parts.map((part, i) => part + toText(values[i])).join(''))
}

function toText(value: Shown): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(toText).join('')
  return escapeText(String(value))
}
