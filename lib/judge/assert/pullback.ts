import type { Tensor } from '#lib/tensor'
import { expectClose } from './expect.ts'
import { Mismatch } from './mismatch.ts'
import { type Part, copyParts, differenceOf, isNumeric, isTyped, partsOf, sharedPart } from './parts.ts'
import { type Inputs, copyInputs, expectPure } from './pure.ts'
import { expectScaled, scale } from './scaled.ts'
import { copyOf, isArray, isWhole } from './whole.ts'

/** dy: a tensor, a number or a list of numbers */
export type Cotangent = Tensor | number | readonly number[]
type Run<I> = (inputs: I) => readonly [unknown, (dy: never) => unknown]

/**
 * What holds of every pullback, beside its formula. Forward and back are functions of their inputs alone. The way back of one
 * forward call may be asked several times, with other cotangents between. Its first answer stays, and has memory of its own.
 * The way back is linear: back(u + v) = back(u) + back(v), and back(s·u) = s·back(u) for tiny and for large s.
 */
export function expectPullback<I extends Inputs>(
  run: Run<I>,
  inputs: I,
  [u, v]: readonly [Cotangent, Cotangent],
  name: string,
): void {
  const call = (all: I): readonly [unknown, (dy: Cotangent) => unknown] =>
    run(all) as readonly [unknown, (dy: Cotangent) => unknown]
  expectPure((all) => call(all)[0], inputs, name)
  const back = `the way back of ${name}`
  const both = ({ [cotangent]: dy, ...all }: Inputs): unknown => call(all as I)[1](dy as Cotangent)
  expectPure(both, { ...inputs, [cotangent]: u }, back)
  expectAskedTwice(call, inputs, [u, v], back)
  const fixed = copyInputs(inputs)
  const linear = ({ [cotangent]: dy }: Inputs): unknown => call(fixed)[1](dy as Cotangent)
  expectAdditive(linear, [u, v], back)
  expectScaled(linear, { [cotangent]: u }, [cotangent], back)
}

/** how messages call the cotangent of a pullback */
const cotangent = 'dy'

/** back(u), back(v) and back(u) of one forward call. */
function expectAskedTwice<I extends Inputs>(
  call: (inputs: I) => readonly [unknown, (dy: Cotangent) => unknown],
  inputs: I,
  [u, v]: readonly [Cotangent, Cotangent],
  back: string,
): void {
  const [y, ask] = call(copyInputs(inputs))
  const first = partsOf(ask(copy(u)), back)
  const kept = copyParts(first)
  const second = partsOf(ask(copy(v)), back)
  const moved = differenceOf(kept, first)
  if (moved !== undefined)
    throw new Mismatch(
      `${back} has changed its first result, when it was asked again: ${moved}. Each result wants memory of its own.`,
    )
  const fresh = partsOf(call(copyInputs(inputs))[1](copy(v)), back)
  const asked = `${back}, asked a second time`
  const stale = differenceOf(second, fresh)
  if (stale !== undefined)
    throw new Mismatch(
      `${asked} with another dy, gives another result than a first time: ${stale}. Something is kept from dy to dy.`,
    )
  const again = differenceOf(kept, partsOf(ask(copy(u)), back))
  if (again !== undefined)
    throw new Mismatch(`${asked} with the same dy, gives another result: ${again}. Something is kept from dy to dy.`)
  const held = copy(u)
  ask(held)
  if (overwrite(held, v)) {
    const unread = differenceOf(fresh, partsOf(ask(held), back))
    if (unread !== undefined)
      throw new Mismatch(
        `${back} does not read dy again: the numbers in dy have changed between two calls, and the second result is not that of the new ones. Something is kept from dy to dy.`,
      )
  }
  const pairs: readonly [readonly Part[], string][] = [
    [second, 'its second result'],
    [partsOf(y, 'y'), 'y'],
  ]
  for (const [others, what] of pairs) {
    if (!sharedPart(first, others)) continue
    throw new Mismatch(`${back} shares memory with ${what}: a write into the one changes the other.`)
  }
  const none = scale(u, 0) as Cotangent
  if (!sharedPart(partsOf(ask(none), back), partsOf(ask(none), back))) return
  throw new Mismatch(`${back} returns the same memory twice for a dy of 0. Each result wants memory of its own.`)
}

function expectAdditive(
  linear: (inputs: Inputs) => unknown,
  [u, v]: readonly [Cotangent, Cotangent],
  back: string,
): void {
  const ask = (dy: Cotangent): readonly Part[] => partsOf(linear({ [cotangent]: dy }), back)
  const [one, other, sum] = [ask(copy(u)), ask(copy(v)), ask(add(u, v) as Cotangent)]
  sum.forEach(({ value, name }, i) => {
    if (!isNumeric({ name, value })) return
    const expected = add(one[i].value, other[i].value)
    expectClose(value as Tensor, expected as Tensor, { name: `${name}, for the sum of two dy,`, terms: 1000, scale: 1 })
  })
}

function copy(dy: Cotangent): Cotangent {
  if (isWhole(dy)) return copyOf(dy)
  return isArray(dy) ? dy.slice() : dy
}

/** Writes the numbers of v into a cotangent, in place; false for a number, which has no place. */
function overwrite(held: Cotangent, v: Cotangent): boolean {
  if (isWhole(held) && isWhole(v)) held.data.set(v.data)
  else if (isArray(held) && isArray(v)) (held as number[]).splice(0, held.length, ...(v as number[]))
  else return false
  return true
}

function add(a: unknown, b: unknown): unknown {
  if (isWhole(a) && isWhole(b)) return { shape: a.shape, data: a.data.map((v, i) => v + b.data[i]) }
  if (isTyped(a) && isTyped(b)) return a.map((v, i) => v + b[i])
  if (isArray(a) && isArray(b)) return a.map((one, i) => add(one, b[i]))
  return typeof a === 'number' ? a + (b as number) : scale(a, 2)
}
