/**
 * The colours of all pictures, reports and pages. No other file has a colour of its own, so one meaning has one colour.
 * In particular, `wrong` and `below` differ. Text in any of them has a contrast of 4.5 : 1 on `paper` and `ground` (WCAG AA).
 */
const [blue, orange] = [
  ['#0b62d6', '#6ab0ff'],
  ['#b45309', '#f0a55e'],
] as const

/** Each name has a colour for light screens and one for dark screens. */
export const palette = {
  paper: ['#ffffff', '#1b1b1f'],
  ground: ['#f4f5f7', '#242429'],
  ink: ['#333333', '#cccccc'],
  quiet: ['#5c6068', '#a3a3ad'],
  faint: ['#dddddd', '#3a3a40'],
  line: blue,
  deep: ['#0b4ea8', '#5aa2f5'],
  'on-line': ['#ffffff', '#10151c'],
  /** numbers above and below 0 */
  above: blue,
  below: orange,
  /** the same in images, whose 0 is transparent: they appear on light and on dark paper */
  'image-above': ['#266eeb', '#266eeb'],
  'image-below': ['#e0660f', '#e0660f'],
  'image-none': ['#808080', '#808080'],
  /** a target, a limit, a result that is out of date */
  attention: orange,
  done: ['#17692f', '#6fcf85'],
  wrong: ['#b3261e', '#ff7b72'],
  'wrong-ground': ['#fdf0ef', '#33201f'],
  /** measurements of other libraries */
  peer: ['#b9b9c2', '#55555e'],
} as const satisfies Readonly<Record<string, readonly [light: string, dark: string]>>

/** The names of these colours in sentences. */
export const colourNames = { above: 'blue', below: 'orange' } as const

/** The colours of the card to share, on light and dark screens. */
export const cardColours = { ground: '#12243d', text: '#c9d4e3', title: '#ffffff', wrong: '#ffb4ab' } as const

export type ColourName = keyof typeof palette
export type Rgb = readonly [red: number, green: number, blue: number]

const names = Object.keys(palette) as ColourName[]

/** The red, green and blue of #rrggbb. */
export function rgbOf(colour: string): Rgb {
  return [parseInt(colour.slice(1, 3), 16), parseInt(colour.slice(3, 5), 16), parseInt(colour.slice(5, 7), 16)]
}

/** CSS with the colours as --paper, --ink and so on, light or dark as the reader's system prefers. If `used` is given, only those in this text. */
export function paletteStyle(selector: ':root' | 'svg', used?: string): string {
  const own = names.filter((name) => used === undefined || used.includes(`var(--${name})`))
  const rule = (screen: 0 | 1): string =>
    `${selector}{${own.map((name) => `--${name}:${palette[name][screen]}`).join(';')}}`
  return `${rule(0)}@media(prefers-color-scheme:dark){${rule(1)}}`
}
