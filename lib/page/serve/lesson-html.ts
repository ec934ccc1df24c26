import { posix } from 'node:path'
import { Marked, Renderer, type RendererObject, type TokenizerAndRendererExtension } from 'marked'
import temml from 'temml'
import { lessons } from '../../course/exercises.ts'
import { html } from '../../report/html.ts'
import { addressOf } from '../frame/route.ts'

/** A lesson as HTML, in parts: between two parts stands the address of a picture. */
export interface LessonHtml {
  readonly title: string
  /** one more than pictures */
  readonly parts: readonly string[]
  /** the files of the pictures, relative to the lesson: lesson.svg */
  readonly pictures: readonly string[]
}

/** Stands in the markup for the address of a picture, which only Vite knows. */
const mark = '\u0000'

/** Converts a lesson. Throws if it has TeX that Temml does not know, or a link to nothing. */
export function convertLesson(stage: string, markdown: string): LessonHtml {
  const pictures: string[] = []
  const marked = new Marked({
    extensions: [displayMath, inlineMath],
    renderer: { ...renderer, ...linksOf(stage, pictures) },
  })
  const parts = (marked.parse(markdown.replaceAll('\r\n', '\n')) as string).split(mark)
  return { title: titleOf(markdown), parts, pictures }
}

/** The first line of a lesson: 2 · Softmax */
export function titleOf(markdown: string): string {
  return /^# (.+?)\s*$/m.exec(markdown)?.[1] ?? ''
}

/** $$…$$ on lines of their own, which scroll if they are wider than the page */
const displayMath: TokenizerAndRendererExtension = {
  name: 'displayMath',
  level: 'block',
  start: (source) => source.match(/^\$\$$/m)?.index,
  tokenizer: (source) => mathToken('displayMath', /^\$\$\n([^$]+)\n\$\$(?:\n|$)/.exec(source)),
  renderer: ({ tex }) =>
    `<div class="wide" tabindex="0" role="group" aria-label="Formula">${toMathml(tex, true)}</div>\n`,
}

/** $…$ in a sentence */
const inlineMath: TokenizerAndRendererExtension = {
  name: 'inlineMath',
  level: 'inline',
  start: (source) => source.indexOf('$'),
  tokenizer: (source) => mathToken('inlineMath', /^\$([^$]+)\$/.exec(source)),
  renderer: ({ tex }) => toMathml(tex, false),
}

function mathToken(type: string, found: RegExpExecArray | null) {
  return found ? { type, raw: found[0], tex: found[1] } : undefined
}

function toMathml(tex: string, displayMode: boolean): string {
  return temml.renderToString(tex, { displayMode, throwOnError: true, wrap: displayMode ? 'none' : 'tex' })
}

const renderer: RendererObject = {
  heading({ tokens, depth }) {
    const text = this.parser.parseInline(tokens)
    return depth === 1 ? `<h1 tabindex="-1">${text}</h1>\n` : `<h${depth}>${text}</h${depth}>\n`
  },
  code: ({ text }) => html`<pre class="wide" tabindex="0"><code>${text}</code></pre> `.text,
  // marked's own table, in a box that scrolls
  table(token) {
    const table = Renderer.prototype.table.call(this, token)
    return `<div class="wide" tabindex="0" role="group" aria-label="Table">${table}</div>\n`
  },
  // comments are for the hints of npm start: <!-- for: B06 -->
  html: ({ text }) => text.replaceAll(/<!--[^]*?-->/g, ''),
}

/** Renders the links and pictures of a lesson. It adds the files of the pictures to a list. */
function linksOf(stage: string, pictures: string[]): RendererObject {
  return {
    image({ href, text }) {
      pictures.push(href)
      return `<img src="${mark}" alt="${html`${text}`.text}" />`
    },
    link({ href, tokens, text }) {
      const label = this.parser.parseInline(tokens)
      if (/^https?:/.test(href)) return `<a href="${html`${href}`.text}" target="_blank" rel="noreferrer">${label}</a>`
      const path = posix.join('katas', stage, href.replace(/#.*/, ''))
      const lesson = lessons.find((one) => path === `katas/${one}/README.md`)
      if (lesson) return `<a href="${addressOf({ lesson })}">${label}</a>`
      // a file of the project, which the page does not have
      return path.startsWith(text) ? html`<code>${path}</code>`.text : `${label} (<code>${html`${path}`.text}</code>)`
    },
  }
}
