import type { Html } from './html.ts'
import { html } from './html.ts'

/** (K, K): row t, column p: how many are a t and were read as p */
export interface Confusion {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
}

export interface Mistake {
  readonly truth: number
  readonly read: number
  readonly count: number
  /** of all that are a `truth` */
  readonly share: number
}

/** What was read wrong, most often first (as a share of its row). */
export function mistakes({ shape: [K], data }: Confusion): Mistake[] {
  const all = Array.from({ length: K * K }, (_, i): Mistake => {
    const [truth, read] = [Math.floor(i / K), i % K]
    return { truth, read, count: data[i], share: data[i] / rowSum({ shape: [K], data }, truth) }
  })
  return all.filter(({ truth, read, count }) => truth !== read && count > 0).toSorted((a, b) => b.share - a.share)
}

/**
 * The counts as a table, coloured by their share of the row. What was read right has a colour of its own, and errors are
 * measured by the largest of them: beside 97 % read right, a share of 2 % would not be seen.
 */
export function confusionTable(confusion: Confusion): Html {
  const [K] = confusion.shape
  const [digits, wrong] = [Array.from({ length: K }, (_, k) => k), mistakes(confusion)]
  const most = wrong[0]?.share ?? 1
  const cell = (truth: number, read: number): Html => {
    const [count, all] = [confusion.data[truth * K + read], rowSum(confusion, truth)]
    if (count === 0) return html`<td></td>`
    const share = count / all
    const tone = truth === read ? share : share / most
    const says = `${truth} read as ${read}: ${count} of ${all}, ${percent(share)}`
    return html`<td class="${truth === read ? 'right' : 'wrong'}" style="--tone:${tone.toFixed(2)}" title="${says}">
      ${count}
    </td>`
  }
  const row = (truth: number): Html => {
    const right = confusion.data[truth * K + truth] / rowSum(confusion, truth)
    return html`<tr>
      <th scope="row">${truth}</th>
      ${digits.map((read) => cell(truth, read))}
      <td class="share">${Number.isNaN(right) ? '–' : (100 * right).toFixed(1)}</td>
    </tr> `
  }
  return html`<table class="confusion">
    <caption>
      What it is, by row; what it was read as, by column. The stronger the colour, the larger the share of the row;
      errors on a scale of their own, up to ${percent(most)}. Empty: never.
    </caption>
    <thead>
      <tr>
        <th scope="col"><span class="hidden">what it is</span></th>
        ${digits.map((k) => html`<th scope="col">${k}</th>`)}
        <th scope="col" class="share"><abbr title="read right, percent of the row">%</abbr></th>
      </tr>
    </thead>
    <tbody>
      ${digits.map(row)}
    </tbody>
  </table>`
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function rowSum({ shape: [K], data }: Confusion, truth: number): number {
  return Array.from({ length: K }, (_, p) => data[truth * K + p]).reduce((sum, count) => sum + count, 0)
}
