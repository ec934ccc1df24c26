import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Workspace } from './workspace.ts'

const workspace = new Workspace()
rmSync(join(workspace.root, 'solutions'), { recursive: true })
afterAll(() => workspace.remove())

function npm(...args: readonly string[]) {
  const env = { ...process.env, NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined }
  return spawnSync(process.execPath, ['lib/commands/run.mjs', ...args], { cwd: workspace.root, env, encoding: 'utf8' })
}

test.each([
  ['test'],
  ['test', '--code', 'katas', '--isolated'],
  ['train'],
  ['train', '--code', 'katas'],
  ['matrix'],
  ['soak'],
  ['play'],
])('npm run %s %s %s says that it needs the reference, and does nothing', (...args) => {
  const { status, stdout, stderr } = npm(...args.filter((word) => word !== undefined))
  expect(stderr).toMatch(/needs the reference, and there is no solutions\/ here\. See TEACHING\.md/)
  expect(stderr).not.toContain('    at ')
  expect(stdout).toBe('')
  expect(status).toBe(2)
})

test('a learner goes on without it: answers are tested, and progress is kept', () => {
  const { status, stdout } = npm('test', '--code', 'katas', '--stage', '1.1')
  expect(stdout).toMatch(/· 1\.1 map-zip +0 of \d+ +todo/)
  expect(status).toBe(1)
  expect(npm('progress').stdout).toContain('▸ 1.1 map-zip')
})
