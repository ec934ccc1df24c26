import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type Server, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { sticksOut } from './layout.ts'
import { Rooms } from './rooms.ts'
import type { Workspace } from './workspace.ts'

const gradientFile = 'katas/5-chain-link/3-gradient.ts'
const softmaxFile = 'katas/2-softmax/1-softmax.ts'
const edited = ['1-joints', '2-loss', '3-gradient', '4-descend'].map((name) => `katas/5-chain-link/${name}.ts`)
let rooms: Rooms
let workspace: Workspace

beforeAll(async () => {
  rooms = await Rooms.begin([...edited, softmaxFile])
  workspace = rooms.workspace
})
afterEach(async () => {
  await rooms.closePages()
  rooms.restore()
})
afterAll(() => rooms?.end())

const open = (...asked: Parameters<Rooms['open']>): Promise<Page> => rooms.open(...asked)
const still = { reducedMotion: 'reduce' } as const
const figure = (page: Page, term: string) => page.locator('.figures div', { hasText: term }).locator('dd')
/** a number as the page writes it: 3.2e−9 */
const numberIn = async (page: Page, term: string) =>
  Number((await figure(page, term).textContent())?.replaceAll('−', '-'))
const loss = (page: Page) => numberIn(page, 'Loss')
/** the line of .owners that an exercise is named in, up to the names; and its sign */
async function owner(page: Page, name: string): Promise<string> {
  const line = page.locator('.owners p').filter({ has: page.getByText(name) })
  return `${await line.locator('b').textContent()} ${await line.getByText(name).textContent()}`
}

describe('the chain', () => {
  test('the target is dragged, and the loss falls', async () => {
    const page = await open('#chain', still)
    const target = page.getByRole('slider', { name: 'Target' })
    const box = await target.boundingBox()
    const plane = await page.locator('.plane').boundingBox()
    if (!box || !plane) throw new Error('nothing is drawn')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(plane.x + plane.width * 0.5, plane.y + plane.height * 0.2, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => target.getAttribute('aria-valuetext')).toMatch(/^x -?0\.0\d, y 3\.\d\d$/)
    await expect.poll(() => page.locator('.words').first().textContent()).toContain('the loss can become 0')
    const before = await loss(page)
    await page.getByRole('button', { name: 'Play' }).click()
    await expect.poll(() => loss(page)).toBeLessThan(before / 4)
    expect(rooms.complaints).toEqual([])
  })

  test('arrow keys move the target, and beyond reach the floor is named', async () => {
    const page = await open('#chain', still)
    const target = page.getByRole('slider', { name: 'Target' })
    await target.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowUp')
    await expect.poll(() => target.getAttribute('aria-valuetext')).toBe('x 3.10, y 4.00')
    // (√(3.1² + 4²) − 4)² = 1.1249
    await expect.poll(() => page.locator('.words').first().textContent()).toMatch(/out of reach.*=\s1\.1249\./)
    const before = await loss(page)
    for (let step = 0; step < 5; step++) await page.getByRole('button', { name: 'Step', exact: true }).press('Enter')
    await expect.poll(() => figure(page, 'Steps').first().textContent()).toBe('5')
    expect(await loss(page)).toBeLessThan(before)
  })

  test('with reduced motion nothing moves by itself, otherwise it does', async () => {
    const page = await open('#chain', still)
    expect(await page.getByRole('button', { name: 'Play' }).count()).toBe(1)
    expect(await figure(page, 'Steps').first().textContent()).toBe('0')
    const other = await open('#chain')
    await expect.poll(async () => Number(await figure(other, 'Steps').first().textContent())).toBeGreaterThan(5)
  })

  test('has words for its pictures before they are drawn', async () => {
    const page = await rooms.browser.newPage()
    await page.addInitScript('globalThis.requestAnimationFrame = () => 0')
    await page.goto(`${rooms.address}#chain`)
    await page.waitForSelector('.room.chain section')
    expect(await axe(page)).toEqual([])
  })

  test('the numerical gradient descends as well, and both agree', async () => {
    const page = await open('#chain', still)
    await page.getByText('numerical (4.1)').click()
    const before = await loss(page)
    await page.getByRole('button', { name: 'Step', exact: true }).click()
    await expect.poll(() => loss(page)).toBeLessThan(before)
    await expect.poll(() => numberIn(page, 'differ')).toBeLessThan(1e-8)
  })
})

test('the landscape survives numbers that are none', async () => {
  const page = await open('#chain', still)
  const colours = await page.evaluate(`(async () => {
    const { Landscape } = await import('/chain/landscape.ts')
    const landscape = new Landscape()
    landscape.survey((a) => (a > 0 ? NaN : a), 0, true)
    landscape.draw([], [0, 0])
    const { data } = landscape.element.getContext('2d').getImageData(0, 0, 280, 280)
    return new Set(data.filter((_, i) => i % 4 === 0)).size
  })()`)
  expect(colours).toBeGreaterThan(10)
  expect(rooms.complaints).toEqual([])
})

