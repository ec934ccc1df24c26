import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exercises, stages } from '../../../lib/course/exercises.ts'
import { misconceptionsOf, unlistedOf, variantsOf } from '../../../lib/judge/diagnose/answer-tests.ts'
import { exercisesOfPart, parts } from './proof.ts'

test('there are at least 130 misconceptions and 60 variants', async () => {
  const [misconceptions, variants] = await Promise.all([
    Promise.all(exercises.map(misconceptionsOf)),
    Promise.all(exercises.map(variantsOf)),
  ])
  expect(misconceptions.flat().length).toBeGreaterThanOrEqual(130)
  expect(variants.flat().length).toBeGreaterThanOrEqual(60)
})

test.each(stages)('%s has an unlisted mistake', async (stage) => {
  const own = exercises.filter((exercise) => exercise.stage === stage)
  const unlisted = (await Promise.all(own.map(unlistedOf))).flat()
  expect(unlisted.length, `mistakes in test/unlisted/${stage}/`).toBeGreaterThan(0)
})

test('each exercise is in one part of the proofs, and each part has a file', () => {
  const numbers = Array.from({ length: parts }, (_, i) => i + 1)
  const proved = numbers.flatMap(exercisesOfPart).map(({ id }) => id)
  expect(proved.toSorted()).toEqual(exercises.map(({ id }) => id).toSorted())
  const files = readdirSync('test/course/answers').filter((name) => name.startsWith('part-'))
  expect(files.toSorted()).toEqual(numbers.map((part) => `part-${part}.test.ts`))
})
