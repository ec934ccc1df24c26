import { existsSync, readFileSync } from 'node:fs'
import { type Exercise, exerciseOf } from '../course/exercises.ts'
import type { SourceFault } from '../course/source-faults.ts'
import { instrumentLoops, instrumentArithmetic } from './instrument.ts'
import type MagicString from 'magic-string'
import { stubOf } from '../course/stub.ts'
import { exportsOf, fileOf, isFile, katas, root, toForwardSlashes, solutions } from '../course/trees.ts'

/**
 * The folders of test/ with answers to an exercise, at the exercise’s path, and with the shared parts of the answers of a stage.
 * Their imports of the course resolve to the reference.
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

/** True for the tree's own answer with the reference for all other exercises. */
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

/** The source of a virtual module: an error, the reference, a stub, or a missing kata; undefined for other ids. */
export function sourceOf(id: string, tree: string): string | undefined {
  if (id.startsWith(proxyPrefix)) return proxyModule(id.slice(proxyPrefix.length))
  if (id.startsWith(refused)) return errorModule(decodeURIComponent(id.slice(refused.length)))
  const [file, query] = toForwardSlashes(id).split('?')
  const exercise = exerciseOf(file)
  if (!exercise || !(file.startsWith(`${tree}/`) || file.startsWith(`${solutions}/`))) return undefined
  if (query === 'reference') return reference(exercise)
  if (query === 'stub') return stubOf(reference(exercise), exercise.id)
  // read here, since the bundler would reject a file that is not UTF-8 without a clear message
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

/** The id of a module that throws this reason. The learner then reads a sentence, and not a resolver's stack. */
export function errorModuleId(why: string): string {
  return `${refused}${encodeURIComponent(why)}`
}

export function errorModule(why: string): string {
  return `throw new Error(${JSON.stringify(why)})`
}

/** A module that throws the reason why a kata cannot be loaded. The error points to the place in the kata. */
export function errorModuleAt({ why, kind, line, column }: SourceFault): string {
  // an error has the position of its `new`, so that is on a line of its own, without `throw` before it
  const [before, after] = line > 1 ? ['\n'.repeat(line - 2), '\n'] : ['', '']
  const indent = ' '.repeat(Math.max(0, column - 1 - (line > 1 ? 0 : 'throw ('.length)))
  return `${before}throw (${after}${indent}new ${kind}(${JSON.stringify(why)}))`
}

/**
 * Instruments a kata under test: it counts the rounds of loops, or, with ?watchful, checks the arithmetic. The source map leads to the
 * learner's text, so errors show that text.
 */
export function instrument(source: string, id: string): { code: string; map: ReturnType<MagicString['generateMap']> } {
  const text = id.endsWith('?watchful') ? instrumentArithmetic(source) : instrumentLoops(source)
  const map = text.generateMap({ source: id.replace(/\?.*$/, ''), includeContent: true })
  return { code: text.toString(), map }
}
