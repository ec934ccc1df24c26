import { readFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../lib/course/trees.ts'
import { mnistFolder } from '../../lib/data/mnist.ts'
import { axe } from './axe.ts'
import { sticksOut } from './layout.ts'
import { Rooms } from './rooms.ts'
import type { Workspace } from './workspace.ts'

const trainFile = 'katas/6-mnist/5-train.ts'
const softmaxFile = 'katas/2-softmax/1-softmax.ts'
const reluFile = 'katas/4-backprop/4-relu.ts'
let rooms: Rooms
let [browser, workspace] = [undefined as unknown as Browser, undefined as unknown as Workspace]

beforeAll(async () => {
  rooms = await Rooms.begin([trainFile, softmaxFile, reluFile])
  ;({ browser, workspace } = rooms)
})
afterEach(() => rooms.restore())
afterAll(() => rooms?.end())

const open = (...asked: Parameters<Rooms['open']>): Promise<Page> => rooms.open(...asked)
const patient = { timeout: 60_000 }
const words = (page: Page) => page.locator('.order + .words').textContent()
const alert = (page: Page) => page.getByRole('alert').filter({ hasText: /./ })

async function train(page: Page, epochs: number): Promise<void> {
  await page.getByLabel('Epochs', { exact: true }).fill(String(epochs))
  await page.getByRole('button', { name: /^Start/ }).click()
}

/** the pixels that a canvas shows, as ink: 0 is the colour of its first pixel, which MNIST leaves empty */
function inkOf(page: Page, selector: string): Promise<number[]> {
  return page.evaluate((selector) => {
    type Canvas = {
      width: number
      height: number
      getContext(kind: '2d'): { getImageData(...box: number[]): { data: Uint8ClampedArray } }
    }
    const { document } = globalThis as unknown as { document: { querySelector(selector: string): Canvas } }
    const canvas = document.querySelector(selector)
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    return Array.from({ length: canvas.width * canvas.height }, (_, i) => Math.abs(data[4 * i] - data[0]))
  }, selector)
}

describe('MNIST, live', () => {
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })

  test('all of MNIST is learnt in the tab: curves, weights, confusion and misread digits show it', async () => {
    const page = await open('#mnist')
    await train(page, 1)
    await expect.poll(() => words(page), patient).toMatch(/^Done\./)
    const read = await page.locator('.figures div', { hasText: 'Unseen' }).locator('dd').textContent()
    expect(Number.parseFloat(read ?? '')).toBeGreaterThan(90)
    const counts = (await page.locator('.confusion tbody td:not(.share)').allTextContents()).map(Number)
    expect(counts.reduce((a, b) => a + b)).toBe(10_000)
    const right = counts.filter((_, at) => at % 11 === 0).reduce((a, b) => a + b)
    expect(read).toBe(`${(right / 100).toFixed(2)} %`)
    await expect.poll(() => page.locator('.misread li').count()).toBe(24)
    await page.getByText(`The first 24 of ${10_000 - right} misread digits`).waitFor()
    expect(await page.locator('.units canvas').count()).toBe(32)
    expect(new Set(await inkOf(page, '.units canvas')).size).toBeGreaterThan(10)
    expect(await page.locator('.times tbody th').allTextContents()).toEqual(['784 → 32 → 10, kernels'])
    expect(rooms.complaints).toEqual([])
  })

  test('plain operations learn too, and a training is paused, goes on, and is stopped', async () => {
    const page = await open('#mnist')
    await page.getByText('784 → 10', { exact: true }).click()
    await page.getByText('the katas’ own', { exact: true }).click()
    await train(page, 50)
    const epoch = () => page.locator('.figures div', { hasText: 'Epoch' }).locator('dd').first().textContent()
    await expect.poll(epoch, patient).toMatch(/^0\.[1-9] of 50/)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.waitForTimeout(300) // what was on its way arrives
    const paused = await epoch()
    await page.waitForTimeout(500)
    expect(await epoch()).toBe(paused)
    await page.getByRole('button', { name: 'Go on' }).click()
    await expect.poll(epoch, patient).not.toBe(paused)
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect.poll(() => words(page)).toMatch(/^Stopped/)
    expect(await page.locator('.sheet.digits canvas').count()).toBe(10)
    expect(rooms.complaints).toEqual([])
  })

  test('an error of the learner’s is shown with its line, and the next good save trains on', async () => {
    const solution = workspace.read('solutions/6-mnist/5-train.ts')
    const broken = solution.replace('      total += ', "      throw new Error('where is the loss?')\n$&")
    const line = broken.split('\n').findIndex((text) => text.includes('where is')) + 1
    workspace.write(trainFile, broken)
    const page = await open('#mnist')
    await train(page, 1)
    await expect.poll(() => alert(page).textContent(), patient).toContain(`${trainFile}:${line}`)
    expect(await alert(page).textContent()).toContain('where is the loss?')
    workspace.write(trainFile, solution.replace('const N = examples', 'const N == examples'))
    const syntax = solution.split('\n').findIndex((text) => text.includes('const N = examples')) + 1
    await expect.poll(() => alert(page).textContent(), patient).toContain(`${trainFile}:${syntax}`)
    workspace.write(trainFile, solution)
    await expect.poll(() => words(page), patient).toMatch(/^Done\./)
    expect(await alert(page).count()).toBe(0)
    expect(await page.locator('.owners .yours').innerText()).toContain('↻ 6.5 train')
    expect(rooms.complaints).toEqual([])
  })

  test('what is theirs runs though the loop is still the reference’s: listed as theirs, with its own error', async () => {
    const relu = workspace.read('solutions/4-backprop/4-relu.ts')
    workspace.write(reluFile, relu.replace('(x) => [', '(x) => x.data.length > 0 && die() || ['))
    workspace.edit(
      reluFile,
      'export const relu',
      "const die = () => {\n  throw new Error('no relu today')\n}\n\nexport const relu",
    )
    const page = await open('#mnist')
    await page.getByText('the katas’ own', { exact: true }).click()
    await train(page, 1)
    await expect.poll(() => alert(page).textContent(), patient).toContain(`${reluFile}:`)
    expect(await alert(page).textContent()).toContain('no relu today')
    expect(await page.locator('.owners .yours').innerText()).toContain('↻ 4.4 relu')
    expect(await page.locator('.owners .reference').innerText()).toMatch(/^the reference: .*6\.5 train/)
    await page.getByText('lib’s kernels', { exact: true }).click()
    await expect.poll(() => page.locator('.owners .kernels').innerText()).toMatch(/^lib’s kernels: .*4\.4 relu/)
    expect(await page.locator('.owners .yours').count()).toBe(0)
    expect(rooms.complaints).toEqual([])
  })

  test('a loop without an end can be stopped', async () => {
    const solution = workspace.read('solutions/6-mnist/5-train.ts')
    workspace.write(trainFile, solution.replace('      total += ', '      while (N > 0) total += 0\n$&'))
    const page = await open('#mnist')
    await train(page, 1)
    await expect.poll(() => words(page), patient).toMatch(/^Training\./)
    expect(page.workers()).toHaveLength(1)
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect.poll(() => words(page)).toMatch(/^Stopped/)
    await expect.poll(() => page.workers().length, patient).toBe(0) // Chromium gives a busy one two seconds
  })
})

