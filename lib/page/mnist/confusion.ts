import { h, write } from '../frame/dom.ts'

const K = 10

/** What it is by row, what was read by column. The right ones do not drown the errors: each has a scale of its own. */
export class Confusion {
  readonly element: HTMLElement
  private readonly note = h('p', { class: 'note' }, 'What is mistaken for what is counted here.')
  private readonly table: HTMLElement
  private readonly cells: HTMLElement[]

  constructor() {
    const digits = Array.from({ length: K }, (_, k) => k)
    this.cells = digits.flatMap((t) => digits.map((p) => h('td', { class: t === p ? 'right' : undefined })))
    const rows = digits.map((t) =>
      h('tr', {}, h('th', { scope: 'row' }, String(t)), ...this.cells.slice(t * K, (t + 1) * K)),
    )
    const head = h('tr', {}, h('td'), ...digits.map((p) => h('th', { scope: 'col' }, String(p))))
    this.table = h(
      'table',
      { class: 'confusion', hidden: true },
      h('caption', {}, 'What it is, by row; what was read, by column.'),
      h('thead', {}, head),
      h('tbody', {}, ...rows),
    )
    this.element = h('div', {}, this.note, this.table)
  }

  /** counts: 10 · 10, row after row; undefined: nothing was counted yet */
  draw(counts: ArrayLike<number> | undefined): void {
    this.table.hidden = !counts
    this.note.hidden = !this.table.hidden
    if (!counts) return
    const totals = Array.from({ length: K }, (_, t) => {
      return Array.from({ length: K }, (_, p) => counts[t * K + p]).reduce((a, b) => a + b, 0)
    })
    const share = (at: number): number => counts[at] / (totals[Math.floor(at / K)] || 1)
    const isRight = (at: number): boolean => at % (K + 1) === 0
    const worst = Math.max(0.01, ...this.cells.map((_, at) => (isRight(at) ? 0 : share(at))))
    this.cells.forEach((cell, at) => {
      write(cell, counts[at] === 0 ? '' : String(counts[at]))
      const depth = isRight(at) ? share(at) : share(at) / worst
      cell.style.setProperty('--depth', `${Math.round(100 * depth) || 0}%`)
    })
  }
}
