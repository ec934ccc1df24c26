import { type Exercise, exercises } from './exercises.ts'
import type { Mark } from './map.ts'
import { isEmpty, katas } from './trees.ts'

/**
 * A short word about what has just been done, with the command that shows it beside the reference: until the next
 * exercise is begun. `finished` is the last that turned green, if that was seen.
 */
export function news(
  marks: ReadonlyMap<Exercise, Mark>,
  current: Exercise | undefined,
  finished?: Exercise,
  begun = (exercise: Exercise): boolean => !isEmpty(katas, exercise),
): string[] {
  const isDone = (exercise: Exercise): boolean => marks.get(exercise) === 'done'
  if (exercises.every(isDone)) return ['✓ All of it is done. Train with it: npm run train -- --code katas', beside('9')]
  if (current && begun(current)) return []
  const before = finished ?? exercises[exercises.indexOf(current as Exercise) - 1]
  if (!before || !isDone(before)) return current ? [] : ['✓ What was asked for is done. The next: npm start']
  const stage = exercises.filter((exercise) => exercise.stage === before.stage)
  const after = stage.find((exercise, i) => i > stage.indexOf(before) && !isDone(exercise))
  const next = current ? [] : [`The next: npm start${after ? ` -- ${after.id}` : ''}`]
  const [number] = before.stage.split('-')
  if (stage.every(isDone))
    return [`✓ ${before.stage.replace('-', ' ')} is done: all ${stage.length} exercises. ${beside(number)}`, ...next]
  return finished ? [`✓ ${finished.id} ${finished.name} is done. ${beside(finished.id)}`, ...next] : []
}

function beside(what: string): string {
  return `Beside the reference: npm run diff -- ${what}`
}
