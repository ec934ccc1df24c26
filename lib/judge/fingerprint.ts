import { type Tensor, dtypeOf, sameShape } from '#lib/tensor'
import { Todo } from '#lib/todo'
import type { Exam } from './law.ts'
import { largest } from './measure.ts'
import { BrokenTest, type Evidence, Mismatch } from './mismatch.ts'

/** What came of one probe: nothing wrong, a difference, a sentence, a crash, an empty chair, or a point that cannot tell. */
export type Outcome =
  | { readonly kind: 'right' | 'empty' | 'blind' }
  | { readonly kind: 'differs'; readonly evidence: Evidence }
  | { readonly kind: 'says' | 'crashes'; readonly text: string }

/** The outcomes of each exam's probes, by title. */
export type Fingerprint = ReadonlyMap<string, readonly Outcome[]>

export function fingerprint(exams: readonly Exam[]): Fingerprint {
  const taken = prints.get(exams) ?? new Map(exams.map(({ title, probes }) => [title, probes.map(outcome)]))
  prints.set(exams, taken)
  return taken
}

/** An answer is asked once, however many of its tests fail. */
const prints = new WeakMap<readonly Exam[], Fingerprint>()

export function outcome(probe: () => void): Outcome {
  try {
    probe()
    return { kind: 'right' }
  } catch (error) {
    if (error instanceof Todo) return { kind: 'empty' }
    if (error instanceof BrokenTest) return { kind: 'blind' }
    if (error instanceof Mismatch) {
      if (error.evidence) return { kind: 'differs', evidence: shortened(error.evidence) }
      return { kind: 'says', text: withoutNumbers(error.parts.symptom) }
    }
    return { kind: 'crashes', text: error instanceof Error ? error.name : typeof error }
  }
}

/** Two thousand entries tell two answers apart, or nothing does; what a sample holds is small anyway. */
function shortened({ name, received, expected }: Evidence): Evidence {
  const cut = (x: Tensor): Tensor => (x.data.length > 2000 ? { shape: [2000], data: x.data.slice(0, 2000) } : x)
  return { name, received: cut(received), expected: cut(expected) }
}

/** The function a title speaks of: its first word, up to a dot. */
export function subject(title: string): string {
  return title.split(/[ .,]/)[0]
}

/** Do two answers behave the same in every exam of one function? Then whatever holds of the one holds of the other. */
export function alike(a: Fingerprint, b: Fingerprint, name: string): boolean {
  return [...a].every(([title, outcomes]) => {
    if (subject(title) !== name) return true
    const others = b.get(title)
    return others !== undefined && outcomes.length === others.length && outcomes.every((one, i) => same(one, others[i]))
  })
}

/** Is anything wrong with this function? */
export function isWrong(print: Fingerprint, name: string): boolean {
  return [...print].some(
    ([title, outcomes]) => subject(title) === name && outcomes.some(({ kind }) => kind !== 'right' && kind !== 'blind'),
  )
}

export function same(a: Outcome, b: Outcome): boolean {
  if (a.kind === 'differs' && b.kind === 'differs')
    return a.evidence.name === b.evidence.name && equal(a.evidence.received, b.evidence.received)
  if ('text' in a && 'text' in b) return a.kind === b.kind && a.text === b.text
  return a.kind === b.kind
}

/** Equal but for the order of summation: to nine digits of the largest entry. */
function equal(a: Tensor, b: Tensor): boolean {
  if (!sameShape(a, b) || dtypeOf(a) !== dtypeOf(b)) return false
  const allowed = 1e-9 * largest(a.data)
  return a.data.every((v, i) => Object.is(v, b.data[i]) || v === b.data[i] || Math.abs(v - b.data[i]) <= allowed)
}

/** What is said of a difference, whatever the numbers were; the digits of float32 stay */
function withoutNumbers(text: string): string {
  return text.replace(/(?<![\p{L}\d])-?(?:\d[\d.e+-]*|∞|NaN)/gu, '#')
}