describe('a digit to draw', () => {
  let page: Page
  const digit = () => page.locator('.digit').textContent()
  const example = (k: number) => page.getByRole('button', { name: `A ${k} from the test images` }).click()

  test('nothing was trained, so it trains by itself; test images are put onto the paper as they are, and read right', async () => {
    page = await open('#draw')
    expect(await page.locator('.network').textContent()).toContain('Nothing was trained yet')
    await expect.poll(() => page.locator('.network').textContent(), patient).toMatch(/after 2\.0 epochs; it reads 9/)
    const images = readFileSync(join(root, mnistFolder, 't10k-images-idx3-ubyte')).subarray(16)
    const labels = readFileSync(join(root, mnistFolder, 't10k-labels-idx1-ubyte')).subarray(8)
    for (const k of [7, 2, 1, 0, 4, 3]) {
      await example(k)
      await expect.poll(digit).toBe(String(k))
      const n = labels.indexOf(k)
      const shown = await inkOf(page, '.pixels')
      const furthest = shown.map((ink, i) => Math.abs(ink - images[784 * n + i]))
      expect(Math.max(...furthest)).toBeLessThan(2)
    }
    expect(rooms.complaints).toEqual([])
  })

  test('a seven by pointer, a one by keyboard; undo and clear', async () => {
    await page.getByRole('button', { name: 'Clear' }).click()
    await expect.poll(digit).toBe('–')
    const box = await page.locator('.surface').boundingBox()
    if (!box) throw new Error('there is no paper')
    const to = (x: number, y: number) => page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 6 })
    await to(0.25, 0.2)
    await page.mouse.down()
    await to(0.65, 0.2)
    await to(0.45, 0.85)
    await page.mouse.up()
    await expect.poll(digit).toBe('7')
    await page.getByRole('button', { name: 'Clear' }).click()
    await expect.poll(digit).toBe('–')
    await page.getByRole('application').focus()
    await page.keyboard.press('Space')
    for (let row = 0; row < 16; row++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await expect.poll(digit).toBe('1')
    for (let act = 0; act < 2; act++) await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(digit).toBe('7')
    expect(rooms.complaints).toEqual([])
  })

  test('an error in the learner’s softmax is shown, and the next good save reads on', async () => {
    await example(3)
    await expect.poll(digit).toBe('3')
    const solution = workspace.read('solutions/2-softmax/1-softmax.ts')
    workspace.write(softmaxFile, solution.replace('return naiveSoftmax(', "throw new Error('no softmax today')\n  $&"))
    await expect.poll(() => alert(page).textContent()).toContain(`no softmax today`)
    await expect.poll(() => alert(page).textContent()).toContain(softmaxFile)
    workspace.write(softmaxFile, solution)
    await expect.poll(() => alert(page).count()).toBe(0)
    await expect.poll(digit).toBe('3')
    expect(rooms.complaints).toEqual([])
  })

  test('a training that stops is told of here too, though there is a network to read with', async () => {
    const solution = workspace.read('solutions/6-mnist/5-train.ts')
    workspace.write(
      trainFile,
      solution.replace('      total += ', "      if (total > 0) throw new Error('no more steps')\n$&"),
    )
    const other = await open('#draw')
    await expect.poll(() => alert(other).textContent(), patient).toContain(trainFile)
    expect(await alert(other).textContent()).toContain('no more steps')
    const network = () => other.locator('.network').textContent()
    await expect.poll(network, patient).toMatch(/^Its training stopped.* after 0\.0 epochs/)
    workspace.write(trainFile, solution)
    await expect.poll(() => other.locator('.network').textContent(), patient).toMatch(/after 2\.0 epochs; it reads 9/)
    expect(await alert(other).count()).toBe(0)
    expect(rooms.complaints).toEqual([])
    await other.close()
  })

  test.each([
    ['light', 1280],
    ['dark', 390],
    ['light', 390],
    ['dark', 1280],
  ] as const)('both rooms can be used by everybody, %s, at %i pixels', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    const across = () => page.evaluate('document.documentElement.scrollWidth')
    await page.getByRole('link', { name: 'Draw a digit' }).click()
    await page.getByText('The ten numbers').click()
    expect(await axe(page)).toEqual([])
    expect(await across()).toBe(width)
    expect(await sticksOut(page)).toEqual([])
    await page.getByRole('link', { name: 'MNIST, live' }).click()
    await page.locator('.misread li').first().waitFor()
    expect(await axe(page)).toEqual([])
    expect(await across()).toBe(width)
    expect(await sticksOut(page)).toEqual([])
    expect(rooms.complaints).toEqual([])
  })
})

