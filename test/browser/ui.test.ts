import { createServer } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from './chromium.ts'
import { type Said, Workspace } from './workspace.ts'

let workspace: Workspace
let browser: Browser
let page: Page
let said: Said
let address: string
/** another server on the port of the UI: the UI takes the next port, and says so */
const other = createServer()
const complaints: string[] = []

beforeAll(async () => {
  await new Promise<void>((resolve) => other.once('error', () => resolve()).listen(51204, 'localhost', resolve))
  workspace = new Workspace()
  workspace.solve('1-tensor-ops/1-map-zip')
  said = await workspace.start(['start'], /▸ 1\.2 broadcast[\s\S]*✗ broadcast adds[\s\S]*UI: http\S+[\s\S]*quits/)
  address = /UI: (http\S+)/.exec(said.text)?.[1] ?? ''
  browser = await launch()
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  // Vitest's page asks for a font, and does without it where there is no network
  await page.route(/^https?:\/\/(?!localhost)/, (route) => route.abort())
  page.on('pageerror', (error) => complaints.push(error.message))
})

afterAll(async () => {
  other.close()
  await browser?.close()
  await workspace?.remove()
})

/** Opens one test in Vitest's UI by its title. */
async function look(title: string): Promise<void> {
  await page.goto(address)
  await page.getByPlaceholder(/Search/).fill(title)
  await page.getByTestId('explorer-item').filter({ hasText: title }).last().click()
}

const picture = () => page.locator('img[src^="data:image/svg+xml"]')

/** What a screen reader finds, and how large the picture came out. */
async function shown(): Promise<{ words: string; width: number }> {
  const first = picture().first()
  await first.waitFor({ timeout: 20_000 })
  await page.waitForFunction('document.querySelector(\'img[src^="data:image/svg+xml"]\').naturalWidth > 0')
  const width = (await first.evaluate('node => node.naturalWidth')) as unknown as number
  const words = await page.getByText('Test Annotations').locator('..').innerText()
  return { words, width }
}

test('a test that passes shows what the exercise has become', async () => {
  await look('map doubles every entry')
  const { words } = await shown()
  expect(words).toContain('map squares every entry')
})

test('a wrong answer, saved, shows the expected beside the received values, with the first wrong entry boxed', async () => {
  const right = workspace.read('solutions/1-tensor-ops/2-broadcast.ts')
  workspace.write('katas/1-tensor-ops/2-broadcast.ts', right.replace(/f\(x\.data/, 'f(1 + x.data'))
  expect(workspace.read('katas/1-tensor-ops/2-broadcast.ts')).not.toBe(right)
  await said.until(/expected +received/, 20)
  await look('broadcast adds a row (K) to every row')
  const { words } = await shown()
  expect(words).toContain('expected, yours, and the difference')
  const source = String(await picture().first().getAttribute('src'))
  const svg = Buffer.from(source.slice(source.indexOf(',') + 1), 'base64').toString()
  expect(svg.match(/stroke-width="3"/g)).toHaveLength(3)
})

test('what was printed for the inputs that are shown is under Console, all of it', async () => {
  const right = workspace.read('solutions/1-tensor-ops/2-broadcast.ts')
  workspace.write(
    'katas/1-tensor-ops/2-broadcast.ts',
    right.replace(/f\(x\.data/, '(console.log(`printed ${n}`), 1) + f(x.data'),
  )
  await said.until(/it printed\n {6}printed 0/, 20)
  await look('broadcast adds a row (K) to every row')
  await page.getByText('Console (').click()
  const block = page.getByText(/broadcast adds a row \(K\) to every row \| stdout/).locator('..')
  expect(await block.innerText()).toMatch(/stdout\s+printed 0\n/)
  await page.getByText('Report', { exact: true }).click()
})

test('the right answer, saved, turns the test green in the open page, and the map moves on', async () => {
  const before = said.text.length
  workspace.solve('1-tensor-ops/2-broadcast')
  await said.until(/✓ broadcast {2}▸ reduce/, 20)
  expect(said.text.length).toBeGreaterThan(before)
  await page.getByText('The test has passed without any errors').waitFor({ timeout: 20_000 })
  const { words } = await shown()
  expect(words).not.toContain('yours')
})

test('the page has nothing to complain of', () => {
  expect(complaints).toEqual([])
})
