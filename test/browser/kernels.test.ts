import type { Browser } from 'playwright-core'
import { type ViteDevServer, createServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resolver } from '../../lib/resolve/resolver.ts'
import { root, solutions } from '../../lib/course/trees.ts'
import { complaintsOf, launch } from './chromium.ts'
import type { Found } from './kernels.ts'

let browser: Browser
let server: ViteDevServer
let address: string

beforeAll(async () => {
  server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [resolver({ tree: solutions, mode: 'own' })],
    server: { port: 0, host: '127.0.0.1' },
    optimizeDeps: { noDiscovery: true },
  })
  await server.listen()
  address = server.resolvedUrls?.local[0] ?? ''
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test('thirty steps of training on the kernels give the same numbers as plain TypeScript', async () => {
  const page = await browser.newPage()
  const complaints = complaintsOf(page, address)
  await page.goto(`${address}test/browser/kernels.html`)
  await page.waitForFunction('globalThis.found', undefined, { timeout: 60_000 })
  const found = (await page.evaluate('globalThis.found')) as Found & { error?: string }
  expect(found.error).toBeUndefined()
  expect(found.steps).toBe(30)
  expect(found.losses).toBeLessThan(1e-4)
  expect(found.weights).toBeLessThan(1e-4)
  expect(complaints).toEqual([])
})
