import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Exercise, exerciseOf } from '../../course/exercises.ts'
import { functionsOf, tree } from './kata-file.ts'
import { explainOwnError, isOwnError } from '../assert/origin.ts'
import { MissingExport, setMessage } from '../assert/mismatch.ts'

/** Explains JavaScript's errors about a missing export, an endless recursion, or process.exit, and those of a test's own code. */
export function explainError(error: Error, exercise: Exercise): void {
  const before = error.message
  explainKnown(error, exercise)
  if (error.message === before && isOwnError(error)) setMessage(error, explainOwnError(error))
}

function explainKnown(error: Error, exercise: Exercise): void {
  if (error instanceof MissingExport) error.add({ symptom: withoutExport(exercise.path, error.missing) })
  const missing = /__vite_ssr_import_\d+__\.(\w+)\)? is not a (function|constructor)/.exec(error.message)
  if (missing) setMessage(error, withoutExport(sourceOf(missing[1], error) ?? exercise.path, missing[1]))
  if (error instanceof RangeError && error.message.includes('call stack')) {
    setMessage(
      error,
      'The calls are nested too deeply for the stack: a function that calls itself without an end, or a spread (...) of a very long list.',
    )
  }
  if (error.message === 'unreachable')
    setMessage(
      error,
      'The kernel stopped at unreachable(): it is still to be written, in the folder assembly beside its wrapper.',
    )
  const outside = /^memory access out of bounds(, for .*)?$/.exec(error.message)
  if (outside) {
    setMessage(
      error,
      `The kernel reads or writes beyond its memory${outside[1] ?? ''}. Addresses are counted in bytes, and the memory must have room.`,
    )
  }
  if (error.message.startsWith('process.exit '))
    setMessage(error, 'A kata may not end the process: it called process.exit.')
}

/** 1-tensor-ops/1-map-zip.ts exports no function of the name zip. It exports map, zipWith. */
function withoutExport(source: string, name: string): string {
  const path = exerciseOf(`${source}.ts`)?.path
  const others = path === undefined ? [] : functionsOf(path).map((one) => one.name)
  const instead = others.length > 0 ? ` It exports ${others.join(', ')}.` : ''
  return `${path === undefined ? source : `${path}.ts`} exports no function of the name ${name}.${instead}`
}

/** The module from which the failing file imports this name: the path of an exercise, or #lib/tensor. */
function sourceOf(name: string, error: Error): string | undefined {
  const [, importer = ''] = /\(?(\/[^()\s]+\.ts):\d+:\d+\)?$/m.exec(error.stack ?? '') ?? []
  if (!existsSync(importer)) return undefined
  const source = readFileSync(importer, 'utf8')
  const imports = Array.from(source.matchAll(/^import ([^'"]*) from ['"]([^'"]+)['"]/gm))
  const isIt = ([, names]: RegExpExecArray): boolean => {
    if (name === 'default') return /^\w+\s*(,|$)/.test(names) // import it from …
    const [, all] = /^\* as (\w+)/.exec(names) ?? [] // import * as all from …, and all.name(…)
    return new RegExp(all === undefined ? `\\b${name}\\b` : `\\b${all}\\.${name}\\b`).test(
      all === undefined ? names : source,
    )
  }
  const from = imports.find(isIt)?.[2]
  return from && (exerciseOf(from.startsWith('.') ? join(dirname(importer), from) : from)?.path ?? from)
}

/**
 * Makes the first frame of a failure the learner's own file: where their code of this exercise threw, or called what threw.
 * For a wrong answer that came back, it is the function that the title speaks of.
 */
export function pointAtKata(error: Error, exercise: Exercise, title: string): void {
  const file = `${tree}/${exercise.path}.ts`
  const [message, frames] = split(error)
  const own = frames.findIndex((frame) => frame.includes(file))
  if (own >= 0) {
    error.stack = [message, frames[own], ...frames.toSpliced(own, 1)].join('\n')
    return
  }
  if (frames.some((frame) => frame.includes(`${tree}/`))) return
  const functions = functionsOf(exercise.path)
  const meant = functions.find(({ name }) => title.startsWith(name)) ?? functions[0]
  if (meant) error.stack = [message, `    at ${meant.name} (${file}:${meant.line}:1)`, ...frames].join('\n')
}

function split(error: Error): [message: string, frames: string[]] {
  const lines = (error.stack ?? '').split('\n')
  const first = lines.findIndex((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
  if (first < 0) return [`${error.name}: ${error.message}`, []]
  return [lines.slice(0, first).join('\n'), lines.slice(first)]
}
