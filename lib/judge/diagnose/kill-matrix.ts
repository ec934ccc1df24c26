import { type Exercise, exercises } from '../../course/exercises.ts'
import type { Misconception } from './answers.ts'
import { cheapFirst, cheapTests, testsFor, misconceptionsOf } from './answer-tests.ts'
import { diagnose } from './diagnose.ts'
import { outcomesOf } from './fingerprint.ts'
import { Mismatch, DidNotThrow } from '../assert/mismatch.ts'

/** The verdict on one misconception. */
export interface Verdict {
  readonly exercise: string
  readonly id: string
  readonly belief: string
  /** the title of the first test that rejects it; undefined if none does */
  readonly killedBy?: string
  /** rejected by an assertion, as it should be, or by a crash */
  readonly by?: 'assertion' | 'crash'
  /** the first line of the message */
  readonly symptom?: string
  /** the ids that the diagnosis names */
  readonly named: readonly string[]
}

/** A verdict, and its problem: see problemWith. */
export interface Judged extends Verdict {
  readonly complaint?: string
}

/** Runs the tests of its own exercise over a misconception until one rejects it, and has the failure explained. */
export async function judge(exercise: Exercise, { id, belief }: Misconception): Promise<Verdict> {
  const answer = `misconceptions:${id}`
  for (const { title, run } of cheapFirst(await testsFor(exercise, answer))) {
    const error = catchError(() => run(true))
    if (error === undefined) continue
    const names = (await diagnose(exercise, title, error, answer))?.names ?? []
    const by = error instanceof Mismatch ? 'assertion' : 'crash'
    const [symptom] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { exercise: exercise.id, id, belief, killedBy: title, by, symptom, named: names }
  }
  return { exercise: exercise.id, id, belief, named: [] }
}

/** All misconceptions of these exercises. */
export async function killMatrix(among: readonly string[]): Promise<Judged[]> {
  const verdicts: Judged[] = []
  for (const exercise of exercises.filter(({ id }) => among.includes(id))) {
    for (const misconception of await misconceptionsOf(exercise)) {
      const verdict = await judge(exercise, misconception)
      verdicts.push({ ...verdict, complaint: problemWith(verdict, misconception) })
    }
  }
  return verdicts
}

/** A test in which a misconception gets the wrong diagnosis, or, without its input checks, none. */
export interface Misdiagnosis {
  readonly exercise: string
  readonly id: string
  readonly title: string
  readonly named: readonly string[]
}

/**
 * Diagnoses each misconception in every test that rejects it, and returns the tests that name another one. The costly tests are
 * left out: a misconception may take minutes for 140,000 numbers.
 */
export async function misdiagnoses(among: readonly string[]): Promise<{ tests: number; strays: Misdiagnosis[] }> {
  const found: Misdiagnosis[] = []
  let tests = 0
  for (const exercise of exercises.filter(({ id }) => among.includes(id))) {
    for (const misconception of await misconceptionsOf(exercise)) {
      const { id, same = [] } = misconception
      const answer = `misconceptions:${id}`
      const add = (title: string, named: readonly string[]): void =>
        void found.push({ exercise: exercise.id, id, title, named })
      for (const { title, run } of await cheapTests(exercise, answer)) {
        const error = catchError(() => run(true))
        if (error === undefined) continue
        tests++
        const named = (await diagnose(exercise, title, error, answer))?.names ?? []
        if (!named.every((name) => name === id || same.includes(name))) add(title, named)
      }
      const unnamed = await findUnnamedWithoutChecks(exercise, misconception)
      if (unnamed !== undefined) add(unnamed, [])
    }
  }
  return { tests, strays: found }
}

/**
 * Checks that a misconception is still named when its input checks are missing. Returns the title of the test in which it is not.
 * Returns undefined if it is named. Also undefined if this cannot be tested: the misconception is about the checks, or it crashes.
 */
async function findUnnamedWithoutChecks(exercise: Exercise, { id }: Misconception): Promise<string | undefined> {
  const answer = `unrefusing:${id}`
  const exams = await cheapTests(exercise, `misconceptions:${id}`)
  const unchecked = await cheapTests(exercise, answer)
  const at = exams.findIndex(({ run }) => catchError(() => run(true)) !== undefined)
  if (at < 0) return undefined
  const [error, same] = [exams, unchecked].map((all) => catchError(() => all[at].run(true))) as (Error | undefined)[]
  if (error instanceof DidNotThrow || same?.message !== error?.message) return undefined
  const { title } = exams[at]
  if ((await diagnose(exercise, title, same, answer))?.names.includes(id)) return undefined
  return exams.some((exam) => outcomesOf(exam).some(({ kind }) => kind === 'crashes')) ? undefined : title
}

/** The problem of a verdict: alive, crashed, not named, or named as another one. Returns undefined if there is none. */
export function problemWith(
  { killedBy, by, named }: Verdict,
  { id, same = [], crashes = false }: Misconception,
): string | undefined {
  if (killedBy === undefined) return 'no test rejects it'
  if (by === 'crash' && !crashes) return `it crashes in “${killedBy}” instead of being rejected by an assertion`
  if (!named.includes(id))
    return `it is not named${named.length > 0 ? `, but ${named.join(', ')}` : ''} (rejected by “${killedBy}”)`
  const others = named.filter((other) => other !== id && !same.includes(other))
  return others.length > 0 ? `${others.join(', ')} is named as well, and not listed as the same` : undefined
}

function catchError(run: () => void): unknown {
  try {
    run()
    return undefined
  } catch (error) {
    return error
  }
}
