import { type Tensor, dtypeOf, sameShape } from '#lib/tensor'
import { Todo } from '#lib/todo'
import { beside, describeDifference } from './difference.ts'
import { numberFault, numbersFault, tensorFault } from './fault.ts'
import { maxAbs } from './measure.ts'
import { type Evidence, Mismatch, Misshapen, DidNotThrow, WrongDtype } from './mismatch.ts'
import { formatShape } from '../../format.ts'
import type { PlaneAxes } from '../../planes.ts'
import { formatInputs, formatOneLine } from './print.ts'
import { mentions } from './mentions.ts'
import { tolerance } from './tolerance.ts'
import { attempt, isError, isWhole } from './whole.ts'

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
  /** relative to each entry, and not to the largest: for products, powers and quotients */
  readonly each?: boolean
  readonly plane?: PlaneAxes
}

type Numbers = Tensor | number | ArrayLike<number>

/** received = expected, up to rounding: shape, dtype, and every entry. Says which entry is off, by how much, and how many. */
export function expectClose(received: Numbers, expected: Numbers, comparison: string | Comparison = {}): void {
  const named = typeof comparison === 'string' ? { name: comparison } : comparison
  const { name = 'the result', terms = 1, scale = 0, inputs, each = false, plane }: Comparison = named
  const asked = inputs ? { inputs: formatInputs(inputs) } : {}
  const truth = asTensor(expected)
  const answer = answerOf(received, expected, name)
  if (!sameShape(answer, truth)) {
    const symptom = `${name} has shape ${formatShape(answer.shape)}, expected ${formatShape(truth.shape)}.`
    throw new Mismatch(symptom, undefined, { name, received: answer, expected: truth, plane }).add(asked)
  }
  if (sameBytes(answer, truth)) return
  const { relative = dtypeOf(answer) === 'float32' ? tolerance.float32 : tolerance.exact }: Comparison = named
  const share = relative * Math.max(1, terms)
  const allowedAt = (i: number): number => share * (each ? Math.abs(truth.data[i]) : maxAbs(truth.data, scale))
  const most = each ? 0 : allowedAt(0)
  const off: number[] = []
  for (let i = 0; i < truth.data.length; i++)
    if (!close(answer.data[i], truth.data[i], each ? allowedAt(i) : most)) off.push(i)
  if (off.length === 0) return
  const detail = truth.data.length > 1 ? beside(truth, answer, off[0], plane) : undefined
  const size = maxAbs(truth.data) || scale
  const symptom = describeDifference(answer, truth, off, { allowed: allowedAt(off[0]), name, size, plane })
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

/** A word of a message; a list of words asks for one of them. */
type Word = string | readonly string[]

/**
 * The call throws an error of this class whose message contains all these words. A todo, any other crash, and a
 * TypeError of lib do not count. If a function of the test complains about the call, the learner reads that complaint.
 */
export function expectThrows(call: () => unknown, kind: ErrorClass, words: readonly Word[], name = 'the call'): void {
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

function expectRefusal(thrown: unknown, kind: ErrorClass, words: readonly Word[], name: string): void {
  const should = `${name} should throw a ${kind.name}, but it threw`
  if (!isError(thrown)) throw new DidNotThrow(`${should} ${formatOneLine(thrown)}, which is no Error`)
  if (thrown instanceof Mismatch) throw thrown
  const { name: other, message } = thrown
  if (!(thrown instanceof kind)) throw new DidNotThrow(`${should} ${other}: ${message}`)
  const missing = words
    .map((word) => (typeof word === 'string' ? [word] : word))
    .filter((choices) => !choices.some((word) => mentions(message, word)))
    .map((choices) => choices.join(' or '))
  if (missing.length === 0) return
  throw new DidNotThrow(
    `${name} throws a ${kind.name} as it should, but the message does not say ${missing.join(' and ')}: “${message}”`,
  )
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

/** Are all numbers the same, to the bit? It is quick for many numbers, of which most answers are right. */
function sameBytes({ data: a }: Tensor, { data: b }: Tensor): boolean {
  if (a.byteLength !== b.byteLength || a.BYTES_PER_ELEMENT !== b.BYTES_PER_ELEMENT) return false
  return bytesOf(a).equals(bytesOf(b))
}

function bytesOf({ buffer, byteOffset, byteLength }: Tensor['data']): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function close(a: number, r: number, allowed: number): boolean {
  return Object.is(a, r) || a === r || Math.abs(a - r) <= allowed
}
