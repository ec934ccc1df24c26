import { describe, expect, test } from 'vitest'
import { exercises } from '../../lib/course/exercises.ts'
import { misconceptionsOf } from '../../lib/judge/course.ts'
import { complaint, judge } from '../../lib/judge/matrix.ts'

const lists = await Promise.all(exercises.map(misconceptionsOf))

describe.each(exercises)('$id $name', (exercise) => {
  const list = lists[exercises.indexOf(exercise)]

  test('has at least three misconceptions, each with its own id', () => {
    expect(list.length).toBeGreaterThanOrEqual(3)
    expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
  })

  for (const misconception of list) {
    test(`${misconception.id} is rejected and named: ${misconception.belief}`, async () => {
      expect(complaint(await judge(exercise, misconception), misconception)).toBeUndefined()
    })
  }
})

test('there are at least 130 of them', () => {
  expect(lists.flat().length).toBeGreaterThanOrEqual(130)
})
