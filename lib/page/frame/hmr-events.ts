import type { Mark } from '../../course/mark.ts'

/** The owner of an exercise, and the state of its tests. */
export interface ExerciseCode {
  /** such as backprop/dense */
  readonly slug: string
  readonly isYours: boolean
  /** the mark of the learner's own exercise with its current files; undefined if this folder has no saved results */
  readonly mark?: Exclude<Mark, 'empty'>
  /** the first failing test, if the mark is wrong */
  readonly failure?: { readonly title: string; readonly message: string }
  /** the slugs of the exercises that it calls */
  readonly imports: readonly string[]
}

/** The owners of all exercises. The page has them as JSON, and the server sends them again after each save and each test. */
export interface CodeOwners {
  /** the name of the tree for the reader, such as katas */
  readonly tree: string
  /** all exercises, in the order of the course */
  readonly exercises: readonly ExerciseCode[]
}

/** The dev server's event kata:saved. `at` is the time; it makes the URLs of modules unique. */
export interface SavedEvent {
  readonly at: number
  readonly whose: CodeOwners
}

/** The dev server's event kata:tested: there are new results for the same code. */
export interface TestedEvent {
  readonly whose: CodeOwners
}
