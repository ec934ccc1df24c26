import { stages } from '../course/exercises.ts'
import {
  type CodeOrigin,
  type CodeOrigins,
  type Owner,
  legendOfMarks,
  nameWithMark,
  originsOf,
  ownerName,
} from '../training/code-origin.ts'
import { type Html, html } from './html.ts'
import { scrollable } from './page.ts'

/** A table of whose code ran in a training, by stage. */
export function codeOriginTable(found: CodeOrigins): Html {
  const { code, origins } = found
  const owners = (['yours', 'reference', 'kernels'] as const).filter((owner) => originsOf(found, owner).length > 0)
  const used = stages.filter((stage) => origins.some(({ exercise }) => exercise.stage === stage))
  const cell = (stage: string, owner: Owner): Html => {
    const own = originsOf(found, owner).filter(({ exercise }) => exercise.stage === stage)
    return html`<td>
      <ul class="row">
        ${own.map((origin) => html`<li class="${classOf(origin)}">${nameWithMark(origin)}</li>`)}
      </ul>
    </td>`
  }
  const table = html`<table class="plain">
    <thead>
      <tr>
        <th scope="col">stage</th>
        ${owners.map((owner) => html`<th scope="col">${ownerName(owner, code)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${used.map(
        (stage) =>
          html`<tr>
            <th scope="row">${stage}</th>
            ${owners.map((owner) => cell(stage, owner))}
          </tr> `,
      )}
    </tbody>
  </table>`
  const legend = legendOfMarks(found)
  return html`<p>${sentence(found)}</p>
    ${scrollable('Whose code ran: table', table)}
    ${legend.length > 0 && html`<p class="quiet">${legend.join(' · ')}</p>`}`
}

function sentence(found: CodeOrigins): string {
  const [own, all] = [originsOf(found, 'yours').length, found.origins.length]
  if (found.code === 'solutions')
    return `The reference (solutions/)${originsOf(found, 'kernels').length > 0 ? ', and lib’s kernels in its place where the table says so' : ''}.`
  return `${own} of the ${all} exercises of this training are ${ownerName('yours', found.code)}.`
}

function classOf({ mark }: CodeOrigin): string {
  return mark === 'done' || mark === 'wrong' ? mark : ''
}
