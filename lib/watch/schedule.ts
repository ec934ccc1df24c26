import type { Exercise } from '../course/exercises.ts'

/** The state of one exercise of a watch session, as the schedule sees it. */
export interface Candidate {
  readonly exercise: Exercise
  /** it has no result, or its result belongs to an earlier state of the files */
  readonly isDue: boolean
  /** its own file has changed since it was last tested, or it was never tested */
  readonly isEdited: boolean
  /** a test of it fails, as its files are now */
  readonly isWrong: boolean
  readonly isEmpty: boolean
  /** its last run ended because the process died */
  readonly hasDied: boolean
  /** the learner's own exercises that it builds on, directly or not */
  readonly dependencies: readonly Exercise[]
}

export interface Plan {
  /** the exercises to run next, together, in the order of the course; empty if nothing is left to run */
  readonly next: readonly Exercise[]
  /** exercises that are due but wait, and the wrong ones that each waits for */
  readonly waiting: ReadonlyMap<Exercise, readonly Exercise[]>
}

/**
 * Decides what to run next. An edited exercise comes first, alone with the others that were edited. What builds on a wrong exercise
 * waits until that one is right, unless it was edited itself. Stubs come last: their result is known.
 *
 * `current` is the exercise on the screen, which never counts as last.
 */
export function plan(candidates: readonly Candidate[], current?: Exercise): Plan {
  const wrong = new Set(candidates.filter(({ isWrong }) => isWrong).map(({ exercise }) => exercise))
  const due = candidates.filter(({ isDue }) => isDue)
  const waiting = new Map<Exercise, readonly Exercise[]>()
  for (const { exercise, isEdited, dependencies } of due) {
    const causes = dependencies.filter((one) => wrong.has(one))
    if (causes.length > 0 && !isEdited) waiting.set(exercise, causes)
  }
  const ready = due.filter(({ exercise }) => !waiting.has(exercise))
  const alive = ready.filter(({ hasDied }) => !hasDied)
  const groups = [
    alive.filter(({ isEdited, isEmpty }) => isEdited && !isEmpty),
    alive.filter(({ exercise, isEmpty }) => !isEmpty || exercise === current),
    ready.filter(({ hasDied }) => hasDied).slice(0, 1), // It runs alone, so its crash takes no other exercise with it.
    alive,
  ]
  const next = groups.find((group) => group.length > 0) ?? []
  return { next: next.map(({ exercise }) => exercise), waiting }
}
