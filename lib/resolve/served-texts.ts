import { hash } from '../course/cache-key.ts'

/** By file: the hash of the text that the tests were given last. */
const served = new Map<string, string>()

/** Notes that the tests are given this text of a kata. Line ends count for nothing, as in the keys of results. */
export function noteServed(file: string, text: string): void {
  served.set(file, hash(text.replaceAll('\r\n', '\n')))
}

/** The hash of the text that the tests were given last; undefined: none yet. */
export function servedHashOf(file: string): string | undefined {
  return served.get(file)
}
