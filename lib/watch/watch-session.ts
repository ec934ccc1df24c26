import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node'
import { type Exercise, exerciseOf } from '../course/exercises.ts'
import { type FileWatch, watchFiles } from './file-watch.ts'
import { type Inventory, runsOf } from '../runner/collect-runs.ts'
import { findHouseError } from '../runner/house-error.ts'
import { nextOpen } from '../course/progress.ts'
import { type Plan, plan } from './schedule.ts'
import { type RunEnd, type RunStart, SessionResults } from './session-results.ts'
import { showSession } from './session-screen.ts'
import { paint } from '../terminal/terminal.ts'
import { cancelRun, runTestsOf } from './test-runs.ts'
import { isEmpty, isInFolder, katas } from '../course/trees.ts'
import { TypeCheck } from './type-errors.ts'

export interface SessionOptions {
  readonly wanted: readonly Exercise[]
  /** these exercises were emptied for practice, and the end of the session restores them */
  readonly isReview: boolean
  /** also the exercises that are not begun */
  readonly all: boolean
  /** also the exercises that are done and have not changed */
  readonly again: boolean
  /** reads the titles of all tests, and again when a test file changes */
  readonly inventory: () => Promise<Inventory>
}

/**
 * The loop of npm start: it runs the exercises that are due, one batch at a time, and draws the screen. An exercise is
 * due if it has no result for its current files. So a save, a checkout and an update need no bookkeeping of their own.
 */
export class WatchSession implements Reporter {
  private vitest: Vitest | undefined
  private files: FileWatch | undefined
  private readonly types = new TypeCheck()
  private readonly options: SessionOptions
  private readonly results: SessionResults
  private readonly admitted = new Set<Exercise>()
  private plan: Plan = { next: [], waiting: new Map() }
  private isInventoryOld = true
  /** lib has changed on disk, but this process still runs the old code */
  private isUpdated = false
  /** why the last run could not test any answer */
  private houseError: string | undefined
  /** the current run: the state of its files when it began, and the exercises whose tests are still to come */
  private start: RunStart = new Map()
  private readonly pending = new Set<Exercise>()
  private isWorking = false
  private isCancelled = false
  private below = ''

  constructor(options: SessionOptions) {
    this.options = options
    this.results = new SessionResults(options.again)
  }

  async begin(vitest: Vitest): Promise<void> {
    this.vitest = vitest
    vitest.watcher.unregisterWatcher() // This session decides when Vitest runs which tests.
    this.files = watchFiles(vitest, (files) => this.onFilesChanged(files))
    process.stdout.on('resize', this.show)
    await this.work()
  }

  /** Stops recording results: a test that is interrupted by the end fails for that reason alone. */
  end(): void {
    this.vitest = undefined
    this.files?.stop()
    this.types.cancel()
    process.stdout.off('resize', this.show)
  }

  /** The exercise on the screen: the most recently saved one that is begun, otherwise the first that is not done. */
  get current(): Exercise | undefined {
    return nextOpen(this.options.wanted.map((exercise) => this.results.placeOf(exercise)))?.exercise
  }

  tell(text: string): void {
    this.below = text
    this.show()
  }

  private onFilesChanged(files: readonly string[]): void {
    if (files.some((file) => isInFolder(file, 'lib/course', 'lib/commands'))) this.isUpdated = true
    this.types.cancel()
    if (!this.isWorking) return void this.work()
    this.look()
    this.interruptIfStale()
  }

  /** Reads the files again. Vitest drops its copies of the files that were written, with or without a file event. */
  private refresh(): void {
    for (const file of this.results.refresh()) {
      this.vitest?.invalidateFile(file)
      if (isInFolder(file, 'test', 'lib/judge')) this.isInventoryOld = true
    }
  }

  private look(): void {
    const { wanted, all } = this.options
    this.refresh()
    if (this.results.keep()) this.below = ''
    for (const exercise of wanted) if (all || !isEmpty(katas, exercise)) this.admitted.add(exercise)
    const { current } = this
    if (current) this.admitted.add(current)
    const candidates = wanted.filter((exercise) => this.admitted.has(exercise))
    this.plan = plan(
      candidates.map((exercise) => this.results.candidateOf(exercise)),
      current,
    )
  }

