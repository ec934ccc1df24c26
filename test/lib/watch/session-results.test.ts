import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Exercise, select } from '../../../lib/course/exercises.ts'
import type { TestRun } from '../../../lib/runner/collect-runs.ts'
import type { Failure } from '../../../lib/course/grade.ts'
import { type RunEnd, SessionResults } from '../../../lib/watch/session-results.ts'
import { noteServed } from '../../../lib/resolve/served-texts.ts'
import { fileOf, solutions } from '../../../lib/course/trees.ts'

const folder = mkdtempSync(join(tmpdir(), 'session-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'progress.json')

const [relu]: readonly Exercise[] = select('4.4')
const failed: Failure = { title: 'relu b', message: 'wrong: …' }

function run(outcomes: Record<string, 'passed' | Failure>, skipped: readonly string[] = []): TestRun {
  return { exercise: relu, outcomes: new Map(Object.entries(outcomes)), errors: [], skipped: new Set(skipped) }
}

function session(): SessionResults {
  const results = new SessionResults(false, solutions, file) // a learner who has solved everything
  results.expected = { [relu.path]: ['relu a', 'relu b'] }
  results.refresh()
  return results
}

const record = (results: SessionResults, one: TestRun, end: RunEnd = 'complete'): void =>
  results.record([one], results.startOf([relu]), end)

beforeEach(() => rmSync(file, { force: true }))

test('one test that ran alone changes its own result, and the others keep theirs', () => {
  const results = session()
  record(results, run({ 'relu a': 'passed', 'relu b': failed }))
  expect(results.gradeOf(relu)).toMatchObject({ state: 'wrong', passed: 1, failures: [failed] })
  record(results, run({ 'relu a': 'passed' }, ['relu b']))
  expect(results.gradeOf(relu)).toMatchObject({ state: 'wrong', passed: 1, failures: [failed] })
  record(results, run({ 'relu b': 'passed' }, ['relu a']))
  expect(results.gradeOf(relu)).toMatchObject({ state: 'done', passed: 2, failures: [], missing: [] })
})

test('a test that was done in an earlier session keeps its result when another one runs alone', () => {
  const before = session()
  record(before, run({ 'relu a': 'passed', 'relu b': 'passed' }))
  before.keep()
  const results = session()
  expect(results.gradeOf(relu)?.state).toBe('done')
  record(results, run({ 'relu a': 'passed' }, ['relu b']))
  expect(results.gradeOf(relu)).toMatchObject({ state: 'done', missing: [] })
})

test('what was wrong in an earlier session, and is as it was, is shown so until it has been tested again', () => {
  const before = session()
  record(before, run({ 'relu a': 'passed', 'relu b': failed }))
  before.keep()
  const results = session()
  expect(results.placeOf(relu)).toMatchObject({ mark: 'wrong', kept: { passed: 1 } })
  expect(results.candidateOf(relu)).toMatchObject({ isDue: true, isWrong: false })
  record(results, run({ 'relu a': 'passed', 'relu b': 'passed' }))
  expect(results.placeOf(relu).mark).toBe('done')
})

test('after one test that ran alone the others are due, since the UI shows none of them', () => {
  const results = session()
  record(results, run({ 'relu a': 'passed', 'relu b': 'passed' }))
  expect(results.candidateOf(relu).isDue).toBe(false)
  record(results, run({ 'relu a': 'passed' }, ['relu b']))
  expect(results.candidateOf(relu)).toMatchObject({ isDue: true, isEdited: false })
  record(results, run({ 'relu a': 'passed', 'relu b': 'passed' }))
  expect(results.candidateOf(relu).isDue).toBe(false)
})

test('tests that were left out of a first run are no result, and no death: the exercise is due', () => {
  const results = session()
  record(results, run({ 'relu a': 'passed' }, ['relu b']))
  expect(results.gradeOf(relu)).toBeUndefined()
  expect(results.candidateOf(relu)).toMatchObject({ isDue: true, hasDied: false })
})

test('a result of another text than the one that is there is dropped, and the file is to be read anew', () => {
  const results = session()
  const file = fileOf(solutions, relu)
  noteServed(file, 'another text')
  onTestFinished(() => noteServed(file, readFileSync(file, 'utf8')))
  record(results, run({ 'relu a': 'passed', 'relu b': 'passed' }))
  expect(results.gradeOf(relu)).toBeUndefined()
  expect(results.refresh()).toContain(file)
  noteServed(file, readFileSync(file, 'utf8'))
  expect(results.refresh()).not.toContain(file)
  record(results, run({ 'relu a': 'passed', 'relu b': 'passed' }))
  expect(results.gradeOf(relu)?.state).toBe('done')
})

test('what a cancelled run did not reach is no death', () => {
  const results = session()
  record(results, run({ 'relu a': 'passed' }), 'cancelled')
  record(results, run({ 'relu a': 'passed' }), 'cancelled')
  expect(results.gradeOf(relu)).toBeUndefined()
  expect(results.candidateOf(relu).hasDied).toBe(false)
})

test('a process that dies once is run again, and the second time that is the result', () => {
  const results = session()
  record(results, run({ 'relu a': 'passed' }))
  expect(results.gradeOf(relu)).toBeUndefined()
  expect(results.candidateOf(relu)).toMatchObject({ isDue: true, hasDied: true })
  record(results, run({ 'relu a': 'passed' }))
  expect(results.gradeOf(relu)?.failures[0].message).toContain('the process they ran in has died, twice')
  expect(results.candidateOf(relu).isDue).toBe(false)
})

test('the result of files that were written meanwhile is dropped', () => {
  const results = session()
  const start = new Map([[relu, { key: results.keys.keyOf(relu), stamp: 'of another moment' }]])
  results.record([run({ 'relu a': 'passed', 'relu b': 'passed' })], start, 'complete')
  expect(results.gradeOf(relu)).toBeUndefined()
})

test('an exercise without tests is due no longer', () => {
  const results = session()
  expect(results.candidateOf(relu).isDue).toBe(true)
  results.giveUp(relu)
  expect(results.candidateOf(relu).isDue).toBe(false)
})
