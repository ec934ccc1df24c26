import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Exercise, exercises, select } from '../course/exercises.ts'
import { kernelStubOf, stubOf } from '../course/stub.ts'
import { fileOf, katas, kernelOf, root, solutions } from '../course/trees.ts'
import { type Command, UsageError } from './command.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run reset',
  about: 'Puts the pristine stub of an exercise back into katas/. What was there is kept in .out/kept.',
  words: '4 | 4.2 | dense',
  options: { all: { about: 'every exercise of the course' } },
  async main(given) {
    if (given.words.length === 0 && !given.has('all'))
      throw new UsageError('npm run reset wants an exercise or a stage: npm run reset -- 4.2')
    const wanted = given.has('all') ? exercises : given.words.flatMap((word) => selected(word))
    const written = wanted.filter(reset)
    for (const { id, path } of written) console.log(`${id} katas/${path}.ts is empty again`)
    if (written.length < wanted.length) console.log(`${wanted.length - written.length} were pristine already`)
    return 0
  },
}

/** Words a person typed, as exercises; a wrong one is a UsageError. */
export function selected(word: string): readonly Exercise[] {
  try {
    return select(word)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** false: it was pristine already */
function reset(exercise: Exercise): boolean {
  const solution = fileOf(solutions, exercise)
  if (!existsSync(solution)) throw new UsageError(`${solution} is missing: a stub is made from its solution.`)
  const written = put(fileOf(katas, exercise), stubOf(readFileSync(solution, 'utf8'), exercise.id))
  const kernel = kernelOf(solutions, exercise)
  if (!existsSync(kernel)) return written
  return put(kernelOf(katas, exercise), kernelStubOf(readFileSync(kernel, 'utf8'), exercise.id)) || written
}

/** Writes a stub, and keeps what was there. false: it was the stub already */
function put(file: string, stub: string): boolean {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  if (before === stub) return false
  if (before !== undefined) keep(file, before)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, stub)
  return true
}

function keep(file: string, source: string): void {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  const kept = file.replace(`${katas}/`, `${root}/.out/kept/`).replace(/\.ts$/, `.${stamp}.ts`)
  mkdirSync(dirname(kept), { recursive: true })
  writeFileSync(kept, source)
}
