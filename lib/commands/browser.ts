import { existsSync } from 'node:fs'
import { type Browser, type Page, chromium } from 'playwright-core'
import { createServer } from 'vite'
import type { Found } from '../../test/browser/kernels.ts'
import { resolver } from '../course/resolver.ts'
import { root, solutions } from '../course/trees.ts'
import { type Command, UsageError } from './command.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run browser',
  about: 'What only a browser can show, in the Chromium that is installed: the kernels give the same numbers there.',
  options: { browser: { value: 'PATH', about: 'another Chromium or Chrome than the one found' } },
  async main(given) {
    const executablePath = given.text('browser') ?? places.find((path) => existsSync(path))
    if (executablePath === undefined)
      throw new UsageError(
        `There is no Chromium in ${places.join(', ')}. Install it (apt-get install -y chromium), or say where it is: --browser PATH.`,
      )
    const server = await createServer({
      root,
      configFile: false,
      logLevel: 'error',
      plugins: [resolver({ tree: solutions, mode: 'own' })],
      server: { port: 0, host: '127.0.0.1' },
      optimizeDeps: { noDiscovery: true },
    })
    await server.listen()
    const address = server.resolvedUrls?.local[0] ?? ''
    const browser = await chromium.launch({ executablePath, args: quiet })
    try {
      const complaints = await kernels(browser, address)
      for (const complaint of complaints) console.error(`✗ ${complaint}`)
      return complaints.length === 0 ? 0 : 1
    } finally {
      await browser.close()
      await server.close()
    }
  },
}

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
]

/** Nothing is asked of anybody but this machine. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What is wrong with the kernels in this browser: nothing, if all is well. */
async function kernels(browser: Browser, address: string): Promise<string[]> {
  const page = await browser.newPage()
  const noise = listen(page, address)
  await page.goto(`${address}test/browser/kernels.html`)
  await page.waitForFunction('globalThis.found', undefined, { timeout: 60_000 })
  const found = (await page.evaluate('globalThis.found')) as Found & { error?: string }
  if (found.error !== undefined) return [found.error, ...noise]
  console.log(
    `${found.steps} steps of training on the kernels (${found.kind}) in Chromium ${browser.version()}: losses within ${found.losses.toExponential(1)} of plain TypeScript, weights within ${found.weights.toExponential(1)}`,
  )
  const far = Math.max(found.losses, found.weights) > 1e-4 || found.steps !== 30
  return [...(far ? ['the kernels and plain TypeScript differ by more than 1e-4'] : []), ...noise]
}

/** Errors in the console, and requests that leave the machine. */
function listen(page: Page, address: string): string[] {
  const heard: string[] = []
  page.on('console', (message) => message.type() === 'error' && heard.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => heard.push(`page: ${error.message}`))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(address) && !url.startsWith('data:') && !url.startsWith('blob:'))
      heard.push(`a request to ${url}`)
  })
  return heard
}
