import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findSourceFault } from '../../../lib/course/source-faults.ts'
import { exercises, select } from '../../../lib/course/exercises.ts'
import { errorModuleAt } from '../../../lib/resolve/virtual-modules.ts'
import { fileOf, solutions } from '../../../lib/course/trees.ts'

const [dense] = select('4.5')
const right = readFileSync(fileOf(solutions, dense), 'utf8')
const find = (source: string) => findSourceFault(source, dense, '/class/#12 Grp')

test.each(exercises)('the reference of $id $name is not broken', (exercise) => {
  expect(findSourceFault(readFileSync(fileOf(solutions, exercise), 'utf8'), exercise, solutions)).toBeUndefined()
})

test('what cannot be parsed is said with its place, and shown', () => {
  const found = find('export function dense() {\n  return 1 +\n}\n')
  expect(found).toMatchObject({ kind: 'SyntaxError', line: 3, column: 1 })
  expect(found?.why).toMatch(/^Unexpected token\n +,-\[4-backprop\/5-dense\.ts:3:1\]\n(.*\n)+ +`-+$/)
})

test('a name that is declared twice is found before the code runs', () => {
  expect(find('const W = 1\nconst W = 2\nexport { W }')).toMatchObject({ kind: 'SyntaxError', line: 1 })
})

describe('an import that is refused is said with its place', () => {
  test.each([
    ["import { a } from '#lib/tensor'\n\nimport { b } from '#lib/judge/assert/expect'\n", 3, 19],
    ["export { b } from '#lib/judge/assert/expect'\n", 1, 19],
    ["export * from '../7-later.ts'\n", 1, 15],
    ["import 'node:fs'\n", 1, 8],
  ])('%s', (source, line, column) => {
    const found = find(source + right)
    expect(found).toMatchObject({ kind: 'Error', line, column })
    expect(found?.why).toMatch(/^4\.5 dense may not import “/)
  })

  test('of another ending it says which is right', () => {
    const [known, none] = ['../1-tensor-ops/3-reduce.js', '../1-tensor-ops/3-none.js']
    expect(find(`import { other } from '${known}'\n${right}`)?.why).toBe(
      `4.5 dense may not import “${known}”. The file is called “../1-tensor-ops/3-reduce.ts”: write that.`,
    )
    expect(find(`import { other } from '${none}'\n${right}`)?.why).toContain('It is not an exercise of the same tree.')
  })

  test('types may come from anywhere', () => {
    expect(
      find(`import type { a } from 'a'\nimport { type b } from 'b'\nexport type { c } from 'c'\n${right}`),
    ).toBeUndefined()
  })
})

describe('what another kind of module does has a sentence of its own', () => {
  const dense = 'function dense() {}\n'
  test.each([
    ['module.exports = { dense }', /Leave that out, and write “export” in front of each function/],
    ['module.exports.dense = dense', /module\.exports as CommonJS does/],
    ['exports.dense = dense', /module\.exports as CommonJS does/],
    ["const { zeros } = require('#lib/tensor')", /require\(…\) is refused/],
    ["const { zeros } = await import('#lib/tensor')", /may not wait at its top level/],
    ["const later = () => import('#lib/tensor')", /import\(…\) is refused/],
    ['for await (const x of []) dense(x)', /may not wait at its top level/],
  ])('%s', (source, why) => {
    expect(find(dense + source)).toMatchObject({ kind: 'Error', line: 2, why: expect.stringMatching(why) })
  })

  test.each([
    'export async function later() { await 1 }',
    'export const f = (module: { exports: number }) => { module.exports = 1 }',
    "function require(what: boolean, why: string) {}\nexport const f = () => require(true, 'it is')",
  ])('and what only looks like it has none: %s', (source) => {
    expect(find(source)).toBeUndefined()
  })
})

test('UTF-16, with a mark or without, is told what to do', () => {
  for (const mark of ['\uFEFF', '']) {
    const source = Buffer.from(mark + right, 'utf16le').toString('utf8')
    expect(find(source)?.why).toMatch(/^4\.5 dense is saved as UTF-16, and is read as UTF-8\. Save it as UTF-8/)
  }
  expect(find(`\uFEFF${right}`)).toBeUndefined()
})

test('what git has left of two versions is told as that', () => {
  const both = right.replace(
    'export function',
    '<<<<<<< HEAD\nconst a = 1\n=======\nconst b = 1\n>>>>>>> theirs\nexport function',
  )
  const line = right.split('\n').findIndex((one) => one.startsWith('export function')) + 1
  expect(find(both)).toMatchObject({ line, column: 1, why: expect.stringMatching(/^git has left a conflict here/) })
  expect(find(right.replaceAll('\n', '\n// ======= \n'))).toBeUndefined()
})

test.each([
  [3, 12],
  [3, 1],
  [2, 4],
  [1, 30],
])('what is broken becomes a module that throws why, in line %i and column %i', async (line, column) => {
  const code = errorModuleAt({ why: 'It is “so”.\nAnd so.', kind: 'SyntaxError', line, column })
  const thrown = await import(`data:text/javascript,${encodeURIComponent(code)}`).catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(SyntaxError)
  expect((thrown as Error).message).toBe('It is “so”.\nAnd so.')
  expect((thrown as Error).stack).toMatch(new RegExp(`:${line}:${column}\\)?$`, 'm'))
})
