import { stripVTControlCharacters } from 'node:util'
import type { Plugin } from 'vite'
import type { TestModule } from 'vitest/node'
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
}

export interface Grade {
  readonly exercise: Exercise
  readonly state: State
  readonly passed: number
  /** of the inventory: a test that did not run counts as failed */
  readonly expected: number
  readonly failures: readonly Failure[]
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

/** The grade of each exercise, from what Vitest ran over one tree. */
export function grades(
  tree: string,
  modules: Iterable<TestModule>,
  expected: Readonly<Record<string, readonly string[]>>,
): Grade[] {
  const ran = new Map(Array.from(modules, (module) => [exerciseOf(module.moduleId)?.path, module]))
  return exercises.flatMap((exercise) => {
    const module = ran.get(exercise.path)
    return module ? [grade(tree, exercise, module, expected[exercise.path] ?? [])] : []
  })
}

function grade(tree: string, exercise: Exercise, module: TestModule, expected: readonly string[]): Grade {
  const tests = [...module.children.allTests()]
  const passed = tests.filter((test) => test.result().state === 'passed').length
  const failures = tests.flatMap((test) => {
    const [error] = test.result().errors ?? []
    const [frame] = error?.stacks ?? []
    return error
      ? [
          {
            title: test.name,
            message: stripVTControlCharacters(`${error.name}: ${error.message}`).trimEnd(),
            at: frame && `${frame.file}:${frame.line}:${frame.column}`,
          },
        ]
      : []
  })
  const early = module.errors().map((error) => ({
    title: `${exercise.id} ${exercise.name} could not be loaded`,
    message: stripVTControlCharacters(error.message).trimEnd(),
  }))
  const complete = passed === expected.length && early.length === 0 && failures.length === 0
  const state = complete ? 'done' : isEmpty(tree, exercise) ? 'empty' : 'wrong'
  return { exercise, state, passed, expected: expected.length, failures: [...early, ...failures] }
}
