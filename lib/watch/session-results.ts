import { type CacheKeys, cacheKeys } from '../course/cache-key.ts'
import { type Exercise, exercises } from '../course/exercises.ts'
import { type Inventory, type TestRun, asDied, gradeOf, mergeRuns } from '../runner/collect-runs.ts'
import type { Grade } from '../course/grade.ts'
import {
  type SavedResult,
  type WorkState,
  type TestedState,
  saveProgress,
  gradeFromKept,
  progressFile,
  readProgress,
  timeOfSave,
  exerciseStatuses,
  wasDone,
} from '../course/progress.ts'
import type { Candidate } from './schedule.ts'
import { servedHashOf } from '../resolve/served-texts.ts'
import { fileOf, isEmpty, katas } from '../course/trees.ts'

/** The results of one exercise. Each belongs to a key: to one state of the files that decide it. */
interface Entry {
  readonly runs: Map<string, TestRun>
  readonly grades: Map<string, Grade>
  /** the last grade, by the key of the exercise's own file */
  readonly ownGrades: Map<string, Grade>
  /** the result of an earlier session; the screen shows it until there is a new one */
  readonly before?: SavedResult
  /** the most recent grade, even of other files; at first it comes from an earlier session */
  last?: Pick<SavedResult, 'state' | 'passed'>
  /** the key whose grade is on disk */
  keptKey?: string
  /** the key of the result that Vitest's UI shows; undefined: it shows none */
  shownKey?: string
  /** the key of the exercise's own file when its last result was complete */
  testedOwnKey?: string
  /** the key whose tests read another text than the one on disk, and how often */
  drops?: { readonly key: string; readonly count: number }
  /** the key whose process crashed, and how often */
  deaths?: { readonly key: string; readonly count: number }
}

/** The state of each exercise's files when a run began. */
export type RunStart = ReadonlyMap<Exercise, { readonly key: string; readonly stamp: string }>

/** How a run ended: completely, cancelled, or not yet. */
export type RunEnd = 'complete' | 'cancelled' | 'going on'

/** The results of one watch session, test by test, each for one state of the files. A result is merged, and never replaced by “not run”. */
export class SessionResults {
  expected: Inventory = {}
  /** the keys of the files, as they were last read */
  keys: CacheKeys
  /** the exercise that turned green most recently */
  finished: Exercise | undefined
  private wereDone: ReadonlySet<Exercise>
  private readonly entries: ReadonlyMap<Exercise, Entry>
  private readonly tree: string
  private readonly file: string

  /** Begins with the results of earlier sessions, which `file` holds. `again`: done exercises are tested again. */
  constructor(again: boolean, tree = katas, file = progressFile) {
    ;[this.tree, this.file, this.keys] = [tree, file, cacheKeys(tree)]
    this.entries = new Map(
      exerciseStatuses(readProgress(file), tree, this.keys).map(({ exercise, mark, kept }) => {
        const entry: Entry = {
          runs: new Map(),
          grades: new Map(),
          ownGrades: new Map(kept ? [[kept.ownKey, gradeFromKept(exercise, kept)]] : []),
          before: again ? undefined : kept,
          last: kept,
          keptKey: kept?.key,
          testedOwnKey: kept?.ownKey,
        }
        if (mark === 'done' && kept && !again) entry.grades.set(kept.key, gradeFromKept(exercise, kept))
        return [exercise, entry]
      }),
    )
    this.wereDone = this.exercisesDone()
  }

  /** Reads the files again. Returns those that were written since the last time. */
  refresh(): string[] {
    const { stamps } = this.keys
    this.keys = cacheKeys(this.tree)
    for (const exercise of exercises) this.keys.keyOf(exercise)
    const isNew = ([file, stamp]: [string, string]): boolean =>
      stamps.get(file) !== stamp || this.isServedOtherwise(file)
    return Array.from(this.keys.stamps).flatMap((each) => (isNew(each) ? [each[0]] : []))
  }

  /** The keys of these exercises, and when their files were written: a run is compared with them at its end. */
  startOf(ran: readonly Exercise[]): RunStart {
    return new Map(ran.map((one) => [one, { key: this.keys.keyOf(one), stamp: this.keys.stampOf(one) }]))
  }

  /** The grade of the files as they are now; undefined if there is none yet. */
  gradeOf(exercise: Exercise): Grade | undefined {
    return this.entry(exercise).grades.get(this.keys.keyOf(exercise))
  }

  placeOf(exercise: Exercise): WorkState {
    const { last, ownGrades } = this.entry(exercise)
    const grade = this.gradeOf(exercise)
    const saved = timeOfSave(exercise, this.tree)
    if (isEmpty(this.tree, exercise)) return { exercise, mark: 'empty', kept: grade, saved }
    if (grade) return { exercise, mark: grade.state, kept: grade, saved }
    const { before } = this.entry(exercise)
    if (before?.key === this.keys.keyOf(exercise)) return { exercise, mark: before.state, kept: before, saved }
    return { exercise, mark: 'stale', kept: ownGrades.get(this.keys.ownKeyOf(exercise)) ?? last, saved }
  }

  places(): readonly WorkState[] {
    return exercises.map((exercise) => this.placeOf(exercise))
  }

