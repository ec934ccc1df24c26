import { type Tensor, dtypeOf, sameShape } from '#lib/tensor'
import { Todo } from '#lib/todo'
import { resetDeadline, limits } from '../sandbox/deadline.ts'
import { type KataTest, functionUnderTest } from '../assert/law.ts'
import { maxAbs } from '../assert/measure.ts'
import { Inconclusive, TimedOut, type Evidence, Mismatch, DidNotThrow, WrongDtype } from '../assert/mismatch.ts'
import { isOwnError } from '../assert/origin.ts'
import { isError } from '../assert/whole.ts'

/**
 * The result of one probe: right, a difference, a sentence, a crash, or a `todo`. It is blind at a point that cannot tell right from
 * wrong, and broken if the test's own code threw.
 * isUnfinished: something is not there yet, a function or the refusal of a wrong input.
 */
export type Outcome = { readonly isUnfinished?: boolean } & (
  | { readonly kind: 'right' | 'empty' | 'blind' | 'broken' }
  | { readonly kind: 'differs'; readonly evidence: Evidence }
  | { readonly kind: 'says' | 'crashes'; readonly text: string; readonly numbers?: Tensor }
)

/** The outcomes of a test's probes. The probes run once, when the outcomes are first read. */
export function outcomesOf(exam: KataTest): readonly Outcome[] {
  const known = taken.get(exam) ?? exam.probes.map(outcome)
  taken.set(exam, known)
  return known
}

const taken = new WeakMap<KataTest, readonly Outcome[]>()

export function outcome(probe: () => void): Outcome {
  try {
    probe()
    return { kind: 'right' }
  } catch (error) {
    if (error instanceof Todo) return { kind: 'empty', isUnfinished: true }
    if (error instanceof Inconclusive) return { kind: 'blind' }
    if (error instanceof TimedOut) {
      resetDeadline(limits.again) // It has used up the time of all other probes.
      return { kind: 'blind' }
    }
    if (error instanceof Mismatch) {
      const isUnfinished = error instanceof DidNotThrow
      if (error.evidence) return { kind: 'differs', evidence: shortenEvidence(error.evidence), isUnfinished }
      const numbers = error instanceof WrongDtype ? cut(error.returned) : undefined
      return { kind: 'says', text: withoutNumbers(error.parts.symptom), numbers, isUnfinished }
    }
    if (isOwnError(error)) return { kind: 'broken' }
    return { kind: 'crashes', text: isError(error) ? error.name : typeof error }
  }
}

function shortenEvidence({ name, received, expected }: Evidence): Evidence {
  return { name, received: cut(received), expected: cut(expected) }
}

/** Two thousand entries are enough to separate two answers. Inputs of probes are small anyway. */
function cut(x: Tensor): Tensor {
  return x.data.length > 2000 ? { shape: [2000], data: x.data.slice(0, 2000) } : x
}

/**
 * Do two answers behave the same in every test of one function? Then whatever holds of the one holds of the other.
 * asFarAsWritten: a probe does not count if `a` is unfinished there and `b` is right. Learners often write the formula first and
 * the checks last.
 */
export function behavesAlike(
  a: readonly KataTest[],
  b: readonly KataTest[],
  name: string,
  asFarAsWritten = false,
): boolean {
  if (a === b) return true
  const agree = agreement(asFarAsWritten)
  return a.every((exam) => {
    if (functionUnderTest(exam.title) !== name || (exam.costly && a.length > 1)) return true
    const twin = b.find(({ title }) => title === exam.title)
    if (!twin) return false
    const [outcomes, others] = [outcomesOf(exam), outcomesOf(twin)]
    return outcomes.length === others.length && outcomes.every((one, i) => agree(one, others[i]))
  })
}

/** Do the answers also behave the same, as far as written, for inputs that no test has drawn? */
export function alikeOnFresh(a: readonly KataTest[], b: readonly KataTest[], name: string): boolean {
  const agree = agreement(true)
  return a.every(({ title, on, fresh }) => {
    const twin = b.find((other) => other.title === title)
    if (functionUnderTest(title) !== name || !on || !fresh || !twin?.on) return true
    return fresh().every((inputs) =>
      agree(
        outcome(() => on(inputs)),
        outcome(() => twin.on?.(inputs)),
      ),
    )
  })
}

function agreement(asFarAsWritten: boolean): (one: Outcome, other: Outcome) => boolean {
  const isLeftOut = (one: Outcome, other: Outcome): boolean =>
    asFarAsWritten && one.isUnfinished === true && (one.kind === 'empty' || other.kind === 'right')
  return (one, other) => same(one, other) || isLeftOut(one, other)
}

/** Is the function wrong in any test? Unwritten parts may be left out. */
export function isWrong(exams: readonly KataTest[], name: string, asFarAsWritten = false): boolean {
  return exams.some(
    (exam) =>
      !exam.costly &&
      functionUnderTest(exam.title) === name &&
      outcomesOf(exam).some(
        ({ kind, isUnfinished }) => kind !== 'right' && kind !== 'blind' && !(asFarAsWritten && isUnfinished),
      ),
  )
}

export function same(a: Outcome, b: Outcome): boolean {
  if (a.kind === 'differs' && b.kind === 'differs')
    return a.evidence.name === b.evidence.name && equal(a.evidence.received, b.evidence.received)
  if ('text' in a && 'text' in b) {
    const haveSameNumbers = !a.numbers || !b.numbers || equal(a.numbers, b.numbers, 1e-5) // perhaps in float32
    return a.kind === b.kind && a.text === b.text && haveSameNumbers
  }
  return a.kind === b.kind && a.kind !== 'broken' // Two errors of a test have nothing in common.
}

/** Equal up to the order of summation: by default to nine digits of the largest entry. */
function equal(a: Tensor, b: Tensor, relative = 1e-9): boolean {
  if (!sameShape(a, b) || dtypeOf(a) !== dtypeOf(b)) return false
  const allowed = relative * maxAbs(a.data)
  return a.data.every((v, i) => Object.is(v, b.data[i]) || v === b.data[i] || Math.abs(v - b.data[i]) <= allowed)
}

/** The message of a difference without its numbers. The digits of float32 stay, and so does the entry of a list. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<!\bentry |[\p{L}\d])-?(?:\d[\d.e+-]*|∞|NaN)/gu, '#')
}
