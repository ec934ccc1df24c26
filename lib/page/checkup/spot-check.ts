import { exercises } from '../../course/exercises.ts'
import { resetDeadline } from '../frame/loop-guard.ts'
import { Checks } from './checks.ts'
import type { ModuleOf, Slug, modules } from './katas.ts'

/** One exercise, and calls of its functions with inputs that are known to be good: throws if a result is wrong. */
export interface SpotCheck {
  readonly slug: Slug
  readonly ask: (kata: never, checks: Checks) => void
}

/** What the first exercise that is wrong throws, or what is said of its result. */
export interface Fault {
  readonly slug: string
  readonly error: Error
}

export function spotCheck<S extends Slug>(slug: S, ask: (kata: ModuleOf<S>, checks: Checks) => void): SpotCheck {
  return { slug, ask }
}

/** Asks these exercises one after the other, in the order of the course, and returns the first fault. */
export async function findFault(
  spotChecks: readonly SpotCheck[],
  slugs: readonly string[],
  load: typeof modules,
): Promise<Fault | undefined> {
  for (const { slug } of exercises) {
    const one = spotChecks.find((check) => check.slug === slug)
    if (!one || !slugs.includes(slug)) continue
    try {
      resetDeadline(Infinity) // loading takes as long as the network does
      const kata = await load[one.slug]()
      resetDeadline(1000)
      one.ask(kata as never, new Checks(slug))
      one.ask(kata as never, new Checks(slug)) // what is kept from call to call shows in the second
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(`“${String(thrown)}” was thrown, which is no Error.`)
      return { slug, error }
    }
  }
  return undefined
}
