import fc from 'fast-check'
import { isTensor } from '#lib/tensor'
import { Todo } from '#lib/todo'
import { Inconclusive, TimedOut, Mismatch, setMessage, formatMessage, toError } from './mismatch.ts'
import { type InputAxes, formatInputs } from './print.ts'
import { type Printed, forgetPrinted, whatWasPrinted } from './printed.ts'
import { copyInputs } from './whole.ts'

/** A test of an exercise: its title is a sentence about one of the exercise's functions. */
export interface KataTest {
  readonly title: string
  /** true for a law over drawn inputs, false for one example */
  readonly drawn: boolean
  /** true for an example with so many numbers that only its own failure is compared with known mistakes */
  readonly costly?: boolean
  /** true for an example about the process, which other answers share: it says nothing about what this one keeps */
  readonly ofProcess?: boolean
  /** throws if the answer is wrong; quick: it does not shrink the inputs */
  readonly run: (quick?: boolean) => void
  /** the test on a few fixed inputs without shrinking; a failing answer is compared with known mistakes there */
  readonly probes: readonly (() => void)[]
  /** a law on given inputs, for example those that `found` returns */
  readonly on?: (inputs: object) => void
  /** the inputs for which the last run of a law failed */
  readonly found?: () => object | undefined
  /** inputs that neither the run nor the probes of a law have used */
  readonly fresh?: () => readonly object[]
  /** the lines that were printed for the inputs that `found` returns */
  readonly printed?: () => Printed | undefined
}

let listener: (exam: KataTest) => void = ({ title }) => {
  throw new Error(`The test “${title}” was declared without a listener. Run it through Vitest, or collect it.`)
}

/** Passes every test that is declared after this call to `hear`. Vitest's setup and collect call this. */
export function listen(hear: (exam: KataTest) => void): void {
  listener = hear
}

/** The tests that a file declares. None of them runs. */
export async function collect(load: () => Promise<unknown>): Promise<KataTest[]> {
  const exams: KataTest[] = []
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
export function test(title: string, run: () => void, { costly = false, ofProcess = false } = {}): void {
  listener({ title, drawn: false, costly, ofProcess, run, probes: [run] })
}

export interface LawOptions {
  /** how many inputs are drawn */
  readonly runs?: number
  /** the two axes of an input that are shown as rows and columns, when they are not the usual ones: { F: [0, 1] } */
  readonly axes?: InputAxes
}

/**
 * A statement about every input: `holds` throws for an input that breaks it. The counterexample is shrunk and shown.
 */
export function law<Inputs extends object>(
  title: string,
  inputs: fc.Arbitrary<Inputs>,
  holds: (inputs: Inputs) => void,
  { runs = 100, axes }: LawOptions = {},
): void {
  let found: Inputs | undefined
  let printed: Printed | undefined
  const on = (drawn: Inputs): void => {
    forgetPrinted()
    holds(copyInputs(drawn)) // An answer that writes into its inputs changes only its own copies.
  }
  const run = (quick = false): void => {
    ;[found, printed] = [undefined, undefined]
    let ended: Error | undefined // An unwritten function and an endless loop are called only once.
    const property = fc.property(inputs, (drawn) => {
      if (ended) return
      try {
        on(drawn)
      } catch (thrown) {
        const error = toError(thrown) // fast-check cannot handle every value that may be thrown.
        if (error instanceof Inconclusive) fc.pre(false) // This point cannot decide, so another one is drawn.
        printed = whatWasPrinted() // The smallest inputs are the last that fail, so their error remains.
        if (error instanceof Todo) ended = error
        else if (error instanceof TimedOut) ended = withInputs(error, drawn, axes)
        else throw error
      }
    })
    const outcome = fc.check(property, {
      numRuns: Math.min(runs, mostRuns()),
      seed: seedOf(title),
      endOnFailure: quick,
    })
    if (ended) throw ended
    if (!outcome.failed) return
    if (outcome.counterexample === null)
      throw new Inconclusive('too few of the drawn points can tell right from wrong.')
    found = outcome.counterexample[0]
    throw withInputs(outcome.errorInstance, found, axes)
  }
  let samples: Inputs[] | undefined
  const probes = [0, 1, 2].map(
    (i) => () => on((samples ??= selectProbes(fc.sample(inputs, { numRuns: 16, seed: seedOf(title) })))[i]),
  )
  const some = runs < 100 ? 1 : 4 // A law that draws few inputs is slow.
  const fresh = (): Inputs[] => fc.sample(inputs, { numRuns: some, seed: seedOf(`${title}, once more`) })
  const asked = { on: on as (inputs: object) => void, found: () => found, fresh, printed: () => printed }
  listener({ title, drawn: true, run, probes, ...asked })
}

/** The function under test: the first word of a title, up to a dot. */
export function functionUnderTest(title: string): string {
  return title.split(/[ .,]/)[0]
}

/** The seed of the whole run: KATA_SEED, or 1. The same on every save, so that a failure stays while it is looked at. */
export function baseSeed(): number {
  return Number(process.env.KATA_SEED ?? 1)
}

/** KATA_RUNS: how many inputs a law draws at most, for a soak that has many seeds instead. */
function mostRuns(): number {
  return Number(process.env.KATA_RUNS ?? Infinity)
}

function seedOf(title: string): number {
  let hash = baseSeed() | 0
  for (const letter of title) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0
  return hash
}

/**
 * Picks three samples. Two have the most distinct sizes above 1, since at size 1 a transpose, a sum and a mean change nothing.
 * The third has the fewest, since some faults show only in square or single-row inputs.
 */
function selectProbes<Inputs extends object>(drawn: Inputs[]): Inputs[] {
  const score = (inputs: Inputs): number => {
    const sizes = new Set(
      Object.values(inputs).flatMap((value) => {
        if (isTensor(value)) return value.shape
        return Array.isArray(value) ? [value.length] : []
      }),
    )
    return [...sizes].reduce((sum, size) => sum + (size > 1 ? 10 + size : 0), 0)
  }
  const inOrder = drawn.toSorted((a, b) => score(b) - score(a))
  return [inOrder[0], inOrder[1], inOrder[inOrder.length - 1]]
}

/** Adds the inputs to an error, whether the judge or the answer threw it. */
function withInputs(thrown: unknown, drawn: object, axes?: InputAxes): Error {
  const inputs = formatInputs(drawn, axes)
  if (thrown instanceof Mismatch) return thrown.add({ inputs })
  const error = toError(thrown)
  return setMessage(error, formatMessage({ symptom: error.message, inputs }))
}
