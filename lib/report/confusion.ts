import { formatPercent } from '../format.ts'
import { type Confusion, type ConfusionCell, confusionTable } from '../training/confusion.ts'
import { type Html, html } from './html.ts'

/** The confusion matrix as an HTML table, for reports and the page. Correct predictions have a colour of their own. */
export function confusionHtml(confusion: Confusion): Html {
  const { rows, mistakes } = confusionTable(confusion)
  const most = mistakes[0]?.share ?? 1
  const head = html`<tr>
    <th scope="col"><span class="unseen">what it is</span></th>
    ${rows.map(({ truth }) => html`<th scope="col">${truth}</th>`)}
    <th scope="col" class="share"><abbr title="read right, percent of the row">%</abbr></th>
  </tr>`
  const body = rows.map(({ truth, total, cells }) => {
    const right = total === 0 ? '–' : (100 * cells[truth].share).toFixed(1)
    return html`<tr>
      <th scope="row">${truth}</th>
      ${cells.map((cell) => cellHtml(cell, total, most))}
      <td class="share">${right}</td>
    </tr> `
  })
  return html`<table class="confusion">
    <caption>
      Each row is a digit, and each column is what it was read as. A stronger colour means a larger share of the row.
      Errors have a scale of their own, up to ${formatPercent(most)}. An empty cell means never.
    </caption>
    <thead>
      ${head}
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`
}

/** The colour is as strong as the share. Errors are relative to the largest error: beside 97 % correct, 2 % would be invisible. */
function cellHtml({ truth, read, count, share }: ConfusionCell, total: number, most: number): Html {
  if (count === 0) return html`<td></td>`
  const tone = truth === read ? share : share / most
  const says = `${truth} read as ${read}: ${count} of ${total}, ${formatPercent(share)}`
  return html`<td class="${truth === read ? 'right' : 'wrong'}" style="--tone:${tone.toFixed(2)}" title="${says}">
    ${count}
  </td>`
}
