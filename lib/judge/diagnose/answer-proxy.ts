import { ShapeError, ValueError } from '#lib/tensor'
import { checkExport } from '../assert/contract.ts'

/**
 * The tests of an exercise are loaded once, and run on many answers one after the other. They import proxies of the
 * exercise, which pass each call on to the current answer.
 */
export type Exports = Readonly<Record<string, unknown>>

const answerModules = new Map<string, Exports>()

/** The proxy of one export: a function that calls the answer's, or an object that shows the answer's properties. */
export function proxyExport(path: string, name: string, reference: unknown): unknown {
  const lookUpExport = (): unknown => answerModules.get(path)?.[name]
  if (typeof reference === 'function') return (...args: unknown[]) => checkExport(name, lookUpExport())(...args)
  const theirs = (): object => Object(lookUpExport()) as object // A string in place of an object has properties as well.
  return new Proxy(
    {},
    {
      get: (_, key) => Reflect.get(theirs(), key),
      has: (_, key) => Reflect.has(theirs(), key),
      ownKeys: () => Reflect.ownKeys(theirs()),
      getOwnPropertyDescriptor: (_, key) => ({
        ...Reflect.getOwnPropertyDescriptor(theirs(), key),
        configurable: true,
      }),
    },
  )
}

/** Runs a function with this answer as the current one. */
export function withAnswer<T>(path: string, answer: Exports, run: () => T): T {
  const before = answerModules.get(path)
  answerModules.set(path, answer)
  try {
    return run()
  } finally {
    if (before) answerModules.set(path, before)
    else answerModules.delete(path)
  }
}

/** The same functions without their input checks, as learners have them before they write the checks. */
export function withoutChecks(exports: Exports): Exports {
  const taking =
    (call: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown => {
      try {
        return call(...args)
      } catch (error) {
        if (error instanceof ShapeError || error instanceof ValueError) return undefined
        throw error // The call crashes, as in an answer without checks, or a function of the test complains.
      }
    }
  const entries = Object.entries(exports).map(([name, value]) => [
    name,
    typeof value === 'function' ? taking(value as (...args: unknown[]) => unknown) : value,
  ])
  return Object.fromEntries(entries)
}
