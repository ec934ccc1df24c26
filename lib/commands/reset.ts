import { existsSync, readFileSync } from 'node:fs'
import { replaceWithBackup, restoreBackup } from '../course/backups.ts'
import { type Exercise, exercises } from '../course/exercises.ts'
import { pristineFilesOf } from '../course/pristine.ts'
import { type Restored, endReview } from '../course/review.ts'
import { callsTodo, fileOf, katas, kernelOf, root } from '../course/trees.ts'
import { type Command, UsageError, asUsage } from './command.ts'
import { exerciseWords, selectExercises } from './exercise-words.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run reset',
  about: 'Puts the pristine stub of an exercise back into katas/. What was there is kept in .out/kept.',
  words: exerciseWords,
  options: {
    all: { about: 'every exercise of the course' },
    back: { about: 'restores the previous version of the file, and keeps the present one' },
    'end-review': { about: 'restores the solutions that npm start -- --review has set aside' },
  },
  async main(given) {
    if (given.has('end-review')) return printEndOfReview()
    if (given.words.length === 0 && !given.has('all'))
      throw new UsageError('npm run reset wants an exercise or a stage: npm run reset -- 4.2')
    const wanted = given.has('all') ? exercises : selectExercises(given)
    if (given.has('back')) return back(wanted)
    const missing = wanted.filter((exercise) => !existsSync(fileOf(katas, exercise)))
    const written = wanted.filter(reset)
    for (const exercise of written) {
      const what = missing.includes(exercise) ? 'was missing: there is a stub now' : 'is empty again'
      console.log(`${exercise.id} katas/${exercise.path}.ts ${what}`)
    }
    if (written.some((exercise) => !missing.includes(exercise))) console.log('What was there comes back with --back.')
    const others = wanted.length - written.length
    if (others > 0) console.log(others === 1 ? 'One was empty already' : `${others} were empty already`)
    return 0
  },
}

/** Returns false if it was a stub already. */
function reset(exercise: Exercise): boolean {
  const written = asUsage(() => pristineFilesOf(exercise)).map(({ fileIn, text }) =>
    replaceWithBackup(fileIn(katas), text),
  )
  return written.includes(true)
}

function back(wanted: readonly Exercise[]): number {
  const brought = wanted
    .flatMap((exercise) => [fileOf(katas, exercise), kernelOf(katas, exercise)])
    .filter((file) => restoreBackup(file))
  if (brought.length === 0) {
    const names = wanted.map(({ id, name }) => `${id} ${name}`).join(', ')
    throw new UsageError(
      `.out/kept has no earlier version of ${names}. npm run reset saves a file there before it replaces it.`,
    )
  }
  for (const file of brought) {
    const text = readFileSync(file, 'utf8')
    const what = callsTodo(text) ? 'begun, with a todo in it' : `no todo left, ${text.split('\n').length} lines`
    console.log(`${file.replace(`${root}/`, '')} is what it was before (${what}); --back once more changes it back`)
  }
  return 0
}

function printEndOfReview(): number {
  const restored = asUsage(endReview)
  if (!restored) throw new UsageError('No review is open: all solutions are in their places.')
  console.log(describeEndOfReview(restored).join('\n'))
  return 0
}

/** Says which solutions are back, and where the text of the practice is. */
export function describeEndOfReview(restored: readonly Restored[]): string[] {
  const practised = restored.filter(({ isPractised }) => isPractised).map(({ exercise }) => exercise.id)
  return [
    `Your solutions are back: ${restored.map(({ exercise: { id, name } }) => `${id} ${name}`).join(', ')}.`,
    ...(practised.length > 0
      ? [`What you wrote for practice is kept. To take it instead: npm run reset -- ${practised.join(',')} --back`]
      : []),
  ]
}
