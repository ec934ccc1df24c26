import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesOf, filesOfStage, todosIn } from '../../lib/authoring/todos.ts'
import { exercises, stages } from '../../lib/course/exercises.ts'

/** Fails with a line for each place where something is left to write. */
function expectFinished(what: string, files: readonly string[]): void {
  const left = files
    .filter((file) => existsSync(file))
    .flatMap((file) => todosIn(readFileSync(file, 'utf8')).map((place) => `  ${file}:${place}`))
  if (left.length > 0) throw new Error([`${what} is unfinished. Left to write:`, ...left].join('\n'))
}

test.each(exercises)('$id $name is finished: none of its files says todo', (exercise) => {
  expectFinished(`${exercise.id} ${exercise.name}`, filesOf(exercise))
})

test.each(stages)('%s is finished: its lesson, its reasons and its oracle say no todo', (stage) => {
  expectFinished(stage, filesOfStage(stage))
})

test('the plan for teachers is finished', () => {
  expectFinished('The plan', ['TEACHING.md'])
})

test('each place where something is left to write is found, with its line and the task', () => {
  const text = [
    '/** todo: the formula */',
    "  return todo('10.1 rank: the solution')",
    '<details><summary>todo: a confusion</summary>',
    "    id: 'first', // todo: a few words",
    '| 1 | 7 | todo: what they can say |',
    '![todo: what it shows](lesson.svg)',
    'Replace each `todo(…)`. A kernel cannot throw a todo, so it stops.',
  ].join('\n')
  expect(todosIn(text)).toEqual([
    '1 todo: the formula',
    '2 todo: 10.1 rank: the solution',
    '3 todo: a confusion',
    '4 todo: a few words',
    '5 todo: what they can say',
    '6 todo: what it shows',
  ])
})
