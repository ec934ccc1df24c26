import { existsSync } from 'node:fs'
import { type Browser, type Page, chromium } from 'playwright-core'

const places = [
  process.env.KATA_BROWSER ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
]

/** Requests go to this machine only. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The Chromium or Chrome that is installed. None: Error that says how to get one. */
export function launch(): Promise<Browser> {
  const executablePath = places.find((path) => path !== '' && existsSync(path))
  if (executablePath === undefined)
    throw new Error(
      `There is no Chromium in ${places.join(', ')}. Install it (apt-get install -y chromium), or say where it is: KATA_BROWSER=PATH.`,
    )
  return chromium.launch({ executablePath, args: quiet })
}

/** Errors in the console, and requests that leave the machine: filled while the page lives. A good page leaves it empty. */
export function complaintsOf(page: Page, address: string): string[] {
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
