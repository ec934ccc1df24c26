import { h } from './dom.ts'
import { type Place, placeOf } from './place.ts'
import { allow } from './tick.ts'
import { treeName } from './whose.ts'

/**
 * Where a room says, in place, what went wrong in the learner's code. Its element is empty while all is well.
 *
 *   trouble.try('picture', () => draw(katas.now.joints(angles)))
 */
export class Trouble {
  readonly element = h('div', { class: 'trouble', role: 'alert' })
  private readonly wrong = new Map<string, Error>()
  private shown: Error | undefined

  /** Runs what calls katas, and not for ever. undefined if it threw: then it is shown, until the same work succeeds. */
  try<Result>(work: string, run: () => Result): Result | undefined {
    allow()
    try {
      const result = run()
      if (this.wrong.delete(work)) this.show()
      return result
    } catch (thrown) {
      this.tell(work, thrown)
      return undefined
    }
  }

  /** Shows what was thrown elsewhere, in a worker say. */
  tell(work: string, thrown: unknown): void {
    this.wrong.set(
      work,
      thrown instanceof Error ? thrown : new Error(`${String(thrown)} was thrown, which is no Error.`),
    )
    this.show()
  }

  get isThere(): boolean {
    return this.wrong.size > 0
  }

  /** The code has changed: what was wrong may be right by now. */
  clear(): void {
    this.wrong.clear()
    this.show()
  }

  private show(): void {
    const [error] = this.wrong.values()
    if (error === undefined) this.element.replaceChildren()
    else if (error.message !== this.shown?.message || error.stack !== this.shown.stack) void this.explain(error)
    this.shown = error
  }

  private async explain(error: Error): Promise<void> {
    this.element.replaceChildren(...panel(error, undefined))
    const place = await placeOf(error, treeName())
    if (place && this.shown === error) this.element.replaceChildren(...panel(error, place))
  }
}

function panel(error: Error, place: Place | undefined): HTMLElement[] {
  const kind = ['Error', 'Unexpected'].includes(error.name) ? '' : `${error.name}: `
  const what = error.name === 'Unexpected' ? 'Not what was wanted: ' : 'Your code stops here: '
  const where = place && h('code', {}, place.line === undefined ? place.file : `${place.file}:${place.line}`)
  return [
    h('p', { class: 'what' }, ...(where ? [what, where] : ['This stops here'])),
    ...(place?.text ? [h('pre', { class: 'line' }, place.text)] : []),
    h('pre', {}, `${kind}${error.message}`),
    h('p', { class: 'then' }, 'Nothing is lost. Save a change, and the page goes on from where it stands.'),
  ]
}
