/**
 * The tests of an exercise are loaded once, and asked of many answers one after the other: what they import as the
 * exercise are stand-ins that pass each call on to whichever answer is being asked.
 */
export type Exports = Readonly<Record<string, unknown>>

const asked = new Map<string, Exports>()

/** The stand-in for one export: a function that calls the answer's, or an object that shows the answer's. */
export function standIn(path: string, name: string, reference: unknown): unknown {
  const theirs = (): unknown => asked.get(path)?.[name]
  if (typeof reference === 'function')
    return (...args: unknown[]) => (theirs() as (...given: unknown[]) => unknown)(...args)
  return new Proxy(
    {},
    {
      get: (_, key) => Reflect.get(theirs() as object, key),
      has: (_, key) => Reflect.has(theirs() as object, key),
      ownKeys: () => Reflect.ownKeys(theirs() as object),
      getOwnPropertyDescriptor: (_, key) => ({
        ...Reflect.getOwnPropertyDescriptor(theirs() as object, key),
        configurable: true,
      }),
    },
  )
}

/** Runs something while this answer is the one that is asked. */
export function asking<T>(path: string, answer: Exports, run: () => T): T {
  const before = asked.get(path)
  asked.set(path, answer)
  try {
    return run()
  } finally {
    if (before) asked.set(path, before)
    else asked.delete(path)
  }
}
