import { formatFixed, formatPercent } from '../../format.ts'
import { median } from '../../stats.ts'
import { h } from '../frame/dom.ts'
import { inShort } from './panel.ts'
import type { Run } from './training.ts'

/** A table of the runs in this tab, with the seconds per epoch and the result of each. */
export class Times {
  readonly element: HTMLElement
  private readonly body = h('tbody')
  private shown = ''

  constructor() {
    const heads = ['Run', 's / epoch', 'Epochs', 'Loss', 'Unseen']
    this.element = h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Seconds per epoch, by run' },
      h(
        'table',
        { class: 'times' },
        h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
        this.body,
      ),
    )
    this.draw([])
  }

  draw(runs: readonly Run[]): void {
    const rows = runs.map((run) => [
      inShort(run.order),
      formatFixed(median(run.seconds), 2),
      String(run.seconds.length),
      formatFixed(run.means.at(-1) ?? NaN, 3),
      run.looked ? formatPercent(run.looked.accuracy, 2) : '',
    ])
    const key = JSON.stringify(rows)
    if (key === this.shown) return
    this.shown = key
    const empty = h('tr', {}, h('td', { colspan: 5 }, 'No epoch has ended yet.'))
    this.body.replaceChildren(
      ...rows.map(([name, ...cells]) =>
        h('tr', {}, h('th', { scope: 'row' }, name), ...cells.map((cell) => h('td', {}, cell))),
      ),
      ...(rows.length === 0 ? [empty] : []),
    )
  }
}
