import { barMark, barOf } from '../../pictures/bars.ts'
import { draw, h, s, set, write } from '../frame/dom.ts'

/** A table with a row per class: its name, a picture of a number, and one or two numbers. The table is its own text alternative. */
export class ClassTable {
  readonly element: HTMLTableElement
  private readonly body = h('tbody')
  private readonly foot = h('tfoot')
  private readonly kind: 'bar' | 'arrow'
  private rows: { row: HTMLElement; picture: SVGElement; cells: HTMLElement[] }[] = []

  constructor(caption: string, heads: readonly string[], kind: 'bar' | 'arrow') {
    this.kind = kind
    const [first, ...others] = heads.map((head) => h('th', { scope: 'col' }, head))
    const picture = h('td', { class: 'picture', 'aria-hidden': 'true' })
    this.element = h(
      'table',
      { class: `classes ${kind}` },
      h('caption', { class: 'unseen' }, caption),
      h('thead', {}, h('tr', {}, first, picture, ...others)),
      this.body,
      this.foot,
    )
  }

  /** values: the numbers in the pictures   texts: per class the formatted numbers */
  put(values: readonly number[], texts: readonly (readonly string[])[], truth: number): void {
    if (this.rows.length !== values.length) this.build(values.length, texts[0].length)
    this.rows.forEach(({ row, picture, cells }, i) => {
      set(row, { class: i === truth ? 'truth' : undefined })
      if (this.kind === 'bar') drawBar(picture, values[i])
      else drawArrow(picture, values[i])
      cells.forEach((cell, c) => write(cell, texts[i][c]))
    })
  }

  sum(texts: readonly string[]): void {
    const cells = texts.map((text) => h('td', {}, text))
    this.foot.replaceChildren(h('tr', {}, h('th', { scope: 'row' }, 'Σ'), h('td', { 'aria-hidden': 'true' }), ...cells))
  }

  private build(classes: number, columns: number): void {
    this.rows = Array.from({ length: classes }, (_, i) => {
      const picture = s('svg', { viewBox: '0 0 100 20', preserveAspectRatio: 'none', 'aria-hidden': 'true' })
      const cells = Array.from({ length: columns }, () => h('td'))
      const shown = h('td', { class: 'picture', 'aria-hidden': 'true' }, picture)
      return { row: h('tr', {}, h('th', { scope: 'row' }, letter(i)), shown, ...cells), picture, cells }
    })
    this.body.replaceChildren(...this.rows.map(({ row }) => row))
  }
}

/** The name of a class: A, B, C … A digit would look like one of its numbers. */
export function letter(i: number): string {
  return 'ABCDEF'[i]
}

/** Draws 0 … 1 from left to right. */
function drawBar(picture: SVGElement, share: number): void {
  const bar = barOf(share, 0, 1)
  draw(picture, `<rect class="ground" width="100" height="20"/>${barMark([0, 0, 100 * bar.length, 20], bar, 1)}`)
}

/** Draws −1 … 1 around the middle. */
function drawArrow(picture: SVGElement, slope: number): void {
  const length = 48 * Math.max(-1, Math.min(1, Number.isFinite(slope) ? slope : 0))
  const [end, neck] = [50 + length, 50 + length - 6 * Math.sign(length)]
  const shape = Math.abs(length) > 7 ? `M50 8H${neck}V3L${end} 10L${neck} 17V12H50Z` : `M50 6H${end}V14H50Z`
  picture.replaceChildren(
    s('path', { class: 'zero', d: 'M50 0V20' }),
    s('path', { fill: `var(--${slope < 0 ? 'below' : 'above'})`, d: shape }),
  )
}
