import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { select } from '../../../lib/course/exercises.ts'
import { refuse } from '../../../lib/course/sources.ts'
import { fileOf, solutions } from '../../../lib/course/trees.ts'
import { broken, missingExports, throwsWhy } from '../../../lib/page/serve/broken.ts'

const [joints] = select('5.1')
const right = readFileSync(fileOf(solutions, joints), 'utf8')
const place = 'katas/5-chain-link/1-joints.ts'
const all = () => Promise.resolve('somewhere')

async function moduleOf(code: string): Promise<Record<string, unknown>> {
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, unknown>
}

test('a right kata is not broken, and misses no export', async () => {
  expect(await broken(right, all)).toBeUndefined()
  expect(missingExports(right, joints, place)).toBe('')
})

test('what cannot be parsed is said with its line', async () => {
  const wrong = right.replace('return points', 'return points +')
  const line = wrong.slice(0, wrong.indexOf('return points +')).split('\n').length
  const found = await broken(wrong, all)
  expect(found).toMatchObject({ kind: 'SyntaxError' })
  expect([line, line + 1]).toContain(found?.line)
})

test('an import that is refused is said with its line, and the reason of the resolver', async () => {
  const wrong = `import { a } from '#lib/tensor'\n\nimport { b } from '#lib/judge/expect'\n${right}`
  const resolve = (source: string) => Promise.resolve(source.includes('judge') ? refuse('It is the judge’s.') : source)
  expect(await broken(wrong, resolve)).toEqual({ why: 'It is the judge’s.', kind: 'Error', line: 3 })
})

test('what is broken becomes a module with the names others import, which throws why and where', async () => {
  const code = throwsWhy({ why: 'Unexpected “}”', kind: 'SyntaxError', line: 2 }, joints, place, 'a\n  b }\nc')
  for (const name of ['nextPosition', 'joints', 'predict']) expect(code).toContain(`export const ${name} =`)
  const thrown = await moduleOf(code).catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(SyntaxError)
  expect(thrown).toMatchObject({ message: 'Unexpected “}”', place: { file: place, line: 2, text: 'b }' } })
})

test('an export that is missing becomes one that says so, the others stay', async () => {
  const wrong = 'function joints() {}\nexport const predict = () => 1\nexport { predict as nextPosition }\n'
  const module = await moduleOf(wrong + missingExports(wrong, joints, place))
  expect((module.predict as () => number)()).toBe(1)
  expect(module.joints).toThrow('5.1 joints exports no joints.')
  expect(missingExports(`${wrong}export * from './more.ts'`, joints, place)).toBe('')
})
