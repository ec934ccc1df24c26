import { existsSync, readFileSync } from 'node:fs'
import { type Exercise, exercises, firstLesson } from '../course/exercises.ts'
import type { Mark } from '../course/mark.ts'
import { milestonesOf } from '../course/milestones.ts'
import { isEmpty, katas, solutions } from '../course/trees.ts'

/**
 * Names the exercise that was just completed, the command that compares it with the reference, and what it makes
 * possible. It is shown until the next exercise is begun. At the first exercise of a stage it names the lesson. If nothing is
 * begun yet, it also names the very first lesson.
 * `finished`: the exercise that turned green in this session, if one did.
 */
export function completionMessage(
  marks: ReadonlyMap<Exercise, Mark>,
  current: Exercise | undefined,
  finished?: Exercise,
  isBegun = (exercise: Exercise): boolean => !isEmpty(katas, exercise),
): string[] {
  const isDone = (exercise: Exercise): boolean => marks.get(exercise) === 'done'
  if (exercises.every(isDone))
    return [
      '✓ All of it is done. Train with it: npm run train -- --code katas',
      'It leaves a card to share: .out/train/card.svg',
      beside('9'),
    ]
  if (current && isBegun(current)) return []
  const isNew = exercises.every((exercise) => (marks.get(exercise) ?? 'empty') === 'empty')
  const lesson = current ? [...(isNew ? firstLine() : []), ...lessonLine(current)] : []
  const before = finished ?? exercises[exercises.indexOf(current as Exercise) - 1]
  if (!before || !isDone(before)) return current ? lesson : ['✓ What was asked for is done. The next: npm start']
  const stage = exercises.filter((exercise) => exercise.stage === before.stage)
  const after = stage.find((exercise, i) => i > stage.indexOf(before) && !isDone(exercise))
  const next = current ? lesson : [`The next: npm start${after ? ` -- ${after.id}` : ''}`]
  const possible = milestonesOf(before, isDone)
  const [number] = before.stage.split('-')
  if (stage.every(isDone)) {
    const done = `✓ ${before.stage.replace('-', ' ')} is done: all ${stage.length} exercises. ${beside(number)}`
    return [done, ...possible, ...next]
  }
  if (!finished) return next
  return [`✓ ${finished.id} ${finished.name} is done. ${beside(finished.id)}`, ...possible, ...next]
}

function beside(what: string): string {
  return `Beside the reference: npm run diff -- ${what}`
}

/** At the beginning of the course: its first lesson. With the reference, `npm run play` shows what the course builds. */
function firstLine(): string[] {
  const place = lessonAt(firstLesson)
  const moving = existsSync(solutions) ? ' See it move: npm run play' : ''
  return place === undefined ? [] : [`New here? ${place}.${moving}`]
}

/** At the beginning of a stage: its lesson. */
function lessonLine({ id, stage }: Exercise): string[] {
  const place = id.endsWith('.1') ? lessonAt(stage) : undefined
  return place === undefined ? [] : [`A new stage. Read its lesson first: ${place}`]
}

/** The place of a lesson, and the time to read it at 200 words a minute: katas/2-softmax/README.md (5 minutes). Not there: undefined. */
function lessonAt(folder: string): string | undefined {
  const file = `${katas}/${folder}/README.md`
  if (!existsSync(file)) return undefined
  const lesson = readFileSync(file, 'utf8').replaceAll(/<details>[^]*?<\/details>/g, '')
  const minutes = Math.max(1, Math.round(lesson.split(/\s+/).length / 200))
  return `katas/${folder}/README.md (${minutes} minutes)`
}
