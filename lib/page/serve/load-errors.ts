import { existsSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'
import type { SourceFault } from '../../course/source-faults.ts'
import type { Exercise } from '../../course/exercises.ts'
import { exportsOf, fileOf, solutions } from '../../course/trees.ts'

/** A module that throws the reason when it is loaded. It exports the names that others import, since browsers check them first. */
export function errorModule(
  { why, kind, line }: SourceFault,
  exercise: Exercise,
  place: string,
  source: string,
): string {
  const at = JSON.stringify({ file: place, line, text: source.split('\n')[line - 1]?.trim() })
  const names = namesOf(exercise).map((name) => `export const ${name} = undefined`)
  return [...names, `throw Object.assign(new ${kind}(${JSON.stringify(why)}), { place: ${at} })`].join('\n')
}

/** Functions in place of a kata's missing exports, which throw that reason. Otherwise a browser would not load the importers. */
export function missingExports(source: string, exercise: Exercise, place: string): string {
  const { staticExports } = parseSync('kata.ts', source).module
  const own = staticExports.flatMap(({ entries }) => entries.map(({ exportName }) => exportName.name))
  if (own.includes(null)) return '' // export * may export any name
  const missing = namesOf(exercise).filter((name) => !own.includes(name))
  return missing
    .map((name) => {
      const why = JSON.stringify(`${exercise.id} ${exercise.name} exports no ${name}.`)
      const error = `Object.assign(new Error(${why}), { place: ${JSON.stringify({ file: place })} })`
      return `;const __missing_${name} = () => { throw ${error} }; export { __missing_${name} as ${name} }`
    })
    .join('')
}

/** The exports of the reference; none if there is no reference. */
function namesOf(exercise: Exercise): string[] {
  const reference = fileOf(solutions, exercise)
  return existsSync(reference) ? exportsOf(readFileSync(reference, 'utf8')).map(({ name }) => name) : []
}
