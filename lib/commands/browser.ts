import { resolve } from 'node:path'
import { startVitest } from 'vitest/node'
import { root } from '../course/trees.ts'
import { viteSettings } from '../resolve/vite-settings.mjs'
import { writeFileAtomic } from '../files.ts'
import type { Command } from './command.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run browser',
  about:
    'What only a browser can show, in the Chromium that is installed: the kernels, Vitest’s UI, the page of npm run play; and what has to be\nwaited for: watch mode, and answers that never come back.',
  words: 'kernels | chain | …',
  options: { json: { value: 'FILE', about: 'the result, for machines' } },
  async main(given) {
    const projects = [
      {
        ...viteSettings,
        test: {
          name: 'browser',
          include: ['test/browser/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: 'forks' as const,
          isolate: false,
        },
      },
    ]
    const options = { config: false as const, root, watch: false, projects, maxWorkers: 1 } // each has a browser to itself
    const vitest = await startVitest('test', [...given.words], options, viteSettings)
    await vitest.close()
    const modules = vitest.state.getTestModules()
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const passed = tests.filter((test) => test.result().state === 'passed').length
    const broken = modules.filter((module) => module.errors().length > 0).length
    const failed = tests.length - passed + broken + vitest.state.getUnhandledErrors().length
    const file = given.text('json')
    if (file !== undefined) writeFileAtomic(resolve(file), `${JSON.stringify({ ok: failed === 0, passed, failed })}\n`)
    return failed === 0 && passed > 0 ? 0 : 1
  },
}
