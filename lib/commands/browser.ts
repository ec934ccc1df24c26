import { resolve } from 'node:path'
import { countTests, runVitest } from '../runner/run-vitest.ts'
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
    const vitest = await runVitest(projects, { files: given.words, maxWorkers: 1 }) // Each test file has its own browser.
    const result = countTests(vitest)
    const file = given.text('json')
    if (file !== undefined) writeFileAtomic(resolve(file), `${JSON.stringify(result)}\n`)
    return result.ok ? 0 : 1
  },
}
