/// <reference types="vite/types/importMeta.d.ts" />
import type { Exercise } from '../../course/exercises.ts'
import type { Misconception, UnlistedMistake, Variant } from './answers.ts'
import { type Exports, withAnswer, withoutChecks } from './answer-proxy.ts'
import { type KataTest, collect } from '../assert/law.ts'

/**
 * The tests of the course, bound to one answer each. The runner of this module resolves the module ids: Vitest, or a module
 * runner with the resolver.
 */

/**
 * The tests of an exercise, bound to one answer, with the reference for all other exercises. `answer` as in the
 * resolver.
 */
export async function testsFor(exercise: Exercise, answer: string): Promise<readonly KataTest[]> {
  const exports = await exportsOf(exercise, answer)
  const known = bound.get(exports) ?? (await examsOn(exercise, exports))
  bound.set(exports, known)
  return known
}

/** The tests with the costly ones at the end: most answers are rejected before them. */
export function cheapFirst(exams: readonly KataTest[]): readonly KataTest[] {
  return exams.toSorted((a, b) => Number(a.costly ?? false) - Number(b.costly ?? false))
}

/** The tests of an answer without the costly ones. */
export async function cheapTests(exercise: Exercise, answer: string): Promise<readonly KataTest[]> {
  return (await testsFor(exercise, answer)).filter(({ costly }) => !costly)
}

/** The tests of an exercise, bound to the exports of an answer that is on no list. */
export async function examsOn(exercise: Exercise, exports: Exports): Promise<readonly KataTest[]> {
  return (await examsFor(exercise)).map((exam) => ask(exam, exercise.path, exports))
}

/** The tests of an exercise, bound to a fresh copy of the tree's answer that no test has called. */
export function testsForFreshCopy(exercise: Exercise): Promise<readonly KataTest[]> {
  return testsFor(exercise, `theirs${++loaded}`)
}

let loaded = 0

const bound = new WeakMap<Exports, readonly KataTest[]>()

function ask(exam: KataTest, path: string, answer: Exports): KataTest {
  const as = <T>(run: () => T): T => withAnswer(path, answer, run)
  let found: object | undefined
  return {
    ...exam,
    run(quick) {
      try {
        as(() => exam.run(quick))
      } finally {
        found = exam.found?.()
      }
    },
    probes: exam.probes.map((probe) => () => as(probe)),
    on: exam.on && ((inputs) => as(() => exam.on?.(inputs))),
    found: () => found,
  }
}

/** The tests as declared, with proxies of the exercise. They are loaded once. */
async function examsFor({ path }: Exercise): Promise<readonly KataTest[]> {
  const file = `/test/${path}.test.ts?answer=asked`
  const exams = await collect(() => import(/* @vite-ignore */ file))
  // A module that is already loaded declares no tests again.
  if (exams.length > 0) declared.set(path, exams)
  return declared.get(path) ?? []
}

const declared = new Map<string, readonly KataTest[]>()

/** The exports of an answer. */
export async function exportsOf(exercise: Exercise, answer: string): Promise<Exports> {
  const [list, id] = answer.split(':')
  if (id === undefined) return (await import(/* @vite-ignore */ `/answer/${exercise.path}/${answer}`)) as Exports
  const key = `${exercise.path} ${answer}`
  const known = made.get(key) ?? (await makeAnswer(exercise, list, id))
  made.set(key, known)
  return known
}

/** Makes an answer that is on no list known by a name, for testsFor and for the diagnosis. */
export function registerAnswer(exercise: Exercise, answer: string, exports: Exports): void {
  made.set(`${exercise.path} ${answer}`, exports)
}

const made = new Map<string, Exports>()

async function makeAnswer(exercise: Exercise, list: string, id: string): Promise<Exports> {
  if (list === 'unrefusing') return withoutChecks(await makeAnswer(exercise, 'misconceptions', id))
  return { ...(await exportsOf(exercise, 'reference')), ...(await findListed(exercise, list, id)).answer() }
}

async function findListed(exercise: Exercise, list: string, id: string): Promise<{ answer(): Exports }> {
  const all: Record<string, (one: Exercise) => Promise<readonly { id: string; answer(): object }[]>> = {
    misconceptions: misconceptionsOf,
    variants: variantsOf,
    unlisted: unlistedOf,
  }
  const found = (await all[list](exercise)).find((one) => one.id === id)
  if (!found) throw new Error(`There is no ${id} among the ${list} of ${exercise.id} ${exercise.name}.`)
  return found as { answer(): Exports }
}

const misconceptions = import.meta.glob<{ misconceptions: readonly Misconception[] }>('/test/misconceptions/*/*.ts')
const variants = import.meta.glob<{ variants: readonly Variant[] }>('/test/variants/*/*.ts')
const unlisted = import.meta.glob<{ unlisted: readonly UnlistedMistake[] }>('/test/unlisted/*/*.ts')

export function misconceptionsOf(exercise: Exercise): Promise<readonly Misconception[]> {
  return listOf('misconceptions', misconceptions, exercise)
}

export function variantsOf(exercise: Exercise): Promise<readonly Variant[]> {
  return listOf('variants', variants, exercise)
}

export function unlistedOf(exercise: Exercise): Promise<readonly UnlistedMistake[]> {
  return listOf('unlisted', unlisted, exercise)
}

/** Returns an empty list if there is no file. Throws an Error if the file does not export the list. */
async function listOf<Name extends string, One>(
  name: Name,
  files: Record<string, () => Promise<Record<Name, readonly One[]>>>,
  { path }: Exercise,
): Promise<readonly One[]> {
  const file = files[`/test/${name}/${path}.ts`]
  if (!file) return []
  const list: unknown = (await file())[name]
  if (!Array.isArray(list)) throw new Error(`test/${name}/${path}.ts exports no list of the name ${name}.`)
  return list
}
