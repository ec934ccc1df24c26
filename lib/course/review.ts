import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { writeFileAtomic } from '../files.ts'
import { type Place, keepBackup, ownPlace, replaceWithBackup } from './backups.ts'
import { type Exercise, exercises } from './exercises.ts'
import { pristineFilesOf } from './pristine.ts'
import { type ExerciseStatus, type SavedResult, restoreResults } from './progress.ts'
import { fileOf, kernelOf } from './trees.ts'

/** A file that a review has emptied, as it was before. */
interface SetAside {
  readonly kind: 'kata' | 'kernel'
  readonly text: string
  /** the text that stands in its place */
  readonly stub: string
  /** when it was written last, in milliseconds */
  readonly saved: number
}

/** A finished exercise that was emptied for practice. */
interface Reviewed {
  readonly slug: string
  readonly result: SavedResult
  /** its file, and that of its kernel if it has one */
  readonly files: readonly SetAside[]
}

/** The exercises of a review, and how each was restored. */
export interface Restored {
  readonly exercise: Exercise
  /** the learner has written something else meanwhile, which is in .out/kept */
  readonly isPractised: boolean
}

const most = 3

/** The command that ends a review, also one whose process has died. */
export const endCommand = 'npm run reset -- --end-review'

/** The record of an open review. It is written before any file is emptied, and removed after all are restored. */
export function recordOf({ out }: Place): string {
  return `${out}/review.json`
}

/** The exercises of the open review, in the order of the course; undefined: none is open. */
export function reviewedExercises(place = ownPlace): readonly Exercise[] | undefined {
  const record = readRecord(recordOf(place))
  return record && exercises.filter(({ slug }) => record.some((one) => one.slug === slug))
}

/** Up to three finished exercises. Their files are those that were written the longest time ago. */
export function chooseForReview(statuses: readonly ExerciseStatus[]): readonly ExerciseStatus[] {
  const done = statuses.filter(({ mark }) => mark === 'done')
  const chosen = done.toSorted((a, b) => a.saved - b.saved).slice(0, most)
  return statuses.filter((status) => chosen.includes(status))
}

/** Sets the solutions of these exercises aside, and empties their files. Their texts are on disk twice before that. */
export function beginReview(chosen: readonly ExerciseStatus[], place = ownPlace): void {
  const { tree } = place
  if (existsSync(recordOf(place))) throw new Error(`A review is open already. ${endCommand} ends it.`)
  const record = chosen.map(({ exercise, kept, saved }): Reviewed => {
    if (!kept) throw new Error(`${exercise.id} ${exercise.name} has no result, so it cannot be reviewed.`)
    const files = pristineFilesOf(exercise).map(({ fileIn, text: stub }): SetAside => {
      const file = fileIn(tree)
      const kind = file === fileOf(tree, exercise) ? 'kata' : 'kernel'
      return { kind, text: readFileSync(file, 'utf8'), stub, saved }
    })
    return { slug: exercise.slug, result: kept, files }
  })
  writeFileAtomic(recordOf(place), `${JSON.stringify({ version: 1, exercises: record }, null, 1)}\n`)
  chosen.forEach(({ exercise }, i) => {
    for (const one of record[i].files) replaceWithBackup(fileOfKind(tree, exercise, one), one.stub, place)
  })
}

/**
 * Restores the solutions that were set aside, with their results. What was written meanwhile goes to .out/kept. Returns undefined if
 * no review is open. It may be interrupted at any point, and called again.
 */
export function endReview(place = ownPlace): readonly Restored[] | undefined {
  const record = readRecord(recordOf(place))
  if (!record) return undefined
  const restored = record.flatMap(({ slug, files }): Restored[] => {
    const exercise = exercises.find((one) => one.slug === slug)
    if (!exercise) return [] // An update has removed it. Its text is in .out/kept.
    const practised = files.map((one) => restore(fileOfKind(place.tree, exercise, one), one, place))
    return [{ exercise, isPractised: practised.includes(true) }]
  })
  restoreResults(new Map(record.map(({ slug, result }) => [slug, result])), `${place.out}/progress.json`)
  rmSync(recordOf(place), { force: true })
  return restored
}

function fileOfKind(tree: string, exercise: Exercise, { kind }: SetAside): string {
  return kind === 'kata' ? fileOf(tree, exercise) : kernelOf(tree, exercise)
}

/** Restores one file. Returns true if there was a text of the learner's, which is kept. */
function restore(file: string, { text, stub, saved }: SetAside, place: Place): boolean {
  const now = readIfThere(file)
  const isPractised = now !== undefined && now !== stub && now !== text
  if (isPractised) {
    keepBackup(file, now, place)
    keepBackup(file, text, place) // An editor may still save over it. Then `npm run reset -- --back` finds this text first.
  }
  if (now !== text) writeFileSync(file, text)
  if (now === stub) utimesSync(file, saved / 1000, saved / 1000) // It was not seen, so the next review begins with it.
  return isPractised
}

function readRecord(file: string): readonly Reviewed[] | undefined {
  const text = readIfThere(file)
  if (text === undefined) return undefined
  try {
    const { version, exercises: record } = JSON.parse(text)
    if (version === 1 && Array.isArray(record)) return record
  } catch {
    // The message below says what to do.
  }
  throw new Error(
    `${file} cannot be read. Your solutions are in .out/kept: npm run reset -- EXERCISE --back restores one. Then delete that file.`,
  )
}

/** The text of a file. Another process may remove it at any time: then undefined. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
