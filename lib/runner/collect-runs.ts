import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Plugin } from 'vite'
import type { TestAnnotation } from 'vitest'
import type { TestCase, TestModule, Vitest } from 'vitest/node'
import { rowsOf } from '../pictures/svg.ts'
import type { Failure, Grade } from '../course/grade.ts'
import { describe } from '../describe.ts'
import { diagnosisOf } from '../course/diagnosis.ts'
import type * as judge from '../judge/inventory.ts'
import { bundle } from '../resolve/bundle.ts'
import { type Exercise, exerciseOf, exercises } from '../course/exercises.ts'
import { fileOf, isEmpty, root } from '../course/trees.ts'

/** The titles of each exercise's tests, by its path. */
export type Inventory = Readonly<Record<string, readonly string[]>>

/** Collects the tests that exist, without running or even reading any answer. */
export async function readInventory(): Promise<Inventory> {
  const { module } = await bundle<typeof judge>('lib/judge/inventory.ts', [emptyKatas])
  return module.inventory()
}

const emptyKatas: Plugin = {
  name: 'empty-katas',
  enforce: 'pre',
  resolveId: (source) => (source.startsWith('#kata/') ? `\0empty:${source}` : undefined),
  load: (id) => (id.startsWith('\0empty:') ? { code: 'module.exports = {}', moduleType: 'js' } : undefined),
}

/** The results of one exercise's tests. Tests that were skipped or interrupted are not in it. */
export interface TestRun {
  readonly exercise: Exercise
  /** the result of each test that ran to its end, by title */
  readonly outcomes: ReadonlyMap<string, 'passed' | Failure>
  /** failures outside of tests: the file could not be loaded, or it left a promise or a timer behind */
  readonly errors: readonly Failure[]
  /** titles of tests that were left out on purpose: another test was selected, or the run was cancelled */
  readonly skipped: ReadonlySet<string>
  readonly built?: readonly string[]
}

/** Collects the results of a run over one tree, exercise by exercise. */
export function collectRuns(tree: string, { state }: Vitest): TestRun[] {
  return runsOf(tree, state.getTestModules(), state.getUnhandledErrors())
}

/** The results of these test modules. `unhandled`: errors that no test threw. */
export function runsOf(tree: string, modules: Iterable<TestModule>, unhandled: Iterable<unknown> = []): TestRun[] {
  const byPath = new Map(Array.from(modules, (module) => [exerciseOf(module.moduleId)?.path, module]))
  const strays = Array.from(unhandled, strayOf(tree))
  return exercises.flatMap((exercise) => {
    const module = byPath.get(exercise.path)
    const stray = strays.find(({ path }) => path === exercise.path)
    return module ? [pointAtTree(runOf(exercise, module, stray?.failure), tree)] : []
  })
}

function runOf(exercise: Exercise, module: TestModule, stray: Failure | undefined): TestRun {
  const tests = [...module.children.allTests()]
  const outcomes = new Map(tests.flatMap((test) => outcomeOf(test)))
  const early = module.errors().map((error) => {
    const title = `${exercise.id} ${exercise.name} could not be loaded`
    return failure(title, '', error.message, error.stacks?.[0])
  })
  const skipped = new Set(tests.filter((test) => test.result().state === 'skipped').map(({ name }) => name))
  const drawn = tests.find((test) => test.result().state === 'passed' && test.annotations().length > 0)
  const [annotation] = drawn?.annotations() ?? []
  const built = annotation && rowsOf(svgOf(annotation))
  return { exercise, outcomes, errors: [...early, ...(stray ? [stray] : [])], skipped, built }
}

/**
 * If no frame of a failure lies in the answer, as with an empty file, its place is the answer's file and not the test.
 */
function pointAtTree(run: TestRun, tree: string): TestRun {
  const file = fileOf(tree, run.exercise).replace(`${root}/`, '')
  const pointAtFile = (one: Failure): Failure => (one.at?.startsWith('test/') ? { ...one, at: `${file}:1` } : one)
  const outcomes = Array.from(run.outcomes, ([title, outcome]): [string, 'passed' | Failure] => [
    title,
    outcome === 'passed' ? outcome : pointAtFile(outcome),
  ])
  return { ...run, outcomes: new Map(outcomes), errors: run.errors.map(pointAtFile) }
}

