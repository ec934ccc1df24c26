import { existsSync, readFileSync } from 'node:fs'
import { type Exercise, exerciseOf } from '../course/exercises.ts'
import type { SourceFault } from '../course/source-faults.ts'
import { instrumentLoops, instrumentArithmetic } from './instrument.ts'
import type MagicString from 'magic-string'
import { stubOf } from '../course/stub.ts'
import { exportsOf, fileOf, isFile, katas, root, toForwardSlashes, solutions } from '../course/trees.ts'

/**
 * Folders of test/ with answers to an exercise, at the exercise’s path, and with the parts that the answers of one stage share.
 * What they import of the course is the reference.
 */
export const answerFolders = ['misconceptions', 'variants', 'unlisted', 'answer-parts']

/**
 * The module id of an answer. theirs: the tree's own file alone (theirs1, theirs2, … are fresh copies). watchful: the same, and it
 * traces the first NaN. stub and reference: the stub and the solution. asked: proxies that pass each call on to the answer under test.
 */
export function moduleIdOf(answer: string, exercise: Exercise, tree: string): string {
  if (answer === 'reference') return fileOf(solutions, exercise)
  if (answer === 'stub') return `${fileOf(solutions, exercise)}?stub`
  return answer === 'asked' ? `${proxyPrefix}${exercise.path}` : `${fileOf(tree, exercise)}?${answer}`
}

/** Is it the tree's answer, with the reference for everything else? */
export function isStandalone(query: string): boolean {
  return /^(theirs\d*|watchful)$/.test(query)
}

const proxyPrefix = '\0asked:'

function proxyModule(path: string): string {
  const file = `${solutions}/${path}.ts`
  return [
    `import * as reference from ${JSON.stringify(file)}`,
    `import { proxyExport } from ${JSON.stringify(`${root}/lib/judge/diagnose/answer-proxy.ts`)}`,
    ...exportsOf(readFileSync(file, 'utf8')).map(
      ({ name }) => `export const ${name} = proxyExport('${path}', '${name}', reference.${name})`,
    ),
  ].join('\n')
}

/** The source of a module that is not a file as it stands: a refusal, the reference, a stub, or a kata that is missing. */
export function sourceOf(id: string, tree: string): string | undefined {
  if (id.startsWith(proxyPrefix)) return proxyModule(id.slice(proxyPrefix.length))
  if (id.startsWith(refused)) return errorModule(decodeURIComponent(id.slice(refused.length)))
  const [file, query] = toForwardSlashes(id).split('?')
  const exercise = exerciseOf(file)
  if (!exercise || !(file.startsWith(`${tree}/`) || file.startsWith(`${solutions}/`))) return undefined
  if (query === 'reference') return reference(exercise)
  if (query === 'stub') return stubOf(reference(exercise), exercise.id)
  // not left to the bundler, which refuses what is not UTF-8 before anything can say so
  if (isFile(file)) return readFileSync(file, 'utf8')
  const { id: number, name } = exercise
  const remedy = tree === katas ? ` npm run reset -- ${number} puts its stub there.` : ''
  return errorModule(`${number} ${name} is missing: there is no ${file.replace(`${root}/`, '')}.${remedy}`)
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
export function errorModuleId(why: string): string {
  return `${refused}${encodeURIComponent(why)}`
}

export function errorModule(why: string): string {
  return `throw new Error(${JSON.stringify(why)})`
}

/** A module that throws why a kata cannot be loaded, at the place in the kata where that is. */
export function errorModuleAt({ why, kind, line, column }: SourceFault): string {
  // an error is where its new is: on a line of its own, where throw does not stand before it
  const [before, after] = line > 1 ? ['\n'.repeat(line - 2), '\n'] : ['', '']
  const indent = ' '.repeat(Math.max(0, column - 1 - (line > 1 ? 0 : 'throw ('.length)))
  return `${before}throw (${after}${indent}new ${kind}(${JSON.stringify(why)}))`
}

/**
 * A kata under test, with its loops counted, or, as ?watchful, its arithmetic watched. Its map leads to the text as the learner wrote
 * it, so that this is what an error shows.
 */
export function instrument(source: string, id: string): { code: string; map: ReturnType<MagicString['generateMap']> } {
  const text = id.endsWith('?watchful') ? instrumentArithmetic(source) : instrumentLoops(source)
  const map = text.generateMap({ source: id.replace(/\?.*$/, ''), includeContent: true })
  return { code: text.toString(), map }
}
