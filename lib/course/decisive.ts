import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { type Exercise, exerciseOf } from './exercises.ts'
import { exerciseOfKernel, fileOf, isEmpty, isKernelEmpty, katas, kernelOf, root, solutions } from './trees.ts'

/**
 * What decides the result of an exercise: its file, the earlier exercises it imports (yours, or the reference for an empty
 * one), its test with oracles and laws, the judge, and the packages. lib/course only says whose file is read.
 */
export interface Decisive {
  /** absolute paths, in order */
  files(exercise: Exercise): readonly string[]
  /** all of them in one short hash: an edit or an update of any of them changes it */
  print(exercise: Exercise): string
}

/** Each file is read once: ask anew when they may have changed. */
export function decisive(tree = katas): Decisive {
  const read = new Map<string, Source>()
  const sourceAt = (file: string): Source => {
    const known = read.get(file) ?? sourceOf(file, tree)
    read.set(file, known)
    return known
  }
  const judge = reached([`${root}/lib/judge/in-vitest.ts`, `${root}/package-lock.json`], sourceAt)
  const files = (exercise: Exercise): readonly string[] => {
    const own = reached([`${root}/test/${exercise.path}.test.ts`, fileOf(tree, exercise)], sourceAt)
    return [...new Set([...judge, ...own])].toSorted()
  }
  const nameOf = (file: string): string => file.replace(`${root}/`, '').replace(`${tree}/`, 'katas/')
  const print = (exercise: Exercise): string =>
    hash(
      files(exercise)
        .map((file) => `${nameOf(file)} ${sourceAt(file).hash}`)
        .join('\n'),
    )
  return { files, print }
}

export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

interface Source {
  readonly hash: string
  /** absolute paths of what it imports of the repository */
  readonly imports: readonly string[]
}

function reached(from: readonly string[], sourceAt: (file: string) => Source): Set<string> {
  const found = new Set<string>()
  const visit = (file: string): void => {
    if (found.has(file) || file.startsWith(`${root}/lib/course/`)) return
    found.add(file)
    sourceAt(file).imports.forEach(visit)
  }
  from.forEach(visit)
  return found
}

function sourceOf(file: string, tree: string): Source {
  if (!existsSync(file)) return { hash: 'missing', imports: [] }
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
  if (!file.endsWith('.ts')) return { hash: hash(text), imports: [] }
  const sources = Array.from(text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g), ([, source]) => source)
  return { hash: hash(text), imports: sources.flatMap((source) => placeOf(source, file, tree)) }
}

/** The file behind an import, as the resolver has it when one jumps in; nothing for a package. */
function placeOf(source: string, importer: string, tree: string): string[] {
  if (source.startsWith('#lib/')) return [`${root}/${source.slice(1)}.ts`]
  if (!source.startsWith('.') && !source.startsWith('#kata/')) return []
  const within = importer.startsWith(`${solutions}/`) ? solutions : tree
  const target = source.startsWith('.') ? posix.join(posix.dirname(importer), source) : source
  const ofKernel = exerciseOfKernel(target)
  if (ofKernel) return [kernelOf(isKernelEmpty(kernelOf(within, ofKernel)) ? solutions : within, ofKernel)]
  const exercise = source.startsWith('#kata/') || target.startsWith(`${within}/`) ? exerciseOf(target) : undefined
  if (!exercise) return [target]
  const isOwn = exerciseOf(importer) === exercise // its own test sees the stub
  return [fileOf(!isOwn && isEmpty(within, exercise) ? solutions : within, exercise)]
}
