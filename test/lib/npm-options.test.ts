import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { type Command, run } from '../../lib/commands/command.ts'
import { retype } from '../../lib/commands/npm-options.ts'
import { npmRun } from './answers.ts'

const folder = mkdtempSync(join(tmpdir(), 'npmrc-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const options = {
  class: { value: 'DIR', about: '' },
  epochs: { value: 'N', about: '' },
  json: { about: '' },
  'every-test': { about: '' },
}

/** npm run train …, with what npm 10 and 11 leave in argv and put into the environment. */
const typed = (args: readonly string[], swallowed: Record<string, string>) =>
  retype('npm run train', options, args, {
    npm_lifecycle_event: 'train',
    ...Object.fromEntries(Object.entries(swallowed).map(([key, value]) => [`npm_config_${key}`, value])),
  })?.command

test.each([
  ['--epochs=1', [], { epochs: '1' }, '--epochs 1'],
  ['--epochs 1', ['1'], { epochs: 'true' }, '--epochs 1'],
  ['1.1 --json', ['1.1'], { json: 'true' }, '1.1 --json'],
  ['--every-test', [], { every_test: 'true' }, '--every-test'],
  ['--class "a b"', ['a b'], { all: 'true', long: 'true', loglevel: 'silent' }, '--class "a b"'],
  ['--epochs 1 --class x', ['1', 'x'], { epochs: 'true', all: 'true', long: 'true' }, '--class … --epochs …'],
  ['--epochs=1 -- --json', ['--json'], { epochs: '1' }, '--json --epochs 1'],
])('npm run train %s is noticed', (_, args, swallowed, command) => {
  expect(typed(args, swallowed)).toBe(command)
})

test.each([
  ['nothing was typed', [], {}],
  ['the command has it as well', ['--epochs', '2'], { epochs: '1' }],
  ['the command has it as well, with =', ['--epochs=2'], { epochs: '1' }],
  ['it was switched off', [], { json: '' }],
  ['it is another option of npm', [], { all: 'true' }],
])('nothing is said when %s', (_, args, swallowed) => {
  expect(typed(args, swallowed)).toBeUndefined()
})

test('what stands in an .npmrc was not typed', () => {
  const userconfig = join(folder, 'npmrc')
  writeFileSync(userconfig, 'fund=false\njson = true\n')
  expect(typed([], { json: 'true', userconfig })).toBeUndefined()
  expect(typed([], { json: 'true', epochs: '1', userconfig })).toBe('--epochs 1')
})

test('another script that runs the command does not hand its own options on', () => {
  expect(retype('npm run train', options, [], { npm_lifecycle_event: 'gate', npm_config_json: 'true' })).toBeUndefined()
})

test('a command refuses, and shows the form for PowerShell too', async () => {
  const env = { npm_lifecycle_event: 'hint', npm_config_again: 'true' }
  const { code, out, err } = await npmRun(['hint', '1.1'], env)
  expect(err.trimEnd().split('\n')).toEqual([
    'npm took --again for itself, and npm run hint did not get it. Type two dashes first: npm run hint -- 1.1 --again',
    "In PowerShell with npm 10 the dashes need quotes: npm run hint '--' 1.1 --again",
  ])
  expect(out).toBe('')
  expect(code).toBe(2)
}, 180_000)

describe('two dashes in front, as pnpm hands them on', () => {
  test('are dropped', async () => {
    const main = vi.fn().mockResolvedValue(0)
    const command: Command = { usage: 'npm run train', about: '', options, main }
    expect(await run(command, ['--', '--epochs', '3'])).toBe(0)
    const [given] = main.mock.calls[0]
    expect(given.text('epochs')).toBe('3')
  })
})
