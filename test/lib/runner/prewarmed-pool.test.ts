import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { PoolOptions } from 'vitest/node'
import { PrewarmedPool } from '../../../lib/runner/prewarmed-pool.ts'

const distPath = mkdtempSync(join(tmpdir(), 'standby-'))
afterAll(() => rmSync(distPath, { recursive: true, force: true }))

mkdirSync(join(distPath, 'workers'))
writeFileSync(join(distPath, 'workers/forks.js'), "process.on('message', () => undefined)\n")
const options = { distPath, env: {}, execArgv: [] } as unknown as PoolOptions
const processes = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap').length

test('a process waits for the next run, and is put away in the end', async () => {
  const before = processes()
  const standby = new PrewarmedPool()
  const worker = standby.createPoolWorker(options)
  await worker.start()
  expect(processes()).toBe(before + 1)
  await worker.stop()
  await expect.poll(processes).toBe(before + 1)
  standby.close()
  await expect.poll(processes).toBe(before)
})

test('after a pause two processes wait: the second run after a save begins as quickly as the first', async () => {
  const before = processes()
  const standby = new PrewarmedPool()
  const [first, second] = [standby.createPoolWorker(options), standby.createPoolWorker(options)]
  await first.start()
  await first.stop()
  await expect.poll(processes).toBe(before + 1)
  await expect.poll(processes, { timeout: 10_000 }).toBe(before + 2)
  await first.start()
  await second.start()
  expect(processes()).toBe(before + 2)
  standby.close()
  await Promise.all([first.stop(), second.stop()])
  await expect.poll(processes).toBe(before)
})

test('none is begun for a run that ends when all is closed', async () => {
  const before = processes()
  const standby = new PrewarmedPool()
  const worker = standby.createPoolWorker(options)
  await worker.start()
  standby.close()
  await worker.stop()
  await expect.poll(processes).toBe(before)
})

test('a process that dies before it has begun is told of at once, also to late listeners', async () => {
  const dying = join(distPath, 'dying')
  mkdirSync(join(dying, 'workers'), { recursive: true })
  writeFileSync(join(dying, 'workers/forks.js'), "process.kill(process.pid, 'SIGKILL')\n")
  const standby = new PrewarmedPool()
  const worker = standby.createPoolWorker({ ...options, distPath: dying })
  await worker.start()
  const error = new Error('The process of the tests has died before they began.')
  const heard = (event: string): Promise<unknown> => new Promise((resolve) => worker.on(event, resolve))
  expect(await heard('message')).toMatchObject({ type: 'started', error })
  await heard('exit')
  expect(await heard('message')).toMatchObject({ type: 'started', error })
  standby.close()
  await worker.stop()
})
