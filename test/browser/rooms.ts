import type { Browser, Page } from 'playwright-core'
import { complaintsOf, launch } from './chromium.ts'
import { Workspace } from './workspace.ts'

type PageOptions = Parameters<Browser['newPage']>[0]

/** npm run play in a checkout of its own, and a browser that looks at it. */
export class Rooms {
  readonly workspace: Workspace
  readonly browser: Browser
  readonly address: string
  /** of the page that was opened last */
  complaints: string[] = []
  private readonly stubs: ReadonlyMap<string, string>

  private constructor(workspace: Workspace, browser: Browser, address: string, edited: readonly string[]) {
    ;[this.workspace, this.browser, this.address] = [workspace, browser, address]
    this.stubs = new Map(edited.map((file) => [file, workspace.read(file)]))
  }

  /** `edited`: the files that tests may write into, which are put back by `restore`. */
  static async begin(edited: readonly string[]): Promise<Rooms> {
    const workspace = new Workspace()
    const port = 20_000 + (process.pid % 40_000)
    const said = await workspace.start(['play', '--port', String(port)], /http:\S+/)
    return new Rooms(workspace, await launch(), /http:\S+/.exec(said.text)?.[0] ?? '', edited)
  }

  async open(hash: string, options: PageOptions = {}, at = this.address): Promise<Page> {
    const page = await this.browser.newPage({ viewport: { width: 1280, height: 900 }, ...options })
    this.complaints = complaintsOf(page, at)
    await page.goto(`${at}${hash}`)
    await page.waitForSelector('.room section')
    return page
  }

  restore(): void {
    for (const [file, stub] of this.stubs) if (this.workspace.read(file) !== stub) this.workspace.write(file, stub)
  }

  async closePages(): Promise<void> {
    for (const context of this.browser.contexts()) await context.close()
  }

  async end(): Promise<void> {
    await this.browser.close()
    await this.workspace.remove()
  }
}
