import { execFileSync } from 'node:child_process'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from './chromium.ts'
import { descendants } from './processes.ts'
import { type Said, Workspace } from './workspace.ts'

/** Ten kinds of edit while npm start runs: each ends with the screen that the files deserve. */
let workspace: Workspace
let said: Said
let pid = 0

const reduce = 'katas/1-tensor-ops/3-reduce.ts'
const stages = ['1-tensor-ops', '2-softmax', '3-cross-entropy']
/** down for along: about half of its tests still pass */
const wrongAxis = ['axis === 0 ? j : n', 'axis === 0 ? n : j'] as const

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=learner', '-c', 'user.email=learner@localhost', ...args], {
    cwd: workspace.root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

/** The last screen, and how far it says that it is final. */
const lastScreen = (): string => /\n1 tensor-ops(?![^]*\n1 tensor-ops)[^]*/.exec(said.text)?.[0] ?? ''
const isFinal = (screen: string): boolean => !/testing \d/.test(screen) && screen.includes('q quits')

/** Makes a change, and waits for a final screen of after it that matches. */
async function leadsTo(wanted: RegExp, change: () => unknown): Promise<string> {
  said.text = ''
  await change()
  return ends(wanted)
}

/** Waits for a final screen that matches, and returns it. */
async function ends(wanted: RegExp): Promise<string> {
  const shown = (): string => (isFinal(lastScreen()) ? lastScreen() : '')
  await expect.poll(shown, { timeout: 60_000, interval: 50 }).toMatch(wanted)
  return lastScreen()
}

const allDone =
  /✓ map-zip {2}✓ broadcast {2}✓ reduce {2}✓ transpose {2}✓ matmul {2}✓ one-hot[\s\S]*✓ softmax {2}✓ log-softmax\n.*✓ cross-entropy {2}✓ from-logits\n/
const isMissing = /katas\/1-tensor-ops\/3-reduce\.ts is missing: npm run reset -- 1\.3/
const reduceIsWrong =
  /▸ reduce[\s\S]*↻ softmax {2}↻ log-softmax[\s\S]*\d+ of \d+ tests pass · 9 of[\s\S]*✗ sum over axis 0/

beforeAll(async () => {
  workspace = new Workspace()
  for (const stage of stages) workspace.solveStage(stage)
  writeFileSync(join(workspace.root, '.gitignore'), 'node_modules\n.out\n')
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'solved')
  const started = workspace.launchNpm(['start'])
  said = started.said
  pid = started.child.pid ?? 0
  await said.until(new RegExp(`${allDone.source}[\\s\\S]*q quits`), 120)
}, 150_000)

afterAll(() => workspace.remove())

const spoil = (): void => workspace.edit(reduce, ...wrongAxis)
const mend = (): void => workspace.edit(reduce, wrongAxis[1], wrongAxis[0])

test('a save, and the save that mends it: what builds on a wrong exercise waits for it', async () => {
  const wrong = await leadsTo(reduceIsWrong, spoil)
  expect(wrong).toMatch(/↻ 2\.1 and \d+ more wait for 1\.3 reduce/)
  await leadsTo(allDone, mend)
  expect(said.text).not.toMatch(/testing 2\.1/) // the files are as they were: their results are known
})

test('two saves within 50 ms: the second one counts', async () => {
  spoil()
  await new Promise((resolve) => setTimeout(resolve, 30))
  mend()
  workspace.edit('katas/1-tensor-ops/4-transpose.ts', 'export function', '// a remark\nexport function')
  await ends(allDone)
  await leadsTo(reduceIsWrong, spoil)
  await leadsTo(allDone, mend)
})

test('a save ends the run that is going on, also one that would not come back for ten seconds', async () => {
  const [file, loop] = ['katas/1-tensor-ops/1-map-zip.ts', 'for (;;) void 0\n  ']
  const right = workspace.read(file)
  workspace.edit(file, 'const y = zeros', `${loop}const y = zeros`)
  await said.until(/testing 1\.1 …/)
  workspace.write(file, right)
  await ends(allDone)
  expect(said.text).not.toMatch(/has not come to its end/) // the run was ended before the loop's own time was up
})

