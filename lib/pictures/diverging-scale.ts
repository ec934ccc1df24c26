/**
 * The scale of numbers on both sides of zero: red below, blue above, the paper at zero. Colours, legend, labels and words of the page and
 * of the reports come from here, so that a picture and the sentence below it agree.
 */
export type Colour = readonly [red: number, green: number, blue: number]

export type Scheme = 'light' | 'dark'

/** What each side of zero is called. */
const names = { below: 'red', above: 'blue' } as const

/** On the paper of each colour scheme. */
const schemes: Readonly<Record<Scheme, Record<'zero' | 'below' | 'above' | 'none', Colour>>> = {
  light: { zero: [255, 255, 255], below: [190, 24, 38], above: [11, 98, 214], none: [128, 128, 128] },
  dark: { zero: [27, 27, 31], below: [255, 122, 107], above: [106, 176, 255], none: [128, 128, 128] },
}

/** For an image that must be seen on either paper: its zero is transparent. */
const onAnyPaper = { below: [222, 45, 38], above: [38, 110, 235], none: [128, 128, 128] } as const

/** The colour of `value` where `most` and −most are the ends of the scale. What is no number is grey. */
export function colourOf(value: number, most: number, scheme: Scheme): Colour {
  const { zero, below, above, none } = schemes[scheme]
  if (!Number.isFinite(value)) return none
  const [end, strength] = [value < 0 ? below : above, strengthOf(value, most)]
  return [mix(zero[0], end[0], strength), mix(zero[1], end[1], strength), mix(zero[2], end[2], strength)]
}

/** The same for an image on any paper: red, green, blue, and how opaque it is, each from 0 to 255. */
export function pixelOf(value: number, most: number): readonly [...Colour, opacity: number] {
  if (!Number.isFinite(value)) return [...onAnyPaper.none, 255]
  return [...(value < 0 ? onAnyPaper.below : onAnyPaper.above), Math.round(255 * strengthOf(value, most))]
}

function strengthOf(value: number, most: number): number {
  return Math.min(1, Math.abs(value) / most)
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share
}

/** The end of the scale for these numbers: 99 % of them are smaller. A few outliers would leave all others pale. */
export function largestOf(values: ArrayLike<number>): number {
  const sizes = Float64Array.from(values, Math.abs).filter(Number.isFinite).sort()
  return sizes[Math.floor(0.99 * (sizes.length - 1))] || 1
}

/** The numbers at the two ends of a legend, from left to right, and what it shows in words. */
export function legendOf(most: number): { readonly from: string; readonly to: string; readonly words: string } {
  const text = `from ${names.below}, below 0, to ${names.above}, above 0`
  return { from: `−${most.toFixed(2)}`, to: `+${most.toFixed(2)}`, words: text }
}

/** What the colours of the first layer's weights mean: of digits, or of hidden units. */
export function explainWeights(isOutput: boolean): string {
  return isOutput
    ? `Ink on ${names.above} speaks for the digit, ink on ${names.below} against it.`
    : `Ink on ${names.above} wakes a hidden unit, ink on ${names.below} silences it.`
}

/**
 * CSS: the colours as --below and --above, a legend as .ramp, and labels as .below and .above. `isOnAnyPaper`: for images of
 * pixelOf, whose legend has the same colours in both schemes.
 */
export function scaleStyle(isOnAnyPaper: boolean): string {
  const variables = ({ below, above }: Record<'below' | 'above', Colour>): string =>
    `--below: ${hex(below)}; --above: ${hex(above)};`
  const [from, to] = isOnAnyPaper ? [hex(onAnyPaper.below), hex(onAnyPaper.above)] : ['var(--below)', 'var(--above)']
  return [
    `:root { ${variables(schemes.light)} }`,
    `@media (prefers-color-scheme: dark) { :root { ${variables(schemes.dark)} } }`,
    `.ramp { background: linear-gradient(to right, ${from}, var(--paper), ${to}); }`,
    '.below { color: var(--below); }',
    '.above { color: var(--above); }',
  ].join('\n')
}

function hex(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
