import { describe, expect, test } from 'vitest'
import { exercises } from '../../lib/course/exercises.ts'
import { examsOf, strangersOf, variantsOf } from '../../lib/judge/course.ts'
import { diagnose } from '../../lib/judge/diagnose.ts'
import { Mismatch } from '../../lib/judge/mismatch.ts'

const [variants, strangers] = await Promise.all([
  Promise.all(exercises.map(variantsOf)),
  Promise.all(exercises.map(strangersOf)),
])

describe.each(exercises)('$id $name', (exercise) => {
  for (const { id, how } of variants[exercises.indexOf(exercise)]) {
    test(`is right when done differently: ${how} (${id})`, async () => {
      for (const { title, run } of await examsOf(exercise, `variants:${id}`)) {
        expect(run, title).not.toThrow()
      }
    })
  }

  for (const { id, what } of strangers[exercises.indexOf(exercise)]) {
    test(`rejects what is on no list, and gives it no name: ${what} (${id})`, async () => {
      const answer = `strangers:${id}`
      const exams = await examsOf(exercise, answer)
      const failures = exams.flatMap(({ title, run }) => {
        const error = thrownBy(run)
        return error === undefined ? [] : [{ title, error }]
      })
      expect(failures.length).toBeGreaterThan(0)
      for (const { title, error } of failures) {
        expect(error, title).toBeInstanceOf(Mismatch)
        expect((await diagnose(exercise, title, error, answer))?.names ?? [], title).toEqual([])
      }
    })
  }
})

test('there are at least 60 variants, and a stranger in each stage', () => {
  expect(variants.flat().length).toBeGreaterThanOrEqual(60)
  const stages = new Set(exercises.filter((_, i) => strangers[i].length > 0).map(({ stage }) => stage))
  expect(stages.size).toBe(6)
})

function thrownBy(run: () => void): unknown {
  try {
    run()
    return undefined
  } catch (error) {
    return error
  }
}
