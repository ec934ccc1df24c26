import { expect, test } from 'vitest'
import { kernelStubOf, stubOf, withoutTodoImport } from '../../../lib/course/stub.ts'
import { callsTodo, exportsOf } from '../../../lib/course/trees.ts'

const solution = `/**
 * 4.5  dense: the task
 */
import { type Tensor, zeros } from '#lib/tensor'
import { helper } from './other.ts'

/** A type stays. */
export interface Gradient {
  readonly dx: Tensor
}

/** y = x·W + b      x: (B, I) */
export function dense(x: Tensor): Tensor {
  const secret = helper(x)
  return secret
}

/** a reason why it is done this way */
function hidden(x: Tensor): Tensor {
  return x
}

/** no formula's end
 * second line */
export const op = (x: number): [number, (dy: number) => number] => [hidden(x), (dy) => dy]

/** the three, as a value */
export const products = {
  AB: dense,
  AtB: (a: Tensor) => hidden(a),
}

export function* batches(n: number): Generator<number> {
  yield n
}

const constant = 3

export const sizes = [constant]
`

const stub = stubOf(solution, '4.5')

test('bodies become todo, with number, name and formula', () => {
  expect(stub).toContain("export function dense(x: Tensor): Tensor {\n  return todo('4.5 dense: y = x·W + b')\n}")
  expect(stub).toContain(
    "export const op = (x: number): [number, (dy: number) => number] => todo('4.5 op: no formula’s end')",
  )
  expect(stub).toContain("  AB: dense,\n  AtB: (a: Tensor) => todo('4.5 products.AtB'),")
  expect(stub).toContain("export function* batches(n: number): Generator<number> {\n  return todo('4.5 batches')\n}")
})

test('of a solution that is still to be written todo is imported once', () => {
  const unwritten = solution.replace('import { helper }', "import { todo } from '#lib/todo'\nimport { helper }")
  expect(stubOf(unwritten, '4.5')).toBe(stub)
})

test('types, headers and imports stay, and todo is imported', () => {
  expect(stub).toContain('4.5  dense: the task')
  expect(stub).toContain('export interface Gradient')
  expect(stub).toContain("import { helper } from './other.ts'\nimport { todo } from '#lib/todo'\n")
})

test('how the solution is built goes: helpers, constants, and the comments inside', () => {
  for (const word of ['hidden', 'secret', 'a reason why', 'const constant']) expect(stub).not.toContain(word)
})

test('a constant without functions stays as it is', () => {
  expect(stub).toContain('export const sizes = [constant]')
})

test('a solution without imports gets one, below its header', () => {
  expect(stubOf('/** 4.2 */\n\n/** y = a */\nexport const f = (a: number) => a\n', '4.2')).toBe(
    "/** 4.2 */\nimport { todo } from '#lib/todo'\n\n/** y = a */\nexport const f = (a: number) => todo('4.2 f: y = a')\n",
  )
})

test('line ends of Windows make no difference', () => {
  expect(stubOf(solution.replaceAll('\n', '\r\n'), '4.5')).toBe(stub)
})

test('callsTodo sees calls, not mentions', () => {
  expect(callsTodo(stub)).toBe(true)
  expect(callsTodo(solution)).toBe(false)
  expect(callsTodo("// todo('later')\nconst text = 'todo(x)'\n")).toBe(false)
  expect(callsTodo('const f = () => { if (x) { return todo("4.5") } }')).toBe(true)
  expect(callsTodo('function broken( { todo(')).toBe(false)
})

test('exportsOf gives names and places', () => {
  expect(exportsOf('const a = 1\nexport function f() {}\n\nexport const g = 1, h = 2\nexport type T = 1\n')).toEqual([
    { name: 'f', line: 2, column: 17 },
    { name: 'g', line: 4, column: 14 },
    { name: 'h', line: 4, column: 21 },
  ])
})

test('a kernel stops where its body was, and says what is to be done', () => {
  const kernel =
    '/** the header */\n\n/** y = a + 1      a: f32 */\nexport function next(a: f32): f32 {\n  return helper(a)\n}\n\nfunction helper(a: f32): f32 {\n  return a + 1\n}\n'
  expect(kernelStubOf(kernel, '9.5')).toBe(
    '/** the header */\n\n/** y = a + 1      a: f32 */\nexport function next(a: f32): f32 {\n  unreachable() // todo 9.5 next: y = a + 1\n}\n',
  )
})

test('the import of todo that is left in a solved kata is no difference, and that of a kata half done stays', () => {
  const stub = stubOf(solution, '4.5')
  const solved = stub.replaceAll(/\btodo\([^\n]*\)/g, 'x')
  expect(solved).toContain("import { todo } from '#lib/todo'\n")
  expect(withoutTodoImport(solved)).toBe(solved.replace("import { todo } from '#lib/todo'\n", ''))
  expect(withoutTodoImport(solved.replaceAll('\n', '\r\n'))).not.toContain('todo')
  expect(withoutTodoImport(stub)).toBe(stub)
})