test('markup is drawn anew only where it differs: a canvas keeps its pixels, a shape of a picture stays a shape', async () => {
  const page = await open('#chain', still)
  const drawn = await page.evaluate(`(async () => {
    const { draw, h, s } = await import('/frame/dom.ts')
    const [card, inside] = [h('div'), s('g')]
    draw(card, '<p class="a" title="t">one</p><canvas width="2"></canvas><b>last</b>')
    const [text, canvas] = card.children
    canvas.getContext('2d').fillRect(0, 0, 1, 1)
    draw(card, '<p class="b">two</p><canvas width="2"></canvas>')
    const isKept = card.firstChild === text && canvas.isConnected === card.isConnected && card.children[1] === canvas
    const ink = canvas.getContext('2d').getImageData(0, 0, 1, 1).data[3]
    draw(inside, '<path d="M0 0"/>')
    draw(inside, '<circle r="4"/>more<path d="M1 1"/>')
    return { isKept, ink, card: card.innerHTML, inside: inside.innerHTML, isShape: inside.firstChild instanceof SVGCircleElement }
  })()`)
  expect(drawn).toEqual({
    isKept: true,
    ink: 255,
    card: '<p class="b">two</p><canvas width="2"></canvas>',
    inside: '<circle r="4"></circle>more<path d="M1 1"></path>',
    isShape: true,
  })
})

test('the loss is drawn step by step, and said in words', async () => {
  const page = await open('#chain', still)
  const chart = page.locator('.chart')
  expect(await chart.locator('title').textContent()).toMatch(/^Loss: from [\d.]+ to [\d.]+ after 0 steps$/)
  await page.getByRole('button', { name: 'Step', exact: true }).click()
  await expect.poll(() => chart.locator('title').textContent()).toMatch(/after 1 steps$/)
  const points = (await chart.locator('polyline').getAttribute('points')) ?? ''
  expect(points.split(' ').length / 2).toBeGreaterThan(1)
  expect(await chart.innerHTML()).not.toMatch(/NaN|Infinity|undefined/)
})

