import { existsSync, readFileSync, statSync } from 'node:fs'
import { writeWhole } from '../data/write.ts'
import { decisive } from './decisive.ts'
import { type Exercise, exercises } from './exercises.ts'
import type { Failure, Grade, State } from './grade.ts'
import type { Mark } from './map.ts'
import { fileOf, isEmpty, katas, kernelOf, root } from './trees.ts'

/** What a run has said of an exercise, and for which files it said so. */
export interface Kept {
  readonly state: State
  readonly passed: number
  readonly expected: number
  /** of what decides the result (decisive.ts), when it was tested */
  readonly print: string
  /** the first thing that was wrong */
  readonly failure?: Failure
}

/** By slug: an exercise that is inserted renumbers files, and nothing is lost. */
export type Progress = ReadonlyMap<string, Kept>

export const progressFile = `${root}/.out/progress.json`

/** What runs before have left. A file that is missing, broken, or of another version is no progress. */
export function readProgress(file = progressFile): Progress {
  if (!existsSync(file)) return new Map()
  try {
    const { version, exercises: kept } = JSON.parse(readFileSync(file, 'utf8'))
    if (version !== 1) return new Map()
    return new Map(Object.entries<Kept>(kept).filter(([, one]) => isKept(one)))
  } catch {
    return new Map()
  }
}

function isKept({ state, passed, expected, print, failure }: Kept): boolean {
  const counts = Number.isInteger(passed) && Number.isInteger(expected)
  const told = failure === undefined || (typeof failure.title === 'string' && typeof failure.message === 'string')
  return ['done', 'empty', 'wrong'].includes(state) && counts && typeof print === 'string' && told
}

/** Adds what a run has found to what is kept; another npm start may have written meanwhile. */
export function keepProgress(tested: Iterable<readonly [Grade, print: string]>, file = progressFile): void {
  const all = new Map(readProgress(file))
  for (const [{ exercise, state, passed, expected, failures }, print] of tested)
    all.set(exercise.slug, { state, passed, expected, print, failure: failures[0] })
  writeWhole(file, `${JSON.stringify({ version: 1, exercises: Object.fromEntries(all) }, null, 1)}\n`)
}

export function gradeOf(exercise: Exercise, { state, passed, expected, failure }: Kept): Grade {
  return { exercise, state, passed, expected, failures: failure ? [failure] : [], died: false }
}

/** What decides where a learner is. */
export interface Place {
  readonly exercise: Exercise
  /** stale: to be run again, since something that decides the result has changed, or nobody has tested it yet */
  readonly mark: Mark
  /** what the last run has said */
  readonly kept?: Pick<Kept, 'state' | 'passed'>
  /** when its file was written last, in milliseconds */
  readonly saved: number
}

/** Where a learner stands, as far as it can be known without running anything. */
export interface Standing extends Place {
  readonly kept?: Kept
}

export function standings(progress = readProgress(), tree = katas): readonly Standing[] {
  const { print } = decisive(tree)
  return exercises.map((exercise) => {
    const kept = progress.get(exercise.slug)
    const saved = savedAt(exercise, tree)
    if (isEmpty(tree, exercise)) return { exercise, mark: 'empty', kept, saved }
    const holds = kept?.print === print(exercise) && kept.state !== 'empty'
    return { exercise, mark: holds ? kept.state : 'stale', kept, saved }
  })
}

/** When an exercise or its kernel was written last; 0 where there is none. */
export function savedAt(exercise: Exercise, tree = katas): number {
  const files = [fileOf(tree, exercise), kernelOf(tree, exercise)]
  return Math.max(...files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0))
}

/**
 * What somebody is at: of those that were begun and are not done the one that was saved last, or else the first that is not
 * done. What was done and is to be run again does not call anybody back.
 */
export function openOf<Some extends Place>(standings: readonly Some[]): Some | undefined {
  const open = standings.filter(({ mark, kept }) => mark !== 'done' && !(mark === 'stale' && kept?.state === 'done'))
  const begun = open.filter(({ mark, kept }) => mark !== 'empty' || (kept?.passed ?? 0) > 0)
  const last = Math.max(...begun.map(({ saved }) => saved))
  return begun.find(({ saved }) => saved === last) ?? open[0]
}

/** The same, or, where nothing is open, the first that is to be run again. */
export function currentOf<Some extends Place>(standings: readonly Some[]): Some | undefined {
  return openOf(standings) ?? standings.find(({ mark }) => mark !== 'done')
}
