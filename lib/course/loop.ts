import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'
import { type Exercise, exerciseOf, exercises } from './exercises.ts'
import { type Grade, grades, runOf } from './grade.ts'
import { screen } from './screen.ts'
import { exerciseOfKernel, isEmpty, katas, slashed } from './trees.ts'

/** Tests in the order of the course: what was saved comes before what builds on it. */
export class CourseOrder extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => exercises.indexOf(exerciseOf(moduleId) as Exercise)
    return Promise.resolve(files.toSorted((a, b) => place(a) - place(b)))
  }
}

/** What is done, what is current, and what is admitted to the UI: decided anew after every run. */
export class Loop implements Reporter {
  private vitest: Vitest | undefined
  private readonly wanted: readonly Exercise[]
  private readonly all: boolean
  private readonly expected: Readonly<Record<string, readonly string[]>>
  private readonly admitted: Set<Exercise>
  /** the last grade of each exercise that was tested */
  private readonly known = new Map<Exercise, Grade>()
  /** test files of this run that are still to come */
  private ahead = 0

  constructor(wanted: readonly Exercise[], all: boolean, expected: Readonly<Record<string, readonly string[]>>) {
    this.wanted = wanted
    this.all = all
    this.expected = expected
    const begun = wanted.filter((exercise) => all || !isEmpty(katas, exercise))
    const first = wanted.find((exercise) => isEmpty(katas, exercise))
    this.admitted = new Set(first ? [...begun, first] : begun)
  }

  async begin(vitest: Vitest): Promise<void> {
    this.vitest = vitest
    vitest.onFilterWatchedSpecification(({ moduleId }) => {
      const exercise = exerciseOf(moduleId)
      return exercise !== undefined && this.admitted.has(exercise)
    })
    vitest.vite.watcher.on('change', (file) => this.begun(file))
    await this.test([...this.admitted])
  }

  /** Somebody began an exercise out of order: it is admitted too. Vitest itself only sees files that were tested before. */
  private begun(file: string): void {
    const exercise = exerciseOf(file) ?? exerciseOfKernel(file)
    if (!exercise || !slashed(file).startsWith(`${katas}/`) || !this.wanted.includes(exercise)) return
    if (this.admitted.has(exercise) || isEmpty(katas, exercise)) return
    this.admitted.add(exercise)
    void this.test([exercise])
  }

  private async test(asked: readonly Exercise[]): Promise<void> {
    const specifications = await this.vitest?.globTestSpecifications(asked.map(({ path }) => `test/${path}.test.ts`))
    if (specifications?.length) await this.vitest?.runTestSpecifications(specifications, false)
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.ahead = specifications.length
    if (process.stdout.isTTY) process.stdout.write('\x1b[2m testing …\x1b[0m\r')
  }

  /** What was saved is tested first, and shown before what builds on it has been tested too. */
  onTestModuleEnd(module: TestModule): void {
    this.ahead--
    const [grade] = grades(katas, { modules: [module], unhandled: [] }, this.expected)
    if (grade) this.known.set(grade.exercise, grade)
    if (this.ahead > 0 && [...this.admitted].every((exercise) => this.known.has(exercise)))
      this.show(`  testing ${this.ahead} that build on it …`)
  }

  onTestRunEnd(): void {
    if (!this.vitest) return
    for (const grade of grades(katas, runOf(this.vitest), this.expected)) this.known.set(grade.exercise, grade)
    const current = this.show()
    if (!current || this.admitted.has(current)) return
    this.admitted.add(current)
    // once this run has been put away
    setTimeout(() => void this.test([current]), 50)
  }

  private show(meanwhile?: string): Exercise | undefined {
    const current = this.wanted.find((exercise) => this.known.get(exercise)?.state !== 'done')
    const { config } = this.vitest ?? {}
    const url = config?.ui ? `http://localhost:${config.api.port}/__vitest__/` : ''
    const clear = process.stdout.isTTY ? '\x1b[2J\x1b[H' : '\n'
    console.log(clear + screen(this.known, current, { url, meanwhile }))
    return current
  }
}
