import type { Tensor } from '#lib/tensor'
import type { PlaneAxes } from '../../planes.ts'
import { formatOneLine } from './print.ts'
import { attempt, copyOf, isError } from './whole.ts'

/** The parts of a message about a wrong answer, in the order of the message. */
export interface Parts {
  /** what is wrong, in words */
  readonly symptom: string
  /** the smallest inputs for which the answer is wrong, a line each */
  inputs?: readonly string[]
  /** expected beside received, and further lines */
  detail?: string
  /** the belief that has this effect, or where to look */
  diagnosis?: string
  /** the last lines that the answer printed for these inputs */
  printed?: string
  /** a line of code that repeats the failure */
  replay?: string
}

/** The two values that were compared, for a diagnosis or a picture of the difference. */
export interface Evidence {
  readonly name: string
  readonly received: Tensor
  readonly expected: Tensor
  /** the rows and columns of a plane, when they are not the usual ones */
  readonly plane?: PlaneAxes
}

/** A wrong answer. Its message is for the learner: symptom, inputs, detail, diagnosis, replay. */
export class Mismatch extends Error {
  override name = 'wrong'
  readonly parts: Parts
  readonly evidence?: Evidence

  constructor(symptom: string, detail?: string, evidence?: Evidence) {
    super(symptom)
    this.parts = { symptom, detail }
    // The values are copied, because the answer may write into its memory again.
    this.evidence = evidence && {
      ...evidence,
      received: copyOf(evidence.received),
      expected: copyOf(evidence.expected),
    }
    hide(this, 'parts', 'evidence')
    this.add({})
  }

  /** Adds parts, and writes the message anew. */
  add(parts: Partial<Parts>): this {
    Object.assign(this.parts, parts)
    return setMessage(this, formatMessage(this.parts))
  }
}

/** An answer that does not return: an endless loop, or memory that grows without bound. */
export class TimedOut extends Mismatch {}

/** An answer that changes an intrinsic such as Math or Array. */
export class IntrinsicsModified extends Mismatch {
  constructor(what: string) {
    super(`it changes ${what}, which belongs to everybody: other code, and the tests, would work with that.`)
  }
}

/** An answer that accepts an input for which it should throw, or that throws another error than documented. */
export class DidNotThrow extends Mismatch {}

/** A result of another kind than its function promises: no tensor, no list, no pair. */
export class Misshapen extends Mismatch {
  readonly returned: unknown

  constructor(symptom: string, returned: unknown) {
    super(symptom)
    this.returned = returned
    hide(this, 'returned')
  }
}

/** A tensor of another dtype. Its numbers are kept for the diagnosis. */
export class WrongDtype extends Mismatch {
  readonly returned: Tensor

  constructor(symptom: string, returned: Tensor) {
    super(symptom)
    this.returned = copyOf(returned)
    hide(this, 'returned')
  }
}

/** A kata that lacks a function of its exercise. */
export class MissingExport extends Mismatch {
  readonly missing: string

  constructor(missing: string) {
    super(`the exercise exports no function of the name ${missing}.`)
    this.missing = missing
    hide(this, 'missing')
  }
}

/** A test that cannot tell right from wrong at this point: the fault is the test's, never the learner's. */
export class Inconclusive extends Error {
  override name = 'broken test'
}

export function formatMessage({ symptom, inputs = [], detail, diagnosis, printed, replay }: Parts): string {
  const example = inputs.length > 0 ? ['for the inputs', ...inputs.map((line) => `  ${line}`)].join('\n') : undefined
  return [symptom, example, detail, diagnosis, printed, replay].filter(Boolean).join('\n\n')
}

/** The thrown value as an error whose message can be changed: a new error if the value is no Error, or is frozen. */
export function toError(thrown: unknown): Error {
  if (!isError(thrown)) return new Error(`${formatOneLine(thrown)} was thrown, which is no Error.`)
  return attempt(() => setMessage(thrown, thrown.message), new Error(thrown.message))
}

/** Changes the message of an error, also in its stack. A terminal may print either. */
export function setMessage<E extends Error>(error: E, message: string): E {
  if (error.stack?.includes(error.message)) error.stack = error.stack.replace(error.message, () => message)
  error.message = message
  return error
}

/** Hides properties of an error, because reporters print every visible one. */
function hide(error: Error, ...names: string[]): void {
  for (const name of names) Object.defineProperty(error, name, { enumerable: false })
}
