import { expect, test } from 'vitest'
import { selectExercises } from '../../lib/commands/exercise-words.ts'
import { exercises } from '../../lib/course/exercises.ts'

const idsOf = (words: readonly string[], stage?: string): string[] =>
  selectExercises({ words, text: (name) => (name === 'stage' ? stage : undefined) }).map(({ id }) => id)

test('words and --stage name the same exercises, in the order of the course and each once', () => {
  const expected = ['1.2', '3.1', '3.2', '4.4']
  expect(idsOf(['relu', '3', '1.2', '3.1'])).toEqual(expected)
  expect(idsOf(['relu,3', '1.2'])).toEqual(expected)
  expect(idsOf([], 'relu, 3,1.2,3.1')).toEqual(expected)
})

test('without a word it is the whole course', () => {
  expect(idsOf([])).toEqual(exercises.map(({ id }) => id))
})

test('one unknown word among others is refused by its name', () => {
  for (const refused of [() => idsOf(['1.1', '9.9']), () => idsOf([], '1.1,9.9')])
    expect(refused).toThrow('There is no exercise or stage “9.9”')
  expect(() => idsOf([], '')).toThrow('There is no exercise or stage “”')
})
