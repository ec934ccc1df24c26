import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { cacheKeys } from '../course/cache-key.ts'
import { type Inventory, readInventory } from '../runner/collect-runs.ts'
import type { Grade } from '../course/grade.ts'
import { saveGrades } from '../course/progress.ts'
import { runTests, marks, describeMode, totals } from '../runner/run-tests.ts'
import { countTests, runVitest } from '../runner/run-vitest.ts'
import { stages } from '../course/exercises.ts'
import { NotGraded } from '../runner/house-error.ts'
import { replaceLinks } from '../course/links.ts'
import { exerciseProject, houseProject } from '../runner/project.ts'
import type { Mode } from '../resolve/resolver.ts'
import { fileOf, isFile, katas, root, solutions, toForwardSlashes } from '../course/trees.ts'
import { writeFileAtomic } from '../files.ts'
import { checkKernels } from '../kernels/load.ts'
import { type Command, type Args, UsageError, findTree, needsReference, placeFor } from './command.ts'
import { selectExercises, stageOption } from './exercise-words.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm test',
  about:
    'Runs everything that must be green: the reference, lib, and the proofs about the course.\nWith --code, only the exercise tests, over that tree: green if every one of them ran and passed.',
  options: {
    code: { value: 'katas|DIR', about: 'whose answers to test; this runs the code in that folder' },
    isolated: { about: 'every other exercise comes from the reference, so that one mistake is counted once' },
    stage: stageOption,
    test: { value: 'TEXT', short: 't', about: 'with --code: only tests that have this text in their title' },
    seed: { value: 'N', about: 'of the drawn inputs (1)' },
    json: { value: 'FILE', about: 'the result, with --code that of every exercise, for machines' },
  },
  async main(given) {
    const json = given.text('json')
    if (json !== undefined) placeFor(json, '--json')
    const seed = given.number('seed', 1, 'a whole number', Number.isSafeInteger)
    const code = given.text('code')
    if (code !== undefined) return answers(given, code, seed)
    if (given.has('isolated')) throw new UsageError('--isolated goes with --code: npm test -- --code katas --isolated')
    if (given.has('test')) throw new UsageError('-t goes with --code: npm test -- --code katas --stage 1.1 -t TEXT')
    return everything(given, seed)
  },
}

/**
 * The mode of the resolver: an empty exercise must not make a later one wrong. Without solutions/ nothing can replace
 * it.
 */
export function modeOf(given: Args): Mode {
  if (given.has('isolated')) {
    needsReference('--isolated')
    return 'isolated'
  }
  return existsSync(solutions) ? 'jump-in' : 'own'
}

/** The tree that --code names, and how it is called. Answers of others run only with a word of warning. */
export function findAnswers(code: string): { tree: string; place: string } {
  const tree = findTree(code)
  const place = replaceLinks(tree)
  if (tree !== katas && tree !== solutions) warnOfRights(place)
  return { tree, place }
}

export function warnOfRights(place: string): void {
  console.warn(`This runs the code in ${toForwardSlashes(place)} on this machine, with your rights.\n`)
}

/** Runs the suite. The exit code is 0 if all tests pass. */
async function everything(given: Args, seed: number): Promise<number> {
  needsReference('npm test without --code, which proves the repository,')
  const include = given.has('stage') ? selectExercises(given).map(({ path }) => `test/${path}.test.ts`) : undefined
  const obstacle = include ? undefined : checkKernels()
  if (obstacle) throw new UsageError(`npm test without --code proves the kernels too. ${obstacle}`)
  const reference = exerciseProject({ name: 'solutions', tree: solutions, mode: 'own', seed, include })
  const projects = given.has('stage') ? [reference] : [reference, houseProject(solutions, seed)]
  const result = countTests(await runVitest(projects))
  const file = given.text('json')
  if (file !== undefined) writeFileAtomic(resolve(file), `${JSON.stringify(result)}\n`)
  const verdict = result.ok ? 'Green' : 'Not green'
  console.log(`${verdict}: tested the reference; your own answers: npm start, or once npm test -- --code katas`)
  return result.ok ? 0 : 1
}

