import type { Exercise } from '../../course/exercises.ts'
import { testsFor, testsForFreshCopy } from './answer-tests.ts'
import type { Diagnosis } from '../../course/diagnosis.ts'
import { resetDeadline, limits } from '../sandbox/deadline.ts'
import type { KataTest } from '../assert/law.ts'

/** Each test has its own time limit: an earlier slow test does not make a later one late. */
export function passes(exam: KataTest): boolean {
  resetDeadline(limits.milliseconds / 2)
  try {
    exam.run(true)
    return true
  } catch {
    return false
  }
}

/**
 * If the test passes on the reference's earlier exercises, state is kept between tests, or an earlier exercise is at
 * fault.
 */
export async function diagnoseUpstream(exercise: Exercise, title: string): Promise<Diagnosis | undefined> {
  const exams = await testsForFreshCopy(exercise)
  const at = exams.findIndex((one) => one.title === title)
  for (const before of exams.slice(0, at)) passes(before)
  if (!passes(exams[at])) return stateLeak
  return process.env.KATA_MODE === 'isolated' ? undefined : upstream(exercise)
}

/** Does a failing test pass if it runs first? */
export async function passesFirst(exercise: Exercise, title: string): Promise<boolean> {
  return (await testsForFreshCopy(exercise)).some((one) => one.title === title && passes(one))
}

export const stateLeak: Diagnosis = {
  text: 'This test passes alone and fails after other tests: your code keeps state between calls. Look at the variables outside your functions.',
  names: [],
  isInstead: true,
}

/**
 * Blames the learner's earlier exercises that fail their own tests. If none fails, it says that one of them is at
 * fault.
 */
async function upstream(exercise: Exercise): Promise<Diagnosis | undefined> {
  const own = await earlierOwn(exercise)
  const wrong: Exercise[] = []
  for (const earlier of own) if (!(await testsFor(earlier, 'theirs')).every(passes)) wrong.push(earlier)
  const suspects = wrong.length > 0 ? wrong : own
  if (suspects.length === 0) return undefined
  return { text: explainUpstream(exercise, suspects, wrong.length > 0), names: [], isInstead: true }
}

function explainUpstream({ id, name }: Exercise, suspects: readonly Exercise[], areWrong: boolean): string {
  const names = suspects.map((suspect) => `${suspect.id} ${suspect.name}`)
  if (names.length === 1) return `${id} ${name} is right here: the fault comes from ${names[0]}, yours.`
  if (areWrong)
    return `${id} ${name} is right here: the fault comes from one of yours that fail their own tests (${names.join(', ')}). Begin with the first.`
  return `On the reference’s earlier exercises this test passes: the fault comes from one of yours (${names.join(', ')}).`
}

/** The learner's own exercises that the exercise or its test imports, directly or not, in the order of the course. */
async function earlierOwn(exercise: Exercise): Promise<readonly Exercise[]> {
  const { cacheKeys } = await import('../../course/cache-key.ts') // The import is dynamic, because that module parses and loads Vite.
  return cacheKeys(process.env.KATA_TREE ?? '').dependenciesOf(exercise)
}
