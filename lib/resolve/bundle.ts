import { rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { type Plugin, type Rolldown, build } from 'vite'
import { root } from '../course/trees.ts'
import { viteSettings } from './vite-settings.mjs'

export interface Bundled<Module> {
  readonly module: Module
  /** the ids of its modules */
  readonly ids: readonly string[]
}

let count = 0

/**
 * Bundles a module of lib, with the modules that `plugins` resolve, into one plain file, and imports it. So it runs as fast as plain
 * JavaScript. A module runner would read each imported name through a getter.
 *
 * It rejects with an Error that names file and line if a kata has a syntax error, or a missing or forbidden import.
 */
export async function bundle<Module>(entry: string, plugins: Plugin[]): Promise<Bundled<Module>> {
  const name = `${entry.replace(/^.*\//, '').replace(/\.ts$/, '')}-${process.pid}-${count++}`
  const built = await build({
    ...viteSettings,
    logLevel: 'silent',
    plugins,
    build: {
      ssr: entry,
      outDir: `${root}/.out/bundles`,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      sourcemap: 'inline',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, keepNames: true, codeSplitting: false } },
    },
  }).catch((error: unknown) => {
    throw new Error(reasonOf(error))
  })
  const file = `${root}/.out/bundles/${name}.mjs`
  try {
    const module = (await import(pathToFileURL(file).href)) as Module
    const { output } = built as Rolldown.RolldownOutput
    return { module, ids: output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : [])) }
  } finally {
    rmSync(file, { force: true })
  }
}

/** The messages of Rolldown’s error, without plugin, file and stack, which mean nothing to a learner. */
export function reasonOf(error: unknown): string {
  const { errors = [], message } = error as { errors?: readonly Error[]; message: string }
  return stripVTControlCharacters(errors[0]?.message ?? message)
    .replace(/^\[plugin [^\]]+\] .*\n(?:\w*Error: )?/, '')
    .split('\n    at ')[0]
}
