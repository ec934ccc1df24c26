import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../lib/course/trees.ts'
import { type Ended, writeDigits, launched, copyProject } from './answers.ts'

/**
 * A folder with the settings of another project, each of which would stop or change what runs below it. In it: this project, as
 * packages/course, and the answers of a learner, as submissions/ada.
 */
const folder = mkdtempSync(join(tmpdir(), 'foreign-'))
const course = join(folder, 'packages/course')
const ada = join(folder, 'submissions/ada')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const settings: Record<string, string> = {
  'tsconfig.json': '{ "extends": "../nowhere/tsconfig.json", "compilerOptions": { "experimentalDecorators": 1 ',
  'package.json': '{ "workspaces": ["packages/*"], "type": "commonjs", "browserslist": "ie 6", "sideEffects": false }',
  'postcss.config.cjs': 'module.exports = { plugins: { "no-such-plugin": {} } }',
  'vite.config.js': 'throw new Error("the vite.config of another project")',
  'vitest.config.js': 'throw new Error("the vitest.config of another project")',
  '.env': 'NODE_ENV=production\nVITE_USER_NODE_ENV=production\n',
  '.babelrc': '{ "presets": ["no-such-preset"] }',
}

beforeAll(() => {
  copyProject(course)
  cpSync(join(root, 'solutions'), ada, { recursive: true })
  for (const [name, content] of Object.entries(settings))
    for (const place of [folder, ada]) writeFileSync(join(place, name), content)
  for (const name of ['.env', 'tsconfig.json', 'vite.config.js', 'vitest.config.js'])
    writeFileSync(join(course, name), settings[name])
  writeDigits(join(folder, 'data'), 300)
}, 180_000)

const run = (...args: string[]): Promise<Ended> => launched(['lib/commands/run.mjs', ...args], {}, course).ended

describe('settings of another project, above this one and in a submission, decide nothing:', () => {
  test('not the grade', async () => {
    const { out } = await run('report', '--class', join(folder, 'submissions'), '--stage', '1.1,2.1')
    expect(out).toMatch(/^ada {2}2 of 2 exercises done; (\d+) of \1 tests passed\.$/m)
  }, 180_000)

  test('not a training', async () => {
    const asked = ['--epochs', '1', '--data', '../../data', '--code', ada]
    const { code, out, err } = await run('train', ...asked)
    expect(err).toBe('')
    expect(out).toContain('test accuracy')
    expect(code).toBe(0)
  }, 180_000)

  test('not the page, its styles, and what trains in it', async () => {
    const { code, err } = await run('play', '--build', '--code', ada)
    expect(err).toBe('')
    expect(code).toBe(0)
    const assets = join(course, '.out/site/assets')
    const [style] = readdirSync(assets).filter((name) => name.endsWith('.css'))
    expect(readFileSync(join(assets, style), 'utf8')).toContain('.room')
  }, 120_000)

  test('not what is loaded without Vitest', async () => {
    const { out } = await run('matrix', '--stage', '1.1')
    expect(out).toMatch(/(\d+) misconceptions, \1 rejected, \1 named/)
  }, 180_000)
})
