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
 * The source of the exercises that an exercise imports:
 *
 * - own: the tree.
 * - jump-in: the tree; the reference if the exercise is still empty. That reference imports the reference.
 * - filled: the same, but that reference imports the tree's written exercises. So a training uses as much of the tree as it can.
 * - isolated: the reference.
 */
export type Mode = 'own' | 'jump-in' | 'filled' | 'isolated'

export interface Code {
  /** absolute, with forward slashes */
  readonly tree: string
  readonly mode: Mode
}

/** Returns the function that chooses the file of an exercise for an importer: that of the tree, or that of the reference. */
function choice({ tree, mode }: Code) {
  const fills = mode === 'jump-in' || mode === 'filled'

  function place(exercise: Exercise, isOwn: boolean): string {
    const file = fileOf(tree, exercise)
    const standsIn = !isOwn && (mode === 'isolated' || (fills && isEmpty(tree, exercise)))
    return standsIn && tree !== solutions ? `${file}?reference` : file
  }

  /** Resolves #kata/…, the imports of tests, lessons and lib. */
  function kata(source: string, importer: string, query: string): string {
    const exercise = exerciseOf(source)
    if (!exercise) return errorModuleId(`There is no exercise ${source}. Is the path one of the course?`)
    if (answerFolders.some((list) => importer.startsWith(`${root}/test/${list}/`))) return fileOf(solutions, exercise)
    const answer = /(?:^|&)answer=([^&]+)/.exec(query)?.[1]
    const isOwn = exerciseOf(importer)?.path === exercise.path
    if (!answer) return place(exercise, isOwn)
    return isOwn ? moduleIdOf(answer, exercise, tree) : fileOf(solutions, exercise)
  }

  /** Resolves ./assembly/5-simd.wasm. Its own exercise gets the kernel of its tree; a later exercise gets it like any earlier exercise. */
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
 * Resolves `#kata/…`, and each import inside a tree, to a file of the tree or of the reference. Vitest, bundles and pages all use it.
 *
 * If the reference replaces katas/x.ts, its id is katas/x.ts?reference. So an edit of katas/x.ts invalidates it, and its importers
 * resolve again.
 *
 * A test file imported with ?answer=NAME gets that answer (see moduleIdOf) as its own exercise, and the reference for all others, in
 * every mode. So one process can prove the course, and can diagnose a wrong answer. The answer alone has the id /answer/<path>/NAME.
 */
export function resolver(code: Code): Plugin {
  const { tree, mode } = code
  const { place, kata, kernel } = choice(code)

  return {
    name: 'kata-resolver',
    enforce: 'pre',
    // the load hook has made JavaScript of a compiled kernel
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
      return found ? { code: errorModuleAt(found), map: null } : instrument(source, id) // a training runs without counters
    },
  }
}

/** The exercise of a module of the tree; undefined for other modules. The reference is trusted, so it is not instrumented. */
function findKata(id: string, tree: string): Exercise | undefined {
  const isTrusted = tree === solutions || id.endsWith('?reference')
  return !isTrusted && toForwardSlashes(id).startsWith(`${tree}/`) ? exerciseOf(id) : undefined
}

function showPath(file: string): string {
  return toForwardSlashes(relative(root, replaceLinks(file)))
}

/**
 * Invalidates the importers of a file. An edit may begin or empty an exercise, and then its importers resolve to another file.
 * Vite would keep their transformed code, with the resolved imports in it.
 */
function forgetImporters(file: string, { environments }: ViteDevServer): void {
  for (const { moduleGraph } of Object.values(environments)) {
    for (const module of moduleGraph.getModulesByFile(file) ?? []) {
      for (const importer of module.importers) moduleGraph.invalidateModule(importer)
    }
  }
}
