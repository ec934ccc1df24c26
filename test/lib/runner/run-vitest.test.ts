import { expect, test } from 'vitest'
import { countTests } from '../../../lib/runner/run-vitest.ts'

type State = Parameters<typeof countTests>[0]['state']

/** What Vitest knows after a run: the states of the tests of each file, files that could not be loaded, errors of no test, and hooks that threw. */
function count(files: readonly (readonly string[])[], broken = 0, unhandled = 0, hooks = 0) {
  const moduleOf = (states: readonly string[], errors: number) => ({
    children: {
      allTests: () => states.map((state) => ({ result: () => ({ state }) })),
      allSuites: () => [{ errors: () => [] }, ...Array.from({ length: hooks }, () => ({ errors: () => [1] }))],
    },
    errors: () => Array.from({ length: errors }),
  })
  const modules = [
    ...files.map((states) => moduleOf(states, 0)),
    ...Array.from({ length: broken }, () => moduleOf([], 2)),
  ]
  const state = { getTestModules: () => modules, getUnhandledErrors: () => Array.from({ length: unhandled }) }
  return countTests({ state: state as unknown as State })
}

test('a run is fine if all of its tests passed, but for those that were skipped on this system', () => {
  expect(count([['passed', 'passed'], ['passed']])).toEqual({ ok: true, passed: 3, failed: 0 })
  expect(count([['passed', 'skipped']])).toEqual({ ok: true, passed: 1, failed: 0 })
})

test('a failure, a test that was cut off, a file that could not be loaded and an error of no test are one failure each', () => {
  expect(count([['passed', 'failed'], ['pending']])).toEqual({ ok: false, passed: 1, failed: 2 })
  expect(count([['passed']], 1)).toEqual({ ok: false, passed: 1, failed: 1 })
  expect(count([['passed']], 0, 1)).toEqual({ ok: false, passed: 1, failed: 1 })
})

test('a hook of a describe that threw is a failure, though its tests are called skipped', () => {
  expect(count([['passed', 'skipped']], 0, 0, 1)).toEqual({ ok: false, passed: 1, failed: 1 })
})

test('a run without a test proves nothing', () => {
  expect(count([])).toEqual({ ok: false, passed: 0, failed: 0 })
  expect(count([['skipped']])).toEqual({ ok: false, passed: 0, failed: 0 })
})
