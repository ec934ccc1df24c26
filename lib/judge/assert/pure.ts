import { Todo } from '#lib/todo'
import type { Tensor } from '#lib/tensor'
import { changeIn, isTurned } from './memory.ts'
import { Inconclusive, Mismatch, TimedOut } from './mismatch.ts'
import { type Part, type Typed, copyParts, differenceOf, isTyped, partsOf, sharedPart } from './parts.ts'
import { formatOneLine } from './print.ts'
import { copyOf, isArray, isError, isWhole } from './whole.ts'

/** The inputs of a function by name: tensors and lists, and what is only passed on. */
export type Inputs = Readonly<Record<string, unknown>>

type Run<I> = (inputs: I) => unknown

/**
 * What holds of every function that computes its result from its inputs alone. The inputs come back bit for bit. Two calls
 * give equal results, each with memory of its own. An input may be changed in place between two calls. It may be a window on a
 * larger array. One tensor may stand for two inputs.
 */
export function expectPure<I extends Inputs>(run: Run<I>, inputs: I, name = 'the function'): void {
  const before = Object.entries(inputs).map(([input, value]) => ({
    input,
    value,
    copy: copyInput(value),
    data: dataOf(value),
  }))
  const first = partsOf(run(inputs), name)
  const kept = copyParts(first)
  for (const one of before) expectUnchanged(one, name)
  const second = partsOf(run(inputs), name)
  expectSame(kept, second, name)
  expectOwnMemory(first, inputs, name)
  expectApart(first, second, name)
  expectReadAgain(run, inputs, name)
  expectWindows(run, inputs, kept, name)
  expectOneForTwo(run, inputs, name)
  for (const value of [0, 1]) expectOwnMemoryFor(run, inputs, value, name)
}

interface Before {
  readonly input: string
  readonly value: unknown
  readonly copy: unknown
  readonly data: unknown
}

function expectUnchanged({ input, value, copy, data }: Before, name: string): void {
  const changed = `${name} changed its input:`
  if (isWhole(copy)) {
    const x = value as Tensor
    if (x.data !== data) throw new Mismatch(`${changed} the data of ${input} is another array now.`)
    if (isTurned({ input, x, data: x.data, copy }))
      throw new Mismatch(`${changed} ${input} was ${formatOneLine(copy)} and is now ${formatOneLine(x)}.`)
    const change = changeIn(copy, x, Object.is)
    if (!change) return
    const { entry, once, then } = change
    throw new Mismatch(`${changed} ${input}, ${entry}, was ${once} and is now ${then}. Inputs come back bit for bit.`)
  }
  if (!isList(copy)) return
  const list = value as unknown[]
  const at = list.length === copy.length ? Array.from(copy).findIndex((one, i) => !Object.is(one, list[i])) : 0
  if (at >= 0) throw new Mismatch(`${changed} ${input} was ${formatOneLine(copy)} and is now ${formatOneLine(value)}.`)
}

function expectSame(first: readonly Part[], second: readonly Part[], name: string): void {
  const difference = differenceOf(first, second)
  if (difference === undefined) return
  throw new Mismatch(
    `${name} gives another result the second time: ${difference}. The result depends on more than the inputs.`,
  )
}

function expectOwnMemory(result: readonly Part[], inputs: Inputs, name: string): void {
  for (const [input, value] of Object.entries(inputs)) {
    if (!isWhole(value) && !isList(value)) continue
    if (!sharedPart(result, partsOf(value, input).slice(0, 1))) continue
    throw new Mismatch(`${name} shares memory with its input ${input}: a write into the result changes the input.`)
  }
}

function expectApart(first: readonly Part[], second: readonly Part[], name: string): void {
  const shared = sharedPart(first, second)
  if (!shared) return
  const { memory } = shared.one
  const list = isArray(memory) ? 'list' : 'record'
  const what = isTyped(memory) ? 'memory' : list
  throw new Mismatch(`${name} returns the same ${what} from two calls: the second call overwrites the first result.`)
}

