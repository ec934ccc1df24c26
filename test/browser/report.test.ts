import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '#lib/random'
import { writeIdx } from '../../lib/data/idx.ts'
import { answersWith, npmRun } from '../lib/answers.ts'
import { axe } from './axe.ts'
import { complaintsOf, launch } from './chromium.ts'

const folder = mkdtempSync(join(tmpdir(), 'reports-in-a-folder-whose-name-is-longer-than-a-narrow-screen-'))
const places = { training: join(folder, 'train'), one: join(folder, 'one.html'), all: join(folder, 'class.html') }
const evil = '<img src=x onerror=document.title=1>'
let browser: Browser

beforeAll(async () => {
  const throwing = answersWith({
    '3-cross-entropy/1-cross-entropy': {
      exports: { crossEntropy: `(...given) => { if (right(...given) >= 0) throw new Error('</pre>${evil}') }` },
    },
  })
  const mean = answersWith({
    '3-cross-entropy/1-cross-entropy': {
      exports: { crossEntropy: '(p, labels, weight) => right(p, labels, weight) * labels.length' },
    },
  })
  const members = join(folder, 'members')
  mkdirSync(join(members, 'nobody & co'), { recursive: true })
  const hostile = process.platform === 'win32' ? "O'Hara & co" : `"${evil}` // what a folder can be called there
  const trees = { [hostile]: throwing.tree, mean: mean.tree, mean2: mean.tree }
  for (const [name, tree] of Object.entries(trees)) cpSync(tree, join(members, name), { recursive: true })
  const [trained, one] = await Promise.all([
    npmRun(['train', '--epochs', '1', '--out', places.training]),
    npmRun(['report', '--code', mean.tree, '--stage', '3', '--out', places.one]),
  ])
  const json = join(folder, 'class.json')
  const all = await npmRun(['report', '--class', members, '--stage', '3.1', '--out', places.all, '--json', json])
  throwing.remove()
  mean.remove()
  expect([trained.code, one.code, all.code], `${trained.err}${one.err}${all.err}`).toEqual([0, 0, 1]) // 1: nobody & co
  expect(trained.out).toContain(join(places.training, 'report.html'))
  expect(one.out).toMatch(/1 of 2 exercises done[\s\S]*one\.html/)
  expect(all.out).toMatch(/nobody & co +not graded: .*none of the stages/)
  const results = JSON.parse(readFileSync(json, 'utf8')) as { name: string; ok: boolean; exercises?: object[] }[]
  expect(results).toHaveLength(4)
  expect(results.find(({ name }) => name === 'mean')).toMatchObject({
    ok: false,
    exercises: [{ slug: 'cross-entropy/cross-entropy', state: 'wrong' }],
  })
  expect(results.find(({ name }) => name === 'nobody & co')).toMatchObject({
    ok: false,
    reason: expect.stringContaining('none of the stages'),
  })
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

const views = [
  { width: 1280, scheme: 'light' },
  { width: 390, scheme: 'dark' },
] as const

/** Opens a file from disk, wide and light, narrow and dark; the page must log no error, fit, and be accessible. */
async function inEveryView(file: string, look: (page: Page) => Promise<void>): Promise<void> {
  for (const { width, scheme } of views) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme })
    const complaints = complaintsOf(page, pathToFileURL(file).href)
    await page.goto(pathToFileURL(file).href)
    await look(page)
    const title = `${width} ${scheme}`
    expect(await page.evaluate('document.documentElement.scrollWidth'), title).toBe(width)
    expect(await axe(page), title).toEqual([])
    expect(complaints, title).toEqual([])
    await page.close()
  }
}

test('the report of a training shows all it has, from disk', async () => {
  await inEveryView(join(places.training, 'report.html'), async (page) => {
    expect(await page.locator('h2').allTextContents()).toContain('Confusion matrix')
    expect(await page.locator('.confusion tbody td.right').count()).toBe(10)
    expect(await page.locator('.units img').count()).toBe(32)
    expect(await page.locator('.misread img').count()).toBe(60)
    const broken = '[...document.images].filter((image) => image.naturalWidth === 0).length'
    expect(await page.evaluate(broken)).toBe(0)
  })
})

