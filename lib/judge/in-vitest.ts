import { existsSync, readFileSync } from 'node:fs'
import { TestRunner, test } from 'vitest'
import { exerciseOf } from '../course/exercises.ts'
import { listen } from './law.ts'

/** Vitest's setup file: every test of an exercise becomes a test of Vitest. */
listen(({ title, run }) =>
  test(title, () => {
    try {
      run()
    } catch (error) {
      if (error instanceof Error) pointAtKata(error, title)
      throw error
    }
  }),
)

/**
 * Makes the first frame of a failure the learner's own file: where their code threw or, when a wrong answer came back,
 * the function that the title speaks of.
 */
function pointAtKata(error: Error, title: string): void {
  const exercise = exerciseOf(TestRunner.getCurrentTest()?.file.filepath ?? '')
  const tree = process.env.KATA_TREE
  if (!exercise || !tree) return
  const file = `${tree}/${exercise.path}.ts`
  const [message, frames] = split(error)
  if (!existsSync(file) || frames.some((frame) => frame.includes(`${tree}/`))) return
  const functions = [...readFileSync(file, 'utf8').matchAll(/^export (?:const|function\*?) (?<name>\w+)/gm)]
  const subject = functions.find((found) => title.startsWith(found.groups?.name ?? '…')) ?? functions[0]
  if (!subject) return
  const line = subject.input.slice(0, subject.index).split('\n').length
  error.stack = [message, `    at ${subject.groups?.name} (${file}:${line}:1)`, ...frames].join('\n')
}

function split(error: Error): [message: string, frames: string[]] {
  const lines = (error.stack ?? '').split('\n')
  const first = lines.findIndex((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
  if (first < 0) return [`${error.name}: ${error.message}`, []]
  return [lines.slice(0, first).join('\n'), lines.slice(first)]
}
