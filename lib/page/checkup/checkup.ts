import { live } from '../frame/live.ts'
import { type Fault, findFault } from './spot-check.ts'
import { spotChecks } from './spot-checks.ts'

const katas = await live(import.meta.url, () => import('./katas.ts'))

/**
 * Looks for the first exercise that is wrong: at once, and anew after each save. `slugs`: those to ask. Where loops are not counted,
 * in a built page, nothing is asked: one without an end would take the page with it.
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
    const fault = import.meta.hot && (await this.ask().catch(() => undefined)) // the room says itself what keeps it from loading
    if (count === this.count) this.found(fault) // otherwise it was saved again, or has ended
  }

  private async ask(): Promise<Fault | undefined> {
    return findFault(spotChecks, this.slugs(), katas.now.modules)
  }

  end(): void {
    this.count = NaN
    this.forget()
  }
}
