/// <reference types="vite/types/importMeta.d.ts" />
import { type Exercise, exercises } from '../course/exercises.ts'
import type { Misconception, Stranger, Variant } from './answers.ts'
import { type Exam, collect } from './law.ts'

/**
 * The course as the judge asks it: the tests of an exercise for one answer, the answers that are listed, what came earlier.
 * Ids are resolved by whoever runs this module: Vitest, or a module runner with the resolver in front.
 */
const known = new Map<string, readonly Exam[]>()

/** The tests of an exercise, with one answer as its own (see the resolver) and the reference for all others. */
export async function examsOf({ path }: Exercise, answer: string): Promise<readonly Exam[]> {
  const file = `/test/${path}.test.ts?answer=${answer}`
  const exams = await collect(() => import(/* @vite-ignore */ file))
  // a module that is loaded already declares nothing anew
  if (exams.length > 0) known.set(file, exams)
  return known.get(file) ?? []
}

const misconceptions = import.meta.glob<{ misconceptions: readonly Misconception[] }>(
  '../../test/misconceptions/*/*.ts',
)
const variants = import.meta.glob<{ variants: readonly Variant[] }>('../../test/variants/*/*.ts')
const strangers = import.meta.glob<{ strangers: readonly Stranger[] }>('../../test/strangers/*/*.ts')

export async function misconceptionsOf({ path }: Exercise): Promise<readonly Misconception[]> {
  return (await misconceptions[`../../test/misconceptions/${path}.ts`]?.())?.misconceptions ?? []
}

export async function variantsOf({ path }: Exercise): Promise<readonly Variant[]> {
  return (await variants[`../../test/variants/${path}.ts`]?.())?.variants ?? []
}

export async function strangersOf({ path }: Exercise): Promise<readonly Stranger[]> {
  return (await strangers[`../../test/strangers/${path}.ts`]?.())?.strangers ?? []
}

/** Earlier exercises that this one builds on, directly or not, in the order of the course. */
export function earlierThan(exercise: Exercise): readonly Exercise[] {
  const needed = new Set<string>()
  const need = ({ needs }: Exercise): void => {
    for (const earlier of exercises.filter(({ id }) => needs.includes(id))) {
      needed.add(earlier.id)
      need(earlier)
    }
  }
  need(exercise)
  return exercises.filter(({ id }) => needed.has(id))
}
