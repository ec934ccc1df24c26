import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root, toForwardSlashes } from '../../lib/course/trees.ts'
import { type Ended, type Told, launched, npmRun, copyProject } from './answers.ts'

const folder = mkdtempSync(join(tmpdir(), 'not-graded-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = '1-tensor-ops/1-map-zip.ts'
const right = readFileSync(join(root, 'solutions', file), 'utf8')

/** The answer of a learner to 1.1, in a folder of this name. */
function answer(name: string, source: string | Buffer = right): string {
  const place = join(folder, name)
  mkdirSync(join(place, '1-tensor-ops'), { recursive: true })
  writeFileSync(join(place, file), source)
  return place
}

// a name of Windows has none of these letters
const others = process.platform === 'win32' ? [] : ['was? "a\\b" $HOME']
const names = ['#12 Grp', 'it’s 100% [1] {2} 日本 ✨', ...others]

const wrong = '#1 wrong 50%'

/** What keeps a kata from being loaded, and is the learner’s. */
const faults: readonly (readonly [name: string, source: string | Buffer, message: RegExp])[] = [
  ['syntax', 'export function map( {', /^Expected `}` but found `EOF`/],
  ['CommonJS', 'function map() {}\nmodule.exports = { map }', /write “export” in front of each function/],
  ['UTF-16', Buffer.from('export function map() {}', 'utf16le'), /is saved as UTF-16/],
  ['an import', "import fs from 'node:fs'\nexport const map = fs", /may not import “node:fs”/],
  ['what the engine alone finds', 'const r = /(/\nexport const map = r', /Invalid regular expression/],
  ['a text that is thrown', "throw 'no'", /^no$/],
]

/** What is no Error, and comes when the tests are over. */
const strays: readonly (readonly [statement: string, message: string])[] = [
  ["void Promise.reject('text')", 'A promise was rejected with “text”, which is no Error.'],
  ['void Promise.reject()', 'A promise was rejected with undefined, which is no Error.'],
  ['void Promise.reject({ message: 4 })', 'A promise was rejected with { message }, which is no Error.'],
  ['setTimeout(() => { throw 3 })', 'After the tests, this was thrown: 3, which is no Error.'],
]

describe('a class whose folders are called anything', () => {
  let ended: Ended
  let results: Readonly<Record<string, { readonly tree: string; readonly exercises: readonly Told[] }>>

  beforeAll(async () => {
    for (const name of names) answer(`class/${name}`)
    answer(`class/${wrong}`, right.replace('f(x.data[i])', 'f(x.data[i]) + 1'))
    for (const [name, source] of faults) answer(`class/${name}`, source)
    strays.forEach(([statement], n) =>
      answer(`class/stray ${n}`, right.replace('  const y', `  ${statement}\n  const y`)),
    )
    answer('class/empty', '')
    answer(
      'class/stray and wrong',
      right.replace('f(x.data[i])', 'f(x.data[i]) + 1').concat("\nvoid Promise.reject('late')\n"),
    )
    const noFile = answer('class/no file')
    rmSync(join(noFile, file))
    mkdirSync(join(noFile, file))
    const json = join(folder, 'class.json')
    ended = await npmRun(['report', '--class', join(folder, 'class'), '--stage', '1.1', '--json', json])
    const all = JSON.parse(readFileSync(json, 'utf8')) as { readonly name: string }[]
    results = Object.fromEntries(all.map((one) => [one.name, one])) as unknown as typeof results
  }, 180_000)

  test('is graded, whatever is wrong with an answer', () => {
    expect(ended.code).toBe(0)
  })

  test.each(names)('%s: what is right is done', (name) => {
    expect(results[name].exercises[0].state).toBe('done')
  })

  test('what is wrong is shown where it is, by the name of the folder', () => {
    const { tree, exercises } = results[wrong]
    const [{ state, failures }] = exercises
    expect(state).toBe('wrong')
    expect(tree).toBe(toForwardSlashes(join(folder, 'class', wrong)))
    expect(failures[0].at).toMatch(new RegExp(`^${tree}/${file}:\\d+:1$`))
    expect(failures[0].message).toMatch(/^again: npm test -- --code "[^"]*\/#1 wrong 50%" --stage 1\.1$/m)
    expect(JSON.stringify(exercises)).not.toContain('.out/')
  })

  test.each(strays.map(([statement, message], n) => [statement, `stray ${n}`, message] as const))(
    '%s: what is left behind is wrong, and belongs to the exercise that left it',
    (_, name, message) => {
      const [{ state, failures }] = results[name].exercises
      expect(state).toBe('wrong')
      expect(failures[0].message).toBe(message)
    },
  )

  test('an empty file is the place of what it lacks, and what fails comes before what is left behind', () => {
    expect(results.empty.exercises[0].failures[0].at).toMatch(/empty\/1-tensor-ops\/1-map-zip\.ts:1$/)
    const { failures } = results['stray and wrong'].exercises[0]
    expect(failures[0].title).toContain('map')
    expect(failures.at(-1)?.title).toBe('what it left behind, after its tests')
  })

  test.each(faults)('%s: what keeps a kata from being loaded is wrong, and says why', (name, _, message) => {
    const [{ state, failures }] = results[name].exercises
    expect(state).toBe('wrong')
    expect(failures[0].title).toBe('1.1 map-zip could not be loaded')
    expect(failures[0].message).toMatch(message)
  })

  test('a folder with the name of a file is no file', () => {
    expect(results['no file'].exercises[0].state).toBe('empty')
  })
})

test('what cannot be loaded for a reason of the house is not graded, and nothing counts as wrong', async () => {
  const project = copyProject(join(folder, 'project'))
  rmSync(join(project, 'lib/judge/sandbox/watchdog.ts'))
  const ada = answer('others/ada')
  const run = (...args: string[]) => launched(['lib/commands/run.mjs', ...args], {}, project).ended
  const json = join(folder, 'not.json')
  const one = await run('test', '--code', ada, '--stage', '1.1', '--json', json)
  expect(one.err).toMatch(
    /^Not graded: 1\.1 map-zip could not be loaded, for a reason that is not in its code: .*watchdog/m,
  )
  expect(one.out).toBe('')
  expect(one.code).toBe(2)
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ ok: false, reason: expect.any(String) })
  const all = await run('report', '--class', join(folder, 'others'), '--stage', '1.1')
  expect(all.out).toMatch(/^ada {2}not graded: 1\.1 map-zip could not be loaded/)
  expect(all.code).toBe(1)
  expect((await run('report', '--code', ada, '--stage', '1.1')).code).toBe(2)
}, 120_000)
