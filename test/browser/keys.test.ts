import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { Said, Workspace } from './workspace.ts'

const workspace = new Workspace()
afterAll(() => workspace.remove())

// only a terminal has keys: `script` of util-linux gives one to what it runs
test.runIf(existsSync('/usr/bin/script'))(
  'in a terminal, h gives one hint after the other, and q ends it',
  async () => {
    const env = { ...process.env, NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined, CI: undefined }
    const command = `stty cols 100 rows 40; exec "${process.execPath}" lib/commands/run.mjs start 1`
    const child = spawn('/usr/bin/script', ['-qec', command, '/dev/null'], { cwd: workspace.root, env })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    const said = new Said()
    child.stdout.on('data', (chunk) => said.add(String(chunk)))
    await said.until(/✗ map doubles[\s\S]*h gives a hint {3}q quits/, 60)
    child.stdin.write('h')
    await said.until(/1\/3 {2}I don't know how to loop[\s\S]*2 more, with h/)
    child.stdin.write('x') // no key of ours
    child.stdin.write('h')
    await said.until(/2\/3 {2}The test says that I changed my input[\s\S]*1 more, with h/)
    expect(said.text).not.toContain('3/3')
    child.stdin.write('q')
    expect(await ended).toBe(0)
  },
)
