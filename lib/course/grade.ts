import { stripVTControlCharacters } from 'node:util'
import type { Plugin } from 'vite'
import type { TestAnnotation } from 'vitest'
import type { TestModule, Vitest } from 'vitest/node'
import { rowsOf } from '../pictures/svg.ts'
import { type Diagnosis, diagnosisOf } from '../judge/diagnosis.ts'
import type * as judge from '../judge/inventory.ts'
import { bundle } from './bundle.ts'
import { type Exercise, exerciseOf, exercises } from './exercises.ts'
import { isEmpty } from './trees.ts'

/** done: every expected test ran and passed · empty: its file still calls todo · wrong: anything else */
export type State = 'done' | 'empty' | 'wrong'

export interface Failure {
  readonly title: string
  readonly message: string
  /** katas/4-backprop/4-dense.ts:12:3 */
  readonly at?: string
  /** what the judge makes of it, which is in the message as well; names: ids of the misconceptions that behave the same */
  readonly diagnosis?: Diagnosis
}

export interface Grade {
  readonly exercise: Exercise
  readonly state: State
  readonly passed: number
  /** of the inventory: a test that did not run counts as failed */
  readonly expected: number
  readonly failures: readonly Failure[]
  /** what a terminal shows of the picture of what it has become, if it was drawn: a row of blocks for each tensor, say */
  readonly built?: readonly string[]
  /** its tests did not run to their end, though nothing failed: the process died, perhaps of another exercise */
  readonly died: boolean
}

/** How many tests each exercise has, by its path: known without running or even reading anybody's code. */
export async function expectedTests(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { module } = await bundle<typeof judge>('lib/judge/inventory.ts', [emptyKatas])
  return module.inventory()
}

const emptyKatas: Plugin = {
  name: 'empty-katas',
  enforce: 'pre',
  resolveId: (source) => (source.startsWith('#kata/') ? `\0empty:${source}` : undefined),
  load: (id) => (id.startsWith('\0empty:') ? { code: 'module.exports = {}', moduleType: 'js' } : undefined),
}

/** What Vitest knows after a run, as far as grades need it. */
export interface Run {
  readonly modules: Iterable<TestModule>
  /** errors that came from no test: of a promise or a timer that a kata left behind, or of a process that died */
  readonly unhandled: Iterable<unknown>
}

export function runOf({ state }: Vitest): Run {
  return { modules: state.getTestModules(), unhandled: state.getUnhandledErrors() }
}

/** The grade of each exercise whose tests were run over one tree. */
export function grades(
  tree: string,
  { modules, unhandled }: Run,
  expected: Readonly<Record<string, readonly string[]>>,
): Grade[] {
  const ran = new Map(Array.from(modules, (module) => [exerciseOf(module.moduleId)?.path, module]))
  const strays = Array.from(unhandled, strayOf(tree))
  return exercises.flatMap((exercise) => {
    const module = ran.get(exercise.path)
    const stray = strays.find(({ path }) => path === exercise.path)
    return module ? [grade(tree, exercise, module, expected[exercise.path] ?? [], stray?.failure)] : []
  })
}

function grade(
  tree: string,
  exercise: Exercise,
  module: TestModule,
  expected: readonly string[],
  stray: Failure | undefined,
): Grade {
  const tests = [...module.children.allTests()]
  const passed = tests.filter((test) => test.result().state === 'passed').length
  const failures = tests.flatMap((test) => {
    const [error] = test.result().errors ?? []
    const diagnosis = diagnosisOf(test.meta())
    return error ? [{ ...failure(test.name, error.name, error.message, error.stacks?.[0]), diagnosis }] : []
  })
  const early = module
    .errors()
    .map((error) =>
      failure(`${exercise.id} ${exercise.name} could not be loaded`, '', error.message, error.stacks?.[0]),
    )
  const all = [...early, ...failures, ...(stray ? [stray] : [])]
  const died = all.length === 0 && passed < expected.length
  const end = 'Its tests did not run to their end: the process they ran in has died.'
  if (died) all.push(failure(`${exercise.id} ${exercise.name}`, '', end))
  const state = all.length === 0 ? 'done' : isEmpty(tree, exercise) ? 'empty' : 'wrong'
  const drawn = tests.find((test) => test.result().state === 'passed' && test.annotations().length > 0)
  const [annotation] = drawn?.annotations() ?? []
  const built = annotation && rowsOf(svgOf(annotation))
  return { exercise, state, passed, expected: expected.length, failures: all, built, died }
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
  return { title, message: text, at: frame && `${frame.file}:${frame.line}:${frame.column}` }
}

/** Whose error it is, by the first of its frames that lies in the tree. */
function strayOf(tree: string) {
  return (error: unknown): { path?: string; failure: Failure } => {
    const { message = String(error), stack = '' } = error as Partial<Error>
    const at = stack.indexOf(`${tree}/`) // a folder's name may have anything in it
    const [, file, line, column] = /^(.*?\.ts):(\d+):(\d+)/.exec(at < 0 ? '' : stack.slice(at)) ?? []
    const frame = file === undefined ? undefined : { file, line: Number(line), column: Number(column) }
    return {
      path: frame ? exerciseOf(frame.file)?.path : undefined,
      failure: failure('what it left behind, after its tests', '', message, frame),
    }
  }
}
