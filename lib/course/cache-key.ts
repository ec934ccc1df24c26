import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { posix } from 'node:path'
import { type Exercise, exerciseOf, exercises } from './exercises.ts'
import { memoByFile, stampOf } from './file-memo.ts'
import { exerciseOfKernel, fileOf, isEmpty, isKernelEmpty, katas, kernelOf, root, solutions } from './trees.ts'

/**
 * The current inputs that decide the result of an exercise. They are its file, its test with oracles and laws, and the earlier exercises
 * that it imports. For an empty one of these, it is the reference. The judge and the versions of the packages that run it count too.
 * lib/course decides only which files are read, so it is not an input.
 */
export interface CacheKeys {
  /** absolute paths, sorted */
  inputsOf(exercise: Exercise): readonly string[]
  /** a hash of all inputs: equal keys mean equal results */
  keyOf(exercise: Exercise): string
  /** a hash of the exercise's own file and kernel: it differs if the learner has edited the exercise itself */
  ownKeyOf(exercise: Exercise): string
  /** changes when an input is written, even with the same text */
  stampOf(exercise: Exercise): string
  /** a hash of one file's text; undefined if there is no such file */
  hashOf(file: string): string | undefined
  /** the files that were read, each with its stamp */
  readonly stamps: ReadonlyMap<string, string>
  /** the tree's own exercises that this one imports, directly or not, in the order of the course */
  dependenciesOf(exercise: Exercise): readonly Exercise[]
}

/** Reads each file once: call it again when files may have changed. */
export function cacheKeys(tree = katas): CacheKeys {
  const read = new Map<string, Source>()
  const stamps = new Map<string, string>()
  const sourceAt = (file: string): Source => {
    const known = read.get(file)
    if (known) return known
    const stats = statSync(file, { throwIfNoEntry: false }) // The stamp is read before the text, so a newer text is noticed the next time.
    const source = readSource(file, tree)
    stamps.set(file, `${stats ? stampOf(stats) : ''} ${source.line}`)
    read.set(file, source)
    return source
  }
  const judge = reachableFrom([`${root}/lib/judge/vitest-setup.ts`], sourceAt)
  const packages = packageVersions(`${root}/package-lock.json`)
  const inputs = new Map<Exercise, readonly string[]>()
  const inputsOf = (exercise: Exercise): readonly string[] => {
    const known = inputs.get(exercise)
    if (known) return known
    const own = reachableFrom([`${root}/test/${exercise.path}.test.ts`, fileOf(tree, exercise)], sourceAt)
    const found = [...new Set([...judge, ...own])].toSorted()
    inputs.set(exercise, found)
    return found
  }
  const hashOfAll = (files: readonly string[], more = ''): string =>
    hash([...files.map((file) => sourceAt(file).line), more].join('\n'))
  return {
    inputsOf,
    keyOf: (exercise) => hashOfAll(inputsOf(exercise), packages),
    hashOf: (file) => sourceAt(file).hash,
    ownKeyOf: (exercise) => hashOfAll([fileOf(tree, exercise), kernelOf(tree, exercise)]),
    stampOf: (exercise) =>
      inputsOf(exercise)
        .map((file) => stamps.get(file))
        .join('\n'),
    stamps,
    dependenciesOf(exercise) {
      const files = new Set(inputsOf(exercise))
      return exercises.filter(
        (one) => one !== exercise && (files.has(fileOf(tree, one)) || files.has(kernelOf(tree, one))),
      )
    },
  }
}

export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** the packages that decide what a test draws, how its code is transformed, and what a kernel is compiled to */
export const deciding = ['assemblyscript', 'fast-check', 'magic-string', 'vite', 'vitest'] as const

/** Name and version of each of these packages in a lockfile. The rest of the lockfile does not matter. */
export function versionsIn(lockfile: string): string {
  const { packages = {} } = parseJson(lockfile) as { packages?: Record<string, { version?: string }> }
  return deciding.map((name) => `${name}@${packages[`node_modules/${name}`]?.version ?? 'unknown'}`).join('\n')
}

const packageVersions = memoByFile(versionsIn)

function parseJson(text: string): object {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

interface Source {
  /** its name and the hash of its text */
  readonly line: string
  /** undefined if there is no such file */
  readonly hash: string | undefined
  /** absolute paths of the repository's files that it imports */
  readonly imports: readonly string[]
}

function reachableFrom(entries: readonly string[], sourceAt: (file: string) => Source): Set<string> {
  const found = new Set<string>()
  const visit = (file: string): void => {
    if (found.has(file) || file.startsWith(`${root}/lib/course/`)) return
    found.add(file)
    sourceAt(file).imports.forEach(visit)
  }
  entries.forEach(visit)
  return found
}

/** The hash of a file, and its imports as they are written. */
const parsed = memoByFile((text) => ({
  hash: hash(text),
  sources: Array.from(text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g), ([, source]) => source),
}))

function readSource(file: string, tree: string): Source {
  const found = parsed(file)
  const name = file.replace(`${root}/`, '').replace(`${tree}/`, 'katas/') // The name does not depend on where the tree lies.
  const sources = found && file.endsWith('.ts') ? found.sources : []
  return {
    line: `${name} ${found?.hash ?? 'missing'}`,
    hash: found?.hash,
    imports: sources.flatMap((source) => resolveImport(source, file, tree)),
  }
}

/** The file behind an import, as in the resolver's mode jump-in. A package has none. */
function resolveImport(source: string, importer: string, tree: string): string[] {
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
