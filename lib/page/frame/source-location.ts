import { exerciseOf } from '../../course/exercises.ts'
import { type Origin, originOf } from './source-map.ts'

/** Where in the learner's code something happened. */
export interface SourceLocation {
  /** from the repository: katas/5-chain-link/3-gradient.ts */
  readonly file: string
  readonly line?: number
  /** the line itself */
  readonly text?: string
}

/**
 * The first line of the learner's code that an error passed through, as it stands in their editor, or undefined if there is
 * none. `tree` is the folder of their code. `slug`: of this exercise alone. Works in a page and in a worker; there, of an error's stack.
 */
export async function placeOf(
  error: { stack?: string; place?: SourceLocation },
  tree: string,
  slug?: string,
): Promise<SourceLocation | undefined> {
  const isWanted = (file: string): boolean => slug === undefined || exerciseOf(file)?.slug === slug
  if (error.place && isWanted(error.place.file)) return error.place
  for (const [, url, line, column] of (error.stack ?? '').matchAll(/(https?:\/\/[^\s()]+?):(\d+):(\d+)/g)) {
    const origin = await originOf(url, Number(line), Number(column)).catch(() => undefined)
    const place = origin && ofKata(origin, url, tree)
    if (place && isWanted(place.file)) return place
  }
  return undefined
}

/** In a built page a chunk has the code of many files: which one it was, only the map knows. */
function ofKata({ source, line, text }: Origin, url: string, tree: string): SourceLocation | undefined {
  const standsIn = `${url}${source}`.includes('?reference')
  const exercise = exerciseOf(source) ?? exerciseOf(new URL(url).pathname)
  if (!exercise || standsIn) return undefined
  return { file: `${tree}/${exercise.path}.ts`, line, text }
}
