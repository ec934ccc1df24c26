import { existsSync } from 'node:fs'
import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node'
import { decisive } from './decisive.ts'
import { type Exercise, exerciseOf } from './exercises.ts'
import { type Grade, grades, runOf } from './grade.ts'
import type { Mark } from './map.ts'
import { news } from './news.ts'
import { type Place, gradeOf, keepProgress, openOf, savedAt, standings } from './progress.ts'
import { onSaves } from './saves.ts'
import { screen } from './screen.ts'
import { terminal } from './terminal.ts'
import { addressOf } from './ui.ts'
import { exerciseOfKernel, fileOf, isEmpty, katas, slashed } from './trees.ts'

export interface Asked {
  readonly wanted: readonly Exercise[]
  /** also those not begun */
  readonly all: boolean
  /** also what is done and has not changed since */
  readonly again: boolean
  readonly expected: Readonly<Record<string, readonly string[]>>
}

/** What is done, what is current, and what is admitted to the UI: decided anew after every run. */
export class Loop implements Reporter {
  private vitest: Vitest | undefined
  private readonly asked: Asked
  private readonly admitted: Set<Exercise>
  private readonly marks = new Map<Exercise, Mark>()
  /** the last grade of each exercise: of a test, or kept from the last time */
  private readonly known = new Map<Exercise, Grade>()
  /** what decided the result, when it was tested or kept */
  private readonly prints = new Map<Exercise, string>()
  /** tested since this began: from then on Vitest itself sees what it depends on */
  private readonly tested = new Set<Exercise>()
  /** done the last time, and to be tested again: as long as nothing speaks against it, nobody is called back to it */
  private readonly trusted = new Set<Exercise>()
  /** the last that turned green */
  private finished: Exercise | undefined
  /** whose tests are still to come in this run */
  private readonly pending = new Set<Exercise>()
  private meanwhile: string | undefined
  private looking: NodeJS.Timeout | undefined

  constructor(asked: Asked) {
    this.asked = asked
    for (const { exercise, mark, kept } of standings()) {
      this.marks.set(exercise, asked.again && mark === 'done' ? 'stale' : mark)
      if (mark !== 'empty' && kept?.state === 'done') this.trusted.add(exercise)
      if (mark !== 'done' || !kept || asked.again) continue
      this.known.set(exercise, gradeOf(exercise, kept))
      this.prints.set(exercise, kept.print)
    }
    const begun = asked.wanted.filter((exercise) => asked.all || !isEmpty(katas, exercise))
    const first = asked.wanted.find((exercise) => isEmpty(katas, exercise))
    this.admitted = new Set(first ? [...begun, first] : begun)
  }

  async begin(vitest: Vitest): Promise<void> {
    this.vitest = vitest
    vitest.onFilterWatchedSpecification(({ moduleId }) => {
      const exercise = exerciseOf(moduleId)
      return exercise !== undefined && this.admitted.has(exercise)
    })
    const missed = (): void => void (this.vitest && this.show(this.meanwhile))
    onSaves(vitest, (file) => this.saved(file), missed)
    process.stdout.on('resize', () => this.show(this.meanwhile))
    const due = [...this.admitted].filter((exercise) => !this.known.has(exercise))
    this.show(due.length > 0 ? `  testing ${due.length} …` : undefined)
    await this.test(due)
  }

  /** From now on nothing is learned: what is cut off in the middle fails, and says nothing about a kata. */
  end(): void {
    this.vitest = undefined
    process.stdout.removeAllListeners('resize')
    clearTimeout(this.looking)
  }

  /**
   * Vitest only sees files that were tested before. What else is to be tested after a save: an exercise begun out of order,
   * and what was done the last time and builds on the file.
   */
  private saved(file: string): void {
    const exercise = exerciseOf(file) ?? exerciseOfKernel(file)
    const isKata = slashed(file).startsWith(`${katas}/`)
    if (isKata && exercise && this.asked.wanted.includes(exercise) && !isEmpty(katas, exercise))
      this.admitted.add(exercise)
    clearTimeout(this.looking)
    // Vitest waits 100 ms for more saves: what it tests by itself comes first
    this.looking = setTimeout(() => this.look(), exercise && this.tested.has(exercise) ? 150 : 10)
  }

  private look(): void {
    const unseen = [...this.admitted].filter((exercise) => !this.tested.has(exercise))
    if (unseen.length === 0) return
    const { print } = decisive()
    void this.test(unseen.filter((exercise) => this.prints.get(exercise) !== print(exercise)))
  }

