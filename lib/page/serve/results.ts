import { unwatchFile, watchFile } from 'node:fs'
import type { Plugin } from 'vite'
import { progressFile } from '../../course/progress.ts'
import type { Code } from '../../resolve/resolver.ts'
import { katas } from '../../course/trees.ts'
import type { TestedEvent } from '../frame/hmr-events.ts'
import { codeOwnersOf } from './code-owners.ts'

/** How often the results are looked at, in milliseconds: npm start writes them, by moving a new file to their place. */
const interval = 300

/** Tells the page what the tests say of its code whenever npm start or npm run progress has kept new results. */
export function results(code: Code): Plugin {
  return {
    name: 'kata-results',
    configureServer({ environments, httpServer }) {
      if (code.tree !== katas) return // results are kept of katas/ alone
      const send = (): void =>
        environments.client.hot.send('kata:tested', { whose: codeOwnersOf(code) } satisfies TestedEvent)
      watchFile(progressFile, { interval, persistent: false }, send)
      httpServer?.once('close', () => unwatchFile(progressFile, send))
    },
  }
}
