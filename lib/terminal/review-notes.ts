import { endCommand, reviewedExercises } from '../course/review.ts'

/** Says that a review is open, and how it ends. `isSession`: in the session of the review itself. None is open: no lines. */
export function reviewNotes(isSession: boolean): string[] {
  try {
    const open = reviewedExercises()
    if (!open) return []
    const names = open.map(({ id, name }) => `${id} ${name}`).join(', ')
    return isSession
      ? [`Review: ${names}. q brings your solutions back (after a crash: ${endCommand})`]
      : [`A review is open: ${names}. To go on: npm start -- --review. To bring your solutions back: ${endCommand}`]
  } catch (error) {
    return [(error as Error).message]
  }
}