  private async test(due: readonly Exercise[]): Promise<void> {
    if (due.length === 0) return
    for (const exercise of due) this.tested.add(exercise)
    const specifications = await this.vitest?.globTestSpecifications(due.map(({ path }) => `test/${path}.test.ts`))
    if (specifications?.length) await this.vitest?.runTestSpecifications(specifications, false)
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    const { print } = decisive()
    for (const { moduleId } of specifications) {
      const exercise = exerciseOf(moduleId)
      if (!exercise) continue
      this.prints.set(exercise, print(exercise))
      this.pending.add(exercise)
    }
    if (process.stdout.isTTY) process.stdout.write('\x1b[2m testing …\x1b[0m\r')
  }

  /** What was saved is tested first, and shown before what builds on it has been tested too. */
  onTestModuleEnd(module: TestModule): void {
    if (!this.vitest) return
    const exercise = exerciseOf(module.moduleId)
    if (exercise) this.pending.delete(exercise)
    this.learn(grades(katas, { modules: [module], unhandled: [] }, this.asked.expected))
    const [next, ...others] = this.pending
    if (!next || [...this.admitted].some((one) => !this.known.has(one))) return
    this.show(`  testing ${next.id}${others.length > 0 ? ` and ${others.length} more` : ''} …`)
  }

  onTestRunEnd(): void {
    if (!this.vitest) return
    this.pending.clear()
    const tested = grades(katas, runOf(this.vitest), this.asked.expected)
    this.learn(tested)
    const current = this.show()
    if (!current || this.admitted.has(current)) return
    this.admitted.add(current)
    // once this run has been put away
    setTimeout(() => void this.test([current]), 50)
  }

  private learn(tested: readonly Grade[]): void {
    for (const grade of tested) {
      const before = this.known.get(grade.exercise)?.state
      // what builds on it may turn green with it: what was saved is what was done
      const isLast = !this.finished || savedAt(grade.exercise) >= savedAt(this.finished)
      if (grade.state === 'done' && before !== undefined && before !== 'done' && isLast) this.finished = grade.exercise
      this.known.set(grade.exercise, grade)
      this.trusted.delete(grade.exercise)
      this.marks.set(grade.exercise, grade.state)
    }
    keepProgress(tested.map((grade) => [grade, this.prints.get(grade.exercise) ?? '']))
  }

  /** the exercise on the screen: the first that is not done */
  get current(): Exercise | undefined {
    return openOf(this.asked.wanted.map((exercise) => this.placeOf(exercise)))?.exercise
  }

  private show(meanwhile?: string): Exercise | undefined {
    this.meanwhile = meanwhile
    const { current } = this
    const hint = !current ? '' : process.stdin.isTTY ? 'h gives a hint   ' : `npm run hint -- ${current.id}   `
    const situation = {
      marks: this.marks,
      current,
      result: current && this.known.get(current),
      notes: this.notes(current),
      meanwhile,
      foot: `UI: ${this.vitest ? addressOf(this.vitest) : ''}   ${hint}q quits`,
      whole: 'the UI',
    }
    const clear = process.stdout.isTTY ? '\x1b[2J\x1b[H' : '\n'
    console.log(clear + screen(situation, terminal()))
    return current
  }

  /** no longer as it was: whoever is in the middle of it reads no news of the one before */
  private isBegun(exercise: Exercise): boolean {
    const { passed = 0, failures = [] } = this.known.get(exercise) ?? {}
    return !isEmpty(katas, exercise) || passed > 0 || failures.some(({ message }) => !message.startsWith('todo'))
  }

  private placeOf(exercise: Exercise): Place {
    const known = this.known.get(exercise)
    const saved = savedAt(exercise)
    if (known) return { exercise, mark: known.state, kept: known, saved }
    if (this.trusted.has(exercise)) return { exercise, mark: 'stale', kept: { state: 'done', passed: 0 }, saved }
    return { exercise, mark: this.marks.get(exercise) ?? 'empty', saved }
  }

  /** what has just been done, and what it looks like */
  private notes(current: Exercise | undefined): string[] {
    const missing = this.asked.wanted.filter((exercise) => !existsSync(fileOf(katas, exercise)))
    if (missing.length > 0) return missing.map(({ id, path }) => `katas/${path}.ts is missing: npm run reset -- ${id}`)
    const told = news(this.marks, current, this.finished, (exercise) => this.isBegun(exercise))
    const built = this.finished && this.known.get(this.finished)?.built
    return told.length > 0 && built !== undefined ? [...told, ...built.map((row) => `  ${row}`)] : told
  }
}
