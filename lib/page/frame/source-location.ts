import { exerciseOf } from '../../course/exercises.ts'
import { type Origin, originOf } from './source-map.ts'

/** A line of the learner's code. */
export interface SourceLocation {
  /** relative to the repository, such as katas/5-chain-link/3-gradient.ts */
  readonly file: string
  readonly line?: number
  /** the text of the line */
  readonly text?: string
}

/**
 * Finds the first line of the learner's code in the stack of an error, as the editor shows it; undefined if there is none. It works in
 * the page and in workers.
 *
 * tree: the folder of the learner's code   slug: if given, only lines of this exercise
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

/** The location if the origin is in the learner's code. In a built page only the source map knows the file of a line. */
function ofKata({ source, line, text }: Origin, url: string, tree: string): SourceLocation | undefined {
  const standsIn = `${url}${source}`.includes('?reference')
  const exercise = exerciseOf(source) ?? exerciseOf(new URL(url).pathname)
  if (!exercise || standsIn) return undefined
  return { file: `${tree}/${exercise.path}.ts`, line, text }
}
