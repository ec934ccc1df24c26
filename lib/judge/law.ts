import fc from 'fast-check'
import { Todo } from '#lib/todo'
import { BrokenTest } from './mismatch.ts'
import { showValue } from './print.ts'

/** A test of an exercise: its title is a sentence about one of the exercise's functions. */
export interface Exam {
  readonly title: string
  readonly run: () => void
}

let listener: (exam: Exam) => void = ({ title }) => {
  throw new Error(`nobody listens to the test “${title}”: run it through Vitest, or collect it.`)
}

/** Hands every test that is declared from now on to `hear`: Vitest's setup does, and whoever collects tests. */
export function listen(hear: (exam: Exam) => void): void {
  listener = hear
}

/** What a test file declares, without running it. */
export async function collect(load: () => Promise<unknown>): Promise<Exam[]> {
  const exams: Exam[] = []
  const before = listener
  listen((exam) => exams.push(exam))
  try {
    await load()
    return exams
  } finally {
    listen(before)
  }
}

/** One example, or one exact statement. */
export function test(title: string, run: () => void): void {
  listener({ title, run })
}

export interface LawOptions {
  /** how many inputs are drawn */
  readonly runs?: number
}

/** A statement that holds for every input: `holds` throws where it does not. The counterexample is shrunk and shown. */
export function law<Inputs extends object>(
  title: string,
  inputs: fc.Arbitrary<Inputs>,
  holds: (inputs: Inputs) => void,
  { runs = 100 }: LawOptions = {},
): void {
  test(title, () => {
    let empty: Todo | undefined
    const property = fc.property(inputs, (drawn) => {
      if (empty) return
      try {
        holds(drawn)
      } catch (error) {
        if (error instanceof BrokenTest) fc.pre(false) // a point that cannot tell: draw another
        if (!(error instanceof Todo)) throw error
        empty = error
      }
    })
    const outcome = fc.check(property, { numRuns: runs, seed: seedOf(title) })
    if (empty) throw empty
    if (!outcome.failed) return
    if (outcome.counterexample === null) throw new BrokenTest('too few of the drawn points can tell right from wrong.')
    throw withCounterexample(outcome.errorInstance, outcome.counterexample[0])
  })
}

/** The seed of the whole run: KATA_SEED, or 1. The same on every save, so that a failure stays while it is looked at. */
export function baseSeed(): number {
  return Number(process.env.KATA_SEED ?? 1)
}

function seedOf(title: string): number {
  let hash = baseSeed() | 0
  for (const letter of title) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0
  return hash
}

function withCounterexample(thrown: unknown, drawn: object): Error {
  const error = thrown instanceof Error ? thrown : new Error(`${showValue(thrown)} was thrown, which is no Error.`)
  const inputs = Object.entries(drawn).map(([name, value]) => `  ${name}: ${showValue(value)}`)
  const shown = inputs.length > 0 ? `\n\nfor the inputs\n${inputs.join('\n')}` : ''
  const replay = baseSeed() === 1 ? '' : `\n\nreplay with --seed ${baseSeed()}`
  const message = `${error.message}${shown}${replay}`
  // the stack repeats the message: both must say the same, or the terminal shows the old one
  error.stack = error.stack?.replace(error.message, () => message)
  error.message = message
  return error
}
