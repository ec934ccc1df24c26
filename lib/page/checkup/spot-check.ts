import { exercises } from '../../course/exercises.ts'
import { resetDeadline } from '../frame/loop-guard.ts'
import { Checks } from './checks.ts'
import type { ModuleOf, Slug, modules } from './katas.ts'

/** Calls the functions of one exercise with known inputs, and throws if a result is wrong. */
export interface SpotCheck {
  readonly slug: Slug
  readonly ask: (kata: never, checks: Checks) => void
}

/** The error of the first wrong exercise: its own, or one about its result. */
export interface Fault {
  readonly slug: string
  readonly error: Error
}

export function spotCheck<S extends Slug>(slug: S, ask: (kata: ModuleOf<S>, checks: Checks) => void): SpotCheck {
  return { slug, ask }
}

/** Checks these exercises in the order of the course, and returns the first fault. */
export async function findFault(
  spotChecks: readonly SpotCheck[],
  slugs: readonly string[],
  load: typeof modules,
): Promise<Fault | undefined> {
  for (const { slug } of exercises) {
    const one = spotChecks.find((check) => check.slug === slug)
    if (!one || !slugs.includes(slug)) continue
    try {
      resetDeadline(Infinity) // the network decides how long loading takes
      const kata = await load[one.slug]()
      resetDeadline(1000)
      one.ask(kata as never, new Checks(slug))
      one.ask(kata as never, new Checks(slug)) // the second call finds state that is kept between calls
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(`“${String(thrown)}” was thrown, which is no Error.`)
      return { slug, error }
    }
  }
  return undefined
}
