import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { formatUnifiedDiff } from '../terminal/diff.ts'
import type { Exercise } from '../course/exercises.ts'
import { type ExerciseStatus, exerciseStatuses } from '../course/progress.ts'
import { withoutTodoImport } from '../course/stub.ts'
import { type Style, paint, terminal, wrapLine } from '../terminal/terminal.ts'
import { fileOf, katas, kernelOf, root, toForwardSlashes, solutions } from '../course/trees.ts'
import { type Command, UsageError } from './command.ts'
import { exerciseWords, selectExercises } from './exercise-words.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run diff',
  about:
    'Your file beside the reference: − is yours, + is one way to do it (why: solutions/<stage>/README.md).\nOnly of what is done, so that no solution is seen by accident.',
  words: exerciseWords,
  options: { anyway: { about: 'also of what is still empty, wrong, or to be run again: it shows the solution' } },
  async main(given) {
    if (given.words.length === 0) throw new UsageError('npm run diff wants an exercise or a stage: npm run diff -- 4.2')
    if (!existsSync(solutions))
      throw new UsageError('There is no folder solutions/ in this checkout, so there is nothing to compare with.')
    const wanted = selectExercises(given)
    const found = exerciseStatuses().filter(({ exercise }) => wanted.includes(exercise))
    const open = given.has('anyway') ? [] : found.filter(({ mark }) => mark !== 'done')
    if (open.length === found.length) throw new UsageError(refusal(open))
    const shown = found.filter((standing) => !open.includes(standing))
    console.log(shown.map(({ exercise }) => compareFiles(exercise)).join('\n\n'))
    const rest = `Not shown, since not done: ${open.map(labelOf).join(', ')}`
    if (open.length > 0) console.log(['', ...wrapLine(rest, terminal().columns)].join('\n'))
    return 0
  },
}

const why: Record<ExerciseStatus['mark'], string> = {
  empty: 'still empty',
  wrong: 'not right yet',
  stale: 'not tested as it is now (npm run progress -- --run)',
  done: 'done',
}

function refusal(open: readonly ExerciseStatus[]): string {
  const [{ exercise, mark }] = open
  const which =
    open.length === 1 ? `${labelOf(open[0])} is ${why[mark]}` : `${open.map(labelOf).join(', ')} are not done`
  return `${which}, and this shows the solution. A hint: npm run hint -- ${exercise.id}. The solution all the same: npm run diff -- ${exercise.id} --anyway`
}

function labelOf({ exercise: { id, name } }: ExerciseStatus): string {
  return `${id} ${name}`
}

/** The files of one exercise, with its kernel if it has one. */
function compareFiles(exercise: Exercise): string {
  const pairs = [
    [fileOf(katas, exercise), fileOf(solutions, exercise)],
    [kernelOf(katas, exercise), kernelOf(solutions, exercise)],
  ].filter((pair) => pair.some(existsSync))
  const texts = pairs.map(([yours, theirs]) => {
    const body = formatUnifiedDiff(withoutTodoImport(textOf(yours)), textOf(theirs))
    if (body === '') return `${exercise.id} ${exercise.name}: yours is the reference, line by line.`
    const head = [`--- ${relativePath(yours)}`, `+++ ${relativePath(theirs)}`].map((line) => paint(line, 'bold'))
    return [...head, ...body.split('\n').map((line) => paint(line, styleOf(line)))].join('\n')
  })
  return texts.join('\n')
}

function styleOf(line: string): Style | undefined {
  return ({ '-': 'red', '+': 'green', '@': 'cyan' } as const)[line[0]]
}

function textOf(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  throw new UsageError(`There is no ${relativePath(file)}, so there is nothing to compare.`)
}

function relativePath(file: string): string {
  return toForwardSlashes(relative(root, file))
}
