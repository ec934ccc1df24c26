import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Place, restoreBackup } from '../../../lib/course/backups.ts'
import { type Exercise, exercises, select } from '../../../lib/course/exercises.ts'
import type { Mark } from '../../../lib/course/mark.ts'
import { pristineFilesOf, writePristine } from '../../../lib/course/pristine.ts'
import { type ExerciseStatus, type SavedResult, readProgress } from '../../../lib/course/progress.ts'
import { beginReview, chooseForReview, endReview, recordOf, reviewedExercises } from '../../../lib/course/review.ts'
import { fileOf, kernelOf, toForwardSlashes } from '../../../lib/course/trees.ts'

const done: SavedResult = { state: 'done', passed: 3, expected: 3, key: 'all', ownKey: 'own' }
const status = (exercise: Exercise, mark: Mark, saved: number): ExerciseStatus => ({
  exercise,
  mark,
  saved,
  kept: done,
  isCurrent: mark === 'done',
})

test('a review takes the three finished exercises that were written the longest time ago, in the order of the course', () => {
  const [a, b, c, d] = exercises
  const chosen = chooseForReview([
    status(a, 'done', 40),
    status(b, 'done', 10),
    status(c, 'done', 30),
    status(d, 'done', 20),
  ])
  expect(chosen.map(({ exercise }) => exercise)).toEqual([b, c, d])
})

test('a review takes only what is done as it is now, and fewer than three if there are no more', () => {
  const [a, b, c, d] = exercises
  const others = [status(a, 'stale', 1), status(b, 'wrong', 2), status(c, 'empty', 3)]
  expect(chooseForReview([...others, status(d, 'done', 4)]).map(({ exercise }) => exercise)).toEqual([d])
  expect(chooseForReview(others)).toEqual([])
})

/** A learner's folder, in which 1.3, 4.4 and 9.5 with its kernel are written. Nothing of it may be lost. */
let place: Place
const [reduce, dense, simd] = ['1.3', '4.5', '9.5'].map((id) => select(id)[0])
const chosen = [reduce, dense, simd].map((exercise) => status(exercise, 'done', 1_000_000_000_000))
const files = () => [
  ...[reduce, dense, simd].map((exercise) => fileOf(place.tree, exercise)),
  kernelOf(place.tree, simd),
]
const texts = () => files().map((file) => readFileSync(file, 'utf8'))
const stubs = () => [reduce, dense, simd].flatMap((exercise) => pristineFilesOf(exercise)).map(({ text }) => text)
const mine = ['reduce', 'dense', 'simd', 'kernel'].map((name) => `// my ${name}\n`)
const practice = '// practice\n'

beforeEach(() => {
  const folder = toForwardSlashes(mkdtempSync(join(tmpdir(), 'review-')))
  place = { tree: `${folder}/katas`, out: `${folder}/.out` }
  writePristine(place.tree)
  files().forEach((file, i) => {
    writeFileSync(file, mine[i])
    utimesSync(file, 1_000_000_000, 1_000_000_000)
  })
})

afterEach(() => rmSync(dirname(place.tree), { recursive: true, force: true }))

test('a review empties the files, and its end restores each byte, each time and each result', () => {
  beginReview(chosen, place)
  expect(texts()).toEqual(stubs())
  expect(reviewedExercises(place)).toEqual([reduce, dense, simd])
  const restored = endReview(place)
  expect(restored).toEqual([reduce, dense, simd].map((exercise) => ({ exercise, isPractised: false })))
  expect(texts()).toEqual(mine)
  expect(files().map((file) => statSync(file).mtimeMs)).toEqual(files().map(() => 1_000_000_000_000))
  expect(readProgress(`${place.out}/progress.json`).get(dense.slug)).toEqual(done)
  expect([reviewedExercises(place), endReview(place)]).toEqual([undefined, undefined])
})

test('what was written meanwhile is kept, and a command finds it', () => {
  beginReview(chosen, place)
  const [file] = files()
  writeFileSync(file, practice)
  expect(endReview(place)?.map(({ isPractised }) => isPractised)).toEqual([true, false, false])
  expect(texts()).toEqual(mine)
  expect(statSync(file).mtimeMs).toBeGreaterThan(1_000_000_000_000) // it was seen
  expect(restoreBackup(file, place)).toBe(true)
  expect(texts()[0]).toBe(practice)
  expect(restoreBackup(file, place)).toBe(true)
  expect(texts()).toEqual(mine)
})

test('a solution that an editor saves over afterwards is found as well', () => {
  beginReview(chosen, place)
  const [file] = files()
  writeFileSync(file, practice)
  endReview(place)
  writeFileSync(file, `${practice}// late\n`)
  expect(restoreBackup(file, place)).toBe(true)
  expect(texts()).toEqual(mine)
})

test('a second review cannot begin while one is open, and changes nothing', () => {
  beginReview(chosen, place)
  expect(() => beginReview(chosen, place)).toThrow(/A review is open already\. npm run reset -- --end-review ends it\./)
  endReview(place)
  expect(texts()).toEqual(mine)
})

test('a crash between two files loses nothing, at the beginning and at the end', () => {
  beginReview(chosen, place)
  writeFileSync(files()[1], mine[1]) // as if it had not been emptied yet, or is restored already
  expect(endReview(place)?.map(({ isPractised }) => isPractised)).toEqual([false, false, false])
  expect(texts()).toEqual(mine)
})

test('a file that was deleted meanwhile comes back', () => {
  beginReview(chosen, place)
  rmSync(files()[3])
  endReview(place)
  expect(texts()).toEqual(mine)
})

test('a crash before the record is complete leaves all files as they were', () => {
  mkdirSync(place.out)
  mkdirSync(recordOf(place)) // so the record cannot be written
  expect(() => beginReview(chosen, place)).toThrow()
  expect(texts()).toEqual(mine)
})

test('a record that cannot be read is said, and no file changes', () => {
  beginReview(chosen, place)
  writeFileSync(recordOf(place), '{ "version": 1, "exer')
  expect(() => endReview(place)).toThrow(
    /review\.json cannot be read\. Your solutions are in \.out\/kept: npm run reset -- EXERCISE --back/,
  )
  expect(texts()).toEqual(stubs())
  expect(existsSync(recordOf(place))).toBe(true)
  for (const file of files()) expect(restoreBackup(file, place)).toBe(true)
  expect(texts()).toEqual(mine)
})
