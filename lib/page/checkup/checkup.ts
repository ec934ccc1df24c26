import { live } from '../frame/live.ts'
import { type Fault, findFault } from './spot-check.ts'
import { spotChecks } from './spot-checks.ts'

const katas = await live(import.meta.url, () => import('./katas.ts'))

/**
 * Looks for the first wrong exercise, at once and after each save. slugs: the exercises to check
 * A built page does not count the rounds of loops. There it checks nothing, since an endless loop would block the page.
 */
export class Checkup {
  private readonly slugs: () => readonly string[]
  private readonly found: (fault: Fault | undefined) => void
  private readonly forget: () => void
  private count = 0

  constructor(slugs: () => readonly string[], found: (fault: Fault | undefined) => void) {
    ;[this.slugs, this.found] = [slugs, found]
    this.forget = katas.onSave(() => void this.look())
    void this.look()
  }

  async look(): Promise<void> {
    const count = ++this.count
    const fault = import.meta.hot && (await this.ask().catch(() => undefined)) // the room itself shows errors of loading
    if (count === this.count) this.found(fault) // otherwise a save or the end of the room made this result stale
  }

  private async ask(): Promise<Fault | undefined> {
    return findFault(spotChecks, this.slugs(), katas.now.modules)
  }

  end(): void {
    this.count = NaN
    this.forget()
  }
}