  /** Runs due exercises until none is left. */
  private async work(): Promise<void> {
    if (this.isWorking) return
    this.isWorking = true
    try {
      while (this.vitest) {
        this.refresh()
        await this.readInventory()
        this.look()
        if (this.isInventoryOld) continue
        this.show()
        if (this.plan.next.length === 0) return this.types.begin(this.show)
        const { next } = this.plan
        const hasTests = await runTestsOf(this.vitest, next)
        if (!hasTests) for (const exercise of next) this.results.giveUp(exercise)
      }
    } finally {
      this.isWorking = false
    }
  }

  private async readInventory(): Promise<void> {
    if (!this.isInventoryOld) return
    this.isInventoryOld = false
    // A test file may be half written. Its next change is noticed as well.
    this.results.expected = await this.options.inventory().catch(() => this.results.expected)
  }

  /** A save comes first: it ends a run of other files, or of an earlier state of the same files. */
  private interruptIfStale(): void {
    const { keys } = this.results
    const isStale = (exercise: Exercise): boolean => this.start.get(exercise)?.stamp !== keys.stampOf(exercise)
    const edited = this.plan.next.filter((exercise) => this.results.candidateOf(exercise).isEdited)
    if ([...this.pending, ...edited].some(isStale)) this.cancel()
  }

  private cancel(): void {
    if (!this.vitest || this.isCancelled || this.pending.size === 0) return
    this.isCancelled = true
    cancelRun(this.vitest)
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.refresh()
    const ran = specifications.flatMap(({ moduleId }) => exerciseOf(moduleId) ?? [])
    this.start = this.results.startOf(ran)
    this.isCancelled = false
    for (const exercise of ran) this.pending.add(exercise)
    if (!this.isWorking) this.show() // a test was started in Vitest's UI
    if (process.stdout.isTTY) process.stdout.write(`${paint(' testing …', 'dim')}\r`)
  }

  /** The saved exercise is tested and shown first, before the exercises that build on it. */
  onTestModuleEnd(module: TestModule): void {
    if (!this.vitest) return
    const exercise = exerciseOf(module.moduleId)
    if (exercise) this.pending.delete(exercise)
    this.record([module], [], 'going on')
    this.look()
    if ([...this.pending].some((one) => this.plan.waiting.has(one))) this.cancel()
    if (this.pending.size > 0) this.show()
  }

  onTestRunEnd(_: readonly TestModule[], unhandled: readonly unknown[]): void {
    if (!this.vitest) return
    this.record(this.vitest.state.getTestModules(), unhandled, this.isCancelled ? 'cancelled' : 'complete')
    this.pending.clear()
    this.start = new Map()
    if (!this.isWorking) void this.work() // a test that was started in Vitest's UI has ended
  }

  private record(all: readonly TestModule[], unhandled: readonly unknown[], end: RunEnd): void {
    this.refresh()
    const modules = all.filter(({ moduleId }) => this.start.has(exerciseOf(moduleId) as Exercise)) // only the errors of this run
    this.houseError = findHouseError(katas, { modules, unhandled })
    if (this.houseError) return [...this.start.keys()].forEach((exercise) => this.results.giveUp(exercise))
    if (this.isInventoryOld) return // These tests may have changed, so they are due again.
    this.results.record(runsOf(katas, modules, unhandled), this.start, end)
    if (this.results.keep()) this.below = ''
  }

  readonly show = (): void => {
    if (!this.vitest) return
    showSession({
      vitest: this.vitest,
      results: this.results,
      wanted: this.options.wanted,
      isReview: this.options.isReview,
      current: this.current,
      testing: this.exercisesUnderTest(),
      waiting: this.plan.waiting,
      isUpdated: this.isUpdated,
      houseError: this.houseError,
      types: this.types,
      hasFileEvents: this.files?.hasEvents ?? true,
      below: this.below,
    })
  }

  private exercisesUnderTest(): readonly Exercise[] {
    if (this.pending.size > 0) return [...this.pending]
    return this.isWorking ? this.plan.next : []
  }
}
