import { type Tensor, dtypeOf, isTensor, sameShape } from '#lib/tensor'
import { Todo } from '#lib/todo'
import { beside, difference } from './difference.ts'
import { largest } from './measure.ts'
import { Mismatch, Unrefused } from './mismatch.ts'
import { digitsFor, show, showInputs, showShape, showValue } from './print.ts'
import { tolerance } from './tolerance.ts'

/**
 * What a comparison may know: the `name` of the result, K `terms` summed in each entry, the `scale` of those terms;
 * for approximations, another relative tolerance than that of an exact answer; and what an example was asked with (a law
 * tells its `inputs` by itself).
 */
export interface Comparison {
  readonly relative?: number
  readonly name?: string
  readonly terms?: number
  readonly scale?: number
  readonly inputs?: object
}

type Numbers = Tensor | number | ArrayLike<number>

/** received = expected, up to rounding: shape, dtype, and every entry. Says which entry is off, by how much, and how many. */
export function expectClose(received: Numbers, expected: Numbers, comparison: string | Comparison = {}): void {
  const named = typeof comparison === 'string' ? { name: comparison } : comparison
  const { name = 'the result', terms = 1, scale = 0, inputs }: Comparison = named
  const asked = inputs ? { inputs: showInputs(inputs) } : {}
  const truth = asTensor(expected)
  const answer = answerOf(received, expected, name)
  if (!sameShape(answer, truth)) {
    const symptom = `${name} has shape ${showShape(answer.shape)}, expected ${showShape(truth.shape)}.`
    throw new Mismatch(symptom, undefined, { name, received: answer, expected: truth }).add(asked)
  }
  const { relative = dtypeOf(answer) === 'float32' ? tolerance.float32 : tolerance.exact }: Comparison = named
  const allowed = relative * Math.max(1, terms) * largest(truth.data, scale)
  const off = Array.from(truth.data.keys()).filter((i) => !close(answer.data[i], truth.data[i], allowed))
  if (off.length === 0) return
  const detail = truth.data.length > 1 ? beside(truth, answer, off[0]) : undefined
  const size = largest(truth.data) || scale
  const symptom = difference(answer, truth, off, { allowed, name, size })
  throw new Mismatch(symptom, detail, { name, received: answer, expected: truth }).add(asked)
}

/** received = expected, exactly: for counts, orders, bytes and texts. */
export function expectEqual(received: unknown, expected: unknown, name = 'the result'): void {
  const [came, wanted] = [plainly(received), plainly(expected)]
  if (came === wanted) return
  const symptom = `${name} is ${showValue(received)}, expected ${showValue(expected)}.`
  const numbers = isNumbers(received) && isNumbers(expected)
  throw new Mismatch(
    symptom,
    undefined,
    numbers ? { name, received: asTensor(received), expected: asTensor(expected) } : undefined,
  )
}

/** The claim holds; otherwise the sentence says what does not. */
export function expectThat(claim: boolean, otherwise: string): void {
  if (!claim) throw new Mismatch(otherwise)
}

type ErrorClass = abstract new (...args: never[]) => Error

/** The call throws an error of this class that says all these words. A todo does not count, nor does any other crash. */
export function expectThrows(call: () => unknown, kind: ErrorClass, words: readonly string[], name = 'the call'): void {
  let result: unknown
  try {
    result = call()
  } catch (error) {
    if (error instanceof Todo) throw error
    const said = error instanceof Error ? `${error.name}: ${error.message}` : `${showValue(error)}, which is no Error`
    if (!(error instanceof kind)) throw new Unrefused(`${name} should throw a ${kind.name}, but it threw ${said}`)
    const missing = words.filter((word) => !error.message.includes(word))
    if (missing.length === 0) return
    throw new Unrefused(
      `${name} throws a ${kind.name} as it should, but the message does not say ${missing.join(' and ')}: “${error.message}”`,
    )
  }
  const evidence = isNumbers(result) ? { name, received: asTensor(result), expected: asTensor([]) } : undefined
  throw new Unrefused(`${name} should throw a ${kind.name}, but it returned ${showValue(result)}.`, undefined, evidence)
}

