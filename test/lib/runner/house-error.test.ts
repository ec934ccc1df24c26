import type { TestModule } from 'vitest/node'
import { describe, expect, test } from 'vitest'
import { type Reported, findHouseError } from '../../../lib/runner/house-error.ts'
import { root } from '../../../lib/course/trees.ts'

const tree = '/class/#12 Grp'

/** A run in which 1.2 could not be loaded for this error. */
function runWith(error: Partial<Error>, unhandled: readonly unknown[] = []): Reported {
  const module = { moduleId: `${root}/test/1-tensor-ops/2-broadcast.test.ts`, errors: () => [error] }
  return { modules: [module as unknown as TestModule], unhandled }
}

describe('an error of the house is told from one of the answers:', () => {
  const frame =
    '\n    at VitestModuleEvaluator.run (file:///project/node_modules/vitest/dist/module-evaluator.js:206:120)'

  test.each([
    ['a tsconfig', 'Transform failed with 1 error:\n\n[TSCONFIG_ERROR] Tsconfig not found'],
    ['a module', `Cannot find module '/@fs${tree}/1-tensor-ops/2-broadcast.ts'`],
    ['a file that cannot be read', `EACCES: permission denied, open '${tree}/1-tensor-ops/2-broadcast.ts'`],
  ])('%s', (_, message) => {
    const why = findHouseError(tree, runWith({ message, stack: `Error: ${message}${frame}` }))
    expect(why).toBe(
      `1.2 broadcast could not be loaded, for a reason that is not in its code: ${message.split('\n')[0]}`,
    )
  })

  test.each([
    [
      'code of the tree threw',
      { message: 'no', stack: `Error: no\n    at ${tree}/1-tensor-ops/2-broadcast.ts:3:9${frame}` },
    ],
    [
      'another exercise of the tree threw',
      { message: 'no', stack: `Error: no\n    at f (${tree}/1-tensor-ops/1-map-zip.ts:3:9)` },
    ],
    [
      'the engine could not compile it',
      { message: 'no', stack: `${tree}/1-tensor-ops/2-broadcast.ts:2\nconst r = /(/;\n^^^` },
    ],
    ['a text was thrown', { message: 'no' }],
  ])('%s', (_, error) => {
    expect(findHouseError(tree, runWith(error))).toBeUndefined()
  })
})

test('a process that does not start is of the house, one that dies is not', () => {
  const none = { modules: [] }
  const unstarted = new Error('[vitest-pool]: Failed to start forks worker for test files a.test.ts.')
  expect(findHouseError(tree, { ...none, unhandled: [unstarted] })).toMatch(
    /^The process of the tests could not be started/,
  )
  const died = new Error('[vitest-pool]: Worker forks emitted error.')
  expect(findHouseError(tree, { ...none, unhandled: [died] })).toBeUndefined()
})
