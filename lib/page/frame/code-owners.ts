import { type Exercise, exercises } from '../../course/exercises.ts'
import type { Mark } from '../../course/mark.ts'
import { type CodeOrigin, codeOriginsOf } from '../../training/code-origin.ts'
import type { Engine } from '../mnist/messages.ts'
import type { ExerciseCode, SavedEvent, TestedEvent, CodeOwners } from './hmr-events.ts'
import { uses } from './uses.ts'

let now = JSON.parse(document.getElementById('whose')?.textContent ?? '{"tree":"katas","exercises":[]}') as CodeOwners
const listeners = new Set<() => void>()

import.meta.hot?.on('kata:saved', ({ whose }: SavedEvent) => receive(whose))
import.meta.hot?.on('kata:tested', ({ whose }: TestedEvent) => receive(whose))

function receive(whose: CodeOwners): void {
  now = whose
  for (const listener of listeners) listener()
}

/** The folder of the learner's code as the learner writes it, such as katas. */
export function treeName(): string {
  return now.tree
}

/** Calls the listener after each save and each test. Returns a function that ends it. */
export function onCodeOwners(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function codeOf(slug: string): ExerciseCode | undefined {
  return now.exercises.find((exercise) => exercise.slug === slug)
}

/**
 * The owners of the code that runs when a room calls these exercises, in the order of the course. They include the learner's own
 * exercises that these call. A reference that replaces an empty exercise calls them too.
 */
export function originsOfCalls(slugs: readonly string[]): CodeOrigin[] {
  return reachableFrom(slugs).flatMap((exercise): CodeOrigin[] => {
    const origin = originOfSlug(exercise.slug)
    return origin.owner === 'yours' || slugs.includes(exercise.slug) ? [origin] : []
  })
}

/** The owners of the code of a training in the page, in the form of npm run train. */
export function originsOfTraining(engine: Engine): CodeOrigin[] {
  const marks = new Map(
    now.exercises.flatMap(({ slug, mark }): [Exercise, Mark][] => (mark ? [[exerciseAt(slug), mark]] : [])),
  )
  const isOwn = (exercise: Exercise): boolean => codeOf(exercise.slug)?.isYours ?? false
  return codeOriginsOf(reachableFrom(uses.mnist), { operations: engine === 'kernels' }, isOwn, marks, uses.mnist)
}

/** The owner of an exercise, by slug. */
export function originOfSlug(slug: string): CodeOrigin {
  const { isYours, mark } = codeOf(slug) ?? { isYours: false }
  return isYours
    ? { exercise: exerciseAt(slug), owner: 'yours', mark }
    : { exercise: exerciseAt(slug), owner: 'reference' }
}

/** The first of these exercises, in the order of the course, whose tests fail. */
export function firstWrong(slugs: readonly string[]): ExerciseCode | undefined {
  return now.exercises.find(({ slug, mark }) => slugs.includes(slug) && mark === 'wrong')
}

/** These exercises and all that they call in the current code, in the order of the course. */
function reachableFrom(slugs: readonly string[]): Exercise[] {
  const found = new Set<string>()
  const visit = (slug: string): void => {
    if (found.has(slug)) return
    found.add(slug)
    codeOf(slug)?.imports.forEach(visit)
  }
  slugs.forEach(visit)
  return exercises.filter(({ slug }) => found.has(slug))
}

function exerciseAt(slug: string): Exercise {
  return exercises.find((exercise) => exercise.slug === slug) as Exercise
}
