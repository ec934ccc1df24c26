import { existsSync, readFileSync, statSync } from 'node:fs'
import { writeFileAtomic } from '../files.ts'
import { type CacheKeys, cacheKeys } from './cache-key.ts'
import { type Exercise, exercises } from './exercises.ts'
import type { Failure, Grade, State } from './grade.ts'
import type { Mark } from './mark.ts'
import { fileOf, isEmpty, katas, kernelOf, root } from './trees.ts'

/** The result of an exercise, and the state of the files that it holds for. */
export interface SavedResult {
  readonly state: State
  readonly passed: number
  readonly expected: number
  /** the key of all files that decide the result: see cache-key.ts */
  readonly key: string
  /** the key of the exercise's own file and kernel */
  readonly ownKey: string
  /** the first failure */
  readonly failure?: Failure
}

/** Results by slug: they survive a new exercise that renumbers the files. */
export type Progress = ReadonlyMap<string, SavedResult>

export const progressFile = `${root}/.out/progress.json`

const version = 2

/** The results of earlier runs. A missing or broken file, or one of an unknown version, holds none. */
export function readProgress(file = progressFile): Progress {
  if (!existsSync(file)) return new Map()
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const { version: written, exercises: results } = kept as { version: number; exercises: Record<string, SavedResult> }
    const read = readers.get(written)
    if (!read) return new Map()
    return new Map(Object.entries(results).flatMap(([slug, one]) => (isKept(read(one)) ? [[slug, read(one)]] : [])))
  } catch {
    return new Map()
  }
}

const readers = new Map([
  [1, withoutKeys],
  [version, (one: SavedResult) => one],
])

/** Version 1 computed other keys. Its results are kept, but are stale. */
function withoutKeys(one: SavedResult): SavedResult {
  return { ...one, key: '', ownKey: '' }
}

function isKept({ state, passed, expected, key, ownKey, failure }: SavedResult): boolean {
  const counts = Number.isInteger(passed) && Number.isInteger(expected)
  const told = failure === undefined || (typeof failure.title === 'string' && typeof failure.message === 'string')
  const hasKeys = typeof key === 'string' && typeof ownKey === 'string'
  return ['done', 'empty', 'wrong'].includes(state) && counts && hasKeys && told
}

/** A grade, and the keys of the files that it holds for. */
export interface TestedState {
  readonly grade: Grade
  readonly key: string
  readonly ownKey: string
}

/** Adds results to the file. It reads the file first, because another process may have written to it. */
export function saveProgress(tested: Iterable<TestedState>, file = progressFile): void {
  const all = new Map(readProgress(file))
  for (const { grade, key, ownKey } of tested) {
    const { exercise, state, passed, expected, failures } = grade
    all.set(exercise.slug, { state, passed, expected, key, ownKey, failure: failures[0] })
  }
  write(all, file)
}

/** Writes earlier results over those in the file: their files are as they were. */
export function restoreResults(results: Progress, file = progressFile): void {
  write(new Map([...readProgress(file), ...results]), file)
}

function write(all: Progress, file: string): void {
  writeFileAtomic(file, `${JSON.stringify({ version, exercises: Object.fromEntries(all) }, null, 1)}\n`)
}

/**
 * Saves the grades of a run over katas/, with these keys. It leaves out exercises that were written since the run
 * began.
 */
export function saveGrades(grades: readonly Grade[], before: CacheKeys): void {
  const now = cacheKeys()
  const unchanged = grades.filter(({ exercise }) => before.keyOf(exercise) === now.keyOf(exercise))
  saveProgress(
    unchanged.map((grade) => ({
      grade,
      key: before.keyOf(grade.exercise),
      ownKey: before.ownKeyOf(grade.exercise),
    })),
  )
}

export function gradeFromKept(exercise: Exercise, { state, passed, expected, failure }: SavedResult): Grade {
  return { exercise, state, passed, expected, failures: failure ? [failure] : [], missing: [] }
}

/** The state of an exercise, as far as it decides which exercise is the current one. */
export interface WorkState {
  readonly exercise: Exercise
  /** stale: to be run again, since something that decides the result has changed, or since it was never tested */
  readonly mark: Mark
  /** the result of the last run */
  readonly kept?: Pick<SavedResult, 'state' | 'passed'>
  /** when its file was written last, in milliseconds */
  readonly saved: number
}

/** The status of an exercise, as far as it is known without a run. */
export interface ExerciseStatus extends WorkState {
  readonly kept?: SavedResult
  /** true if the kept result holds for the current files */
  readonly isCurrent: boolean
}

export function exerciseStatuses(
  progress = readProgress(),
  tree = katas,
  keys: CacheKeys = cacheKeys(tree),
): readonly ExerciseStatus[] {
  return exercises.map((exercise) => {
    const kept = progress.get(exercise.slug)
    const saved = timeOfSave(exercise, tree)
    const isCurrent = kept?.key === keys.keyOf(exercise)
    if (isEmpty(tree, exercise)) return { exercise, mark: 'empty', kept, saved, isCurrent }
    return { exercise, mark: isCurrent && kept.state !== 'empty' ? kept.state : 'stale', kept, saved, isCurrent }
  })
}

/** Is the exercise done or stale? */
export function wasDone({ mark, kept }: WorkState): boolean {
  return mark === 'done' || (mark === 'stale' && kept?.state === 'done')
}

/** When an exercise or its kernel was last written; 0 if there is no file. */
export function timeOfSave(exercise: Exercise, tree = katas): number {
  const files = [fileOf(tree, exercise), kernelOf(tree, exercise)]
  return Math.max(...files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0))
}

/**
 * The current exercise: the most recently saved one that is begun but not done, otherwise the first that is not done. A
 * stale exercise counts as done.
 */
export function nextOpen<Some extends WorkState>(standings: readonly Some[]): Some | undefined {
  const open = standings.filter((standing) => !wasDone(standing))
  const begun = open.filter(({ mark, kept }) => mark !== 'empty' || (kept?.passed ?? 0) > 0)
  const last = Math.max(...begun.map(({ saved }) => saved))
  return begun.find(({ saved }) => saved === last) ?? open[0]
}

/** The current exercise. If all are done, the first stale one. */
export function currentExercise<Some extends WorkState>(standings: readonly Some[]): Some | undefined {
  return nextOpen(standings) ?? standings.find(({ mark }) => mark !== 'done')
}
