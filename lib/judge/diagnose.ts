import type { Exercise } from '../course/exercises.ts'
import type { Misconception } from './answers.ts'
import { earlierThan, examsOf, misconceptionsOf } from './course.ts'
import { type Outcome, alike, isWrong, outcome, outcomesOf, same, subject } from './fingerprint.ts'
import type { Exam } from './law.ts'
import { Mismatch } from './mismatch.ts'
import { signature } from './signature.ts'
import { whereBorn } from './watch.ts'

export interface Diagnosis {
  readonly text: string
  /** ids of the misconceptions it names */
  readonly names: readonly string[]
}

/**
 * Why a test of an exercise fails, as far as it can be known: an earlier exercise's fault, a listed misconception that
 * behaves the same, the birth of NaN, or a pattern in the differences. undefined when nothing fits: a wrong diagnosis is
 * worse than none. `answer` is whose code fails, 'theirs' or an answer of the course's own.
 */
export async function diagnose(
  exercise: Exercise,
  title: string,
  error: unknown,
  answer = 'theirs',
): Promise<Diagnosis | undefined> {
  const exams = await examsOf(exercise, answer)
  const exam = exams.find((one) => one.title === title)
  if (!exam) return undefined
  const listed = await misconceptionsOf(exercise)
  if (listed.some(({ keeps }) => keeps)) exams.forEach(outcomesOf) // before anything else is asked, as theirs are
  if (passes(exam)) return answer === 'theirs' ? upstream(exercise) : undefined

  const exact = await lookalikes(exercise, exam, exams, listed)
  const alikes = exact.length > 0 ? exact : await lookalikes(exercise, exam, exams, listed, true)
  if (alikes.length > 0) return { text: alikes[0].diagnosis, names: alikes.map(({ id }) => id) }

  const name = subject(title)
  const before = firstWrong(exams)
  if (before !== name)
    return { text: `The tests of ${before}, in the same file, fail as well: look there first.`, names: [] }
  const born = isNotFinite(error) ? await birth(exercise, title, answer) : undefined
  const outcomes = exams.flatMap((one) => (subject(one.title) === name ? outcomesOf(one) : []))
  const text = born ?? [witness(exams, name, error), patternOf(outcomes, error)].filter(Boolean).join('\n')
  return text === '' ? undefined : { text, names: [] }
}

function passes(exam: Exam): boolean {
  try {
    exam.run(true)
    return true
  } catch {
    return false
  }
}

/** The exercise is right on the reference's earlier ones: the first of the learner's own that fails its tests is at fault. */
async function upstream(exercise: Exercise): Promise<Diagnosis> {
  const own = await earlierOwn(exercise)
  for (const earlier of own) {
    const exams = await examsOf(earlier, 'theirs')
    if (exams.every(passes)) continue
    const text = `${exercise.id} ${exercise.name} is right here: the fault comes from ${earlier.id} ${earlier.name}, yours.`
    return { text, names: [] }
  }
  const names = own.map(({ id, name }) => `${id} ${name}`).join(', ')
  return {
    text: `On the reference’s earlier exercises this test passes: the fault comes from one of yours (${names}).`,
    names: [],
  }
}

async function earlierOwn(exercise: Exercise): Promise<readonly Exercise[]> {
  const { isEmpty } = await import('../course/trees.ts') // only here: it parses, and brings Vite with it
  const tree = process.env.KATA_TREE ?? ''
  return earlierThan(exercise).filter((earlier) => !isEmpty(tree, earlier))
}

/**
 * Misconceptions that give the same as this answer, and something else than the truth: for the inputs that were found, which
 * few do, and then in every test of the function. asFarAsWritten: but for what is not there yet.
 */
