import { existsSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsTodo } from '../../lib/course/trees.ts'
import { Workspace } from './workspace.ts'

/** A review, from its beginning to its end, in one checkout in which 1.1 to 1.4 are done. Nothing of the learner's may be lost. */
let workspace: Workspace
const names = ['1-map-zip', '2-broadcast', '3-reduce', '4-transpose']
const fileOf = (name: string) => `katas/1-tensor-ops/${name}.ts`
const own = new Map<string, string>()

beforeAll(async () => {
  workspace = new Workspace()
  await workspace.npm('reset', '--all')
  for (const [i, name] of names.entries()) {
    const text = `${workspace.read(`solutions/1-tensor-ops/${name}.ts`)}\n// mine\n`
    workspace.write(fileOf(name), text)
    own.set(name, text)
    const days = [2, 3, 1, 4][i] // 1.4 is the longest unseen, and 1.3 is the most recent
    const time = Date.now() / 1000 - days * 86_400
    utimesSync(join(workspace.root, fileOf(name)), time, time)
  }
  expect(await workspace.npm('progress', '--run')).toContain('✓ map-zip  ✓ broadcast  ✓ reduce  ✓ transpose')
}, 300_000)

afterAll(() => workspace.remove())

async function review() {
  const { child, said } = workspace.launchNpm(['start', '--review'])
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  await said.until(/\d tests pass[\s\S]*q quits/, 90)
  const stop = (signal: 'SIGTERM' | 'SIGKILL') => (child.kill(signal), ended)
  return { said, stop }
}

/** The exercises whose file is empty. */
const emptied = () => names.filter((name) => callsTodo(workspace.read(fileOf(name))))
const changed = () => names.filter((name) => workspace.read(fileOf(name)) !== own.get(name))
const isOpen = () => existsSync(join(workspace.root, '.out/review.json'))
const three = ['1-map-zip', '2-broadcast', '4-transpose']
const practice = 'export const practised = 1\n'

test('a review empties the three that were unseen the longest, and says how it ends; a crash loses nothing', async () => {
  const { said, stop } = await review()
  expect(said.text).toContain('Review: 1.1 map-zip, 1.2 broadcast, 1.4 transpose. q brings your solutions back')
  expect(said.text.replaceAll(/\s+/g, ' ')).toContain('npm run reset -- --end-review')
  expect(emptied()).toEqual(three)
  await stop('SIGKILL')
  expect(emptied()).toEqual(three)
  const map = (await workspace.npm('progress')).replaceAll(/\s+/g, ' ')
  expect(map).toContain('A review is open: 1.1 map-zip, 1.2 broadcast, 1.4 transpose.')
  expect(map).toContain('npm start -- --review. To bring your solutions back: npm run reset -- --end-review')
}, 120_000)

test('another review goes on with the one that is open, and sets nothing else aside', async () => {
  workspace.write(fileOf('1-map-zip'), practice)
  const { said, stop } = await review()
  expect(said.text).toContain('Review: 1.1 map-zip, 1.2 broadcast, 1.4 transpose.')
  expect(workspace.read(fileOf('1-map-zip'))).toBe(practice)
  expect(workspace.read(fileOf('3-reduce'))).toBe(own.get('3-reduce'))
  await stop('SIGKILL')
}, 120_000)

test('after a crash a command brings the solutions back, and keeps what was written for practice', async () => {
  const said = await workspace.npm('reset', '--end-review')
  expect(said).toBe(
    'Your solutions are back: 1.1 map-zip, 1.2 broadcast, 1.4 transpose.\n' +
      'What you wrote for practice is kept. To take it instead: npm run reset -- 1.1 --back\n',
  )
  expect(changed()).toEqual([])
  expect(isOpen()).toBe(false)
  expect(await workspace.npm('progress')).toContain('✓ map-zip  ✓ broadcast  ✓ reduce  ✓ transpose')
  expect(await workspace.npm('reset', '--end-review')).toBe('No review is open: all solutions are in their places.\n')
  await workspace.npm('reset', '1.1', '--back')
  expect(workspace.read(fileOf('1-map-zip'))).toBe(practice)
  workspace.write(fileOf('1-map-zip'), own.get('1-map-zip') ?? '')
}, 60_000)

test('an editor that saves over a restored solution does not lose it either', async () => {
  workspace.write(fileOf('1-map-zip'), `${practice}// saved late\n`)
  await workspace.npm('reset', '1.1', '--back')
  expect(changed()).toEqual([])
}, 60_000)

test.skipIf(process.platform === 'win32')(
  'a session that is quit restores all, and what was not practised comes first the next time',
  async () => {
    await workspace.npm('progress', '--run')
    const first = await review() // 1.1 was written last, so 1.2 to 1.4 are due
    expect(emptied()).toEqual(['2-broadcast', '3-reduce', '4-transpose'])
    first.said.text = ''
    workspace.write(fileOf('2-broadcast'), `${own.get('2-broadcast')}// again\n`)
    await first.said.until(/✓ broadcast {2}(?:▸|·) reduce[\s\S]*q quits/, 90)
    expect(await first.stop('SIGTERM')).toBe(0)
    expect(first.said.text).toContain(
      'What you wrote for practice is kept. To take it instead: npm run reset -- 1.2 --back',
    )
    expect(changed()).toEqual([])
    expect(isOpen()).toBe(false)
    expect(await workspace.npm('progress')).toContain('✓ map-zip  ✓ broadcast  ✓ reduce  ✓ transpose')
    const second = await review()
    expect(emptied()).toEqual(expect.arrayContaining(['3-reduce', '4-transpose']))
    await second.stop('SIGTERM')
    expect(changed()).toEqual([])
  },
  240_000,
)

test('without a finished exercise there is nothing to review, and no file changes', async () => {
  await workspace.npm('reset', '--all')
  const said = await workspace.npm('start', '--review')
  expect(said).toMatch(/^A review wants a finished exercise, but none of these is done as it is now\./)
  expect(isOpen()).toBe(false)
}, 60_000)
