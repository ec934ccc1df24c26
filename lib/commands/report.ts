import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { type Learner, classReport } from '../report/class.ts'
import { readInventory } from '../runner/collect-runs.ts'
import { type RunOptions, runTests, totals } from '../runner/run-tests.ts'
import { type ReportMeta, type GradedTree, type Training, testReport } from '../report/learner.ts'
import { replaceLinks } from '../course/links.ts'
import { foldersIn, root, toForwardSlashes, resolveSubmission } from '../course/trees.ts'
import { writeFileAtomic } from '../files.ts'
import { quoteWord } from '../terminal/terminal.ts'
import { type Command, type Args, UsageError, placeFor } from './command.ts'
import { selectExercises, stageOption } from './exercise-words.ts'
import { asJson, findAnswers, modeOf, warnOfRights } from './test.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run report',
  about:
    'Tests answers as npm test -- --code does, and writes what was found as one HTML file to look at, print or send.\nWith --class, the answers of everybody in a folder, and what is misunderstood most. Exit 0 if all could be graded.',
  options: {
    code: { value: 'katas|DIR', about: 'whose answers to test (katas); this runs the code in that folder' },
    class: { value: 'DIR', about: 'a folder with one folder of answers per learner; this runs their code' },
    isolated: { about: 'every other exercise comes from the reference, so that one mistake is counted once' },
    stage: stageOption,
    seed: { value: 'N', about: 'of the drawn inputs (1)' },
    out: { value: 'FILE', about: 'where it goes (.out/report.html, with --class .out/class.html)' },
    json: { value: 'FILE', about: 'with --class: every learner’s results, for machines' },
  },
  async main(given) {
    if (given.has('code') && given.has('class'))
      throw new UsageError('--code is one learner’s folder, --class a folder of such folders: one of them, please.')
    if (given.has('json') && !given.has('class'))
      throw new UsageError('--json goes with --class. For one learner: npm test -- --code DIR --json FILE.')
    const ask: Omit<RunOptions, 'tree'> = {
      mode: modeOf(given),
      seed: given.number('seed', 1, 'a whole number', Number.isSafeInteger),
      wanted: selectExercises(given),
      draw: true,
    }
    const made = { command: again(given), when: new Date() }
    return given.has('class') ? ofClass(given, ask, made) : ofOne(given, ask, made)
  },
}

async function ofOne(given: Args, ask: Omit<RunOptions, 'tree'>, made: ReportMeta): Promise<number> {
  const file = placeFor(given.text('out') ?? '.out/report.html')
  const { tree, place } = findAnswers(given.text('code') ?? 'katas')
  const name = place.startsWith(`${root}/`) ? place.slice(root.length + 1) : basename(place)
  const found = await runTests({ ...ask, tree }, await readInventory())
  const tested: GradedTree = { ...ask, tree: place, name, ...found }
  writeFileAtomic(file, testReport(tested, made, trainingBeside(file)))
  console.log(`${summarize(tested)}\n${file}`)
  return 0
}

async function ofClass(given: Args, ask: Omit<RunOptions, 'tree'>, made: ReportMeta): Promise<number> {
  const names = learnersIn(given.text('class') ?? '')
  const file = placeFor(given.text('out') ?? '.out/class.html')
  const json = given.has('json') ? placeFor(given.text('json') ?? '') : undefined
  if (json === file) throw new UsageError(`--out and --json are both ${file}: one of them elsewhere, please.`)
  const place = resolve(given.text('class') ?? '')
  warnOfRights(place)
  const expected = await readInventory()
  const width = Math.max(...names.map((name) => name.length))
  const learners: Learner[] = []
  for (const name of names) {
    const learner = await oneOf(join(place, name), name, ask, expected)
    learners.push(learner)
    console.log(
      `${name.padEnd(width)}  ${learner.tested ? summarize(learner.tested) : `not graded: ${learner.reason}`}`,
    )
  }
  writeFileAtomic(file, classReport(learners, ask, made))
  if (json !== undefined) writeFileAtomic(json, `${JSON.stringify(learners.map(resultOf), null, 2)}\n`)
  console.log(`\n${file}`)
  return learners.every(({ tested }) => tested) ? 0 : 1
}

/** The result as in npm test --json, with the name. For a learner who could not be graded, the reason. */
function resultOf({ name, tested, reason }: Learner) {
  return tested
    ? { name, ...asJson(tested.grades, tested.tree, tested.mode, tested.seed) }
    : { name, ok: false, reason }
}

/** Grades one learner of a class. An error ends this learner's grading only. */
async function oneOf(
  place: string,
  name: string,
  ask: Omit<RunOptions, 'tree'>,
  expected: Readonly<Record<string, readonly string[]>>,
): Promise<Learner> {
  try {
    const tree = resolveSubmission(place)
    return { name, tested: { ...ask, tree: replaceLinks(tree), name, ...(await runTests({ ...ask, tree }, expected)) } }
  } catch (error) {
    return { name, reason: (error as Error).message.replace(/ --code wants .*/, '') }
  }
}

/** The folders in it, without hidden ones. */
function learnersIn(place: string): string[] {
  if (!existsSync(place) || !statSync(place).isDirectory())
    throw new UsageError(`--class wants a folder with one folder per learner, but there is no folder ${place}.`)
  const names = foldersIn(place)
  if (names.length === 0)
    throw new UsageError(`--class wants a folder with one folder per learner, but ${place} has no folders in it.`)
  return names.toSorted((a, b) => a.localeCompare(b, 'en'))
}

function trainingBeside(file: string): Training | undefined {
  const report = join(root, '.out/train/report.html')
  if (!existsSync(report)) return undefined
  const href = toForwardSlashes(relative(dirname(file), report))
    .split('/')
    .map(encodeURIComponent)
    .join('/')
  return { href, when: statSync(report).mtime }
}

function summarize({ grades }: GradedTree): string {
  const { done, passed, expected } = totals(grades)
  return `${done} of ${grades.length} exercises done; ${passed} of ${expected} tests passed.`
}

function again(given: Args): string {
  const options = Object.entries(command.options).flatMap(([name, { value }]) =>
    given.has(name) ? [value === undefined ? `--${name}` : `--${name} ${quoteWord(given.text(name) ?? '')}`] : [],
  )
  return ['npm run report', ...(options.length > 0 ? ['--', ...options] : [])].join(' ')
}
