import { type Stats, existsSync, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Vitest } from 'vitest/node'
import { exercises } from '../course/exercises.ts'
import { fileOf, katas, kernelOf, toForwardSlashes } from '../course/trees.ts'

export interface FileWatch {
  /** false once polling has found a save that no file event announced */
  readonly hasEvents: boolean
  stop(): void
}

/** Editors write a file in several steps, and a checkout writes many files. Changes within this time are reported together. */
const settling = 40
/** Some editors move the old file away before they save. A kata counts as deleted only when it is gone for this long. */
const absence = 600
/** How often files are polled for saves when no file events arrive: on network folders, in containers, without free watches. */
const interval = 1000
/** After an event, a change that only polling finds is no sign that events do not arrive: one of several may be lost. */
const trust = 5000

type Changed = (files: readonly string[]) => void

function kataFiles(): readonly string[] {
  return exercises.flatMap((exercise) => [fileOf(katas, exercise), kernelOf(katas, exercise)])
}

/** Calls `changed` with the files that were changed, added or deleted; Vitest forgets tests that are deleted. `trusted`: see trust. */
export function watchFiles(vitest: Vitest, changed: Changed, polledFiles = kataFiles(), trusted = trust): FileWatch {
  const watcher = vitest.vite.watcher
  const touched = new Set<string>()
  let [timer, hasEvents]: [NodeJS.Timeout | undefined, boolean] = [undefined, true]
  let lastEvent = -Infinity

  const tell = (): void => {
    const files = [...touched]
    touched.clear()
    timer = undefined
    for (const file of files) if (!existsSync(file)) vitest.watcher.onFileDelete(file)
    files.forEach(polled.note) // The stamps are read before the texts, so a later write is found even without an event.
    changed(files)
  }
  const touch = (path: string): void => {
    touched.add(toForwardSlashes(path))
    timer ??= setTimeout(tell, settling)
  }
  const onChange = (path: string): void => {
    hasEvents = true
    lastEvent = performance.now()
    touch(path)
  }
  const onUnlink = (path: string): void => {
    const isKata = toForwardSlashes(path).startsWith(`${katas}/`)
    if (isKata) setTimeout(() => existsSync(path) || onChange(path), absence).unref()
    else touch(path)
  }
  const polled = poll(polledFiles, (file) => {
    if (performance.now() - lastEvent > trusted) hasEvents = false
    touch(file)
  })

  watcher.removeAllListeners('error') // Each error would print a line over the screen, and polling takes over.
  watcher.on('error', () => undefined)
  watcher.on('change', onChange)
  watcher.on('add', onChange)
  watcher.on('unlink', onUnlink)
  return {
    get hasEvents() {
      return hasEvents
    },
    stop() {
      clearTimeout(timer)
      polled.stop()
      watcher.off('change', onChange)
      watcher.off('add', onChange)
      watcher.off('unlink', onUnlink)
    },
  }
}

/**
 * Polls the size and the time of these files. It calls `changed` for a file that has changed and that no event has
 * announced by the next poll.
 */
function poll(files: readonly string[], changed: (file: string) => void): { note(file: string): void; stop(): void } {
  const seen = new Map<string, string>()
  const suspects = new Set<string>()
  let isLooking = false
  const look = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    const now = await Promise.all(files.map(readStamp))
    isLooking = false
    for (const file of suspects) changed(file)
    suspects.clear()
    files.forEach((file, i) => {
      const before = seen.get(file)
      seen.set(file, now[i])
      if (before !== undefined && before !== now[i]) suspects.add(file)
    })
  }
  void look()
  const timer = setInterval(() => void look(), interval)
  timer.unref()
  return {
    /** An event has announced the file as it is now. */
    note(file) {
      const stats = statSync(file, { throwIfNoEntry: false })
      seen.set(file, stats ? stampOf(stats) : 'missing')
      suspects.delete(file)
    },
    stop: () => clearInterval(timer),
  }
}

function stampOf({ mtimeMs, size }: Stats): string {
  return `${mtimeMs} ${size}`
}

async function readStamp(file: string): Promise<string> {
  try {
    return stampOf(await stat(file))
  } catch {
    return 'missing'
  }
}