function outcomeOf(test: TestCase): [title: string, outcome: 'passed' | Failure][] {
  const { state, errors } = test.result()
  if (state === 'passed') return [[test.name, 'passed']]
  if (state !== 'failed') return []
  const [error] = errors ?? []
  const { name, message = 'failed without an error', stacks } = error ?? {}
  return [[test.name, { ...failure(test.name, name, message, stacks?.[0]), diagnosis: diagnosisOf(test.meta()) }]]
}

/** Merges a later run of the same files into an earlier one. A test that did not run again keeps its result. */
export function mergeRuns(before: TestRun | undefined, now: TestRun): TestRun {
  if (!before) return now
  const others = before.errors.filter(({ message }) => now.errors.every((error) => error.message !== message))
  return {
    ...now,
    outcomes: new Map([...before.outcomes, ...now.outcomes]),
    errors: [...now.errors, ...others],
    built: now.built ?? before.built,
  }
}

/** The grade of one exercise. Tests that are missing make it wrong only if something else failed: see `missing`. */
export function gradeOf(tree: string, { exercise, outcomes, errors, built }: TestRun, expected: Inventory): Grade {
  const titles = expected[exercise.path] ?? []
  const ended = [...outcomes.values()]
  // Errors outside of tests come last: they say less than the tests that failed.
  const failures = [...ended.filter((outcome) => outcome !== 'passed'), ...errors]
  const missing = errors.length > 0 ? [] : titles.filter((title) => !outcomes.has(title))
  const passed = ended.filter((outcome) => outcome === 'passed').length
  let state: Grade['state'] = failures.length + missing.length === 0 ? 'done' : 'wrong'
  if (state === 'wrong' && isEmpty(tree, exercise)) state = 'empty'
  return { exercise, state, passed, expected: titles.length, failures, built, missing }
}

/** The grade of an exercise whose process died again when its tests ran by themselves. */
export function asDied(grade: Grade): Grade {
  const { id, name } = grade.exercise
  const message =
    'Its tests did not run to their end: the process they ran in has died, twice. Did it run out of memory, as with a list that grows without end?'
  return { ...grade, state: 'wrong', failures: [...grade.failures, { title: `${id} ${name}`, message }] }
}

function svgOf({ attachment }: TestAnnotation): string {
  const { body = '' } = attachment ?? {}
  return typeof body === 'string' ? Buffer.from(body, 'base64').toString() : Buffer.from(body).toString()
}

function failure(
  title: string,
  name: string | undefined,
  message: string,
  frame?: { file: string; line: number; column: number },
): Failure {
  const text = stripVTControlCharacters(name ? `${name}: ${message}` : message).trimEnd()
  // A relative path stays right when the project is moved. The module id of a kernel ends in ?wasm.
  const file = frame?.file.replace(`${root}/`, '').replace(/\?wasm.*$/, '')
  const isThere = frame && existsSync(resolve(root, frame.file.replace(/\?.*$/, ''))) // A file that is missing has no line.
  return { title, message: text, at: isThere ? `${file}:${frame.line}:${frame.column}` : undefined }
}

/** An error that no test threw, as Vitest reports it. */
interface UnhandledError extends Partial<Error> {
  readonly VITEST_TEST_PATH?: string
}

/** Finds the exercise of an error: by its first frame in the tree, or, without a stack, by the file under test. */
function strayOf(tree: string) {
  return (error: unknown): { path?: string; failure: Failure } => {
    const { message: said, stack = '', VITEST_TEST_PATH: tested } = error as UnhandledError
    const message = typeof said === 'string' ? said : describe(error)
    const at = stack.indexOf(`${tree}/`) // A folder's name may contain any character, so no pattern is used.
    const [, file, line, column] = /^(.*?\.ts):(\d+):(\d+)/.exec(at < 0 ? '' : stack.slice(at)) ?? []
    const frame = file === undefined ? undefined : { file, line: Number(line), column: Number(column) }
    return {
      path: exerciseOf(frame?.file ?? (stack === '' ? (tested ?? '') : ''))?.path,
      failure: failure('what it left behind, after its tests', '', message, frame),
    }
  }
}
