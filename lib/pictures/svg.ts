import { paletteStyle } from './palette.ts'

/** A picture, and a description of it in words, for readers who cannot see it. */
export interface Picture {
  readonly svg: string
  /** its title and its content in one line */
  readonly text: string
}

/** The text alternative of a picture: `rows` for terminals, `text` in one line of words. By default it is the title. */
export interface AltText {
  readonly text?: string
  readonly rows?: readonly string[]
}

const style = 'text{font:12px system-ui,sans-serif;fill:var(--ink)}'

/**
 * An SVG with its own background, light or dark as the reader's system prefers. `body` may use all colours of the palette, as var(--ink).
 * The SVG also contains the text that a terminal shows instead (see rowsOf).
 */
export function picture(
  [width, height]: readonly [number, number],
  title: string,
  body: readonly string[],
  { text = title, rows = [text] }: AltText = {},
): Picture {
  const drawn = [`<rect width="${width}" height="${height}" fill="var(--paper)"/>`, ...body]
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeText(title)}</title>`,
    `<metadata>${escapeText(JSON.stringify(rows))}</metadata>`,
    `<style>${paletteStyle('svg', [style, ...drawn].join())}`,
    `${style}</style>`,
    ...drawn,
    '</svg>',
  ].join('\n')
  return { svg, text }
}

/** The lines that a terminal shows in place of a picture; none if `picture` did not make it. */
export function rowsOf(svg: string): readonly string[] {
  const [, rows = '[]'] = /<metadata>(.*?)<\/metadata>/.exec(svg) ?? []
  try {
    return JSON.parse(rows.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => letters[entity])) as string[]
  } catch {
    return []
  }
}

/** The title of a picture, in its first line. */
export function heading(title: string): string {
  return label(16, 22, title, 'style="font-weight:600"')
}

export function label(x: number, y: number, text: string, more = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more && ` ${more}`}>${escapeText(text)}</text>`
}

/** A block of one to eight eighths for each value, such as ▁▂█; the largest is full. A number that is not finite is a cross. */
export function blocks(values: ArrayLike<number>, largest?: number): string {
  const sizes = Array.from(values, (v) => (Number.isFinite(v) ? Math.abs(v) : 0))
  const most = Math.max(largest ?? Math.max(...sizes), Number.MIN_VALUE)
  return Array.from(values, (v) =>
    Number.isFinite(v) ? '▁▂▃▄▅▆▇█'[Math.min(7, Math.floor((8 * Math.abs(v)) / most))] : '×',
  ).join('')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const letters = Object.fromEntries(Object.entries(entities).map(([sign, entity]) => [entity, sign]))

/** Control characters, and characters that change the direction of text. They could disguise a line. */
const unseen = /[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Escapes text for HTML or SVG, invisible characters included. */
export function escapeText(text: string): string {
  return text
    .replace(/[&<>"']/g, (sign) => entities[sign])
    .replace(unseen, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
