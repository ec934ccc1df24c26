import type fc from 'fast-check'
import { type Comparison, expectClose } from '#lib/judge/assert/expect'
import { law, test } from '#lib/judge/assert/law'
import { isNumeric, partsOf } from '#lib/judge/assert/parts'
import { type Cotangent, expectPullback } from '#lib/judge/assert/pullback'
import { type Inputs, expectPure } from '#lib/judge/assert/pure'
import { expectDtypeOf } from '#lib/judge/assert/dtype'
import { expectScaled } from '#lib/judge/assert/scaled'
import { type Tensor, float32 } from '#lib/tensor'

/**
 * What holds of every function of a form, whatever it computes. A test of an exercise names the form, says how the function is
 * called, and how its inputs are drawn; the laws stand here, once.
 */
type Numbers = Parameters<typeof expectClose>[0]

/** One way to call a function. */
export interface Use<I> {
  readonly run: (inputs: I) => unknown
  /** what the call should give, for many numbers; left out, where other tests ask for that */
  readonly truth?: (inputs: I) => Numbers
  /** of how many numbers an entry is the sum, for many numbers; left out, where it may be all of them */
  readonly terms?: number
  /** the inputs with which the result grows: f(s·x) = s·f(x) for s > 0 */
  readonly grows?: readonly (keyof I & string)[]
  /** of several tensors the one whose dtype the result has */
  readonly like?: keyof I & string
}

export interface Many<I> {
  /** inputs with more than 130,000 numbers */
  readonly many?: () => I
  /** how many they are, where so many make no sense: “1,200 links” */
  readonly count?: string
  /** the number of drawn inputs of the laws; fewer where a call is slow */
  readonly runs?: number
}

/** The laws of a function: `uses` are its calls, by the name that a message gives them. */
export function functionLaws<I extends Inputs>(
  name: string,
  inputs: fc.Arbitrary<I>,
  uses: Readonly<Record<string, Use<I>>>,
  { many, count = '140,000 numbers', runs = 12 }: Many<I> = {},
): void {
  const all = Object.entries(uses)
  law(
    `${name} leaves its inputs alone, and keeps nothing`,
    inputs,
    (drawn) => all.forEach(([use, { run }]) => expectPure(run, drawn, use)),
    { runs },
  )
  const growing = all.filter(([, { grows }]) => grows)
  if (growing.length > 0) {
    law(
      `${name} is right for tiny numbers and for large ones`,
      inputs,
      (drawn) => growing.forEach(([use, { run, grows = [] }]) => expectScaled(run, drawn, grows, use)),
      { runs },
    )
  }
  const following = all.filter(([, { like }]) => like !== undefined)
  if (following.length > 0) {
    law(
      `${name} has the dtype of its first tensor, whatever the other has`,
      inputs,
      (drawn) => following.forEach(([use, { run, like = '' }]) => expectDtypeOf(run, drawn, like, use)),
      { runs: 10 },
    )
  }
  if (many) proveMany(name, all, many, count)
}

type Truth = readonly [
  value: Numbers | readonly Tensor[],
  gradients: Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>,
]

/** What else a test may say of a pullback. */
export interface Way<I> {
  readonly runs?: number
  /** the inputs with which the value grows: f(s·x) = s·f(x) for s > 0 */
  readonly grows?: readonly (keyof I & string)[]
  /** inputs with more than 130,000 numbers; `u` is the cotangent that they are asked with */
  readonly many?: () => I
  /** what the value should be for them, and what the way back should give */
  readonly truth?: (inputs: I) => Truth
}

/** The laws of a pullback. `u` and `v` among the inputs are two cotangents of the result. */
export function pullbackLaws<I extends Inputs & { readonly u: Cotangent; readonly v: Cotangent }>(
  name: string,
  inputs: fc.Arbitrary<I>,
  run: (inputs: I) => readonly [unknown, (dy: never) => unknown],
  { runs = 12, grows, many, truth }: Way<I> = {},
): void {
  law(
    `${name} leaves its inputs alone, and keeps nothing`,
    inputs,
    ({ u, v, ...rest }) => expectPullback((given) => run({ ...given, u, v } as unknown as I), rest, [u, v], name),
    { runs },
  )
  if (grows) {
    const value = (drawn: I): unknown => run(drawn)[0]
    law(
      `${name} is right for tiny numbers and for large ones`,
      inputs,
      (drawn) => expectScaled(value, drawn, grows, `the value of ${name}`),
      { runs },
    )
  }
  if (many && truth) proveManyBack(name, run, many, truth)
}

