import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lessons } from '../../lib/course/exercises.ts'
import { addressOf, lessonOf, roomsOf } from '../../lib/page/frame/route.ts'
import { type RoomName, rooms as names } from '../../lib/page/frame/uses.ts'
import { axe } from './axe.ts'
import { complaintsOf } from './chromium.ts'
import { Rooms } from './rooms.ts'

let rooms: Rooms
let complaints: string[]

beforeAll(async () => {
  rooms = await Rooms.begin(['katas/5-chain-link/1-joints.ts'])
})
afterEach(async () => {
  await rooms.closePages()
  rooms.restore()
})
afterAll(() => rooms?.end())

/** Opens an address, and waits for what it shows: a lesson, or a room. */
async function open(address: string, width: number): Promise<Page> {
  const page = await rooms.browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' })
  complaints = complaintsOf(page, rooms.address)
  await page.goto(`${rooms.address}${address}`)
  await page.waitForSelector(address.includes('/') ? '.lesson h1' : '.room section')
  return page
}

const hash = (page: Page) => page.evaluate('location.hash')
const lesson = (page: Page) => page.locator('.lesson')
const heading = (page: Page) => page.locator('.lesson h1').innerText()
const room = (page: Page) => page.locator('.room')
const unfold = (page: Page) =>
  page.evaluate(`document.querySelectorAll('.lesson details').forEach((fold) => (fold.open = true))`)

/** The pictures that are not there. */
const brokenPictures = (page: Page) =>
  page.evaluate(`Promise.all([...document.querySelectorAll('.lesson img')].map((picture) =>
    picture.decode().then(() => picture.naturalWidth > 0 ? [] : [picture.src], () => [picture.src]))).then((all) => all.flat())`)

describe.each(lessons)('%s', (stage) => {
  test.each([1280, 390])('opens at a width of %d, with its pictures, and every reader can use it', async (width) => {
    const page = await open(addressOf({ lesson: stage }), width)
    expect(await heading(page)).toMatch(new RegExp(`^${stage[0]} · `))
    await unfold(page)
    expect(await page.locator('.lesson img').count()).toBeGreaterThan(0)
    expect(await brokenPictures(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    const outside = await page.evaluate(`[...document.querySelectorAll('.lesson .text > *, .lesson math')]
      .filter((element) => !element.closest('.wide') && element.getBoundingClientRect().right > ${width})
      .map((element) => element.textContent)`)
    expect(outside).toEqual([])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await axe(page), colorScheme).toEqual([])
    }
    expect(complaints).toEqual([])
  })
})

describe.each(Object.keys(names) as RoomName[])('the room %s', (name) => {
  const stage = lessonOf[name]

  test('opens its lesson beside it, and closes it, and keeps its state', async () => {
    const page = await open(`#${name}`, 1280)
    await room(page).evaluate((element) => element.setAttribute('data-same', ''))
    await page.getByRole('link', { name: `Read lesson ${stage[0]}` }).click()
    await expect.poll(() => lesson(page).isVisible()).toBe(true)
    const title = await heading(page)
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe(title)
    const [left, right] = [await room(page).boundingBox(), await lesson(page).boundingBox()]
    expect((left?.x ?? NaN) + (left?.width ?? NaN)).toBeLessThanOrEqual(right?.x ?? NaN)
    expect(await room(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    await page.getByRole('link', { name: 'Close the lesson' }).press('Enter')
    await expect.poll(() => lesson(page).isVisible()).toBe(false)
    expect(await hash(page)).toBe(`#${name}`)
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1')
    await page.getByRole('link', { name: `Read lesson ${stage[0]}` }).click()
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe(title)
    expect(await room(page).getAttribute('data-same')).toBe('')
    expect(complaints).toEqual([])
  })

  test('gives a narrow page to its lesson, which leads back', async () => {
    const page = await open(`#${name}`, 390)
    await page.getByRole('link', { name: `Read lesson ${stage[0]}` }).click()
    await expect.poll(() => lesson(page).isVisible()).toBe(true)
    expect(await room(page).count()).toBe(0)
    await lesson(page)
      .getByRole('link', { name: `← ${names[name]}` })
      .click()
    await expect.poll(() => room(page).isVisible()).toBe(true)
    expect(await lesson(page).isVisible()).toBe(false)
    expect(await hash(page)).toBe(`#${name}`)
    expect(complaints).toEqual([])
  })
})

test('the lessons lead to the next to the last, and back to the first, each with its own room', async () => {
  const page = await open(addressOf({ lesson: lessons[0] }), 1280)
  const go = async (sign: RegExp, stage: string): Promise<void> => {
    await page.locator('.neighbours').getByRole('link', { name: sign }).click()
    await expect.poll(() => heading(page)).toMatch(new RegExp(`^${stage[0]} · `))
    await expect.poll(() => room(page).count()).toBe(Math.min(1, roomsOf(stage).length))
  }
  for (const stage of lessons.slice(1)) await go(/→$/, stage)
  for (const stage of lessons.slice(0, -1).toReversed()) await go(/^←/, stage)
  expect(complaints).toEqual([])
})

test('a window that becomes narrow shows the lesson alone, and the room again when it is wide', async () => {
  const page = await open('#softmax/2-softmax', 1280)
  await room(page).waitFor()
  await page.setViewportSize({ width: 390, height: 900 })
  await expect.poll(() => room(page).count()).toBe(0)
  expect(await lesson(page).isVisible()).toBe(true)
  await page.setViewportSize({ width: 1280, height: 900 })
  await expect.poll(() => room(page).count()).toBe(1)
})

test('the link that skips the bar stays in the room', async () => {
  const page = await open('#softmax', 1280)
  await page.getByText('Skip to the room').press('Enter')
  await expect.poll(() => hash(page)).toBe('#room')
  await page.waitForTimeout(300) // long enough for another room to open
  expect(await page.locator('h1').innerText()).toBe('Softmax and cross-entropy')
})

test('an error names the lesson of its exercise', async () => {
  rooms.workspace.write('katas/5-chain-link/1-joints.ts', 'export const joints = () => { throw new Error("no") }\n')
  const page = await open('#chain', 1280)
  await page.getByRole('alert').getByRole('link', { name: 'Read lesson 5' }).click()
  await expect.poll(() => heading(page)).toBe('5 · The chain of links')
  expect(await hash(page)).toBe('#chain/5-chain-link')
})
