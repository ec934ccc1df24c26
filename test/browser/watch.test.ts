import type { ChildProcess } from 'node:child_process'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { descendants, isAlive } from './processes.ts'
import { type Said, Workspace } from './workspace.ts'

/** The terminal of npm start, as a learner goes through the first exercises: one checkout, from test to test. */
let workspace: Workspace
let start: Running

/** a process, and what it says */
interface Running {
  readonly process: ChildProcess
  readonly said: Said
  readonly ended: Promise<number | null>
}

function npm(...args: readonly string[]): Running {
  const { child, said } = workspace.launchNpm(args)
  return { process: child, said, ended: new Promise<number | null>((resolve) => child.on('close', resolve)) }
}

const ran = (...args: readonly string[]): Promise<string> => workspace.npm(...args)

/** What is said from here on, until a screen matches after which nothing more is tested. */
async function after(change: () => unknown, wanted: RegExp): Promise<string> {
  start.said.text = ''
  await change()
  await settled(wanted)
  return start.said.text
}

function settled({ source }: RegExp): Promise<unknown> {
  return start.said.until(new RegExp(`${source}(?![\\s\\S]*testing \\d)[\\s\\S]*q quits`), 60)
}

/** the lines of the map in the last screen, without the exercise below it */
function mapIn(text: string): string[] {
  const lines = text.split('\n')
  const from = lines.findLastIndex((line) => line.startsWith('1 tensor-ops'))
  return lines.slice(from, lines.indexOf('', from))
}

const mapZip = 'katas/1-tensor-ops/1-map-zip.ts'

beforeAll(async () => {
  workspace = new Workspace()
  await ran('reset', '--all')
  start = npm('start')
  await settled(/▸ 1\.1 map-zip/)
})

afterAll(() => workspace.remove())