/** An input is changed in place: turned the other way round, so that probabilities stay probabilities, and labels labels. */
function expectReadAgain<I extends Inputs>(run: Run<I>, inputs: I, name: string): void {
  const held = copyInputs(inputs)
  if (!answer(run, held)) return
  for (const [input, value] of Object.entries(held)) {
    if (isWhole(value)) value.data.reverse()
    else if (isList(value)) value.reverse()
    else continue
    const [expected, received] = [answer(run, copyInputs(held)), answer(run, held)]
    if (
      !expected ||
      !received ||
      differenceOf(partsOf(expected.result, name), partsOf(received.result, name)) === undefined
    )
      continue
    throw new Mismatch(
      `${name} does not read ${input} again: the numbers in ${input} have changed between two calls, and the second result is not that of the new ones. Something is kept between the calls.`,
    )
  }
}

function expectWindows<I extends Inputs>(run: Run<I>, inputs: I, expected: readonly Part[], name: string): void {
  const windows = (only?: string): I =>
    Object.fromEntries(
      Object.entries(inputs).map(([input, value]) => [
        input,
        only === undefined || only === input ? windowOf(value) : copyInput(value),
      ]),
    ) as I
  const isRight = (only?: string): boolean => {
    const received = answer(run, windows(only))
    return received !== undefined && differenceOf(expected, partsOf(received.result, name)) === undefined
  }
  if (isRight()) return
  const input = Object.keys(inputs).find((one) => !isRight(one)) ?? Object.keys(inputs).join(' and ')
  throw new Mismatch(
    `${name} is wrong where ${input} is a window on a larger array: its data begins behind the beginning of data.buffer, and ends before its end.`,
  )
}

/** The same object for two inputs gives what two equal objects give. */
function expectOneForTwo<I extends Inputs>(run: Run<I>, inputs: I, name: string): void {
  const tensors = Object.entries(inputs).filter((entry): entry is [string, Tensor] => isWhole(entry[1]))
  for (const [a, x] of tensors) {
    for (const [b, y] of tensors) {
      if (a >= b || String(x.shape) !== String(y.shape) || x.data.constructor !== y.data.constructor) continue
      const one = copyOf(x)
      const expected = answer(run, { ...copyInputs(inputs), [a]: one, [b]: copyOf(x) })
      const received = answer(run, { ...copyInputs(inputs), [a]: one, [b]: one })
      if (!expected || !received) continue
      const difference = differenceOf(partsOf(expected.result, name), partsOf(received.result, name))
      if (difference === undefined) continue
      throw new Mismatch(`${name} gives another result where ${a} and ${b} are the same object: ${difference}.`)
    }
  }
}

/** With zeros and ones it is tempting to give an input back, or to give the same zeros twice. */
function expectOwnMemoryFor<I extends Inputs>(run: Run<I>, inputs: I, value: number, name: string): void {
  const filled = copyInputs(inputs)
  for (const input of Object.values(filled)) if (isWhole(input)) input.data.fill(value)
  const [first, second] = [answer(run, filled), answer(run, filled)]
  if (!first || !second) return
  const parts = partsOf(first.result, name)
  const where = `${name} of tensors that are all ${value}`
  expectOwnMemory(parts, filled, where)
  expectApart(parts, partsOf(second.result, name), where)
}

/** What a call gives; undefined if it refuses these inputs, which other tests decide upon. */
function answer<I>(run: Run<I>, inputs: I): { readonly result: unknown } | undefined {
  try {
    return { result: run(inputs) }
  } catch (error) {
    if (error instanceof Todo || error instanceof TimedOut || error instanceof Inconclusive || !isError(error))
      throw error
    return undefined
  }
}

function isList(value: unknown): value is unknown[] | Typed {
  return isArray(value) || isTyped(value)
}

function dataOf(value: unknown): unknown {
  return isWhole(value) ? value.data : undefined
}

function copyInput(value: unknown): unknown {
  if (isWhole(value)) return copyOf(value)
  return isList(value) ? value.slice() : value
}

export function copyInputs<I extends Inputs>(inputs: I): I {
  return Object.fromEntries(Object.entries(inputs).map(([input, value]) => [input, copyInput(value)])) as I
}

/** The same numbers with others around them, in one buffer. */
function windowOf(value: unknown): unknown {
  if (isWhole(value)) return { shape: [...value.shape], data: windowOfList(value.data) }
  return isTyped(value) ? windowOfList(value) : copyInput(value)
}

function windowOfList<T extends Typed>(data: T): T {
  const [before, behind] = [3, 5]
  const whole = new (data.constructor as new (length: number) => T)(before + data.length + behind)
  whole.fill(7)
  whole.set(data, before)
  return whole.subarray(before, before + data.length) as T
}
