import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { type Reporter, type Vitest, createVitest } from 'vitest/node'
import { type Exercise, exerciseOf, exercises } from '../course/exercises.ts'
import { type Grade, expectedTests, grades, runOf } from '../course/grade.ts'
import { type Mark, courseMap } from '../course/map.ts'
import { exerciseProject } from '../course/project.ts'
import { exerciseOfKernel, fileOf, isEmpty, katas, kernelOf, root, slashed } from '../course/trees.ts'
import { type Command, type Given, UsageError, whole } from './command.ts'
import { selected } from './reset.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm start',
  about:
    'The learner’s loop: tests what you have done and the current exercise, on every save, with Vitest’s UI beside it.\nThe next exercise comes in when the current one is green.',
  words: '4 | 4.2 | dense',
  options: {
    all: { about: 'every exercise at once, also those not begun' },
    port: { value: 'N', about: 'of the UI (51204, or the next one free)' },
    seed: { value: 'N', about: 'of the drawn inputs (1)' },
    open: { about: 'opens the UI in your browser' },
  },
  async main(given) {
    const wanted = given.words.length > 0 ? given.words.flatMap((word) => selected(word)) : exercises
    const port = given.number('port', 51204, 'a port from 1 to 65535', (value) => whole(1)(value) && value < 65536)
    const loop = new Loop(wanted, given.has('all'), await expectedTests())
    const vitest = await watch(given, port, loop)
    await vitest.standalone() // ready, and nothing runs before it is admitted
    await loop.begin(vitest)
    await untilQuit()
    await vitest.close()
    return 0
  },
}

async function watch(given: Given, port: number, loop: Loop): Promise<Vitest> {
  const seed = given.number('seed', 1, 'a whole number', Number.isSafeInteger)
  try {
    return await createVitest('test', {
      config: false,
      root,
      watch: true,
      ui: true,
      open: given.has('open'),
      api: { port, strictPort: given.has('port') },
      projects: [exerciseProject({ name: 'katas', tree: katas, mode: 'jump-in', seed })],
      reporters: [loop],
      passWithNoTests: true,
    })
  } catch (error) {
    if (!(error as Error).message.includes('already in use')) throw error
    throw new UsageError(`The port ${port} is in use. Choose another with --port N.`)
  }
}

/** q or Ctrl-C; without a terminal, until the process is told to end. */
async function untilQuit(): Promise<void> {
  const { stdin } = process
  if (!stdin.isTTY)
    return new Promise((resolve) => ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, () => resolve())))
  stdin.setRawMode(true)
  stdin.resume()
  await new Promise<void>((resolve) => {
    stdin.on('data', (key) => ['q', '\x03'].includes(String(key)) && resolve())
  })
  stdin.setRawMode(false)
  stdin.pause()
}

/** What is done, what is current, and what is admitted to the UI: decided anew after every run. */
class Loop implements Reporter {
  private vitest: Vitest | undefined
  private readonly wanted: readonly Exercise[]
  private readonly all: boolean
  private readonly expected: Readonly<Record<string, readonly string[]>>
  private readonly admitted: Set<Exercise>

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

  onTestRunStart(): void {
    if (process.stdout.isTTY) process.stdout.write('\x1b[2m testing …\x1b[0m\r')
  }

  onTestRunEnd(): void {
    if (!this.vitest) return
    const results = grades(katas, runOf(this.vitest), this.expected)
    const current = this.current(results)
    console.log(this.screen(results, current))
    if (!current || this.admitted.has(current)) return
    this.admitted.add(current)
    // once this run has been put away
    setTimeout(() => void this.test([current]), 50)
  }

  /** the first exercise that is not done */
  private current(results: readonly Grade[]): Exercise | undefined {
    const done = new Set(results.filter(({ state }) => state === 'done').map(({ exercise }) => exercise))
    return this.wanted.find((exercise) => !done.has(exercise))
  }

  private screen(results: readonly Grade[], current: Exercise | undefined): string {
    const marks = new Map<Exercise, Mark>(results.map(({ exercise, state }) => [exercise, state]))
    const colours = process.stdout.isTTY && !process.env.NO_COLOR
    const columns = Math.min(process.stdout.columns ?? 100, 110)
    const clear = process.stdout.isTTY ? '\x1b[2J\x1b[H' : '\n'
    const url = this.vitest?.config.ui ? `http://localhost:${this.vitest.config.api.port}/__vitest__/` : ''
    const lines = [courseMap(marks, current, { columns, colours }), '']
    if (!current)
      return `${clear}${[...lines, 'All of it is done. Train with it: npm run train -- --code katas', url].join('\n')}`
    const result = results.find(({ exercise }) => exercise === current)
    const heading = `▸ ${current.id} ${current.name}   ${current.minutes} minutes   ${whereToLook(current)}`
    return `${clear}${[...lines, heading, ...standsOn(current), ...said(result), '', `UI: ${url}   hints: katas/${current.stage}/README.md   q quits`].join('\n')}`
  }
}

/** whose code the current exercise runs on: map-zip yours · broadcast reference (yours is empty) */
function standsOn({ needs }: Exercise): string[] {
  const owners = exercises
    .filter(({ id }) => needs.includes(id))
    .map((earlier) => `${earlier.name} ${isEmpty(katas, earlier) ? 'reference (yours is empty)' : 'yours'}`)
  return owners.length > 0 ? [`  on ${owners.join(' · ')}`] : []
}

/** katas/1-tensor-ops/3-reduce.ts:23, the line of the first todo, perhaps in its kernel: a terminal makes it a link */
function whereToLook(exercise: Exercise): string {
  const file = fileOf(katas, exercise)
  if (!existsSync(file)) return `${relative(root, file)} is missing: npm run reset -- ${exercise.id}`
  for (const open of [file, kernelOf(katas, exercise)].filter(existsSync)) {
    const at = readFileSync(open, 'utf8')
      .split('\n')
      .findIndex((line) => /\btodo\(|\bunreachable\(\) \/\/ todo /.test(line))
    if (at >= 0) return `${relative(root, open)}:${at + 1}`
  }
  return relative(root, file)
}

/** the first thing that is wrong, in full; how many more there are */
function said(result: Grade | undefined): string[] {
  if (!result) return []
  const { passed, expected, failures } = result
  const [first] = failures
  const count = `  ${passed} of ${expected} tests pass`
  if (!first) return [count]
  const at = first.at ? [`    at ${relative(root, first.at)}`] : []
  return [count, '', `  ✗ ${first.title}`, ...first.message.split('\n').map((line) => `    ${line}`.trimEnd()), ...at]
}
