/** The exports of an answer that differ from the reference. */
export type Answer<Kata> = { readonly [Name in keyof Kata]?: Kata[Name] }

/** A plausible, complete, wrong implementation with one belief wrong. */
export interface Misconception<Kata = object> {
  /** unique in its file, and short: B06 */
  readonly id: string
  /** what the author of such an answer believes */
  readonly belief: string
  /** what a learner reads if their answer behaves like this one: what the code does and where to look, never the fix */
  readonly diagnosis: string
  /** called again for each use, since some answers keep state */
  readonly answer: () => Answer<Kata>
  /** ids in the same file that no input can tell from this one */
  readonly same?: readonly string[]
  /** true if the answer crashes, and the crash is the misconception */
  readonly crashes?: boolean
  /** true if the answer keeps state, so that its results depend on earlier calls */
  readonly keeps?: boolean
}

/** A right answer, done differently. */
export interface Variant<Kata = object> {
  readonly id: string
  /** what is different about it */
  readonly how: string
  readonly answer: () => Answer<Kata>
}

/**
 * A wrong answer that is no listed misconception: two wrong beliefs at once, or an unlisted one. Tests reject it, and the
 * diagnosis names no misconception, since a wrong diagnosis is worse than none.
 */
export interface UnlistedMistake<Kata = object> {
  readonly id: string
  readonly what: string
  readonly answer: () => Answer<Kata>
}
