import { existsSync } from 'node:fs'
import type { Vitest } from 'vitest/node'
import { exerciseOf } from './exercises.ts'
import { katas, slashed } from './trees.ts'

/**
 * Calls `saved` for each file that is changed or there again, and `gone` when a kata stays away.
 *
 * Some editors save by moving the old file away first. Vitest takes what was deleted for seen until its next run, and would miss
 * that it is back.
 */
export function onSaves(vitest: Vitest, saved: (file: string) => void, gone: () => void): void {
  const { watcher } = vitest as unknown as { readonly watcher?: { readonly invalidates: Set<string> } }
  const files = vitest.vite.watcher
  files.on('change', saved)
  files.on('add', saved)
  files.on('unlink', (file) => {
    if (!exerciseOf(file) || !slashed(file).startsWith(`${katas}/`)) return
    watcher?.invalidates.delete(slashed(file))
    setTimeout(() => existsSync(file) || gone(), 600).unref()
  })
}