function proveManyBack<I extends { readonly u: Cotangent }>(
  name: string,
  run: (inputs: I) => readonly [unknown, (dy: never) => unknown],
  many: () => I,
  truthOf: (inputs: I) => Truth,
): void {
  let truth: Truth | undefined
  const compare = (received: unknown, expected: unknown, what: string): void => {
    const parts = partsOf(received, what)
    for (const { name: part, value } of partsOf(expected, what).filter(isNumeric)) {
      const own = parts.find((one) => one.name === part)
      expectClose(own?.value as Numbers, value as Numbers, manyNumbers(part))
    }
  }
  const ask = (): void => {
    const inputs = many()
    truth ??= truthOf(inputs)
    const [value, back] = run(inputs)
    compare(value, truth[0], `the value of ${name}`)
    compare((back as (dy: Cotangent) => unknown)(inputs.u), truth[1], `the way back of ${name}`)
  }
  test(`${name} is right for 140,000 numbers, there and back`, ask, { costly: true })
}

const manyNumbers = (name: string): Comparison => ({ name: `${name}, of 140,000 numbers,`, terms: 140_000, scale: 3 })

function proveMany<I>(name: string, uses: readonly (readonly [string, Use<I>])[], many: () => I, count: string): void {
  const truths = new Map<string, Numbers>()
  const run = (): void => {
    for (const [use, { run, truth, terms = 140_000 }] of uses) {
      if (!truth) continue
      const inputs = many()
      const expected = truths.get(use) ?? truth(inputs) // before the call, which may write into them
      truths.set(use, expected)
      expectClose(run(inputs) as Numbers, expected, { name: `${use}, of ${count},`, terms, scale: 3 })
    }
  }
  test(`${name} is right for ${count}`, run, { costly: true })
}

/** Two columns of 70,000 numbers from −1.25 to 1.25, or as many as the sizes say: none is 0, and neighbours differ. */
export function filled(...shape: readonly number[]): Tensor {
  const sizes = shape.length > 0 ? shape : [70_000, 2]
  const count = sizes.reduce((product, n) => product * n, 1)
  return { shape: sizes, data: fill(new Float64Array(count), elevenNumbers) }
}

const elevenNumbers = Float64Array.from({ length: 11 }, (_, i) => (((7 * i) % 11) - 5.5) / 4)

/** The rows of x over and over, 70,004 of them if nothing else is said. */
export function repeated({ shape: [few, ...rest], data }: Tensor, rows = 70_004): Tensor {
  return { shape: [rows, ...rest], data: fill(new Float64Array((rows / few) * data.length), data) }
}

/** Fills an array with a period, over and over: what is filled is copied, which doubles it. */
function fill(whole: Float64Array, period: Tensor['data']): Float64Array {
  whole.set(period.subarray(0, whole.length))
  for (let filled = period.length; filled < whole.length; filled *= 2) whole.copyWithin(filled, 0, filled)
  return whole
}

/** The truth for x = filled(), whose rows repeat after eleven: it is asked for eleven rows, and repeated. */
export function repeatTruth(x: Tensor, truth: (few: Tensor) => Tensor): Tensor {
  const [rows, columns] = x.shape
  const few = truth({ shape: [11, columns], data: x.data.subarray(0, 11 * columns) })
  const whole = repeated(few, rows)
  return few.data instanceof Float32Array ? float32(whole) : whole
}

/** Numbers that are no multiple of those of x, in the same shape: a cotangent beside an input. */
export function unlike({ shape, data }: Tensor): Tensor {
  return { shape, data: data.map((v, i) => v + 1 + (i % 3)) }
}

/** c·x */
export function times(c: number, { shape, data }: Tensor): Tensor {
  return { shape, data: data.map((v) => c * v) }
}
