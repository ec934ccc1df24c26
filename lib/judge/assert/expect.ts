import { type Tensor, dtypeOf, sameShape } from '#lib/tensor'
import { Todo } from '#lib/todo'
import { beside, describeDifference } from './difference.ts'
import { numberFault, numbersFault, tensorFault } from './fault.ts'
import { maxAbs } from './measure.ts'
import { changeIn, isTurned, overlap, remember, tensorsIn } from './memory.ts'
import { type Evidence, Mismatch, Misshapen, DidNotThrow, WrongDtype } from './mismatch.ts'
import { formatShape } from '../../format.ts'
import type { PlaneAxes } from '../../planes.ts'
import { formatInputs, formatOneLine } from './print.ts'
import { mentions } from './mentions.ts'
import { tolerance } from './tolerance.ts'
import { attempt, copyOf, isError, isWhole } from './whole.ts'

/**
 * Options of a comparison: the `name` of the result, K `terms` summed in each entry, and the `scale` of those terms. An
 * approximation may have its own relative tolerance. An example may give its `inputs`; a law shows them by itself. `plane`
 * says which two axes are rows and columns, if a tensor has more than two.
 */
export interface Comparison {
  readonly relative?: number
  readonly name?: string
  readonly terms?: number
  readonly scale?: number
  readonly inputs?: object
  readonly plane?: PlaneAxes
}

type Numbers = Tensor | number | ArrayLike<number>

/** received = expected, up to rounding: shape, dtype, and every entry. Says which entry is off, by how much, and how many. */
export function expectClose(received: Numbers, expected: Numbers, comparison: string | Comparison = {}): void {
  const named = typeof comparison === 'string' ? { name: comparison } : comparison
  const { name = 'the result', terms = 1, scale = 0, inputs, plane }: Comparison = named
  const asked = inputs ? { inputs: formatInputs(inputs) } : {}
  const truth = asTensor(expected)
  const answer = answerOf(received, expected, name)
  if (!sameShape(answer, truth)) {
    const symptom = `${name} has shape ${formatShape(answer.shape)}, expected ${formatShape(truth.shape)}.`
    throw new Mismatch(symptom, undefined, { name, received: answer, expected: truth, plane }).add(asked)
  }
  const { relative = dtypeOf(answer) === 'float32' ? tolerance.float32 : tolerance.exact }: Comparison = named
  const allowed = relative * Math.max(1, terms) * maxAbs(truth.data, scale)
  const off = Array.from(truth.data.keys()).filter((i) => !close(answer.data[i], truth.data[i], allowed))
  if (off.length === 0) return
  const detail = truth.data.length > 1 ? beside(truth, answer, off[0], plane) : undefined
  const size = maxAbs(truth.data) || scale
  const symptom = describeDifference(answer, truth, off, { allowed, name, size, plane })
  throw new Mismatch(symptom, detail, { name, received: answer, expected: truth, plane }).add(asked)
}

/** received = expected, exactly: for counts, orders, bytes and texts. */
export function expectEqual(received: unknown, expected: unknown, name = 'the result'): void {
  if (attempt(() => isEqual(received, expected), false)) return
  const symptom = `${name} is ${formatOneLine(received)}, expected ${formatOneLine(expected)}.`
  throw new Mismatch(symptom, undefined, evidenceOf(name, received, expected))
}

/** Compares entry by entry, over the length of the expected value. */
function isEqual(received: unknown, expected: unknown): boolean {
  if (!isList(expected)) return received === expected || (Number.isNaN(received) && Number.isNaN(expected))
  if (!isList(received) || received.length !== expected.length) return false
  for (let i = 0; i < expected.length; i++) if (!isEqual(received[i], expected[i])) return false
  return true
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)
}

/** Throws a Mismatch with the sentence if the claim does not hold. */
export function expectThat(claim: boolean, otherwise: string): void {
  if (!claim) throw new Mismatch(otherwise)
}

type ErrorClass = abstract new (...args: never[]) => Error

/**
 * The call throws an error of this class whose message contains all these words. A todo, any other crash, and a
 * TypeError of lib do not count. If a function of the test complains about the call, the learner reads that complaint.
 */
export function expectThrows(call: () => unknown, kind: ErrorClass, words: readonly string[], name = 'the call'): void {
  let result: unknown
  try {
    result = call()
  } catch (thrown) {
    const error = isError(thrown) ? thrown : undefined
    if (error instanceof Todo) throw error
    if (!(error instanceof Misshapen)) return expectRefusal(thrown, kind, words, name)
    result = error.returned
  }
  const should = `${name} should throw a ${kind.name}, but it returned`
  if (isError(result)) throw new DidNotThrow(`${should} the error ${result.name}: throw it, with “throw new …”.`)
  throw new DidNotThrow(`${should} ${formatOneLine(result)}.`, undefined, evidenceOf(name, result, []))
}

