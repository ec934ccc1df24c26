import { afterAll, expect, test } from 'vitest'
import { Workspace } from './workspace.ts'

const workspace = new Workspace()
afterAll(() => workspace.remove())

// only a terminal has keys: `script` of util-linux gives one to what it runs, that of other systems takes other words
test.runIf(process.platform === 'linux')('in a terminal, h gives one hint after the other, and q ends it', async () => {
  const env = { ...process.env, NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined, CI: undefined }
  const command = `stty cols 100 rows 40; exec "${process.execPath}" lib/commands/run.mjs start 1`
  const { child, said } = workspace.launch('script', ['-qec', command, '/dev/null'], env)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  await said.until(/✗ map doubles[\s\S]*h gives a hint {3}q quits/, 60)
  child.stdin.write('h')
  await said.until(/1\/3 {2}I don't know how to loop[\s\S]*2 more, with h/)
  child.stdin.write('\x1b[A') // an arrow
  await new Promise((resolve) => setTimeout(resolve, 100))
  child.stdin.write('xh') // x is for nothing
  await said.until(/2\/3 {2}The test says that I changed my input[\s\S]*1 more, with h/)
  expect(said.text).not.toContain('3/3')
  const lesson = 'katas/1-tensor-ops/README.md'
  workspace.edit(lesson, '### 1.1 map-zip', '### nothing')
  child.stdin.write('h')
  await said.until(/No hint: katas\/1-tensor-ops\/README\.md has no hints for 1\.1 map-zip\./)
  child.stdin.write('q')
  expect(await ended).toBe(0)
})
