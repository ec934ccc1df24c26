import type { Mark } from '../../course/mark.ts'

/** Whose code one exercise is, and what its tests have said. */
export interface ExerciseCode {
  /** backprop/dense */
  readonly slug: string
  readonly isYours: boolean
  /** of yours, as its files are now; undefined: no record is kept of this folder */
  readonly mark?: Exclude<Mark, 'empty'>
  /** of yours with the mark wrong: the first test that fails */
  readonly failure?: { readonly title: string; readonly message: string }
  /** slugs of the exercises that it calls */
  readonly imports: readonly string[]
}

/** Whose code runs: in the page as JSON, and sent anew after each save and each test. */
export interface CodeOwners {
  /** of the tree, as a person reads it: katas */
  readonly tree: string
  /** all of the course, in its order */
  readonly exercises: readonly ExerciseCode[]
}

/** The dev server's event kata:saved. `at` is the moment, and makes the addresses of modules new. */
export interface SavedEvent {
  readonly at: number
  readonly whose: CodeOwners
}

/** The dev server's event kata:tested: there are new results, and the code is what it was. */
export interface TestedEvent {
  readonly whose: CodeOwners
}