  candidateOf(exercise: Exercise): Candidate {
    const { shownKey, testedOwnKey, deaths } = this.entry(exercise)
    const key = this.keys.keyOf(exercise)
    const grade = this.gradeOf(exercise)
    const isKnown = grade !== undefined && grade.missing.length === 0
    return {
      exercise,
      isDue: shownKey === undefined ? !isKnown : shownKey !== key,
      isEdited: this.keys.ownKeyOf(exercise) !== testedOwnKey,
      isWrong: grade?.state === 'wrong',
      isEmpty: isEmpty(this.tree, exercise),
      hasDied: deaths?.key === key,
      dependencies: this.keys.dependenciesOf(exercise),
    }
  }

  /** Records that this exercise has no tests, so that it is not due. */
  giveUp(exercise: Exercise): void {
    Object.assign(this.entry(exercise), { shownKey: this.keys.keyOf(exercise) })
  }

  /**
   * Records a run, for the files of the last refresh. The result is dropped if a file was written since the run began,
   * because the tested text is then unknown. It is also dropped if the tests read another text than the one on disk.
   */
  record(runs: readonly TestRun[], start: RunStart, end: RunEnd): void {
    for (const run of runs) {
      const { key, stamp } = start.get(run.exercise) ?? {}
      const isOfThese = key !== undefined && stamp === this.keys.stampOf(run.exercise)
      if (isOfThese && !this.isToBeDropped(run.exercise, key)) this.add(run, key, end)
    }
  }

  /**
   * Writes new results of the current files to disk, and notes which exercise has turned green. Returns false if none
   * has.
   */
  keep(): boolean {
    const known = exercises.flatMap((exercise): TestedState[] => {
      const [key, grade] = [this.keys.keyOf(exercise), this.gradeOf(exercise)]
      const isKept = this.entry(exercise).keptKey === key
      return grade && !isKept ? [{ grade, key, ownKey: this.keys.ownKeyOf(exercise) }] : []
    })
    if (known.length === 0) return false
    saveProgress(known, this.file)
    for (const { grade, key } of known) {
      const { exercise, state } = grade
      this.entry(exercise).keptKey = key
      // Exercises that build on it may turn green as well. The one that was saved last is announced.
      const isLast = !this.finished || timeOfSave(exercise, this.tree) >= timeOfSave(this.finished, this.tree)
      if (state === 'done' && !this.wereDone.has(exercise) && isLast) this.finished = exercise
    }
    this.wereDone = this.exercisesDone()
    return true
  }

  private exercisesDone(): ReadonlySet<Exercise> {
    return new Set(this.places().flatMap((place) => (wasDone(place) ? [place.exercise] : [])))
  }

  private add(run: TestRun, key: string, end: RunEnd): void {
    const { exercise, skipped } = run
    const entry = this.entry(exercise)
    const merged = mergeRuns(entry.runs.get(key) ?? this.runFromKept(exercise, key), run)
    entry.runs.set(key, merged)
    const grade = gradeOf(this.tree, merged, this.expected)
    // A test is missing that was neither left out nor cancelled: the process crashed.
    const hasDied = end === 'complete' && grade.missing.some((title) => !skipped.has(title))
    const known = hasDied && grade.failures.length === 0 ? afterDeath(entry, key, grade) : grade
    if (known.missing.length > 0 && known.failures.length === 0) return
    const ownKey = this.keys.ownKeyOf(exercise)
    entry.grades.set(key, known)
    entry.ownGrades.set(ownKey, known)
    Object.assign(entry, { last: known, keptKey: undefined })
    if (known.missing.length > 0) return
    // After the play button of one test, Vitest's UI shows that test alone. Then all tests are due.
    const isPartial = run.skipped.size > 0
    Object.assign(entry, { shownKey: isPartial ? '' : key, testedOwnKey: ownKey })
  }

  /**
   * A finished exercise of an earlier session, as a run. If one of its tests runs alone, the others keep their results.
   */
  private runFromKept(exercise: Exercise, key: string): TestRun | undefined {
    if (this.entry(exercise).grades.get(key)?.state !== 'done') return undefined
    const titles = this.expected[exercise.path] ?? []
    const outcomes = new Map(titles.map((title): [string, 'passed'] => [title, 'passed']))
    return { exercise, outcomes, errors: [], skipped: new Set() }
  }

  /**
   * Did the tests read another text of the exercise, or of a kata that it imports? A text may be read just before a
   * save. After three times the result counts all the same: otherwise the tests could run for ever.
   */
  private isToBeDropped(exercise: Exercise, key: string): boolean {
    const own = [exercise, ...this.keys.dependenciesOf(exercise)]
    if (!own.some((one) => this.isServedOtherwise(fileOf(this.tree, one)))) return false
    const entry = this.entry(exercise)
    const count = (entry.drops?.key === key ? entry.drops.count : 0) + 1
    entry.drops = { key, count }
    return count <= 3
  }

  private isServedOtherwise(file: string): boolean {
    const served = servedHashOf(file)
    return served !== undefined && served !== this.keys.hashOf(file)
  }

  private entry(exercise: Exercise): Entry {
    return this.entries.get(exercise) as Entry
  }
}

/** The first crash may be an accident, so the tests run again. The second crash is the result. */
function afterDeath(entry: Entry, key: string, grade: Grade): Grade {
  const count = (entry.deaths?.key === key ? entry.deaths.count : 0) + 1
  entry.deaths = { key, count }
  return count < 2 ? grade : { ...asDied(grade), missing: [] }
}
