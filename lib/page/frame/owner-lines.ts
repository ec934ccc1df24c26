import { type CodeOrigin, meanings, nameWithMark, ownerName } from '../../training/code-origin.ts'
import { h } from './dom.ts'
import { treeName } from './code-owners.ts'

/** The owners of the code in a room: one line for each owner, and for the learner one line for each mark. */
export function ownerLines(origins: readonly CodeOrigin[]): HTMLElement[] {
  const kinds = ['yours wrong', 'yours stale', 'yours done', 'yours', 'reference', 'kernels']
  return kinds.flatMap((kind) => {
    const group = origins.filter(({ owner, mark }) => [owner, ...(mark ? [mark] : [])].join(' ') === kind)
    return group.length > 0 ? [line(group, kind)] : []
  })
}

function line(group: readonly CodeOrigin[], kind: string): HTMLElement {
  const [{ owner, mark }] = group
  const meaning = mark && meanings[mark]
  const names = group.map((origin) => h('span', {}, nameWithMark(origin)))
  const separated = names.flatMap((name, i) => (i > 0 ? [', ', name] : [name]))
  return h(
    'p',
    { class: kind },
    h('b', {}, `${ownerName(owner, treeName())}${meaning ? `, ${meaning}` : ''}:`),
    ' ',
    ...separated,
  )
}
