import { existsSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'
import type { Exercise } from '../../course/exercises.ts'
import { exportsOf, fileOf, solutions } from '../../course/trees.ts'

/** What keeps a kata from being loaded, and where. */
export interface Broken {
  readonly why: string
  readonly kind: 'SyntaxError' | 'Error'
  /** from 1 */
  readonly line: number
}

/** Where imports of a kata lead: the id of the module, of which a refusal has a sentence. */
export type Resolve = (source: string) => Promise<string | undefined>

/** Why a kata cannot be loaded: it cannot be parsed, or it imports what it may not. undefined: it can. */
export async function broken(source: string, resolve: Resolve): Promise<Broken | undefined> {
  const { errors, module } = parseSync('kata.ts', source)
  const lineOf = (at: number): number => source.slice(0, at).split('\n').length
  if (errors.length > 0) {
    const [{ message, helpMessage, labels }] = errors
    const why = [message, helpMessage].filter(Boolean).join('\n')
    return { why, kind: 'SyntaxError', line: lineOf(labels[0]?.start ?? 0) }
  }
  for (const { moduleRequest } of module.staticImports) {
    const refused = /^\0refused:(.*)/.exec((await resolve(moduleRequest.value)) ?? '')?.[1]
    if (refused !== undefined)
      return { why: decodeURIComponent(refused), kind: 'Error', line: lineOf(moduleRequest.start) }
  }
  return undefined
}

/** A module that throws why, once it is loaded; browsers want the names to be there that others import. */
export function throwsWhy({ why, kind, line }: Broken, exercise: Exercise, place: string, source: string): string {
  const at = JSON.stringify({ file: place, line, text: source.split('\n')[line - 1]?.trim() })
  const names = namesOf(exercise).map((name) => `export const ${name} = undefined`)
  return [...names, `throw Object.assign(new ${kind}(${JSON.stringify(why)}), { place: ${at} })`].join('\n')
}

/** What a kata was to export and does not, as functions that say so: otherwise a browser would load none of those that import it. */
export function missingExports(source: string, exercise: Exercise, place: string): string {
  const { staticExports } = parseSync('kata.ts', source).module
  const own = staticExports.flatMap(({ entries }) => entries.map(({ exportName }) => exportName.name))
  if (own.includes(null)) return '' // export * may bring anything
  const missing = namesOf(exercise).filter((name) => !own.includes(name))
  return missing
    .map((name) => {
      const why = JSON.stringify(`${exercise.id} ${exercise.name} exports no ${name}.`)
      const error = `Object.assign(new Error(${why}), { place: ${JSON.stringify({ file: place })} })`
      return `;const __missing_${name} = () => { throw ${error} }; export { __missing_${name} as ${name} }`
    })
    .join('')
}

/** what the reference exports; nothing is known without it */
function namesOf(exercise: Exercise): string[] {
  const reference = fileOf(solutions, exercise)
  return existsSync(reference) ? exportsOf(readFileSync(reference, 'utf8')).map(({ name }) => name) : []
}
