import fc from 'fast-check'
import { isTensor } from '#lib/tensor'
import { Todo } from '#lib/todo'
import { Inconclusive, TimedOut, Mismatch, setMessage, formatMessage, toError } from './mismatch.ts'
import { formatInputs } from './print.ts'
import { type Printed, forgetPrinted, whatWasPrinted } from './printed.ts'
import { copyInputs } from './whole.ts'

/** A test of an exercise: its title is a sentence about one of the exercise's functions. */
export interface KataTest {
  readonly title: string
  /** a law over drawn inputs, or one example */
  readonly drawn: boolean
  /** throws where the answer is wrong; quick: without looking for the smallest inputs for which it is */
  readonly run: (quick?: boolean) => void
  /** the same on a few fixed inputs, none of them shrunk: what fails there is compared with what others would get */
  readonly probes: readonly (() => void)[]
  /** of a law: the same on given inputs, those that `found` returns say */
  readonly on?: (inputs: object) => void
  /** of a law: the inputs for which its last run failed */
  readonly found?: () => object | undefined
  /** of a law: inputs that neither its run nor its probes have seen */
  readonly fresh?: () => readonly object[]
  /** of a law: what was printed for the inputs that `found` returns */
  readonly printed?: () => Printed | undefined
}

let listener: (exam: KataTest) => void = ({ title }) => {
  throw new Error(`The test “${title}” was declared without a listener. Run it through Vitest, or collect it.`)
}

/** Passes every test that is declared from now on to `hear`. Vitest's setup calls this, and so does collect. */
export function listen(hear: (exam: KataTest) => void): void {
  listener = hear
}

/** What a test file declares, without running it. */
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
export function test(title: string, run: () => void): void {
  listener({ title, drawn: false, run, probes: [run] })
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
  let found: Inputs | undefined
  let printed: Printed | undefined
  const on = (drawn: Inputs): void => {
    forgetPrinted()
    holds(copyInputs(drawn)) // an answer that writes into its inputs spoils only its own
  }
  const run = (quick = false): void => {
    ;[found, printed] = [undefined, undefined]
    let ended: Error | undefined // nothing more is asked of an empty chair, or of a loop without an end
    const property = fc.property(inputs, (drawn) => {
      if (ended) return
      try {
        on(drawn)
      } catch (thrown) {
        const error = toError(thrown) // fast-check itself cannot stand everything that may be thrown
        if (error instanceof Inconclusive) fc.pre(false) // a point that cannot tell: draw another
        printed = whatWasPrinted() // in the end for the smallest inputs: they are the last that fail
        if (error instanceof Todo) ended = error
        else if (error instanceof TimedOut) ended = withInputs(error, drawn)
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
    throw withInputs(outcome.errorInstance, found)
  }
  let samples: Inputs[] | undefined
  const probes = [0, 1, 2].map(
    (i) => () => on((samples ??= selectProbes(fc.sample(inputs, { numRuns: 16, seed: seedOf(title) })))[i]),
  )
  const some = runs < 100 ? 1 : 4 // a law that draws few inputs is slow
  const fresh = (): Inputs[] => fc.sample(inputs, { numRuns: some, seed: seedOf(`${title}, once more`) })
  const asked = { on: on as (inputs: object) => void, found: () => found, fresh, printed: () => printed }
  listener({ title, drawn: true, run, probes, ...asked })
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

/** Who threw it may be the judge, or the answer itself: either way the inputs belong beside it. */
function withInputs(thrown: unknown, drawn: object): Error {
  const inputs = formatInputs(drawn)
  if (thrown instanceof Mismatch) return thrown.add({ inputs })
  const error = toError(thrown)
  return setMessage(error, formatMessage({ symptom: error.message, inputs }))
}
