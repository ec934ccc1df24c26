import type { Exercise } from '../../course/exercises.ts'
import type { Misconception } from './answers.ts'
import { testsFor, misconceptionsOf } from './answer-tests.ts'
import type { Diagnosis } from '../../course/diagnosis.ts'
import { diagnoseUpstream, stateLeak, passes, passesFirst } from './upstream.ts'
import { type Outcome, behavesAlike, alikeOnFresh, isWrong, outcome, outcomesOf, same } from './fingerprint.ts'
import { calls } from '../sandbox/kata-file.ts'
import { type KataTest, functionUnderTest } from '../assert/law.ts'
import { Mismatch, DidNotThrow } from '../assert/mismatch.ts'
import { isOwnError } from '../assert/origin.ts'
import { findErrorPattern } from './error-pattern.ts'
import { firstNonFinite } from './nan-trace.ts'

/**
 * Says why a test of an exercise fails, as far as it can be known. The reason is an earlier exercise's fault, a listed
 * misconception that behaves the same, the first NaN, or a pattern in the differences. It is undefined if nothing fits: a
 * wrong diagnosis is worse than none. `answer` is whose code fails, 'theirs' or an answer of the course's own.
 */
export async function diagnose(
  exercise: Exercise,
  title: string,
  error: unknown,
  answer = 'theirs',
): Promise<Diagnosis | undefined> {
  const exams = await testsFor(exercise, answer)
  const exam = exams.find((one) => one.title === title)
  if (!exam) return undefined
  const listed = await misconceptionsOf(exercise)
  if (listed.some(({ keeps }) => keeps)) exams.filter(({ costly }) => !costly).forEach(outcomesOf) // This comes before any other call, as for the learner's answer.
  if (passes(exam)) return answer === 'theirs' ? diagnoseUpstream(exercise, title) : undefined

  const isOfTest = isOwnError(error) // It says nothing about a belief.
  const alikes = isOfTest ? [] : await lookalikes(exercise, exam, exams, listed, !(error instanceof DidNotThrow))
  if (alikes.length > 0) return { text: alikes[0].diagnosis, names: alikes.map(({ id }) => id) }

  if (answer === 'theirs' && !exam.ofProcess && (await passesFirst(exercise, title))) return stateLeak
  const name = functionUnderTest(title)
  const before = firstWrong(exams) ?? name
  // A function that calls this one may fail because of it.
  const isBecauseOfThis =
    answer === 'theirs' && calls(exercise.path, before, name) && !calls(exercise.path, name, before)
  if (before !== name && !isBecauseOfThis)
    return { text: `The tests of ${before}, in the same file, fail as well: look there first.`, names: [] }
  if (isOfTest) return undefined
  const born = isNotFinite(error) ? await birth(exercise, title, answer) : undefined
  const outcomes = exams.flatMap((one) => (functionUnderTest(one.title) === name && !one.costly ? outcomesOf(one) : []))
  const text = born ?? [witness(exams, name, error), patternOf(outcomes, error)].filter(Boolean).join('\n')
  return text === '' ? undefined : { text, names: [] }
}

/**
 * Misconceptions with the same wrong results as this answer: first on the counterexample, a cheap filter, then in all tests of
 * the function. If none matches exactly, it accepts matches that ignore unwritten checks, unless a missing check is what failed.
 */
async function lookalikes(
  exercise: Exercise,
  exam: KataTest,
  exams: readonly KataTest[],
  listed: readonly Misconception[],
  mayBeUnfinished: boolean,
): Promise<Misconception[]> {
  const [name, inputs] = [functionUnderTest(exam.title), exam.found?.()]
  const outcomeOn = (one: KataTest): Outcome => outcome(() => one.on?.(inputs ?? {}))
  const theirs = inputs && outcomeOn(exam)
  const among = async (candidates: readonly Misconception[]): Promise<Misconception[]> => {
    const [exact, asFarAsWritten]: [Misconception[], Misconception[]] = [[], []]
    for (const misconception of candidates) {
      const others = await testsFor(exercise, `misconceptions:${misconception.id}`)
      const twin = others.find(({ title }) => title === exam.title)
      if (!twin) continue
      if (theirs && !misconception.keeps) {
        const there = outcomeOn(twin)
        if (there.kind === 'right' || !same(there, theirs)) continue
      }
      // The failing law separates most candidates. An example may be a whole training, so it comes last.
      if (exam.drawn && !behavesAlike([exam], [twin], name)) continue
      // An answer that keeps state shows it in the probes or not at all.
      const shows = (theirs && !misconception.keeps) || isWrong(others, name)
      if (!shows || !behavesAlike(exams, others, name, mayBeUnfinished) || !behavesAlike([exam], [twin], name)) continue
      if (!misconception.keeps && !alikeOnFresh(exams, others, name)) continue
      asFarAsWritten.push(misconception)
      if (behavesAlike(exams, others, name)) exact.push(misconception)
    }
    return exact.length > 0 ? exact : asFarAsWritten
  }
  // A match that was found for another test of the function holds here too. This saves half of the time of a red save (measured).
  const known = await among(named.get(exams)?.get(name) ?? [])
  const found = known.length > 0 ? known : await among(listed)
  if (found.length > 0) named.set(exams, new Map(named.get(exams)).set(name, found))
  return found
}

/** the misconceptions that behave like an answer, by the answer's tests and by the function */
const named = new WeakMap<readonly KataTest[], Map<string, readonly Misconception[]>>()

function firstWrong(exams: readonly KataTest[]): string | undefined {
  const names = [...new Set(exams.map(({ title }) => functionUnderTest(title)))]
  return names.find((name) => isWrong(exams, name, true)) ?? names.find((name) => isWrong(exams, name))
}

async function birth(exercise: Exercise, title: string, answer: string): Promise<string | undefined> {
  if (answer !== 'theirs') return undefined
  const exam = (await testsFor(exercise, 'watchful')).find((one) => one.title === title)
  return exam && firstNonFinite(exam.probes)
}

function patternOf(outcomes: readonly Outcome[], error: unknown): string | undefined {
  if (!(error instanceof Mismatch) || !error.evidence) return undefined
  const all: readonly Outcome[] = [...outcomes, { kind: 'differs', evidence: error.evidence }]
  return findErrorPattern(all, error.evidence.name) ?? findErrorPattern(all)
}

/** For an example of a gradient: which way the gradient check of the same function blames. */
function witness(exams: readonly KataTest[], name: string, error: unknown): string | undefined {
  if (!(error instanceof Mismatch) || error.parts.diagnosis !== undefined) return undefined
  if (!/^d\w+\b|\bback\b|\bgradient\b/.test(error.evidence?.name ?? '')) return undefined
  const known = heard.get(exams) ?? new Map<string, string | undefined>()
  heard.set(exams, known)
  if (!known.has(name)) {
    const laws = exams.filter(({ title, drawn }) => drawn && functionUnderTest(title) === name)
    known.set(name, firstOf(laws, messageOf))
  }
  return known.get(name)
}

const heard = new WeakMap<readonly KataTest[], Map<string, string | undefined>>()

function messageOf(exam: KataTest): string | undefined {
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

/** Is the error about an unexpected NaN or ∞? */
function isNotFinite(error: unknown): boolean {
  if (!(error instanceof Mismatch)) return error instanceof Error && error.message.includes('NaN')
  if (!error.evidence) return /NaN|∞|Infinity/.test(error.parts.symptom)
  const { received, expected } = error.evidence
  return received.data.some((v, i) => !Number.isFinite(v) && Number.isFinite(expected.data[i]))
}