test.each([
  [28, 40],
  [14, 56],
  [56, 14],
])('the report of a training on images of %i × %i shows them as they are', async (rows, columns) => {
  const [data, out] = [join(folder, `${rows}-${columns}`), join(folder, `train-${rows}-${columns}`)]
  mkdirSync(data)
  const rng = createRandom(1)
  for (const [set, count] of [
    ['train', 200],
    ['t10k', 100],
  ] as const) {
    const noise = (length: number, most: number) => Uint8Array.from({ length }, () => Math.floor(most * rng()))
    const pixels = noise(count * rows * columns, 256)
    writeFileSync(join(data, `${set}-images-idx3-ubyte`), writeIdx([count, rows, columns], pixels))
    writeFileSync(join(data, `${set}-labels-idx1-ubyte`), writeIdx([count], noise(count, 10)))
  }
  const { code, err } = await npmRun(['train', '--data', data, '--epochs', '1', '--out', out])
  expect(code, err).toBe(0)
  expect(readFileSync(join(out, 'first.svg'), 'utf8')).toContain(`viewBox="0 0 ${columns} ${rows}"`)
  await inEveryView(join(out, 'report.html'), async (page) => {
    const drawn = (await page.evaluate(
      `[...document.querySelectorAll('.sheet img')].map((image) => {
        const { width, height } = image.getBoundingClientRect()
        return [image.naturalHeight, image.naturalWidth, (width - 2) / (height - 2)] // without the border
      })`,
    )) as [rows: number, columns: number, ratio: number][]
    expect(drawn.length).toBeGreaterThan(60)
    for (const [high, wide, ratio] of drawn) {
      expect([high, wide]).toEqual([rows, columns])
      expect(ratio / (columns / rows)).toBeCloseTo(1, 1)
    }
  })
})

test('its errors are seen beside the diagonal, and its weights are white or dark at 0, as the paper is', async () => {
  const page = await browser.newPage({ colorScheme: 'dark' })
  await page.goto(pathToFileURL(join(places.training, 'report.html')).href)
  const colours = (await page.evaluate(
    `['.confusion td.right', '.confusion td.wrong[style*="1.00"]', 'body'].map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)`,
  )) as string[]
  expect(new Set(colours).size).toBe(3)
  const corner = `(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 28, height: 28 })
    const context = canvas.getContext('2d')
    context.drawImage(document.querySelector('.units img'), 0, 0)
    const { data } = context.getImageData(0, 0, 28, 28)
    return data.filter((_, i) => i % 4 === 3)
  })()`
  const opacity = Object.values((await page.evaluate(corner)) as Record<string, number>)
  expect(Math.min(...opacity)).toBeLessThan(30)
  expect(Math.max(...opacity)).toBe(255)
  await page.close()
})

test('the report of tests leads from the map to what is wrong', async () => {
  await inEveryView(places.one, async (page) => {
    await page.locator('.map a', { hasText: '3.1 cross-entropy' }).click()
    const finding = page.locator('.finding', { has: page.locator(':target') })
    expect(await finding.locator('pre').textContent()).toContain('This is the sum over the examples, not their mean')
  })
})

test('the report of a class names what is misunderstood, and nothing of a submission comes to life', async () => {
  await inEveryView(places.all, async (page) => {
    expect(await page.title()).toBe('Test report of a class')
    expect(await page.locator('img, script, iframe').count()).toBe(0)
    expect(await page.locator('.class tbody tr').count()).toBe(4)
    expect(await page.locator('pre').first().textContent()).toContain(`</pre>${evil}`)
    const named = page.locator('#named ~ .scrolling tbody tr').first()
    expect(await named.textContent()).toMatch(/3\.1 cross-entropy\s+2\s[\s\S]*C03[\s\S]*mean[\s\S]*mean2/)
    await page.locator('.class th a', { hasText: 'mean2' }).click()
    expect(await page.locator(':target').textContent()).toBe('mean2')
  })
})

test('with the keyboard alone: past the links to the content, and into a table that scrolls', async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 900 } })
  await page.goto(pathToFileURL(places.one).href)
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('location.hash')).toBe('#main')
  await page.locator('.scrolling').focus()
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight')
  // not waitForFunction: its polling is what the page’s policy forbids
  await expect.poll(() => page.evaluate('document.activeElement.scrollLeft')).toBeGreaterThan(0)
  await page.close()
})

test('on paper it has all of its contents, without the links to them', async () => {
  const page = await browser.newPage()
  await page.goto(pathToFileURL(places.one).href)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('nav').isVisible()).toBe(false)
  expect(await page.locator('.finding pre').isVisible()).toBe(true)
  await page.close()
})
