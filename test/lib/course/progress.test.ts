import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cacheKeys, deciding, versionsIn } from '../../../lib/course/cache-key.ts'
import { type Exercise, exercises, select } from '../../../lib/course/exercises.ts'
import type { Grade } from '../../../lib/course/grade.ts'
import {
  type SavedResult,
  currentExercise,
  saveProgress,
  progressFile,
  readProgress,
  exerciseStatuses,
} from '../../../lib/course/progress.ts'
import { stubOf } from '../../../lib/course/stub.ts'
import { root, toForwardSlashes, solutions } from '../../../lib/course/trees.ts'

const folder = toForwardSlashes(mkdtempSync(join(tmpdir(), 'progress-')))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** a learner's katas: all of them done, until a test says otherwise */
const tree = `${folder}/katas`
const file = `${folder}/progress.json`
const fresh = (): void => cpSync(solutions, tree, { recursive: true })
fresh()

const one = (wanted: string): Exercise => select(wanted)[0]
const edit = (wanted: string, change: (source: string) => string): void => {
  const path = `${tree}/${one(wanted).path}.ts`
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}
const empty = (wanted: string): void =>
  edit(wanted, () => stubOf(readFileSync(`${solutions}/${one(wanted).path}.ts`, 'utf8'), wanted))
/** ids of the exercises whose result may be another one after a change */
function touched(change: () => void, begin = fresh): string[] {
  begin()
  const before = cacheKeys(tree)
  const keys = exercises.map(before.keyOf)
  change()
  const { keyOf } = cacheKeys(tree)
  return exercises.filter((exercise, i) => keyOf(exercise) !== keys[i]).map(({ id }) => id)
}
const grade = (wanted: string, state: Grade['state'], failures: Grade['failures'] = []): Grade => ({
  exercise: one(wanted),
  state,
  passed: state === 'done' ? 3 : 1,
  expected: 3,
  failures,
  missing: [],
})

test('an edit decides the exercise itself and what imports it, however far, and nothing else', () => {
  expect(touched(() => edit('6.4', (source) => `${source}\n// later`))).toEqual(['6.4', '6.5', '6.8', '6.9'])
  expect(touched(() => edit('2.2', (source) => `${source}\n// later`))).toEqual(['2.2', '3.2', '4.7', '4.9', '6.5'])
})

test('an exercise that is empty decides itself only: the reference stands in for it', () => {
  expect(touched(() => empty('1.4'))).toContain('1.5')
  expect(
    touched(
      () => edit('1.4', (source) => `${source}\n// still empty`),
      () => empty('1.4'),
    ),
  ).toEqual(['1.4'])
})

test('line ends decide nothing', () => {
  expect(touched(() => edit('1.4', (source) => source.replaceAll('\n', '\r\n')))).toEqual([])
})

test('its test, the oracles, the judge, the tensor and the packages decide, and what draws the screen does not', () => {
  const files = cacheKeys(tree)
    .inputsOf(one('4.5'))
    .map((path) => path.replace(`${root}/`, ''))
  for (const wanted of [
    'test/4-backprop/5-dense.test.ts',
    'test/oracles/tensor-ops.ts',
    'lib/judge/assert/expect.ts',
    'lib/judge/assert/tolerance.ts',
    'lib/judge/assert/gradient-check.ts',
    'lib/tensor.ts',
    `${tree}/1-tensor-ops/5-matmul.ts`,
  ]) {
    expect(files).toContain(wanted)
  }
  expect(files.filter((path) => path.startsWith('lib/course/') || path.startsWith('solutions/'))).toEqual([])
})

test('other bytes of the lockfile decide nothing, another version of what runs the tests does', () => {
  expect(deciding).toContain('fast-check')
  const lock = (packages: object): string => JSON.stringify({ packages })
  const versions = Object.fromEntries(deciding.map((name) => [`node_modules/${name}`, { version: '1.0.0' }]))
  const before = versionsIn(lock(versions))
  expect(versionsIn(lock({ ...versions, 'node_modules/oxlint': { version: '2.0.0', libc: ['glibc'] } }))).toBe(before)
  expect(versionsIn(lock({ ...versions, 'node_modules/fast-check': { version: '2.0.0' } }))).not.toBe(before)
  expect(versionsIn('not JSON')).toContain('fast-check@unknown')
})

test('the kernel behind a door decides too', () => {
  const kernel = `${tree}/9-speed/assembly/5-simd.ts`
  const touchedIds = touched(() => writeFileSync(kernel, `${readFileSync(kernel, 'utf8')}\n// later`))
  expect(touchedIds).toEqual(['9.5', '9.6'])
})

test('progress is kept by slug, and a later run adds to it', () => {
  rmSync(file, { force: true })
  const failure = { title: 'dense …', message: 'wrong: …', diagnosis: { text: 'dW is …', names: ['B06'] } }
  saveProgress([{ grade: grade('1.1', 'done'), key: 'k1', ownKey: 'o1' }], file)
  const failures = [failure, { title: 'another', message: '' }]
  saveProgress([{ grade: grade('4.5', 'wrong', failures), key: 'k2', ownKey: 'o2' }], file)
  expect(Object.fromEntries(readProgress(file))).toEqual({
    'tensor-ops/map-zip': { state: 'done', passed: 3, expected: 3, key: 'k1', ownKey: 'o1' },
    'backprop/dense': { state: 'wrong', passed: 1, expected: 3, key: 'k2', ownKey: 'o2', failure },
  })
  expect(progressFile).toBe(`${root}/.out/progress.json`)
})