describe('the learner’s code', () => {
  const alert = (page: Page) => page.getByRole('alert').filter({ hasText: /./ })

  test('says whose code runs, and follows a stub that is filled in', async () => {
    const page = await open('#chain', still)
    expect(await owner(page, '5.1 joints')).toBe('the reference: 5.1 joints')
    workspace.solve('5-chain-link/1-joints')
    await expect.poll(() => owner(page, '5.1 joints')).toBe('yours, not tested as it is now: ↻ 5.1 joints')
    expect(rooms.complaints).toEqual([])
  })

  test('what is tested green, what is wrong, and what was not tested since it was written look different', async () => {
    const page = await open('#chain', still)
    workspace.solve('5-chain-link/1-joints')
    await expect.poll(() => owner(page, '5.1 joints')).toBe('yours, not tested as it is now: ↻ 5.1 joints')
    await workspace.npm('progress', '--run')
    await expect.poll(() => owner(page, '5.1 joints')).toBe('yours: ✓ 5.1 joints')
    workspace.edit(edited[0], 'y + Math.cos(angle)', 'y - Math.cos(angle)')
    await expect.poll(() => owner(page, '5.1 joints')).toBe('yours, not tested as it is now: ↻ 5.1 joints')
    await workspace.npm('progress', '--run')
    await expect.poll(() => owner(page, '5.1 joints')).toBe('yours, its tests fail: ✗ 5.1 joints')
    expect(rooms.complaints).toEqual([])
  })

  test('what only the tests find is blamed on the first exercise whose tests fail', async () => {
    workspace.solve('5-chain-link/1-joints', '5-chain-link/2-loss')
    workspace.edit(edited[0], 'return angles.reduce(', 'return angles.length > 6 ? [NaN, NaN] : angles.reduce(')
    const page = await open('#chain', still)
    expect(await alert(page).count()).toBe(0)
    await page.getByRole('slider', { name: 'Links' }).fill('7')
    const what = page.locator('.trouble .what')
    await expect.poll(() => what.textContent()).toContain('First wrong exercise: ↻ 5.2 loss (not tested as it is now)')
    await workspace.npm('progress', '--run')
    await expect.poll(() => what.textContent()).toContain('First wrong exercise: ✗ 5.1 joints (its tests fail)')
    expect(await alert(page).textContent()).toMatch(
      /The first of its tests that fails: .*5\.2 loss: the page wanted a finite/,
    )
    workspace.solve('5-chain-link/1-joints')
    await expect.poll(() => alert(page).count(), { timeout: 10_000 }).toBe(0)
    expect(rooms.complaints).toEqual([])
  })

  test('an edit of an exercise reaches what builds on it', async () => {
    workspace.solve('5-chain-link/1-joints', '5-chain-link/3-gradient', '5-chain-link/4-descend')
    const page = await open('#chain', still)
    const step = page.getByRole('button', { name: 'Step', exact: true })
    const steps = figure(page, 'Steps').first()
    await step.click()
    await expect.poll(() => steps.textContent()).toBe('1')
    const before = await loss(page)
    workspace.edit(gradientFile, 'return angles', 'return angles.map(() => 0) || angles')
    await expect.poll(() => page.locator('.words').first().textContent()).toContain('stands still')
    await step.click()
    await expect.poll(() => steps.textContent()).toBe('2')
    expect(await loss(page)).toBe(before)
    workspace.solve('5-chain-link/3-gradient')
    await expect.poll(() => page.locator('.words').first().textContent()).not.toContain('stands still')
    await step.click()
    await expect.poll(() => loss(page)).toBeLessThan(before)
    expect(rooms.complaints).toEqual([])
  })

  test('an error is shown in place with its line, and the next good save goes on, with everything as it was', async () => {
    const page = await open('#chain', still)
    await page.getByRole('slider', { name: 'Links' }).fill('7')
    await page.getByRole('button', { name: 'Step', exact: true }).click()
    const solution = workspace.read('solutions/5-chain-link/3-gradient.ts')
    const broken = solution.replace(/ {2}return .*/, "  throw new Error('what is ey?')\n$&")
    const line = broken.split('\n').findIndex((text) => text.includes('what is ey?')) + 1
    workspace.write(gradientFile, broken)
    await expect.poll(() => alert(page).textContent()).toContain(`katas/5-chain-link/3-gradient.ts:${line}`)
    expect(await alert(page).textContent()).toContain('what is ey?')
    workspace.write(gradientFile, solution)
    await expect.poll(() => alert(page).count()).toBe(0)
    expect(await page.getByRole('slider', { name: 'Links' }).inputValue()).toBe('7')
    await page.getByRole('button', { name: 'Step', exact: true }).click()
    await expect.poll(() => figure(page, 'Steps').first().textContent()).toBe('2')
    expect(rooms.complaints).toEqual([])
  })

  test('what cannot be parsed is shown with its line, also when the page is opened on it', async () => {
    const source = workspace.read(softmaxFile)
    const broken = source.replace('export function softmax(x', 'export function softmax((x')
    workspace.write(softmaxFile, broken)
    const line = broken.split('\n').findIndex((text) => text.includes('softmax((x')) + 1
    const page = await open('#softmax')
    const first = alert(page).first()
    await expect.poll(() => first.textContent()).toContain(`katas/2-softmax/1-softmax.ts:${line}`)
    expect(await first.textContent()).toContain('SyntaxError')
    workspace.solve('2-softmax/1-softmax')
    await expect.poll(() => alert(page).count()).toBe(0)
    expect(await owner(page, '2.1 softmax')).toBe('yours, not tested as it is now: ↻ 2.1 softmax')
    expect(rooms.complaints).toEqual([])
  })

  test('a wrong answer stays theirs: what is no arm is named, a loop without an end stops', async () => {
    const page = await open('#chain', still)
    const stub = workspace.read(gradientFile)
    const solution = workspace.read('solutions/5-chain-link/3-gradient.ts')
    workspace.write(gradientFile, solution.replace(/ {2}return .*/, '  return [ex, ey]'))
    const wanted = '5.3 gradient: the page wanted 4 finite numbers from gradient('
    await expect.poll(() => alert(page).textContent()).toContain(wanted)
    expect(await owner(page, '5.3 gradient')).toMatch(/^yours/)
    workspace.write(gradientFile, solution.replace(/ {2}return .*/, '  while (ex > -9) angles.at(0)\n$&'))
    await expect.poll(() => alert(page).textContent(), { timeout: 10_000 }).toContain('has not come to its end')
    workspace.write(gradientFile, stub)
    await expect.poll(() => alert(page).count(), { timeout: 10_000 }).toBe(0)
  })
})

