import { expect, test } from 'vitest'
import { type Exercise, select } from '../../../lib/course/exercises.ts'
import { type Candidate, plan } from '../../../lib/watch/schedule.ts'

const one = (wanted: string): Exercise => select(wanted)[0]

function candidate(id: string, more: Partial<Candidate> = {}, builtOn: readonly string[] = []): Candidate {
  return {
    exercise: one(id),
    isDue: false,
    isEdited: false,
    isWrong: false,
    isEmpty: false,
    hasDied: false,
    dependencies: builtOn.map(one),
    ...more,
  }
}

const due = { isDue: true }
const edited = { isDue: true, isEdited: true }
const ids = (exercises: Iterable<Exercise>): string[] => Array.from(exercises, ({ id }) => id)

test('nothing due: nothing to run', () => {
  expect(plan([candidate('1.1'), candidate('1.2', { isWrong: true })])).toEqual({ next: [], waiting: new Map() })
})

test('what was edited comes first, and what builds on it after that', () => {
  const [reduce, softmax] = [candidate('1.3', edited), candidate('2.1', due, ['1.3'])]
  expect(ids(plan([reduce, softmax]).next)).toEqual(['1.3'])
  expect(ids(plan([candidate('1.3'), softmax]).next)).toEqual(['2.1'])
})

test('what builds on a wrong exercise waits for it, and everything else runs', () => {
  const { next, waiting } = plan([
    candidate('1.3', { isWrong: true }),
    candidate('1.4', due),
    candidate('2.1', due, ['1.1', '1.3']),
    candidate('3.2', due, ['2.2']),
  ])
  expect(ids(next)).toEqual(['1.4', '3.2'])
  expect(Array.from(waiting, ([waits, causes]) => [waits.id, ids(causes)])).toEqual([['2.1', ['1.3']]])
})

test('what was edited itself never waits: the learner wants to know', () => {
  const { next, waiting } = plan([candidate('1.3', { isWrong: true }), candidate('2.1', edited, ['1.3'])])
  expect(ids(next)).toEqual(['2.1'])
  expect(waiting.size).toBe(0)
})

test('stubs come last, but for the one on the screen', () => {
  const empty = { ...edited, isEmpty: true }
  const all = [candidate('1.1', empty), candidate('1.2', empty), candidate('2.1', due)]
  expect(ids(plan(all, one('1.2')).next)).toEqual(['1.2', '2.1'])
  expect(ids(plan(all.slice(0, 2), one('1.1')).next)).toEqual(['1.1'])
  expect(ids(plan(all.slice(0, 2)).next)).toEqual(['1.1', '1.2'])
})

test('what has died runs again by itself, after what is alive', () => {
  const [first, second] = [candidate('1.1', { ...edited, hasDied: true }), candidate('1.2', { ...due, hasDied: true })]
  expect(ids(plan([first, second, candidate('1.3', due)]).next)).toEqual(['1.3'])
  expect(ids(plan([first, second]).next)).toEqual(['1.1'])
})
