import { expect, test } from 'vitest'
import { Todo, todo } from '#lib/todo'

function anEmptyKata(): number {
  return todo('4.5 dense: y = x·W + b')
}

test('todo says the task, and its first frame is the line of the kata', () => {
  let thrown: unknown
  try {
    anEmptyKata()
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(Todo)
  expect((thrown as Todo).message).toBe('4.5 dense: y = x·W + b')
  const [first] = (thrown as Todo).stack?.split('\n').filter((line) => line.includes(' at ')) ?? []
  expect(first).toContain('anEmptyKata')
})
