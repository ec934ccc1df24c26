import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { select } from '../../../lib/course/exercises.ts'
import { fileOf, solutions } from '../../../lib/course/trees.ts'
import { missingExports, errorModule } from '../../../lib/page/serve/load-errors.ts'

const [joints] = select('5.1')
const right = readFileSync(fileOf(solutions, joints), 'utf8')
const place = 'katas/5-chain-link/1-joints.ts'

async function moduleOf(code: string): Promise<Record<string, unknown>> {
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, unknown>
}

test('a right kata misses no export', () => {
  expect(missingExports(right, joints, place)).toBe('')
})

test('what is broken becomes a module with the names others import, which throws why and where', async () => {
  const code = errorModule(
    { why: 'Unexpected “}”', kind: 'SyntaxError', line: 2, column: 3 },
    joints,
    place,
    'a\n  b }\nc',
  )
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
