import type { ImageSize } from '../data/idx.ts'
import { type Misread, type MisreadDigits, captionOf, describeMisread } from '../training/misread.ts'
import { type Html, html } from './html.ts'
import { sheet } from './sheet.ts'

/** The misread digits, for reports and the page. draw: makes the image of a digit with this text alternative */
export function misreadHtml(misread: MisreadDigits, size: ImageSize, draw: (one: Misread, alt: string) => Html): Html {
  const figures = misread.shown.map(
    (one) =>
      html`<li>
        ${draw(one, `a ${one.truth}, read as ${one.read}`)}
        <p>${captionOf(one)}</p>
      </li> `,
  )
  return html`<p class="note">${describeMisread(misread)}</p>
    ${misread.total > 0 && sheet('misread', size, figures)}`
}
