import { existsSync, readFileSync } from 'node:fs'
import { type Exercise, exerciseOf } from './exercises.ts'
import { awaitsAtTopLevel, guarded, watchful } from './instrument.ts'
import { stubOf } from './stub.ts'
import { exportsOf, fileOf, root, slashed, solutions } from './trees.ts'

/** Folders of test/ with answers to an exercise, at the exercise’s path; what they import of the course is the reference. */
export const lists = ['misconceptions', 'variants', 'strangers']

/** The module that an answer of this name is, for the test of this exercise. */
export function answerId(answer: string, exercise: Exercise, tree: string): string {
  if (answer === 'reference') return fileOf(solutions, exercise)
  if (answer === 'stub') return `${fileOf(solutions, exercise)}?stub`
  if (answer === 'theirs' || answer === 'watchful') return `${fileOf(tree, exercise)}?${answer}`
  return `\0answer:${exercise.path}:${answer}`
}

/** One answer of a list of them: what it does not export itself is the reference's. */
function listed(id: string): string {
  const [, path, list, name] = id.split(':')
  const file = `${solutions}/${path}.ts`
  const exports = exportsOf(readFileSync(file, 'utf8')).map((found) => found.name)
  return [
    `import * as reference from ${JSON.stringify(file)}`,
    `import { ${list} } from ${JSON.stringify(`${root}/test/${list}/${path}.ts`)}`,
    `const answer = ${list}.find(({ id }) => id === ${JSON.stringify(name)}).answer()`,
    ...exports.map((one) => `export const ${one} = answer.${one} ?? reference.${one}`),
  ].join('\n')
}

/** The source of a module that is not a file as it stands: a refusal, the reference, a stub, or a kata that is missing. */
export function sourceOf(id: string, tree: string): string | undefined {
  if (id.startsWith('\0answer:')) return listed(id)
  if (id.startsWith(refused)) return throwing(decodeURIComponent(id.slice(refused.length)))
  const [file, query] = slashed(id).split('?')
  const exercise = exerciseOf(file)
  if (!exercise || !(file.startsWith(`${tree}/`) || file.startsWith(`${solutions}/`))) return undefined
  if (query === 'reference') return reference(exercise)
  if (query === 'stub') return stubOf(reference(exercise), exercise.id)
  return existsSync(file) ? undefined : throwing(`${exercise.id} ${exercise.name} is missing: there is no ${file}.`)
}

function reference(exercise: Exercise): string {
  const file = fileOf(solutions, exercise)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  throw new Error(
    `${file} is missing. Without solutions/ there is no reference to stand in: jump-in and isolated need it, --code katas does not.`,
  )
}

const refused = '\0refused:'

/** A module that says why it is not there: a failure with a sentence, instead of a resolver's stack. */
export function refuse(why: string): string {
  return `${refused}${encodeURIComponent(why)}`
}

function throwing(why: string): string {
  return `throw new Error(${JSON.stringify(why)})`
}

/** A kata under test, with its loops counted, or, as ?watchful, its arithmetic watched. */
export function instrumented(source: string, id: string): { code: string; map: null } {
  if (awaitsAtTopLevel(source)) {
    const why = 'A kata may not wait at its top level: whoever imports it would wait too, perhaps for ever.'
    return { code: throwing(why), map: null }
  }
  return { code: id.endsWith('?watchful') ? watchful(source) : guarded(source), map: null }
}
