import { type Exercise, exerciseOf, exercises } from '../course/exercises.ts'
import { isEmpty, solutions } from '../course/trees.ts'

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

/** 4 of 35 exercises yours: map-zip, … */
export function whoseCode(code: string, tree: string): string {
  if (tree === solutions) return 'Code: the reference (solutions/).'
  const done = exercises.filter((exercise) => !isEmpty(tree, exercise))
  const owner = code === 'katas' ? 'yours' : `from ${tree}`
  const names = done.map(({ name }) => name).join(', ')
  const rest = done.length < exercises.length ? ' The reference stands in for the others.' : ''
  return `Code: ${done.length} of ${exercises.length} exercises ${owner}${names && `: ${names}`}.${rest}`
}
