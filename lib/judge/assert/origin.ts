import { fileURLToPath } from 'node:url'
import { Todo } from '#lib/todo'
import { Inconclusive, Mismatch } from './mismatch.ts'
import { formatOneLine } from './print.ts'
import { attempt, isError } from './whole.ts'

/**
 * Says whose code threw an error. A test that takes a result apart can break on a value that it does not expect. Then a line of
 * the judge, of the test or of its oracle throws. Such an error says nothing about the learner's code.
 */
const root = withSlashes(fileURLToPath(new URL('../../../', import.meta.url)))

/** answers in test/ that stand in for a learner's code */
const answers = /^test\/(misconceptions|variants|unlisted|answer-parts|saboteurs)\//
const tests = /^(lib\/judge|test)\//
/** Files that katas call too: the caller below them is the one that is asked about. */
const shared = /^(lib\/[\w-]+\.ts|lib\/kernels\/|node_modules\/)/

/** Was this error thrown by a line of the judge or of a test, and not on purpose? */
export function isOwnError(error: unknown): error is Error {
  if (!isError(error) || error instanceof Mismatch || error instanceof Todo || error instanceof Inconclusive)
    return false
  const files = filesOf(error)
  const thrower = files.find((file) => !shared.test(file))
  return thrower !== undefined && tests.test(thrower) && !answers.test(thrower)
}

/** The files of the stack, the one that threw first: lib/judge/assert/parts.ts, or an absolute path outside of the repository. */
function filesOf(error: Error): string[] {
  const stack = attempt(() => String(error.stack).replace(error.message, ''), '')
  return Array.from(stack.matchAll(/^\s+at (?:.*\()?(.+?):\d+:\d+\)?$/gm), ([, path]) => {
    const file = withSlashes(path.replace(/^file:\/\/(\/(?=[A-Za-z]:))?/, ''))
    return file.startsWith(root) ? file.slice(root.length) : file
  }).filter((file) => !file.startsWith('node:') && file !== '<anonymous>')
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}

let last: { readonly place: { readonly name: string }; readonly result: unknown } | undefined

/** Keeps the last result of a kata, for the case that a test breaks on it. */
export function noteResult(place: { readonly name: string }, result: unknown): void {
  last = { place, result }
}

export function forgetResults(): void {
  last = undefined
}

/** The message for an error of the judge's own: the last result, and below it what the message showed already. */
export function explainOwnError({ name, message }: Error): string {
  const [reason, ...shown] = message.split('\n\n')
  const result = last && ` The last result was that of ${last.place.name}: ${formatOneLine(last.result)}.`
  const symptom = `The test broke on a result that it did not expect.${result ?? ''} Compare its kind, its shape and its length with the docstring.`
  return [symptom, ...shown, `What broke is the test’s own code, with ${name}: ${reason}`].join('\n\n')
}