test('a port that is taken is refused in a sentence, and the command ends', () => {
  const { port } = new URL(rooms.address)
  const again = ['lib/commands/run.mjs', 'play', '--port', port]
  const { status, stderr } = spawnSync(process.execPath, again, {
    cwd: workspace.root,
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect(stderr).toContain(`The port ${port} is in use. Choose another with --port N.`)
  expect(status).toBe(2)
})

describe('--host', () => {
  const port = 20_000 + ((process.pid + 1) % 40_000)
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)
  const ask = (host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) =>
      get({ host: outside?.address ?? '127.0.0.1', port, headers: { host } }, ({ statusCode }) =>
        resolve(statusCode),
      ).on('error', reject),
    )

  test('serves a container and the network, and still no page of a foreign name', async () => {
    await workspace.start(['play', '--host', '0.0.0.0', '--port', String(port)], /Every save shows/)
    expect(await ask(`localhost:${port}`)).toBe(200)
    expect(await ask('elsewhere.example')).toBe(403)
  })

  test('that is no address of this machine is refused in a sentence', async () => {
    const said = await workspace.start(['play', '--host', 'nowhere.invalid'], /--host .*/)
    expect(said.text.trim()).toBe('--host wants an address of this machine, but got “nowhere.invalid”.')
  })
})

test('softmax shifted by 1000: the naive one is lost, the learner’s is not', async () => {
  const page = await open('#softmax')
  const [own, naive] = [page.locator('.classes').nth(0), page.locator('.classes').nth(1)]
  const row = await own.locator('tbody tr').first().innerText()
  expect(await naive.innerText()).not.toContain('NaN')
  await page.getByText('Shift all by +1000').click()
  await expect.poll(() => naive.locator('tbody').innerText()).toMatch(/^A\s+∞\s+NaN/)
  expect(await page.getByText('∞/∞ is NaN').count()).toBe(1)
  expect(await own.locator('tbody tr').first().innerText()).toBe(row)
  // e² / (e² + e^½ + e⁻¹ + e⁴) = 0.1154
  expect(row).toContain('0.1154')
  expect(rooms.complaints).toEqual([])
})

test('a keyboard gets everywhere: past the bar, from room to room, to the first control', async () => {
  const page = await open('', still)
  const here = () => page.evaluate('document.activeElement.textContent')
  await page.keyboard.press('Tab')
  expect(await here()).toBe('Skip to the room')
  await page.keyboard.press('Tab')
  expect(await here()).toBe('Chain')
  expect(await page.locator('nav a[aria-current=page]').textContent()).toBe('Chain')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect.poll(here).toBe('Softmax and cross-entropy')
  expect(await page.locator('nav a[aria-current=page]').textContent()).toBe('Softmax')
  const shares = page.locator('.classes').first()
  const before = await shares.innerText()
  await page.keyboard.press('Tab')
  expect(await here()).toBe('Read lesson 2')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => shares.innerText()).not.toBe(before)
})

test.each([1280, 390])('%d wide: no serious obstacle for any reader, and no sideways scrolling', async (width) => {
  const page = await open('#chain', { ...still, viewport: { width, height: 900 } })
  for (const room of ['chain', 'softmax']) {
    await page.evaluate(`location.hash = '#${room}'`)
    await page.waitForSelector(`.room.${room} section`)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await axe(page), `${room}, ${colorScheme}`).toEqual([])
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    expect(await sticksOut(page), room).toEqual([])
  }
  expect(rooms.complaints).toEqual([])
})

describe('--build', () => {
  let [server, site] = [undefined as Server | undefined, '']
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

  beforeAll(async () => {
    const said = await workspace.start(['play', '--build'], /is a site|was not built|Error/)
    expect(said.text).toContain('.out/site is a site for any static web host.')
    server = createServer(({ url = '' }, answer) => {
      const path = new URL(url, 'http://host').pathname.replace('/some/folder/', '/')
      try {
        const file = path === '/' ? '/index.html' : path
        const content = readFileSync(join(workspace.root, '.out/site', file))
        answer.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' }).end(content)
      } catch {
        answer.writeHead(404).end()
      }
    }).listen(0, '127.0.0.1')
    await new Promise((listening) => server?.once('listening', listening))
    site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/folder/`
  })

  afterAll(() => server?.close())

  test('opened as a file it says that it must be served, and how', async () => {
    const page = await rooms.browser.newPage()
    await page.goto(pathToFileURL(join(workspace.root, '.out/site/index.html')).href)
    expect(await page.getByRole('alert').innerText()).toMatch(/must be served.*npm run play.*python3 -m http\.server/)
    const served = await open('#chain', still, site)
    expect(await served.getByText('must be served').count()).toBe(0)
  })

  test('makes a site that works in a sub-folder of any host, and requests nothing elsewhere', async () => {
    const page = await open('#chain', {}, site)
    await expect.poll(async () => Number(await figure(page, 'Steps').first().textContent())).toBeGreaterThan(5)
    await page.getByRole('link', { name: 'Softmax' }).click()
    await page.waitForSelector('.classes tbody tr')
    expect(await page.locator('.classes').first().innerText()).toContain('0.1154')
    expect(rooms.complaints).toEqual([])
  })
})