/** Tests one tree's answers. The exit code is 0 only if every expected test ran and passed. */
async function answers(given: Args, code: string, seed: number): Promise<number> {
  const { tree, place } = findAnswers(code)
  const mode = modeOf(given)
  const title = given.text('test') ?? ''
  const all = await readInventory()
  const expected = withTitle(all, title)
  const wanted = selectExercises(given).filter(({ path }) => expected[path]?.length > 0)
  if (wanted.length === 0) throw new UsageError(`No test of these exercises has “${title}” in its title.`)
  const file = given.text('json')
  const keep = (result: object): void =>
    file === undefined ? undefined : writeFileAtomic(resolve(file), `${JSON.stringify(result, null, 2)}\n`)
  try {
    const before = cacheKeys()
    const { grades } = await runTests({ tree, mode, seed, wanted, title }, expected)
    console.log(
      `Answers in ${relative(root, place) || place}, ${describeMode({ mode })}\n\n${title === '' ? report(grades, tree) : partOf(grades, tree, title, all)}`,
    )
    // The message that npm start shows for the same files.
    if (tree === katas && mode === 'jump-in' && title === '' && seed === 1) saveGrades(grades, before)
    keep({ ...asJson(grades, place, mode, seed), ...(title === '' ? {} : { title }) })
    return grades.every(({ state }) => state === 'done') ? 0 : 1
  } catch (error) {
    if (error instanceof NotGraded) keep({ tree: place, mode, seed, ok: false, reason: error.message })
    throw error
  }
}

/** The tests that have a text in their title. */
function withTitle(all: Inventory, text: string): Inventory {
  const entries = Object.entries(all).map(([path, titles]) => [path, titles.filter((title) => title.includes(text))])
  return Object.fromEntries(entries)
}

/** With -t only some tests of each exercise ran, so the result does not say whether the exercise is done. */
function partOf(results: readonly Grade[], tree: string, title: string, all: Inventory): string {
  const lines = results.flatMap((grade) => {
    const [line, ...rest] = lineOf(grade, tree)
    const left = all[grade.exercise.path].length - grade.expected
    return [`${line.replace(marks.done, ' ')}${left > 0 ? `   ${left} others were not run` : ''}`, ...rest]
  })
  const { passed, expected } = totals(results)
  return [...lines, '', `${passed} of ${expected} tests with “${title}” in their title passed.`].join('\n')
}

function report(results: readonly Grade[], tree: string): string {
  const lines = stages.flatMap((stage) => {
    const own = results.filter(({ exercise }) => exercise.stage === stage)
    return own.length > 0 ? [stage, ...own.flatMap((grade) => lineOf(grade, tree)), ''] : []
  })
  const { done, passed, expected } = totals(results)
  return [...lines, `${done} of ${results.length} exercises done; ${passed} of ${expected} tests passed.`].join('\n')
}

function lineOf({ exercise, state, passed, expected, failures }: Grade, tree: string): string[] {
  const { id, name } = exercise
  const reason = isFile(fileOf(tree, exercise)) ? '   todo' : '   no file'
  const why = state === 'empty' ? reason : ''
  const line = `  ${marks[state]} ${`${id} ${name}`.padEnd(28)} ${String(passed).padStart(3)} of ${expected}${why}`
  // A half-written exercise counts as empty, but may have a failure that is more than a todo.
  const first = state === 'wrong' ? failures[0] : failures.find(({ message }) => !message.startsWith('todo'))
  if (!first) return [line]
  const at = first.at ? [`      ${relative(root, first.at)}`] : []
  return [line, `      ${first.title}`, ...first.message.split('\n').map((text) => `      ${text}`.trimEnd()), ...at]
}

/** The results of one tree as JSON. */
export function asJson(results: readonly Grade[], tree: string, mode: string, seed: number) {
  return {
    tree,
    mode,
    seed,
    ok: results.every(({ state }) => state === 'done'),
    ...totals(results),
    exercises: results.map(({ exercise: { id, slug }, ...grade }) => ({ id, slug, ...grade })),
  }
}
