import { expect, test } from 'vitest'
import { exercises, stages } from '../../../lib/course/exercises.ts'
import { misconceptionsOf, variantsOf } from '../../../lib/judge/diagnose/answer-tests.ts'
import { existsSync } from 'node:fs'

test('there are at least 130 misconceptions and 60 variants', async () => {
  const [misconceptions, variants] = await Promise.all([
    Promise.all(exercises.map(misconceptionsOf)),
    Promise.all(exercises.map(variantsOf)),
  ])
  expect(misconceptions.flat().length).toBeGreaterThanOrEqual(130)
  expect(variants.flat().length).toBeGreaterThanOrEqual(60)
})

test('the answers of every stage are proved', () => {
  for (const stage of stages) expect(existsSync(`test/course/answers/${stage}.test.ts`), stage).toBe(true)
})
