import { type Exercise, exerciseOf, exercises } from '../../course/exercises.ts'
import { meanings, nameWithMark } from '../../training/code-origin.ts'
import { h } from './dom.ts'
import { addressOf, routeOf } from './route.ts'
import { type SourceLocation, placeOf } from './source-location.ts'
import type { Fault } from '../checkup/spot-check.ts'
import { resetDeadline } from './loop-guard.ts'
import { InvalidResult } from './invalid-result.ts'
import { firstWrong, originOfSlug, treeName } from './code-owners.ts'

/** The shown error, and its exercise if that is known. */
interface Shown {
  readonly error: Error
  readonly slug?: string
  /** the message of its tests, if only the tests blame that exercise */
  readonly failure?: string
}

/**
 * Shows an error of the learner's code, and the first exercise with a fault. Its element is empty if there is no error.
 *
 *   trouble.try('picture', () => draw(katas.now.joints(angles)))
 */
export class ErrorPanel {
  readonly element = h('div', { class: 'trouble', role: 'alert' })
  private readonly wrong = new Map<string, Error>()
  private fault: Fault | undefined
  private isLooking = false
  private shown: Shown | undefined
  /** the shown error as text */
  private key: string | undefined
  private readonly slugs: () => readonly string[]

  /** slugs: the learner's exercises that run here, in the order of the course */
  constructor(slugs: () => readonly string[]) {
    this.slugs = slugs
  }

  /** Runs work that calls katas, with a time limit. If it throws, returns undefined and shows the error until the same work succeeds. */
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

  /** Shows an error from elsewhere, such as a worker. */
  tell(work: string, thrown: unknown): void {
    this.wrong.set(
      work,
      thrown instanceof Error ? thrown : new Error(`“${String(thrown)}” was thrown, which is no Error.`),
    )
    this.show()
  }

  /** True while some work throws. */
  get isThere(): boolean {
    return this.wrong.size > 0
  }

  /** Forgets all errors. The room calls it when the code has changed. */
  clear(): void {
    this.wrong.clear()
    this.show()
  }

  /** Blames no exercise until the checkup has found the wrong one. */
  wait(): void {
    this.isLooking = true
  }

  /** Receives the result of the checkup: the fault of the first wrong exercise, or undefined if there is none. */
  blame(fault: Fault | undefined): void {
    ;[this.isLooking, this.fault] = [false, fault]
    this.show()
  }

  /** Updates the element if the error or the marks of exercises have changed. */
  show(): void {
    if (this.isLooking) return
    const next = this.fault ?? this.fromWork()
    const key = next && `${next.error.message} ${next.slug && nameWithMark(originOfSlug(next.slug))}`
    if (key === this.key) return
    ;[this.shown, this.key] = [next, key]
    if (next) void this.explain(next)
    else this.element.replaceChildren()
  }

  /** For an error that the checkup does not explain: blames the first exercise whose tests fail, or else the exercise that it names. */
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
    ...(exercise ? [h('p', { class: 'then' }, lessonLink(exercise))] : []),
  ]
}

/** A link to the lesson of an exercise, beside the room that is shown. */
function lessonLink({ stage }: Exercise): HTMLElement {
  const { room } = routeOf(location.hash)
  return h('a', { href: addressOf({ room, lesson: stage }) }, `Read lesson ${stage.split('-')[0]}`)
}