async function lookalikes(
  exercise: Exercise,
  exam: Exam,
  exams: readonly Exam[],
  listed: readonly Misconception[],
  asFarAsWritten = false,
): Promise<Misconception[]> {
  const [name, inputs] = [subject(exam.title), exam.found?.()]
  const asked = (one: Exam): Outcome => outcome(() => one.on?.(inputs ?? {}))
  const theirs = inputs && asked(exam)
  const among = async (candidates: readonly Misconception[]): Promise<Misconception[]> => {
    const found: Misconception[] = []
    for (const misconception of candidates) {
      const others = await examsOf(exercise, `misconceptions:${misconception.id}`)
      const twin = others.find(({ title }) => title === exam.title)
      if (!twin) continue
      if (theirs && !misconception.keeps) {
        const there = asked(twin)
        if (there.kind === 'right' || !same(there, theirs)) continue
      }
      // the law that failed tells most of them apart; an example may be a whole training
      if ((exam.drawn || asFarAsWritten) && !alike([exam], [twin], name)) continue
      if (alike(exams, others, name, asFarAsWritten) && (theirs || isWrong(others, name))) found.push(misconception)
    }
    return found
  }
  // what was found for another test of the function is alike in this one too: half of the time of a red save (measured)
  const known = await among(named.get(exams)?.get(name) ?? [])
  const found = known.length > 0 ? known : await among(listed)
  if (found.length > 0) named.set(exams, new Map(named.get(exams)).set(name, found))
  return found
}

/** by the tests of an answer, and by the function: the misconceptions that it was found to be like */
const named = new WeakMap<readonly Exam[], Map<string, readonly Misconception[]>>()

function firstWrong(exams: readonly Exam[]): string {
  const names = [...new Set(exams.map(({ title }) => subject(title)))]
  return names.find((name) => isWrong(exams, name, true)) ?? names.find((name) => isWrong(exams, name)) ?? names[0]
}

async function birth(exercise: Exercise, title: string, answer: string): Promise<string | undefined> {
  if (answer !== 'theirs') return undefined
  const exam = (await examsOf(exercise, 'watchful')).find((one) => one.title === title)
  return exam && whereBorn(exam.probes)
}

function patternOf(outcomes: readonly Outcome[], error: unknown): string | undefined {
  if (!(error instanceof Mismatch) || !error.evidence) return undefined
  return signature(outcomes, error.evidence.name) ?? signature(outcomes)
}

/** What the gradient check says of the same function, for an example of its gradient: which way is at fault. */
function witness(exams: readonly Exam[], name: string, error: unknown): string | undefined {
  if (!(error instanceof Mismatch) || error.parts.diagnosis !== undefined) return undefined
  if (!/^d\w+\b|\bback\b|\bgradient\b/.test(error.evidence?.name ?? '')) return undefined
  const known = heard.get(exams) ?? new Map<string, string | undefined>()
  heard.set(exams, known)
  if (!known.has(name)) {
    const laws = exams.filter(({ title, drawn }) => drawn && subject(title) === name)
    known.set(name, firstOf(laws, saidOf))
  }
  return known.get(name)
}

const heard = new WeakMap<readonly Exam[], Map<string, string | undefined>>()

function saidOf(exam: Exam): string | undefined {
  try {
    exam.run(true)
  } catch (error) {
    return error instanceof Mismatch ? error.parts.diagnosis : undefined
  }
  return undefined
}

function firstOf<T, U>(values: readonly T[], of: (value: T) => U | undefined): U | undefined {
  for (const value of values) {
    const found = of(value)
    if (found !== undefined) return found
  }
  return undefined
}

/** Is it about a NaN or an ∞ that nobody expected? */
function isNotFinite(error: unknown): boolean {
  if (!(error instanceof Mismatch)) return error instanceof Error && error.message.includes('NaN')
  if (!error.evidence) return /NaN|∞|Infinity/.test(error.parts.symptom)
  const { received, expected } = error.evidence
  return received.data.some((v, i) => !Number.isFinite(v) && Number.isFinite(expected.data[i]))
}
