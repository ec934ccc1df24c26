import { relative } from 'node:path'
import { type EnvironmentModuleGraph, type EnvironmentModuleNode, type Plugin } from 'vite'
import { findSourceFault } from '../../course/source-faults.ts'
import { exerciseOf } from '../../course/exercises.ts'
import { replaceLinks } from '../../course/links.ts'
import type { Code } from '../../resolve/resolver.ts'
import { root, toForwardSlashes } from '../../course/trees.ts'
import type { SavedEvent } from '../frame/hmr-events.ts'
import { missingExports, errorModule } from './load-errors.ts'
import { codeOwnersOf } from './code-owners.ts'

/**
 * Replaces the learner's code in the page on each save, and sends the owners of the code. It disables Vite's own hot replacement, which
 * ignores that an edit may begin or empty an exercise. That one also reloads the page if a worker shares the code.
 *
 * A source that cannot be loaded becomes a module that throws the reason with its place. So pages and workers show it as any other
 * error of the learner.
 */
export function saves(code: Code): Plugin {
  const isKata = (file: string): boolean => toForwardSlashes(file).startsWith(`${code.tree}/`)
  return {
    name: 'kata-saves',
    enforce: 'pre',
    configureServer: ({ watcher }) => void watcher.add(code.tree),
    transformIndexHtml: () => [
      {
        tag: 'script',
        attrs: { type: 'application/json', id: 'whose' },
        children: JSON.stringify(codeOwnersOf(code)).replaceAll('<', String.raw`\u003c`),
        injectTo: 'head',
      },
    ],
    transform(source, id) {
      const [file, query] = toForwardSlashes(id).split('?')
      const exercise = exerciseOf(file)
      if (!isKata(file) || !exercise || /\breference\b/.test(query)) return undefined
      const place = toForwardSlashes(relative(root, replaceLinks(file)))
      const found = findSourceFault(source, exercise, code.tree)
      if (!found) return { code: source + missingExports(source, exercise, place), map: null }
      if (this.environment.mode === 'build') return this.error(`${place}:${found.line} ${found.why}`)
      return { code: errorModule(found, exercise, place, source), map: null }
    },
    hotUpdate({ file, modules, timestamp }) {
      if (!isKata(file)) return undefined
      for (const module of modules) forget(module, timestamp, this.environment.moduleGraph)
      if (this.environment.name === 'client')
        this.environment.hot.send('kata:saved', { at: timestamp, whose: codeOwnersOf(code) } satisfies SavedEvent)
      return []
    },
  }
}

/**
 * Invalidates a module and its importers, up to a room's katas.ts. Importers of katas.ts accept the update and import it again.
 * Vite alone would keep an importer's code and only change the time stamps in its URLs. But an import may now resolve to another file.
 */
function forget(module: EnvironmentModuleNode, at: number, graph: EnvironmentModuleGraph): void {
  if (module.file && /\/lib\/page\/\w+\/katas\.ts$/.test(toForwardSlashes(module.file)))
    for (const room of module.importers) room.acceptedHmrDeps.add(module)
  for (const importer of module.importers) if (!importer.acceptedHmrDeps.has(module)) forget(importer, at, graph)
  graph.invalidateModule(module, new Set(), at, true)
}
