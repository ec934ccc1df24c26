import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Vitest } from 'vitest/node'
import { watchFiles } from '../../../lib/watch/file-watch.ts'
import { toForwardSlashes } from '../../../lib/course/trees.ts'

/** Watches one file whose events come when the test emits them. */
function watchOneFile(trusted?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'watched-'))
  const file = toForwardSlashes(join(folder, 'kata.ts'))
  writeFileSync(file, 'one')
  const events = new EventEmitter()
  const vitest = { vite: { watcher: events }, watcher: { onFileDelete: () => undefined } } as unknown as Vitest
  const reported: (readonly string[])[] = []
  const watch = watchFiles(vitest, (files) => void reported.push(files), [file], trusted)
  onTestFinished(() => {
    watch.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return { file, events, reported, watch }
}

const patient = { timeout: 20_000 }

test('a save just after an event is found, though its own event is lost, and is no sign that none arrive', async () => {
  const { file, events, reported, watch } = watchOneFile(10 * patient.timeout)
  writeFileSync(file, 'one, and two')
  events.emit('change', file)
  await expect.poll(() => reported, patient).toEqual([[file]])
  writeFileSync(file, 'one, two, and three')
  await expect.poll(() => reported.length, patient).toBe(2)
  expect(watch.hasEvents).toBe(true)
})

test('a save that only polling finds is reported, and says that events do not arrive', async () => {
  const { file, reported, watch } = watchOneFile()
  await new Promise((resolve) => setTimeout(resolve, 1500)) // until the file has been looked at once
  writeFileSync(file, 'one, and two')
  await expect.poll(() => reported, patient).toEqual([[file]])
  expect(watch.hasEvents).toBe(false)
})

test('what an event has announced is reported once', async () => {
  const { file, events, reported } = watchOneFile()
  await new Promise((resolve) => setTimeout(resolve, 1500))
  writeFileSync(file, 'one, and two')
  events.emit('change', file)
  await expect.poll(() => reported.length, patient).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 2500)) // two looks more
  expect(reported).toEqual([[file]])
})