describe('a built site', () => {
  let [site, server] = ['', undefined as unknown as Server]

  beforeAll(async () => {
    await workspace.start(['play', '--build'], /is a site/)
    const types: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' }
    server = createServer(({ url = '' }, answer) => {
      const file = url.replace('/some/folder/', '').replace(/\?.*$/, '') || 'index.html'
      const type = types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
      answer.writeHead(200, { 'content-type': type }).end(readFileSync(join(workspace.root, '.out/site', file)))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/folder/`
  })
  afterAll(() => {
    server?.closeAllConnections()
    server?.close()
  })
  afterEach(() => rooms.closePages())

  test('brings MNIST along, packed, and trains in a sub-folder of any host', async () => {
    const page = await open('#draw', {}, site)
    await expect.poll(() => page.locator('.network').textContent(), patient).toMatch(/after 2\.0 epochs; it reads 9/)
    expect(rooms.complaints).toEqual([])
  })

  const packed = (file: string) => gzipSync(readFileSync(join(root, mnistFolder, file)))

  test.each([
    [
      'a page in place of a file',
      'trainLabels',
      () => Buffer.from('<!doctype html><title>404'),
      'data/trainLabels.gz is not what lies beside this page: the host sent a web page (HTML). Upload the whole site again.',
    ],
    [
      'a file that was cut short',
      'testLabels',
      () => packed('t10k-labels-idx1-ubyte').subarray(0, -20),
      'data/testLabels.gz is a damaged gzip file. Upload the whole site again.',
    ],
    [
      'the file of other labels',
      'testLabels',
      () => packed('train-labels-idx1-ubyte'),
      'data/testImages.gz holds 10000 images, but data/testLabels.gz holds 60000 labels.',
    ],
    [
      'images for labels',
      'trainLabels',
      () => packed('t10k-images-idx3-ubyte'),
      'data/trainLabels.gz should hold labels (magic 2049), but it holds images (magic 2051).',
    ],
  ])('says of %s what it is, and calls no kata', async (_, file, body, says) => {
    const page = await open('#chain', {}, site)
    await page.route(`**/data/${file}.gz`, (route) => route.fulfill({ body: body() }))
    await page.getByRole('link', { name: 'MNIST, live' }).click()
    await train(page, 1)
    await expect.poll(() => alert(page).textContent(), patient).toContain(says)
    expect(await words(page)).toMatch(/^Training stopped\./)
  })
})
