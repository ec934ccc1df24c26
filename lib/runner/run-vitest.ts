import { type Reporter, type TestModule, type Vitest, startVitest } from 'vitest/node'
import type { TestProjectInlineConfiguration } from 'vitest/config'
import { root } from '../course/trees.ts'
import { viteSettings } from '../resolve/vite-settings.mjs'

/** How Vitest runs: `files` are parts of their names (all if left out). */
export interface VitestRun {
  readonly files?: readonly string[]
  readonly maxWorkers?: number
  readonly reporters?: Reporter[]
  readonly testNamePattern?: string
}

/** Runs the tests of some projects once, to their end. What they said is in the `state` of the result. */
export async function runVitest(
  projects: TestProjectInlineConfiguration[],
  { files = [], maxWorkers = 2, ...more }: VitestRun = {},
): Promise<Vitest> {
  const options = { config: false as const, root, watch: false, projects, maxWorkers, ...more }
  const vitest = await startVitest('test', [...files], options, viteSettings)
  await vitest.close()
  return vitest
}

/**
 * The numbers of tests that passed and failed. A file that could not be loaded is one failure. So is a hook of a `describe` that threw,
 * and so is an error outside of tests.
 */
export interface TestCount {
  readonly ok: boolean
  readonly passed: number
  readonly failed: number
}

/** Counts the tests of a run. A test that was cut off has failed; one that was skipped, as on another system, counts for nothing. */
export function countTests({ state }: Pick<Vitest, 'state'>): TestCount {
  const modules: readonly TestModule[] = state.getTestModules()
  const states = modules.flatMap((module) => Array.from(module.children.allTests(), (test) => test.result().state))
  const passed = states.filter((one) => one === 'passed').length
  const skipped = states.filter((one) => one === 'skipped').length
  // Vitest calls the tests behind a hook that threw skipped: the error is at their suite
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()])
  const broken = suites.filter((suite) => suite.errors().length > 0).length + state.getUnhandledErrors().length
  const failed = states.length - passed - skipped + broken
  return { ok: failed === 0 && passed > 0, passed, failed }
}