/** Runs twice on the same inputs: they come back bit for bit, the results are equal, and each has memory of its own. */
export function expectPure(
  run: () => Tensor | readonly Tensor[],
  inputs: Record<string, Tensor>,
  name = 'the function',
): void {
  const before = Object.values(inputs).map(({ data }) => data.slice())
  const first = [run()].flat() as Tensor[]
  const kept = first.map(({ data }) => data.slice())
  Object.entries(inputs).forEach(([input, { data }], i) => {
    const at = data.findIndex((v, j) => !Object.is(v, before[i][j]))
    if (at < 0) return
    const [was, is] = [before[i][at], data[at]]
    const digits = digitsFor(was, is)
    throw new Mismatch(
      `${name} changed its input: ${input}, entry ${at}, was ${show(was, digits)} and is now ${show(is, digits)}. Inputs come back bit for bit.`,
    )
  })
  const second = [run()].flat() as Tensor[]
  kept.forEach((data, i) => {
    const at = data.findIndex((v, j) => !Object.is(v, second[i].data[j]) && !(v === 0 && second[i].data[j] === 0))
    if (at < 0) return
    const [once, then] = [data[at], second[i].data[at]]
    const digits = digitsFor(once, then)
    throw new Mismatch(
      `${name} gives another result the second time: entry ${at} was ${show(once, digits)}, then ${show(then, digits)}. Something is kept between the calls.`,
    )
  })
  for (const { data } of first) {
    const shared = Object.entries(inputs).find(([, input]) => overlap(input.data, data))
    if (shared) {
      throw new Mismatch(
        `${name} shares memory with its input ${shared[0]}: whoever writes into the result changes the input.`,
      )
    }
  }
  first.forEach(({ data }, i) => {
    if (!overlap(data, second[i].data)) return
    throw new Mismatch(
      `${name} gives the same memory in two calls: whoever keeps the first result finds the second in it.`,
    )
  })
}

/** Two windows on one buffer that have a byte in common. */
function overlap(p: Tensor['data'], q: Tensor['data']): boolean {
  const isBehind = (a: Tensor['data'], b: Tensor['data']): boolean => a.byteOffset >= b.byteOffset + b.byteLength
  return p.buffer === q.buffer && p.length > 0 && q.length > 0 && !isBehind(p, q) && !isBehind(q, p)
}

/** The answer as a tensor, if it is what was expected in kind: a number for a number, a list for a list, a tensor for a tensor. */
function answerOf(received: unknown, expected: Numbers, name: string): Tensor {
  const wanted =
    typeof expected === 'number'
      ? 'a number'
      : isTensor(expected)
        ? `a ${dtypeOf(expected)} tensor`
        : 'a list of numbers'
  const list = Array.isArray(received) || ArrayBuffer.isView(received)
  const whole = isTensor(received) && ArrayBuffer.isView(received.data) && Array.isArray(received.shape)
  const came =
    typeof received === 'number'
      ? 'a number'
      : whole
        ? `a ${dtypeOf(received)} tensor`
        : list
          ? 'a list of numbers'
          : showValue(received)
  if (wanted !== came) throw new Mismatch(`${name} is ${came}, expected ${wanted}.`)
  const answer = asTensor(received as Numbers)
  const size = answer.shape.reduce((product, n) => product * n, 1)
  if (size === answer.data.length) return answer
  throw new Mismatch(
    `${name} says it has shape ${showShape(answer.shape)}, which is ${size} entries, but it holds ${answer.data.length}.`,
  )
}

function isNumbers(value: unknown): value is Numbers {
  if (typeof value === 'number') return true
  if (Array.isArray(value)) return value.every((v) => typeof v === 'number')
  return isTensor(value) ? ArrayBuffer.isView(value.data) && Array.isArray(value.shape) : value instanceof Uint8Array
}

function asTensor(x: Numbers): Tensor {
  if (typeof x === 'number') return { shape: [], data: Float64Array.of(x) }
  return isTensor(x) ? x : { shape: [x.length], data: Float64Array.from(x) }
}

function close(a: number, r: number, allowed: number): boolean {
  return Object.is(a, r) || a === r || Math.abs(a - r) <= allowed
}

function plainly(value: unknown): string {
  return (
    JSON.stringify(value, (_, part) =>
      ArrayBuffer.isView(part)
        ? Array.from(part as Uint8Array)
        : typeof part === 'number' && !Number.isFinite(part)
          ? String(part)
          : part,
    ) ?? String(value)
  )
}
