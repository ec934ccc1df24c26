import { existsSync, readFileSync } from 'node:fs'
import { writeWhole } from '../data/write.ts'
import { decisive } from './decisive.ts'
import { type Exercise, exercises } from './exercises.ts'
import type { Failure, Grade, State } from './grade.ts'
import type { Mark } from './map.ts'
import { isEmpty, katas, root } from './trees.ts'

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

/** Where a learner stands, as far as it can be known without running anything. */
export interface Standing {
  readonly exercise: Exercise
  /** stale: to be run again, since something that decides the result has changed, or nobody has tested it yet */
  readonly mark: Mark
  readonly kept?: Kept
}

export function standings(progress = readProgress(), tree = katas): readonly Standing[] {
  const { print } = decisive(tree)
  return exercises.map((exercise) => {
    const kept = progress.get(exercise.slug)
    if (isEmpty(tree, exercise)) return { exercise, mark: 'empty', kept }
    const holds = kept?.print === print(exercise) && kept.state !== 'empty'
    return { exercise, mark: holds ? kept.state : 'stale', kept }
  })
}

/** The first that is not done; what was done and is to be run again does not call anybody back. */
export function currentOf(standings: readonly Standing[]): Standing | undefined {
  return (
    standings.find(({ mark, kept }) => mark !== 'done' && !(mark === 'stale' && kept?.state === 'done')) ??
    standings.find(({ mark }) => mark !== 'done')
  )
}
