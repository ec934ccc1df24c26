import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '../../../lib/course/trees.ts'
import { copyProject, launched } from '../answers.ts'

const folder = mkdtempSync(join(tmpdir(), 'new-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const project = copyProject(join(folder, 'project'))
const pages = ['README.md', 'TEACHING.md', 'vitest.config.ts', '.oxfmtrc.json']
for (const file of pages) cpSync(join(root, file), join(project, file))

const run = (...args: string[]) => launched(['lib/commands/run.mjs', ...args], {}, project).ended
const read = (file: string) => readFileSync(join(project, file), 'utf8')

/** Every file of the project with its text, but for what commands leave behind. */
function textsOf(): Map<string, string> {
  const files = ['katas', 'lib', 'solutions', 'test'].flatMap((part) =>
    readdirSync(join(project, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  return new Map(
    [...files, ...pages.map((page) => join(project, page))].map((file) => [file, readFileSync(file, 'latin1')]),
  )
}

/** The files that the command says it has made: lines of two spaces and a path. */
function madeIn(out: string): string[] {
  return Array.from(out.split('\n\n')[0].matchAll(/^ {2}(\S+)$/gm), ([, file]) => file)
}

const made: string[] = []

test('a new exercise in a new stage gets every file, and what is derived from them', async () => {
  const { code, out, err } = await run('new', '10-scratch', 'flip-channels', '--minutes', '20')
  expect(err).toBe('')
  expect(code).toBe(0)
  made.push(...madeIn(out))
  expect(made.toSorted()).toEqual(
    [
      'katas/10-scratch/1-flip-channels.ts',
      'katas/10-scratch/README.md',
      'solutions/10-scratch/1-flip-channels.ts',
      'solutions/10-scratch/README.md',
      'test/10-scratch/1-flip-channels.test.ts',
      'test/misconceptions/10-scratch/1-flip-channels.ts',
      'test/oracles/scratch.ts',
      'test/pictures/10-scratch/1-flip-channels.ts',
      'test/unlisted/10-scratch/1-flip-channels.ts',
      'test/variants/10-scratch/1-flip-channels.ts',
    ].toSorted(),
  )
  expect(made.filter((file) => !existsSync(join(project, file)))).toEqual([])
  expect(read('lib/course/exercises.ts')).toContain("\n  '10-scratch': [['flip-channels', 20]],\n}")
  expect(read('katas/README.md')).toContain(
    '| [10.1 flip-channels](10-scratch/1-flip-channels.ts) | 20 | | `flipChannels(x): Tensor` |',
  )
  expect(read('TEACHING.md')).toMatch(/^\| ¼ \| 10 scratch \| todo: /m)
  expect(read('README.md')).toMatch(/^10 scratch$/m)
}, 60_000)

test('the same once more is refused, and so is one whose file is there already: nothing is written', async () => {
  const stray = join(project, 'test/pictures/10-scratch/2-other.ts')
  mkdirSync(dirname(stray), { recursive: true })
  writeFileSync(stray, 'export const mine = 1\n')
  const before = textsOf()
  const twice = await run('new', '10', 'flip-channels')
  expect(twice.err).toMatch(/^10\.1 flip-channels is there already\. What is left to write of it: npx vitest /)
  const blocked = await run('new', '10-scratch', 'other')
  expect(blocked.err).toMatch(
    /^Nothing is written\. test\/pictures\/10-scratch\/2-other\.ts is there already, though the catalogue has no/,
  )
  expect([twice.code, blocked.code]).toEqual([2, 2])
  expect(textsOf()).toEqual(before)
  rmSync(stray)
}, 60_000)

test.each([
  ['a name that its stubs import', ['todo'], /^Nothing is written\. .*-todo\.ts would have two things called todo\./],
  ['needs of one name', ['x', '--needs', '2.1,4.6'], /^Nothing is written\. .* would have two things called softmax\./],
])(
  'refuses %s, before anything is written',
  async (_, args, message) => {
    const before = textsOf()
    const { code, err } = await run('new', '10-scratch', ...args)
    expect(err).toMatch(message)
    expect(code).toBe(2)
    expect(textsOf()).toEqual(before)
  },
  60_000,
)

test('a second exercise, inserted before it, moves it: its files, its numbers, and what imports it', async () => {
  const solution = 'solutions/10-scratch/1-flip-channels.ts'
  const { code, out } = await run('new', '10', 'last', '--after', '10.1', '--needs', '10.1,1.5', '--operation')
  expect(code).toBe(0)
  made.push(...madeIn(out))
  const between = await run('new', '10', 'a-name-of-24-letters-too', '--after', 'flip-channels', '--operation')
  expect(between.out).toContain('\n  10.2 last is 10.3 now\n')
  expect(between.code).toBe(0)
  expect(existsSync(join(project, 'solutions/10-scratch/2-last.ts'))).toBe(false)
  const moved = read('solutions/10-scratch/3-last.ts')
  expect(moved).toMatch(/^\/\*\*\n \* 10\.3 {2}last: todo: [^]*\n \* 15 minutes\. Needs 1\.5, 10\.1\.\n/)
  expect(moved).toContain("\nimport { flipChannels } from './1-flip-channels.ts'\n")
  expect(read('katas/10-scratch/3-last.ts')).toContain("todo('10.3 last: ")
  expect(read('test/10-scratch/3-last.test.ts')).toContain("from '#kata/10-scratch/3-last.ts'")
  expect(read('katas/10-scratch/README.md')).toMatch(
    /### 10\.1 flip-channels\n[^]*### 10\.2 a-name-of-24-letters-too\n[^]*### 10\.3 last\n/,
  )
  expect(read(solution)).toMatch(/^\/\*\*\n \* 10\.1 {2}/)
}, 60_000)

test('the stubs are formatted, and the proofs name each exercise as unfinished, with a line for each place', () => {
  const node = (...args: string[]) =>
    spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } })
  const written = [...made.filter((file) => file.endsWith('.ts')), 'solutions/10-scratch', 'lib/course']
  const format = node(
    'node_modules/oxfmt/bin/oxfmt',
    '--check',
    ...written.filter((file) => existsSync(join(project, file))),
  )
  expect(format.stdout, format.stderr).toContain('All matched files use the correct format.')
  const files = ['test/course/unfinished', 'test/course/derived', 'test/10-scratch']
  const projects = ['--project', 'house', '--project', 'solutions']
  node('node_modules/vitest/vitest.mjs', 'run', ...projects, ...files, '--reporter=json', '--outputFile=.out/new.json')
  interface Result {
    readonly title: string
    readonly status: string
    readonly failureMessages: readonly string[]
  }
  const { testResults } = JSON.parse(read('.out/new.json')) as { testResults: { assertionResults: Result[] }[] }
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = results.filter(({ status }) => status === 'failed')
  const messageOf = (title: RegExp) => failed.find((one) => title.test(one.title))?.failureMessages[0] ?? ''
  expect(messageOf(/10\.1.*flip-channels.* is finished/)).toMatch(
    /10\.1 flip-channels is unfinished\. Left to write:\n {2}solutions\/10-scratch\/1-flip-channels\.ts:2 todo: what it does/,
  )
  expect(messageOf(/10\.3.*last.* is finished/)).toContain('test/variants/10-scratch/3-last.ts:8 todo: ')
  expect(messageOf(/^10-scratch is finished/)).toContain('katas/10-scratch/README.md:3 todo: what this stage is about')
  expect(messageOf(/plan for teachers/)).toMatch(/TEACHING\.md:\d+ todo: /)
  const own = results.filter(({ title }) => title.startsWith('flipChannels'))
  expect(own.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed'])
  expect(own[0].failureMessages[0]).toContain('todo: 10.1 flip-channels: the solution')
  expect(failed.filter(({ title }) => title.startsWith('what is derived'))).toEqual([])
}, 120_000)

test.each([
  ['no name', ['10-scratch'], /npm run new wants a stage and a name: npm run new -- 10-scratch flip-channels/],
  ['minutes that are not whole', ['4', 'x', '--minutes', '2.5'], /--minutes wants a whole number of at least 1/],
  ['a stage without a number', ['scratch', 'x'], /A stage is a number and a name, as 10-scratch, but got “scratch”/],
  ['a number that another stage has', ['4-scratch', 'x'], /There is a stage 4-backprop, so there can be no 4-scratch/],
  ['a name that another stage has', ['11-softmax', 'x'], /There is a stage 2-softmax/],
  ['a name with capitals', ['4', 'FlipChannels'], /An exercise has small letters, digits and dashes/],
  ['a name that is a word of the language', ['4', 'with'], /No function can be called “with”/],
  [
    'a place in another stage',
    ['4', 'x', '--after', '1.1'],
    /--after wants 4-backprop or one of its exercises, but got “1.1”/,
  ],
  ['a need that comes later', ['4', 'x', '--after', '4.1', '--needs', '4.2'], /4\.2 pullback comes later/],
])('refuses %s', async (_, args, message) => {
  const { command, run: runCommand } = await import('../../../lib/commands/new.ts')
  const said: string[] = []
  const log = console.error
  console.error = (text) => void said.push(String(text))
  const code = await runCommand(command, args).finally(() => (console.error = log))
  expect(said.join('\n')).toMatch(message)
  expect(code).toBe(2)
})
