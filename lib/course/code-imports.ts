import { posix } from 'node:path'
import { parseSync } from 'vite'
import { listImports } from './source-faults.ts'
import { type Exercise, exerciseOf, exercises } from './exercises.ts'
import { memoByFile } from './file-memo.ts'
import { fileOf, isEmpty, solutions } from './trees.ts'

/**
 * The exercises whose functions an exercise imports directly. If the tree's file is empty, the reference is read. Types
 * do not count. If the file cannot be read, the answer is `needs` of the course.
 */
export function importsOf(exercise: Exercise, tree: string): readonly Exercise[] {
  const file = fileOf(isEmpty(tree, exercise) ? solutions : tree, exercise)
  const sources = importsIn(file)
  if (!sources) return exercises.filter(({ id }) => exercise.needs.includes(id))
  const folder = posix.dirname(exercise.path)
  const paths = sources.filter((source) => source.startsWith('.')).map((source) => posix.join(folder, source))
  const found = new Set(paths.map(exerciseOf))
  return exercises.filter((one) => one !== exercise && found.has(one))
}

const importsIn = memoByFile((source) => {
  const { module, errors } = parseSync('kata.ts', source)
  return errors.length > 0 ? undefined : listImports(module).map(({ value }) => value)
})