test('a file that is renamed is missing, and is known again under its name', async () => {
  const [file, elsewhere] = [join(workspace.root, reduce), join(workspace.root, 'katas/1-tensor-ops/reduce-mine.ts')]
  await leadsTo(isMissing, () => renameSync(file, elsewhere))
  await leadsTo(allDone, () => renameSync(elsewhere, file))
})

test('a file that is deleted is missing, and done again when it is restored', async () => {
  const text = workspace.read(reduce)
  await leadsTo(isMissing, () => rmSync(join(workspace.root, reduce)))
  await leadsTo(allDone, () => workspace.write(reduce, text))
})

test('git checkout of an empty branch, and back', async () => {
  git('checkout', '-q', '-b', 'empty')
  await workspace.npm('reset', '--all')
  git('commit', '-q', '-a', '-m', 'empty')
  await ends(/▸ map-zip {2}· broadcast {2}· reduce[\s\S]*0 of \d+ tests pass · 0 of/)
  await leadsTo(allDone, () => {
    git('checkout', '-q', 'main')
    git('checkout', '-q', 'empty')
    git('checkout', '-q', 'main')
  })
})

test('git stash, and pop', async () => {
  await leadsTo(reduceIsWrong, spoil)
  await leadsTo(allDone, () => git('stash', '-q'))
  await leadsTo(reduceIsWrong, () => git('stash', 'pop', '-q'))
  await leadsTo(allDone, mend)
})

test('an update that removes a test and adds another: the new inventory counts', async () => {
  const file = 'test/1-tensor-ops/4-transpose.test.ts'
  const before = workspace.read(file)
  const [, first] = /^(test\('transpose[^]*?^}\)\n)/m.exec(before) ?? []
  expect(first).toBeDefined()
  const added = "test('transpose is new here', () => expectThat(1 > 2, 'one is less than two'))\n"
  const imported = `import { expectThat } from '../../lib/judge/assert/expect.ts'\n${before}`
  const wrong = await leadsTo(/✗ transpose is new here/, () =>
    workspace.write(
      file,
      imported.replace(first, () => added),
    ),
  )
  const [, passed, expected] = /(\d+) of (\d+) tests pass/.exec(wrong) ?? []
  expect(Number(passed)).toBe(Number(expected) - 1)
  await leadsTo(allDone, () => workspace.write(file, before.replace(first, '')))
  expect(await expectedTests()).toBe(Number(expected) - 1)
  await leadsTo(allDone, () => workspace.write(file, before))
  expect(await expectedTests()).toBe(Number(expected))
})

/** how many tests of 1.4 there were when it was last tested */
async function expectedTests(): Promise<number | undefined> {
  const { exercises } = JSON.parse(await workspace.npm('progress', '--json')) as {
    exercises: { id: string; expected: number }[]
  }
  return exercises.find(({ id }) => id === '1.4')?.expected
}

test('the play button of one test: the results of the others stay', async () => {
  const browser: Browser = await launch()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await page.route(/^https?:\/\/(?!localhost)/, (route) => route.abort())
    await page.goto(/UI: (http\S+)/.exec(said.text)?.[1] ?? '')
    const title = 'transpose'
    await page.getByPlaceholder(/Search/).fill(title)
    const row = page.getByTestId('explorer-item').filter({ hasText: title }).last()
    said.text = ''
    await row.getByTestId('btn-run-test').dispatchEvent('click') // it is shown while the mouse is over the row
    await said.until(/testing 1\.4/)
    const screen = await ends(allDone)
    expect(screen).not.toContain('has died')
  } finally {
    await browser.close()
  }
})

// Windows has no ps to find the process
test.skipIf(process.platform === 'win32')(
  'a process that is killed once is started again, without a word',
  async () => {
    const head = 'export function transpose(x: Tensor): Tensor {\n'
    const slow = `${head}  for (const until = performance.now() + 1; performance.now() < until; ) void 0\n`
    said.text = ''
    workspace.edit('katas/1-tensor-ops/4-transpose.ts', head, slow)
    await said.until(/testing 1\.4/)
    const begun = (): number[] => descendants(pid)
    await expect.poll(() => begun().length).toBeGreaterThan(0)
    for (const child of begun()) process.kill(child, 'SIGKILL')
    await ends(allDone)
    expect(said.text).not.toContain('has died')
  },
)