function expectRefusal(thrown: unknown, kind: ErrorClass, words: readonly string[], name: string): void {
  const should = `${name} should throw a ${kind.name}, but it threw`
  if (!isError(thrown)) throw new DidNotThrow(`${should} ${formatOneLine(thrown)}, which is no Error`)
  if (thrown instanceof Mismatch) throw thrown
  const { name: other, message } = thrown
  if (!(thrown instanceof kind)) throw new DidNotThrow(`${should} ${other}: ${message}`)
  const missing = words.filter((word) => !mentions(message, word))
  if (missing.length === 0) return
  throw new DidNotThrow(
    `${name} throws a ${kind.name} as it should, but the message does not say ${missing.join(' and ')}: “${message}”`,
  )
}

/** Runs twice on the same inputs: they come back bit for bit, the results are equal, and each has memory of its own. */
export function expectPure(
  run: () => Tensor | readonly Tensor[],
  inputs: Record<string, Tensor>,
  name = 'the function',
): void {
  const before = remember(inputs)
  const first = tensorsIn(run(), name)
  const kept = first.map(copyOf)
  for (const one of before) {
    const { input, x, data, copy } = one
    if (x.data !== data) throw new Mismatch(`${name} changed its input: the data of ${input} is another array now.`)
    if (isTurned(one))
      throw new Mismatch(
        `${name} changed its input: ${input} was ${formatOneLine(copy)} and is now ${formatOneLine(x)}.`,
      )
    const change = changeIn(copy, x, Object.is)
    if (!change) continue
    const { entry, once, then } = change
    throw new Mismatch(
      `${name} changed its input: ${input}, ${entry}, was ${once} and is now ${then}. Inputs come back bit for bit.`,
    )
  }
  const second = tensorsIn(run(), name)
  expectSame(kept, second, name)
  for (const { data } of first) {
    const shared = Object.entries(inputs).find(([, input]) => overlap(input.data, data))
    if (shared) {
      throw new Mismatch(
        `${name} shares memory with its input ${shared[0]}: a write into the result changes the input.`,
      )
    }
  }
  first.forEach(({ data }, i) => {
    if (!overlap(data, second[i].data)) return
    throw new Mismatch(`${name} returns the same memory from two calls: the second call overwrites the first result.`)
  })
}

/** Compares the results of two runs. 0 and −0 are equal. */
function expectSame(first: readonly Tensor[], second: readonly Tensor[], name: string): void {
  const kept = 'Something is kept between the calls.'
  if (first.length !== second.length)
    throw new Mismatch(`${name} gives ${first.length} results, and the second time ${second.length}. ${kept}`)
  first.forEach((once, i) => {
    const [was, is] = [formatShape(once.shape), formatShape(second[i].shape)]
    if (was !== is)
      throw new Mismatch(`${name} gives another shape the second time: it was ${was}, then ${is}. ${kept}`)
    const change = changeIn(once, second[i], (a, b) => a === b || Object.is(a, b))
    if (!change) return
    throw new Mismatch(
      `${name} gives another result the second time: ${change.entry} was ${change.once}, then ${change.then}. ${kept}`,
    )
  })
}

/** The answer as a tensor. A Mismatch if it is of another kind than the expected value: a number, a list or a tensor. */
function answerOf(received: unknown, expected: Numbers, name: string): Tensor {
  const fault = faultOf(received, expected)
  if (typeof fault === 'string') throw new Mismatch(`${name} ${fault}`)
  if (fault) throw new Mismatch(`entry ${fault.at} of ${name} ${fault.fault}`)
  const answer = asTensor(received as Numbers)
  if (!isWhole(expected) || dtypeOf(answer) === dtypeOf(expected)) return answer
  throw new WrongDtype(`${name} is a ${dtypeOf(answer)} tensor, expected a ${dtypeOf(expected)} tensor.`, answer)
}

function faultOf(received: unknown, expected: Numbers): ReturnType<typeof numbersFault> {
  if (typeof expected === 'number') return numberFault(received)
  if (!isWhole(expected)) return numbersFault(received)
  return tensorFault(received, `a ${dtypeOf(expected)} tensor`, dtypeOf(expected))
}

/** The two compared values, if both are numbers. */
function evidenceOf(name: string, received: unknown, expected: unknown): Evidence | undefined {
  if (!isNumbers(received) || !isNumbers(expected)) return undefined
  return { name, received: asTensor(received), expected: asTensor(expected) }
}

function isNumbers(value: unknown): value is Numbers {
  return typeof value === 'number' || isWhole(value) || numbersFault(value) === undefined
}

function asTensor(x: Numbers): Tensor {
  if (typeof x === 'number') return { shape: [], data: Float64Array.of(x) }
  return isWhole(x) ? x : { shape: [x.length], data: Float64Array.from(x as ArrayLike<number>) }
}

function close(a: number, r: number, allowed: number): boolean {
  return Object.is(a, r) || a === r || Math.abs(a - r) <= allowed
}
