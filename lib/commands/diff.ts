import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { unified } from '../course/diff.ts'
import type { Exercise } from '../course/exercises.ts'
import { painted } from '../course/map.ts'
import { type Standing, standings } from '../course/progress.ts'
import { withoutTodoImport } from '../course/stub.ts'
import { terminal, wrapped } from '../course/terminal.ts'
import { fileOf, katas, kernelOf, root, slashed, solutions } from '../course/trees.ts'
import { type Command, UsageError } from './command.ts'
import { selected } from './reset.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run diff',
  about:
    'Your file beside the reference: − is yours, + is one way to do it (why: solutions/<stage>/README.md).\nOnly of what is done, so that no solution is seen by accident.',
  words: '4 | 4.2 | dense',
  options: { anyway: { about: 'also of what is still empty, wrong, or to be run again: it shows the solution' } },
  async main(given) {
    if (given.words.length === 0) throw new UsageError('npm run diff wants an exercise or a stage: npm run diff -- 4.2')
    if (!existsSync(solutions))
      throw new UsageError('There is no folder solutions/ in this checkout, so there is nothing to compare with.')
    const wanted = given.words.flatMap((word) => selected(word))
    const found = standings().filter(({ exercise }) => wanted.includes(exercise))
    const open = given.has('anyway') ? [] : found.filter(({ mark }) => mark !== 'done')
    if (open.length === found.length) throw new UsageError(refusal(open))
    const shown = found.filter((standing) => !open.includes(standing))
    console.log(shown.map(({ exercise }) => compared(exercise, terminal().colours)).join('\n\n'))
    const rest = `Not shown, since not done: ${open.map(called).join(', ')}`
    if (open.length > 0) console.log(['', ...wrapped(rest, terminal().columns)].join('\n'))
    return 0
  },
}

const why: Record<Standing['mark'], string> = {
  empty: 'still empty',
  wrong: 'not right yet',
  stale: 'not tested as it is now (npm run progress -- --run)',
  done: 'done',
}

function refusal(open: readonly Standing[]): string {
  const [{ exercise, mark }] = open
  const which = open.length === 1 ? `${called(open[0])} is ${why[mark]}` : `${open.map(called).join(', ')} are not done`
  return `${which}, and this shows the solution. A hint: npm run hint -- ${exercise.id}. The solution all the same: --anyway`
}

function called({ exercise: { id, name } }: Standing): string {
  return `${id} ${name}`
}

/** the files of one exercise, and its kernel if it has one */
function compared(exercise: Exercise, colours: boolean): string {
  const pairs = [
    [fileOf(katas, exercise), fileOf(solutions, exercise)],
    [kernelOf(katas, exercise), kernelOf(solutions, exercise)],
  ].filter((pair) => pair.some(existsSync))
  const texts = pairs.map(([yours, theirs]) => {
    const body = unified(withoutTodoImport(textOf(yours)), textOf(theirs))
    if (body === '') return `${exercise.id} ${exercise.name}: yours is the reference, line by line.`
    const head = [`--- ${shortOf(yours)}`, `+++ ${shortOf(theirs)}`].map((line) => painted(line, colours && 1))
    return [...head, ...body.split('\n').map((line) => painted(line, colours && colourOf(line)))].join('\n')
  })
  return texts.join('\n')
}

function colourOf(line: string): number | false {
  return { '-': 31, '+': 32, '@': 36 }[line[0]] ?? false
}

function textOf(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  throw new UsageError(`There is no ${shortOf(file)}, so there is nothing to compare.`)
}

function shortOf(file: string): string {
  return slashed(relative(root, file))
}
