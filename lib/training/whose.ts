import { type Exercise, exerciseOf, exercises, stages } from '../course/exercises.ts'
import { solutions } from '../course/trees.ts'
import { type Html, html } from '../report/html.ts'
import { scrolling } from '../report/page.ts'

/** Whose code ran, exercise by exercise. */
export interface Whose {
  /** as it was asked for: solutions, katas, a folder */
  readonly code: string
  readonly theirs: readonly Exercise[]
  readonly reference: readonly Exercise[]
}

/** Of the modules that were bundled: which exercises are the tree's own, and for which the reference stood in. */
export function whose(code: string, tree: string, ids: readonly string[]): Whose {
  const ran = exercises.filter((exercise) => ids.some((id) => exerciseOf(id) === exercise))
  const isTheirs = (id: string): boolean => tree !== solutions && id.startsWith(`${tree}/`) && !id.includes('?')
  const theirs = ran.filter((exercise) => ids.some((id) => exerciseOf(id) === exercise && isTheirs(id)))
  return { code, theirs, reference: ran.filter((exercise) => !theirs.includes(exercise)) }
}

/** 4 of the 22 exercises of a training are yours: 1.1 map-zip, … */
export function whoseCode({ code, theirs, reference }: Whose): string {
  if (code === 'solutions') return 'Code: the reference (solutions/).'
  const count = theirs.length + reference.length
  const owner = code === 'katas' ? 'yours' : `from ${code}`
  const rest = reference.length > 0 ? ' The reference stands in for the others.' : ''
  const listed = theirs.length > 0 ? `: ${names(theirs)}` : ''
  return `Code: ${theirs.length} of the ${count} exercises of a training are ${owner}${listed}.${rest}`
}

/** The same for a page, stage by stage. */
export function ownersOf({ code, theirs, reference }: Whose): Html {
  const owner = code === 'katas' ? 'yours' : code
  if (theirs.length === 0)
    return html`<p>
      ${code === 'solutions' ? 'The reference (solutions/), all of it:' : `The reference: nothing of what a training uses is done in ${code} yet.`}
      ${names(reference)}.
    </p>`
  const used = stages.filter((stage) => [...theirs, ...reference].some((exercise) => exercise.stage === stage))
  const rows = used.map(
    (stage) =>
      html`<tr>
        <th scope="row">${stage}</th>
        <td>${names(theirs.filter((exercise) => exercise.stage === stage))}</td>
        <td>${names(reference.filter((exercise) => exercise.stage === stage))}</td>
      </tr> `,
  )
  const table = html`<table class="plain">
    <thead>
      <tr>
        <th scope="col">stage</th>
        <th scope="col">${owner}</th>
        <th scope="col">reference</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
  const whom = code === 'katas' ? 'Yours' : `From ${code}`
  const others = reference.length > 0 ? '; the reference stood in for the others' : ''
  return html`<p>
      ${whom}: ${theirs.length} of the ${theirs.length + reference.length} exercises a training uses${others}.
    </p>
    ${scrolling('Whose code ran: table', table)}`
}

function names(of: readonly Exercise[]): string {
  return of.map(({ id, name }) => `${id} ${name}`).join(', ')
}
