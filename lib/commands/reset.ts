import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { type Exercise, exercises } from '../course/exercises.ts'
import { pristineFilesOf } from '../course/pristine.ts'
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
  },
  async main(given) {
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
  const written = asUsage(() => pristineFilesOf(exercise)).map(({ fileIn, text }) => put(fileIn(katas), text))
  return written.includes(true)
}

/** Writes a stub, and keeps the old text. Returns false if the file was the stub already. */
function put(file: string, stub: string): boolean {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  if (before === stub) return false
  if (before !== undefined) keep(file, before)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, stub)
  return true
}

function keep(file: string, source: string): void {
  const stamp = new Date().toISOString().slice(0, 23).replaceAll(/[:.]/g, '-')
  const kept = backupPath(file).replace(/ts$/, `${stamp}.ts`)
  mkdirSync(dirname(kept), { recursive: true })
  writeFileSync(kept, source)
}

/** .out/kept/4-backprop/5-dense.ts, with a time stamp before the extension */
function backupPath(file: string): string {
  return file.replace(`${katas}/`, `${root}/.out/kept/`)
}

function back(wanted: readonly Exercise[]): number {
  const brought = wanted
    .flatMap((exercise) => [fileOf(katas, exercise), kernelOf(katas, exercise)])
    .filter(restoreBackup)
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

/** Restores the last kept text that differs from the current one. Returns false if there is none. */
function restoreBackup(file: string): boolean {
  const [folder, name] = [dirname(backupPath(file)), basename(file, '.ts')]
  const now = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const kept = existsSync(folder) ? readdirSync(folder).filter((one) => one.startsWith(`${name}.`)) : []
  const texts = kept.toSorted().map((one) => readFileSync(`${folder}/${one}`, 'utf8'))
  const last = texts.findLast((text) => text !== now)
  if (last === undefined) return false
  if (now !== undefined) keep(file, now)
  writeFileSync(file, last)
  return true
}