test('a learner with nothing but stubs sees the map and what is to be done first', () => {
  expect(start.said.text).toContain('▸ map-zip  · broadcast  · reduce')
  expect(start.said.text).toMatch(/▸ 1\.1 map-zip {3}10 minutes {3}katas\/1-tensor-ops\/1-map-zip\.ts:\d+\n/)
  expect(start.said.text).toMatch(/0 of \d+ tests pass · 0 of \d+ exercises done/)
  expect(start.said.text).toMatch(/UI: http:\/\/localhost:\d+\/__vitest__\//)
})

test('a wrong answer is named, and the hint begins with that and fits it', async () => {
  const text = await after(() => {
    workspace.solve('1-tensor-ops/1-map-zip')
    workspace.edit(mapZip, 'const y = zeros(x.shape, x)', 'const y = x')
  }, /This writes its result into the data of its first argument/)
  expect(text).toMatch(/✗ map .*\n {4}wrong: /)
  const hint = await ran('hint')
  expect(hint).toMatch(/^1\.1 map-zip\n\nThe last run\n {2}✗ map .*\n {4}This writes its result into the data/)
  expect(hint).toContain('1/3  The test says that I changed my input')
  expect(await ran('hint')).toContain("2/3  I don't know how to loop")
  expect(await ran('hint', '--again')).toContain("2/3  I don't know how to loop")
})

test('a training says which of theirs is known to be wrong', async () => {
  const said = await ran('train', '--code', 'katas', '--epochs', '1', '--model', 'softmax')
  expect(said).toMatch(
    /Code: 1 of the \d+ exercises of this training are yours\.\n {2}yours: ✗ 1\.1 map-zip\n[^]* {2}✗ its tests fail\n/,
  )
  expect(said).toContain('Some of it is not right yet, as its tests say: npm start shows what is wrong.')
})

test('the solution is not shown by accident', async () => {
  const refused = npm('diff', '1.1')
  expect(await refused.ended).toBe(2)
  expect(refused.said.text).toMatch(
    /^1\.1 map-zip is not right yet, and this shows the solution\. A hint: .*--anyway\n$/,
  )
  expect(await ran('diff', '1.1', '--anyway')).toContain('\n-  const y = x\n+  const y = zeros(x.shape, x)\n')
})

test('the right answer brings in the next exercise, and npm run progress shows the same map', async () => {
  const text = await after(() => workspace.solve('1-tensor-ops/1-map-zip'), /▸ 1\.2 broadcast[\s\S]*\d tests/)
  expect(text).toContain('✓ 1.1 map-zip is done. Beside the reference: npm run diff -- 1.1')
  expect(text).toMatch(/ {2}map squares every entry[^\n]*\n {2}a \(2, 3\) \[.+\] \[.+\]\n/) // what it has become
  expect(text).toContain('✓ map-zip  ▸ broadcast')
  expect(mapIn(await ran('progress'))).toEqual(mapIn(text))
  expect(await ran('diff', '1.1')).toBe('1.1 map-zip: yours is the reference, line by line.\n')
})

test('what was saved is tested first, and what builds on a wrong exercise waits for it', async () => {
  await after(
    () => workspace.solve('1-tensor-ops/2-broadcast', '1-tensor-ops/3-reduce', '2-softmax/1-softmax'),
    /✓ softmax {2}· log-softmax[\s\S]*▸ 1\.4 transpose[\s\S]*\d tests/,
  )
  const text = await after(
    () => workspace.edit(mapZip, 'const y = zeros(x.shape, x)', 'const y = x'),
    /✗ map [\s\S]*wrong:[\s\S]*↻ 2\.1 waits for 1\.1 map-zip/,
  )
  expect(text).toMatch(/▸ map-zip[\s\S]*↻ softmax/)
  expect(text).not.toMatch(/testing 2\.1/)
  const repaired = await after(() => workspace.solve('1-tensor-ops/1-map-zip'), /✓ softmax[\s\S]*▸ 1\.4 transpose/)
  expect(repaired).toContain('✓ 1.1 map-zip is done.')
})

test('an editor that moves the old file away is seen to save, and a file that stays away is missed', async () => {
  const [file, aside] = [join(workspace.root, mapZip), join(workspace.root, 'moved-away')]
  const right = workspace.read(mapZip)
  const moved = (source: string) => async () => {
    renameSync(file, aside)
    await new Promise((passed) => setTimeout(passed, 300))
    writeFileSync(file, source)
  }
  await after(moved(right.replace('const y = zeros(x.shape, x)', 'const y = x')), /▸ 1\.1[\s\S]*✗ map [\s\S]*wrong:/)
  await after(moved(right), /✓ map-zip[\s\S]*▸ 1\.4 transpose/)
  await after(() => rmSync(file), /katas\/1-tensor-ops\/1-map-zip\.ts is missing: npm run reset -- 1\.1/)
  await after(() => writeFileSync(file, right), /✓ map-zip[\s\S]*▸ 1\.4 transpose/)
})

test('when it is told to end it leaves no process behind', async () => {
  const { pid = 0 } = start.process
  // the process that waits for the next save begins when that of the last one has ended
  if (process.platform !== 'win32') await expect.poll(() => descendants(pid).length).toBeGreaterThan(0)
  const started = descendants(pid)
  start.process.kill('SIGTERM')
  const code = await start.ended
  if (process.platform !== 'win32') expect(code).toBe(0)
  await expect.poll(() => started.filter(isAlive), { timeout: 5000 }).toEqual([])
})

test('what was edited meanwhile is to be run again, and what builds on it; nothing else', async () => {
  const before = mapIn(await ran('progress'))
  expect(before[0]).toBe('1 tensor-ops      ✓ map-zip  ✓ broadcast  ✓ reduce  ▸ transpose  · matmul  · one-hot')
  workspace.edit('katas/1-tensor-ops/3-reduce.ts', '/**', '/* later */\n/**')
  const text = await ran('progress')
  expect(mapIn(text)[0]).toContain('✓ map-zip  ✓ broadcast  ↻ reduce  ▸ transpose')
  expect(mapIn(text)[1]).toContain('↻ softmax  · log-softmax')
  expect(text).toMatch(/↻ 1\.3, 2\.1 not tested as they are now, since[\s\S]*npm run progress -- --run/)
  const { done, stale, current } = JSON.parse(await ran('progress', '--json'))
  expect([done, stale, current.id]).toEqual([4, 2, '1.4'])
})

test('a new start goes on where it was: only what has changed is tested, and saves are seen as before', async () => {
  start = npm('start')
  await settled(/✓ reduce[\s\S]*✓ softmax[\s\S]*▸ 1\.4 transpose/)
  expect(start.said.text).toMatch(/testing 1\.3 …[\s\S]*testing 1\.4 and 1 more …/)
  expect(start.said.text).not.toMatch(/testing 1\.[12]/)
  const text = await after(
    () => workspace.edit(mapZip, 'const y = zeros(x.shape, x)', 'const y = x'),
    /↻ softmax[\s\S]*▸ 1\.1 map-zip[\s\S]*2\.1 waits for 1\.1/,
  )
  expect(text).toContain('This writes its result into the data of its first argument')
  start.process.kill('SIGTERM')
  await start.ended
})

test('progress tests what is to be run again if it is asked to', async () => {
  workspace.solve('1-tensor-ops/1-map-zip', '1-tensor-ops/4-transpose')
  const text = await ran('progress', '--run')
  expect(text).toContain('testing 1.1, 1.4 …') // 2.1 builds on 1.1 as it was before
  expect(mapIn(text)[0]).toContain('✓ map-zip  ✓ broadcast  ✓ reduce  ✓ transpose  ▸ matmul')
})

test('what is cut off in the middle of a run says nothing about a kata', async () => {
  const before = mapIn(await ran('progress'))
  start = npm('start', '--again')
  await start.said.until(/testing \d/, 60)
  start.process.kill('SIGTERM')
  const code = await start.ended
  if (process.platform !== 'win32') expect(code).toBe(0)
  expect(mapIn(await ran('progress'))).toEqual(before)
})

test('reset keeps what was there, and brings it back', async () => {
  const mine = workspace.read(mapZip)
  expect(await ran('reset', '1.1')).toContain('1.1 katas/1-tensor-ops/1-map-zip.ts is empty again')
  const stub = workspace.read(mapZip)
  expect(stub).toContain('todo(')
  expect(await ran('reset', '1.1', '--back')).toContain(`${mapZip} is what it was before (no todo left, `)
  expect(workspace.read(mapZip)).toBe(mine)
  await ran('reset', '1.1', '--back')
  expect(workspace.read(mapZip)).toBe(stub)
  rmSync(join(workspace.root, mapZip))
  const made = await ran('reset', '1.1')
  expect(made).toBe(`1.1 ${mapZip} was missing: there is a stub now\n`)
  expect(workspace.read(mapZip)).toBe(stub)
  const never = npm('reset', '6.5', '--back')
  expect(await never.ended).toBe(2)
  expect(never.said.text).toContain('.out/kept has no earlier version of 6.5 train')
})
