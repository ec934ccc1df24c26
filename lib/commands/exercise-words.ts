import { type Exercise, exercises, select } from '../course/exercises.ts'
import { type Args, asUsage } from './command.ts'

/** What names exercises: words of a command, or the value of --stage. */
export const exerciseWords = '4 | 4.2 | dense | 1,2.1'
export const stageOption = { value: '4|4.2|dense|1,2.1', about: 'only these exercises' }

/**
 * The exercises that the words of a command name, or its --stage, in the order of the course. Neither: all. A word that names
 * none: UsageError with the words that are close to it.
 */
export function selectExercises({ words, text }: Pick<Args, 'words' | 'text'>): readonly Exercise[] {
  const list = words.length > 0 ? words.join(',') : text('stage')
  if (list === undefined) return exercises
  const named = new Set(list.split(',').flatMap((word) => asUsage(() => select(word.trim()))))
  return exercises.filter((exercise) => named.has(exercise))
}
