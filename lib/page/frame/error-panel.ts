import { exerciseOf, exercises } from '../../course/exercises.ts'
import { meanings, nameWithMark } from '../../training/code-origin.ts'
import { h } from './dom.ts'
import { type SourceLocation, placeOf } from './source-location.ts'
import type { Fault } from '../checkup/spot-check.ts'
import { resetDeadline } from './loop-guard.ts'
import { InvalidResult } from './invalid-result.ts'
import { firstWrong, originOfSlug, treeName } from './code-owners.ts'

/** What is shown: an error, and the exercise that is to blame, if that is known. */
interface Shown {
  readonly error: Error
  readonly slug?: string
  /** what the tests say of that exercise, where nothing else led to it */
  readonly failure?: string
}

/**
 * Where a room says what went wrong in the learner's code, and in which exercise first. Its element is empty while all is well.
 *
 *   trouble.try('picture', () => draw(katas.now.joints(angles)))
 */
export class ErrorPanel {
  readonly element = h('div', { class: 'trouble', role: 'alert' })
  private readonly wrong = new Map<string, Error>()
  private fault: Fault | undefined
  private isLooking = false
  private shown: Shown | undefined
  /** what is shown, as text */
  private key: string | undefined
  private readonly slugs: () => readonly string[]

  /** `slugs`: the learner's exercises that run here, in the order of the course */
  constructor(slugs: () => readonly string[]) {
    this.slugs = slugs
  }

  /** Runs what calls katas, and not for ever. undefined if it threw: then it is shown, until the same work succeeds, and `card` says so. */
  try<Result>(work: string, run: () => Result, card?: HTMLElement): Result | undefined {
    resetDeadline()
    try {
      const result = run()
      card?.classList.remove('stopped')
      if (this.wrong.delete(work)) this.show()
      return result
    } catch (thrown) {
      card?.classList.add('stopped')
      this.tell(work, thrown)
      return undefined
    }
  }

  /** Shows what was thrown elsewhere, in a worker say. */
  tell(work: string, thrown: unknown): void {
    this.wrong.set(
      work,
      thrown instanceof Error ? thrown : new Error(`“${String(thrown)}” was thrown, which is no Error.`),
    )
    this.show()
  }

  /** Does some work throw? */
  get isThere(): boolean {
    return this.wrong.size > 0
  }

  /** The code has changed: what was wrong may be right by now. */
  clear(): void {
    this.wrong.clear()
    this.show()
  }

  /** The exercises are being asked which is wrong: until that is known, no other is blamed. */
  wait(): void {
    this.isLooking = true
  }

  /** The first exercise that is wrong; undefined: all of them answer as they should. */
  blame(fault: Fault | undefined): void {
    ;[this.isLooking, this.fault] = [false, fault]
    this.show()
  }

  /** Shows what there is to show, if it differs from what is shown: the marks of exercises change, too. */
  show(): void {
    if (this.isLooking) return
    const next = this.fault ?? this.fromWork()
    const key = next && `${next.error.message} ${next.slug && nameWithMark(originOfSlug(next.slug))}`
    if (key === this.key) return
    ;[this.shown, this.key] = [next, key]
    if (next) void this.explain(next)
    else this.element.replaceChildren()
  }

  /** Of an error that no exercise explains: the first whose tests fail is to blame, or else the one that it names. */
  private fromWork(): Shown | undefined {
    const [error] = this.wrong.values()
    if (!error) return undefined
    const red = firstWrong(this.slugs())
    if (red) return { error, slug: red.slug, failure: red.failure?.title }
    return { error, slug: error instanceof InvalidResult ? error.slug : undefined }
  }

  private async explain(shown: Shown): Promise<void> {
    this.element.replaceChildren(...panel(shown, undefined))
    const place = await placeOf(shown.error, treeName(), shown.slug)
    if (place && this.shown === shown) this.element.replaceChildren(...panel(shown, place))
  }
}

function panel({ error, slug, failure }: Shown, found: SourceLocation | undefined): HTMLElement[] {
  const exercise = exercises.find((one) => one.slug === slug) ?? (found && exerciseOf(found.file))
  const origin = exercise && originOfSlug(exercise.slug)
  const isOwn = origin?.owner === 'yours'
  const place = found ?? (exercise && isOwn ? { file: `${treeName()}/${exercise.path}.ts` } : undefined)
  const where = place && h('code', {}, place.line === undefined ? place.file : `${place.file}:${place.line}`)
  const stops = isOwn || where ? 'Your code stops here' : 'This stops here'
  const meaning = origin?.mark && meanings[origin.mark]
  const what = origin
    ? `${isOwn ? 'First wrong exercise' : 'This stops in'}: ${nameWithMark(origin)}${meaning ? ` (${meaning})` : ''}`
    : stops
  const kind = ['Error', 'InvalidResult'].includes(error.name) ? '' : `${error.name}: `
  return [
    h('p', { class: 'what' }, what, ...(where ? [h('span', {}, where)] : [])),
    ...(place?.text ? [h('pre', { class: 'line' }, place.text)] : []),
    ...(failure ? [h('p', {}, `The first of its tests that fails: ${failure}. The room stopped with:`)] : []),
    h('pre', {}, `${kind}${error.message}`),
    h('p', { class: 'then' }, 'Nothing is lost. Save a change, and the page goes on from where it stands.'),
  ]
}
