import { type Exercise, exerciseOf, exercises } from './exercises.ts'

const lent = ['#lib/tensor', '#lib/random', '#lib/todo']

/**
 * What a kata may import: earlier katas of its own tree, and from lib what its task names.
 *
 * Otherwise `export { matmul } from '#lib/…'` would be green. Returns the reason of a refusal, or undefined.
 * It is a fence for honest people, not a sandbox: it sees what is written as an import.
 */
export function refusal(importer: Exercise, source: string, target: string, tree: string): string | undefined {
  if (lent.includes(source)) return undefined
  const rule = `A kata imports earlier katas by their relative path, and from lib only ${lent.join(', ')}.`
  const who = `${importer.id} ${importer.name} may not import “${source}”.`
  if (!source.startsWith('.')) return `${who} ${rule}`
  const imported = target.startsWith(`${tree}/`) ? exerciseOf(target) : undefined
  if (!imported) return `${who} It is not an exercise of the same tree. ${rule}`
  if (exercises.indexOf(imported) >= exercises.indexOf(importer)) {
    return `${who} It comes later in the course (${imported.id}), or is the file itself. ${rule}`
  }
  return undefined
}
