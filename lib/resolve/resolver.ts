import { posix, relative } from 'node:path'
import type { Plugin, ViteDevServer } from 'vite'
import type {} from 'vitest/node' // configureVitest
import { findSourceFault } from '../course/source-faults.ts'
import { type Exercise, exerciseOf } from '../course/exercises.ts'
import { isKernel, importError } from '../course/allowed-imports.ts'
import { loadKernelModule, moduleIdOfKernel } from './kernel-modules.ts'
import { replaceLinks } from '../course/links.ts'
import { noteServed } from './served-texts.ts'
import {
  moduleIdOf,
  instrument,
  isStandalone,
  answerFolders,
  errorModuleId,
  sourceOf,
  errorModuleAt,
} from './virtual-modules.ts'
import {
  exerciseOfKernel,
  fileOf,
  isEmpty,
  isFile,
  isKernelEmpty,
  kernelOf,
  root,
  toForwardSlashes,
  solutions,
} from '../course/trees.ts'

/**
 * own: each exercise on the tree's own earlier ones
 * jump-in: the same, but the reference stands in, whole, for an exercise that is still empty, for its importers only
 * filled: the same, but what stands in imports the tree's own where there is something: a training is as much theirs as can be
 * isolated: every exercise but the one under test comes from the reference
 */
export type Mode = 'own' | 'jump-in' | 'filled' | 'isolated'

export interface Code {
  /** absolute, with forward slashes */
  readonly tree: string
  readonly mode: Mode
}

/** Whose file an exercise is, for one who imports it. */
function choice({ tree, mode }: Code) {
  const fills = mode === 'jump-in' || mode === 'filled'

  function place(exercise: Exercise, isOwn: boolean): string {
    const file = fileOf(tree, exercise)
    const standsIn = !isOwn && (mode === 'isolated' || (fills && isEmpty(tree, exercise)))
    return standsIn && tree !== solutions ? `${file}?reference` : file
  }

  /** #kata/…, as tests, lessons and lib import it */
  function kata(source: string, importer: string, query: string): string {
    const exercise = exerciseOf(source)
    if (!exercise) return errorModuleId(`There is no exercise ${source}. Is the path one of the course?`)
    if (answerFolders.some((list) => importer.startsWith(`${root}/test/${list}/`))) return fileOf(solutions, exercise)
    const answer = /(?:^|&)answer=([^&]+)/.exec(query)?.[1]
    const isOwn = exerciseOf(importer)?.path === exercise.path
    if (!answer) return place(exercise, isOwn)
    return isOwn ? moduleIdOf(answer, exercise, tree) : fileOf(solutions, exercise)
  }

  /** ./assembly/5-simd.wasm, as a kata imports it: with its own wrapper, or, for a later exercise, like any earlier one */
  function kernel(source: string, target: string, asker: Exercise, within: string, query: string): string | undefined {
    const exercise = exerciseOfKernel(target)
    if (!exercise || !isKernel(source)) return undefined
    const own = kernelOf(within, exercise)
    const asIfAlone = isStandalone(query) || mode === 'isolated'
    const standsIn = exercise !== asker && (asIfAlone || (fills && (!isFile(own) || isKernelEmpty(own))))
    const isReference = query === 'reference' && (mode !== 'filled' || exercise === asker)
    return moduleIdOfKernel(own, { reference: isReference || standsIn, shared: source.endsWith('?shared') })
  }

  return { place, kata, kernel }
}

/**
 * Decides whose file `#kata/…` is, and each import inside a tree: the one place that does, in Vitest, in bundles and in pages.
 *
 * The reference that stands in for katas/x.ts has the id katas/x.ts?reference: so an edit of katas/x.ts invalidates it,
 * and everything that imports it is decided anew.
 *
 * A test file imported with ?answer=NAME has that answer (see moduleIdOf) as its own exercise, and the reference for all
 * others, whatever the mode: that is how the course is proved, and a wrong answer named, without a process for each.
 * The answer by itself is /answer/<path>/NAME.
 */
export function resolver(code: Code): Plugin {
  const { tree, mode } = code
  const { place, kata, kernel } = choice(code)

  return {
    name: 'kata-resolver',
    enforce: 'pre',
    // a compiled kernel is JavaScript by now
    config: () => ({ oxc: { exclude: [/\.js$/, /\/assembly\/[^/]+\.ts(\?|$)/] } }),
    configureVitest({ vitest, project }) {
      if (!tree.startsWith(`${root}/`)) vitest.vite.watcher.add(tree)
      const onSave = (file: string): void => {
        if (mode === 'jump-in' && toForwardSlashes(file).startsWith(`${tree}/`))
          forgetImporters(toForwardSlashes(file), project.vite)
      }
      vitest.vite.watcher.on('change', onSave)
      vitest.vite.watcher.on('add', onSave)
    },
    resolveId(source, importerId = '') {
      const [importer, query = ''] = toForwardSlashes(importerId).split('?')
      const within = [tree, solutions].find((folder) => importer.startsWith(`${folder}/`))
      const asker = exerciseOf(importer)
      if (within && asker) {
        const target = posix.join(posix.dirname(importer), source)
        const why = importError(asker, source, target, within)
        if (why) return this.environment.mode === 'build' ? this.error(why) : errorModuleId(why)
        const wasm = kernel(source, target, asker, within, query)
        if (wasm) return wasm
        const exercise = source.startsWith('.') && exerciseOf(target)
        if (exercise && query === 'reference' && mode !== 'filled') return `${target}?reference`
        if (exercise && isStandalone(query)) return fileOf(solutions, exercise)
        if (exercise) return within === solutions ? target : place(exercise, false)
      }
      if (source.startsWith('#kata/')) return kata(source, importer, query)
      const named = /^\/answer\/(.+)\/(\w+)$/.exec(source)
      const one = named && exerciseOf(named[1])
      if (one) return moduleIdOf(named[2], one, tree)
      return source.startsWith('#lib/') ? `${root}/${source.slice(1)}.ts` : undefined
    },
    load: (id) => loadKernelModule(id) ?? sourceOf(id, tree),
    transform(source, id) {
      const exercise = findKata(id, tree)
      if (!exercise) return undefined
      if (!id.includes('?')) noteServed(toForwardSlashes(id), source)
      const found = findSourceFault(source, exercise, tree)
      if (this.environment.mode === 'build')
        return found && this.error(`${showPath(fileOf(tree, exercise))}:${found.line} ${found.why}`)
      return found ? { code: errorModuleAt(found), map: null } : instrument(source, id) // what trains is not slowed down
    },
  }
}

/** The exercise of a module that is an answer, or undefined: the reference is trusted. */
function findKata(id: string, tree: string): Exercise | undefined {
  const isTrusted = tree === solutions || id.endsWith('?reference')
  return !isTrusted && toForwardSlashes(id).startsWith(`${tree}/`) ? exerciseOf(id) : undefined
}

function showPath(file: string): string {
  return toForwardSlashes(relative(root, replaceLinks(file)))
}

/**
 * An edit may begin or end an exercise, and then its importers resolve to another file: they must be transformed anew.
 * (Vite keeps the transformed code of importers, resolved imports included.)
 */
function forgetImporters(file: string, { environments }: ViteDevServer): void {
  for (const { moduleGraph } of Object.values(environments)) {
    for (const module of moduleGraph.getModulesByFile(file) ?? []) {
      for (const importer of module.importers) moduleGraph.invalidateModule(importer)
    }
  }
}
