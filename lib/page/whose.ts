import { exercises } from '../course/exercises.ts'
import type { Saved, Whose } from './saved.ts'

let now = JSON.parse(document.getElementById('whose')?.textContent ?? '{"tree":"katas","yours":[]}') as Whose

/** The folder of the learner's code, as they would write it: katas */
export function treeName(): string {
  return now.tree
}

export function isYours(slug: string): boolean {
  return now.yours.includes(slug)
}

/** calls back after each save */
export function onWhose(listener: () => void): void {
  import.meta.hot?.on('kata:saved', (saved: Saved) => {
    now = saved.whose
    listener()
  })
}

/**
 * The exercises whose code runs when these are used, in the order of the course: these, and of those they stand on the learner's
 * own, which the reference uses too where it stands in.
 */
export function running(uses: readonly string[]): { name: string; id: string; isYours: boolean }[] {
  const used = new Set<string>()
  const add = (slug: string): void => {
    used.add(slug)
    const needs = exercises.find((exercise) => exercise.slug === slug)?.needs ?? []
    for (const exercise of exercises) if (needs.includes(exercise.id) && !used.has(exercise.slug)) add(exercise.slug)
  }
  uses.forEach(add)
  return exercises
    .filter(({ slug }) => uses.includes(slug) || (used.has(slug) && isYours(slug)))
    .map(({ name, id, slug }) => ({ name, id, isYours: isYours(slug) }))
}
