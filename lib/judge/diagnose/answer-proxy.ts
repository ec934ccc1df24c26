import { ShapeError, ValueError } from '#lib/tensor'

/**
 * The tests of an exercise are loaded once, and asked of many answers one after the other: what they import as the
 * exercise are stand-ins that pass each call on to whichever answer is being asked.
 */
export type Exports = Readonly<Record<string, unknown>>

const answerModules = new Map<string, Exports>()

/** The stand-in for one export: a function that calls the answer's, or an object that shows the answer's. */
export function proxyExport(path: string, name: string, reference: unknown): unknown {
  const lookUpExport = (): unknown => answerModules.get(path)?.[name]
  if (typeof reference === 'function')
    return (...args: unknown[]) => (lookUpExport() as (...given: unknown[]) => unknown)(...args)
  const theirs = (): object => Object(lookUpExport()) as object // a text in place of an object has properties as well
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

/** Runs something while this answer is the one that is asked. */
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

/** The same functions, taking whatever they get: as answers are before their checks are written. */
export function withoutChecks(exports: Exports): Exports {
  const taking =
    (call: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown => {
      try {
        return call(...args)
      } catch (error) {
        if (error instanceof ShapeError || error instanceof ValueError) return undefined
        throw error // a crash, as an answer without checks has it, or what a function of the test says
      }
    }
  const entries = Object.entries(exports).map(([name, value]) => [
    name,
    typeof value === 'function' ? taking(value as (...args: unknown[]) => unknown) : value,
  ])
  return Object.fromEntries(entries)
}
