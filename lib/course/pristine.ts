import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Exercise, exercises } from './exercises.ts'
import { kernelStubOf, stubOf } from './stub.ts'
import { fileOf, kernelOf, solutions } from './trees.ts'

/** A file of an exercise before any edit: its path within a tree, and its text. */
export interface PristineFile {
  readonly fileIn: (tree: string) => string
  readonly text: string
}

/** The stub of an exercise, and of its kernel if it has one. Throws an Error if the reference is missing. */
export function pristineFilesOf(exercise: Exercise): PristineFile[] {
  const solution = fileOf(solutions, exercise)
  if (!existsSync(solution)) throw new Error(`${solution} is missing: a stub is made from its solution.`)
  const kernel = kernelOf(solutions, exercise)
  const stub = {
    fileIn: (tree: string) => fileOf(tree, exercise),
    text: stubOf(readFileSync(solution, 'utf8'), exercise.id),
  }
  if (!existsSync(kernel)) return [stub]
  const text = kernelStubOf(readFileSync(kernel, 'utf8'), exercise.id)
  return [stub, { fileIn: (tree) => kernelOf(tree, exercise), text }]
}

/** Writes every stub of the course into a tree. */
export function writePristine(tree: string): void {
  for (const { fileIn, text } of exercises.flatMap(pristineFilesOf)) {
    mkdirSync(dirname(fileIn(tree)), { recursive: true })
    writeFileSync(fileIn(tree), text)
  }
}

/** Has the learner begun the exercise? Then it calls todo less often than its stub. */
export function isBegun(tree: string, exercise: Exercise): boolean {
  return pristineFilesOf(exercise).some(({ fileIn, text }) => {
    const file = fileIn(tree)
    return !existsSync(file) || countStops(readFileSync(file, 'utf8')) < countStops(text)
  })
}

function countStops(source: string): number {
  return source.match(/\btodo\('|\bunreachable\(\) \/\/ todo /g)?.length ?? 0
}
