import { readFileSync } from 'node:fs'
import { paletteStyle } from '../pictures/palette.ts'
import { Html, html } from './html.ts'

export interface Section {
  /** the id of its heading, for links */
  readonly id: string
  readonly title: string
  readonly content: Html
}

export interface Page {
  readonly title: string
  /** one or two sentences below the title */
  readonly about: string
  readonly sections: readonly Section[]
  /** the last line: the command and the time */
  readonly made: string
}

/** The page of npm run play uses the second too. */
const sheets = ['lib/report/page.css', 'lib/report/results.css']

/** No script, and no request to any host. Markup that escaping missed would still do nothing. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** A complete HTML document. It opens from disk, needs no script, prints, and has a light and a dark style. */
export function page({ title, about, sections, made }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${new Html([paletteStyle(':root'), ...sheets.map((file) => readFileSync(file, 'utf8'))].join('\n'))}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">To the content</a>
        <header>
          <h1>${title}</h1>
          <p>${about}</p>
          <nav aria-label="On this page">
            <ul>
              ${sections.map((one) => html`<li><a href="#${one.id}">${one.title}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main id="main">
          ${sections.map(
            (one) =>
              html`<section aria-labelledby="${one.id}">
                <h2 id="${one.id}">${one.title}</h2>
                ${one.content}
              </section> `,
          )}
        </main>
        <footer>${made}</footer>
      </body>
    </html> `.text
}

/** A box for a wide table. It scrolls, with the keyboard too, so the page does not. */
export function scrollable(label: string, content: Html): Html {
  return html`<div class="scrolling" role="region" aria-label="${label}" tabindex="0">${content}</div>`
}

/**
 * An SVG or PNG as an <img>. So its styles do not reach the page, and its scripts do not run, even in a picture of a submission.
 * data: the text of an SVG, or the bytes of a PNG
 */
export function image(type: 'image/svg+xml' | 'image/png', data: string | Uint8Array, alt: string, size = ''): Html {
  return html`<img class="${size}" src="data:${type};base64,${Buffer.from(data).toString('base64')}" alt="${alt}" />`
}

/** A command line. It wraps between options only. */
export function commandLine(command: string): Html {
  const words = command.split(/ (?=--\w)/).map((part, i) => html`${i > 0 && ' '}<span>${part}</span>`)
  return html`<code class="command">${words}</code>`
}

/** Terms, each with its description. */
export function definitionList(rows: readonly (readonly [term: string, said: string | Html])[]): Html {
  return html`<dl class="facts">
    ${rows.map(
      ([term, said]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${said}</dd>
        </div>`,
    )}
  </dl>`
}
