import { unwatchFile, watchFile } from 'node:fs'
import type { Plugin } from 'vite'
import { progressFile } from '../../course/progress.ts'
import type { Code } from '../../resolve/resolver.ts'
import { katas } from '../../course/trees.ts'
import type { TestedEvent } from '../frame/hmr-events.ts'
import { codeOwnersOf } from './code-owners.ts'

/** The interval for reading the results, in milliseconds. npm start replaces their file by a new one. */
const interval = 300

/** Sends the results of the tests to the page whenever npm start or npm run progress has saved new ones. */
export function results(code: Code): Plugin {
  return {
    name: 'kata-results',
    configureServer({ environments, httpServer }) {
      if (code.tree !== katas) return // only katas/ has saved results
      const send = (): void =>
        environments.client.hot.send('kata:tested', { whose: codeOwnersOf(code) } satisfies TestedEvent)
      watchFile(progressFile, { interval, persistent: false }, send)
      httpServer?.once('close', () => unwatchFile(progressFile, send))
    },
  }
}