test('what version 1 has kept is known, and to be run again', () => {
  const kept = { state: 'done', passed: 3, expected: 3, print: 'of another making' }
  writeFileSync(file, JSON.stringify({ version: 1, exercises: { 'tensor-ops/map-zip': kept } }))
  expect(readProgress(file).get('tensor-ops/map-zip')).toMatchObject({ state: 'done', key: '', ownKey: '' })
})

test.each([
  ['nothing', ''],
  ['half a file', '{"version":2,"exercises":{"tensor-ops/map-zip":{"sta'],
  [
    'another version',
    '{"version":0,"exercises":{"tensor-ops/map-zip":{"state":"done","passed":1,"expected":1,"key":"","ownKey":""}}}',
  ],
  ['a list', '[]'],
  ['null', 'null'],
  ['a text', '"done"'],
  ['null for an exercise', '{"version":2,"exercises":{"tensor-ops/map-zip":null}}'],
  ['no exercises', '{"version":1}'],
  [
    'an unknown state',
    '{"version":2,"exercises":{"tensor-ops/map-zip":{"state":"gold","passed":1,"expected":1,"key":"","ownKey":""}}}',
  ],
  ['no key', '{"version":2,"exercises":{"tensor-ops/map-zip":{"state":"done","passed":1,"expected":1}}}'],
])('a file with %s in it is no progress, and no crash', (_, text) => {
  writeFileSync(file, text)
  expect(readProgress(file).size).toBe(0)
  saveProgress([{ grade: grade('1.2', 'done'), key: 'k', ownKey: 'o' }], file)
  expect([...readProgress(file).keys()]).toEqual(['tensor-ops/broadcast'])
})

test('done and wrong hold as long as nothing changes; then, or untested, it is to be run again; empty is empty', () => {
  const { keyOf, ownKeyOf } = cacheKeys(tree)
  const kept = (wanted: string, state: SavedResult['state']): [string, SavedResult] => {
    const exercise = one(wanted)
    return [exercise.slug, { state, passed: 1, expected: 2, key: keyOf(exercise), ownKey: ownKeyOf(exercise) }]
  }
  const progress = new Map([kept('1.1', 'done'), kept('1.2', 'wrong'), kept('1.3', 'done'), kept('1.6', 'done')])
  edit('1.3', (source) => `${source}\n// later`)
  empty('1.6')
  rmSync(`${tree}/2-softmax/1-softmax.ts`)
  const marks = new Map(exerciseStatuses(progress, tree).map(({ exercise, mark }) => [exercise.id, mark]))
  expect(['1.1', '1.2', '1.3', '1.4', '1.6', '2.1'].map((id) => marks.get(id))).toEqual([
    'done',
    'wrong',
    'stale',
    'stale',
    'empty',
    'empty',
  ])
})

const standing = (
  id: string,
  mark: 'done' | 'stale' | 'empty' | 'wrong',
  state?: SavedResult['state'],
  { passed = 0, saved = 0 } = {},
) => ({ exercise: one(id), mark, kept: state && { state, passed }, saved })

test('the current exercise is the one that was begun and saved last, also in the middle of the course', () => {
  const [first, begun] = [standing('1.1', 'empty'), standing('2.1', 'wrong', 'wrong', { saved: 5 })]
  expect(currentExercise([first, begun])?.exercise.id).toBe('2.1')
  expect(currentExercise([first, begun, standing('4.5', 'stale', 'wrong', { saved: 9 })])?.exercise.id).toBe('4.5')
  expect(currentExercise([first, standing('1.3', 'empty', 'empty', { passed: 4, saved: 6 }), begun])?.exercise.id).toBe(
    '1.3',
  )
  expect(currentExercise([first, standing('1.3', 'empty', 'empty', { saved: 6 })])?.exercise.id).toBe('1.1')
  expect(currentExercise([standing('1.2', 'wrong', 'wrong'), standing('1.4', 'wrong', 'wrong')])?.exercise.id).toBe(
    '1.2',
  )
  expect(currentExercise([first, standing('2.1', 'done', 'done', { passed: 3, saved: 9 })])?.exercise.id).toBe('1.1')
})

test('the current exercise is the first that was never done: an update does not lead back to a done one', () => {
  const [updated, edited] = [standing('1.1', 'stale', 'done'), standing('1.2', 'stale', 'wrong')]
  expect(currentExercise([updated, standing('1.3', 'empty')])?.exercise.id).toBe('1.3')
  expect(currentExercise([updated, edited, standing('1.3', 'empty')])?.exercise.id).toBe('1.2')
  expect(currentExercise([standing('1.3', 'done', 'done'), updated])?.exercise.id).toBe('1.1')
  expect(currentExercise([standing('1.1', 'done', 'done')])).toBeUndefined()
})
