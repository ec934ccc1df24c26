import { hash } from '../course/cache-key.ts'

/** By file: the hash of the text that Vitest served last. */
const served = new Map<string, string>()

/** Records the text of a kata that Vitest serves to tests. Line endings do not count, as in the keys of results. */
export function noteServed(file: string, text: string): void {
  served.set(file, hash(text.replaceAll('\r\n', '\n')))
}

/** The hash of the text that Vitest served last; undefined if there is none yet. */
export function servedHashOf(file: string): string | undefined {
  return served.get(file)
}
