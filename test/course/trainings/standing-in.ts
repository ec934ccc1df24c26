export type Exports = Readonly<Record<string, unknown>>

let answer: { readonly path: string; readonly exports: Exports } | undefined

/** From now on this is the answer to the exercise at this path; undefined: every answer is the reference’s. */
export function answerWith(next: typeof answer): void {
  answer = next
}

/** What stands in for an export: a function or an object that is the answer’s at each use. */
export function standIn(path: string, name: string, own: unknown): unknown {
  const now = (): unknown => (answer?.path === path && answer.exports[name]) || own
  if (typeof own === 'function') return (...args: unknown[]) => (now() as (...given: unknown[]) => unknown)(...args)
  return own
}
