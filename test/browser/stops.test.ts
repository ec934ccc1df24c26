import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { Rooms } from './rooms.ts'

/** Everything is the learner's and right, and then one exercise is broken: the page names it, and goes on once it is mended. */
let rooms: Rooms

beforeAll(async () => {
  rooms = await Rooms.begin([])
  const stages = ['1-tensor-ops', '2-softmax', '3-cross-entropy', '4-backprop', '5-chain-link', '6-mnist']
  for (const stage of stages) rooms.workspace.solveStage(stage)
})
afterAll(() => rooms?.end())

type Stop = readonly [kind: string, id: string, path: string, from: string, to: string, says: RegExp]

const patient = { timeout: 60_000 }
const alert = (page: Page) => page.getByRole('alert').filter({ hasText: /./ })
const figure = (page: Page, term: string) => page.locator('.figures div', { hasText: term }).locator('dd').first()

/** Breaks an exercise, waits until the page blames it, does what is to be done meanwhile, and mends it. */
async function stop(page: Page, [, id, path, from, to, says]: Stop, meanwhile = async () => {}): Promise<void> {
  expect(await alert(page).count()).toBe(0)
  rooms.workspace.edit(`katas/${path}.ts`, from, to)
  try {
    const what = page.locator('.trouble .what')
    await expect.poll(() => what.textContent(), patient).toContain(`katas/${path}.ts`)
    expect(await what.textContent()).toContain(`First wrong exercise: ↻ ${id} `)
    expect(await alert(page).textContent()).toMatch(says)
    await meanwhile()
    expect(await axe(page)).toEqual([])
    expect(await what.textContent()).toContain(`First wrong exercise: ↻ ${id} `)
  } finally {
    rooms.workspace.solve(path)
  }
  await expect.poll(() => alert(page).count(), patient).toBe(0)
}

describe('the chain', () => {
  let page: Page
  beforeAll(async () => {
    page = await rooms.open('#chain')
  })
  afterAll(() => rooms.closePages())
  const steps = async () => Number(await figure(page, 'Steps').textContent())

  test.each<Stop>([
    [
      'an error',
      '5.1',
      '5-chain-link/1-joints',
      'const points = [base]',
      "if (angles.length > 0) throw new Error('no joints today')\n  const points = [base]",
      /no joints today/,
    ],
    [
      'NaN',
      '5.3',
      '5-chain-link/3-gradient',
      '=> 2 * (ex',
      '=> (0 / 0) * (ex',
      /4 finite numbers .* got \[NaN, NaN, NaN, NaN\]/,
    ],
    [
      'a loop without an end',
      '4.1',
      '4-backprop/1-numerical-gradient',
      '  x.data.forEach(',
      '  for (let i = 0; i < x.data.length; i += 0) x.data.slice()\n  x.data.forEach(',
      /The loop in line \d+ has not come to its end/,
    ],
  ])('%s in %s', async (...found) => {
    await stop(page, found)
    const before = await steps()
    await expect.poll(steps, patient).toBeGreaterThan(before)
    expect(rooms.complaints).toEqual([])
  })
})

describe('softmax', () => {
  let page: Page
  beforeAll(async () => {
    page = await rooms.open('#softmax')
  })
  afterAll(() => rooms.closePages())

  test.each<Stop>([
    [
      'NaN',
      '2.1',
      '2-softmax/1-softmax',
      'return naiveSoftmax(broadcast(x, max(x, 1), (xi, m) => xi - m))',
      'return naiveSoftmax(x)',
      /wanted 0\.787 in entry \[1, 0\] of softmax\(\[\[1, 2, 3\], .*, but got NaN/,
    ],
    [
      'a wrong shape',
      '1.3',
      '1-tensor-ops/3-reduce',
      ': [B, 1], x)',
      ': [B], x)',
      /wanted a tensor of shape \[2, 1\] from sum\(\[\[1, 2, 3\], \[4, 5, 6\]\], 1\), but got a tensor of shape \[2\]/,
    ],
    [
      'wrong, but finite',
      '3.2',
      '3-cross-entropy/2-from-logits',
      'return total / B',
      'return total',
      /wanted 1\.324 from crossEntropyFromLogits/,
    ],
  ])('%s in %s', async (...found) => {
    await stop(page, found)
    await expect.poll(() => page.locator('.classes').first().innerText()).toContain('0.1154')
    expect(await page.locator('.stopped').count()).toBe(0)
    expect(rooms.complaints).toEqual([])
  })
})

describe('MNIST, live', () => {
  let page: Page
  beforeAll(async () => {
    page = await rooms.open('#mnist')
    await page.getByLabel('Epochs', { exact: true }).fill('1')
  })
  afterAll(() => rooms.closePages())
  const words = () => page.locator('.order + .words').textContent()

  test.each<Stop>([
    [
      'an error',
      '6.5',
      '6-mnist/5-train',
      '      total += ',
      "      if (rows.length > 0) throw new Error('where is the loss?')\n      total += ",
      /where is the loss\?/,
    ],
    [
      'a loop without an end',
      '4.9',
      '4-backprop/9-gradient',
      '  for (const back of',
      '  for (let l = 0; l < backs.length; l += 0) backs.slice()\n  for (const back of',
      /The loop in line \d+ has not come to its end/,
    ],
    [
      'wrong, but finite',
      '6.4',
      '6-mnist/4-apply-gradient',
      'leaf(model as Tensor, gradient, rate)',
      'leaf(model as Tensor, gradient, -rate)',
      /wanted 0\.5 in entry \[0, 0\] of W after applyGradient\(model, gradient, 0\.5\), but got 1\.5/,
    ],
  ])('%s in %s: the training that it has spoiled begins anew', async (...found) => {
    await stop(page, found, async () => {
      await page.getByRole('button', { name: /^Start/ }).click()
      await expect.poll(words, patient).toMatch(/^(Training stopped|Training\.|Done)/)
    })
    await expect.poll(words, patient).toMatch(/^Done\./)
    expect(Number.parseFloat((await figure(page, 'Unseen').textContent()) ?? '')).toBeGreaterThan(90)
    expect(rooms.complaints).toEqual([])
  })
})

describe('a digit to draw', () => {
  let page: Page
  beforeAll(async () => {
    page = await rooms.open('#draw')
    await page.locator('.network', { hasText: /after 2\.0 epochs; it reads 9/ }).waitFor(patient)
    await page.getByRole('button', { name: 'A 7 from the test images' }).click()
  })
  afterAll(() => rooms.closePages())
  const digit = () => page.locator('.digit').textContent()

  test.each<Stop>([
    [
      'an error',
      '6.7',
      '6-mnist/7-predict',
      'const p = softmax',
      "if (image) throw new Error('no digit today')\n  const p = softmax",
      /no digit today/,
    ],
    [
      'a wrong shape',
      '6.2',
      '6-mnist/2-batches',
      'zeros([count, rows * columns]',
      'zeros([count * rows, columns]',
      /wanted a tensor of shape \[1, 6\] from scale\(images\), but got a tensor of shape \[2, 3\]/,
    ],
    [
      'wrong, but finite',
      '1.6',
      '1-tensor-ops/6-one-hot',
      '> x.data[n * K + best]',
      '< x.data[n * K + best]',
      /wanted 1 in place 0 of argmax\(.*\), but got 0/,
    ],
  ])('%s in %s', async (...found) => {
    await expect.poll(digit, patient).toBe('7')
    await stop(page, found)
    await expect.poll(digit, patient).toBe('7')
    expect(rooms.complaints).toEqual([])
  })
})
