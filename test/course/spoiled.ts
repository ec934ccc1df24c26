import type { Junk } from '../lib/junk.ts'

/**
 * A value with junk in one place: in its own, or in that of a part. Each step goes into one part of it: an entry, a property,
 * what a function returns, what a generator yields.
 */
export function spoiled(value: unknown, steps: readonly number[], make: Junk): unknown {
  const [step, ...rest] = steps
  if (typeof value === 'function') {
    const keys = Object.keys(value)
    const key = step === undefined ? undefined : keys[step - 2]
    if (key !== undefined)
      return Object.assign((...args: unknown[]) => Reflect.apply(value, undefined, args), value, {
        [key]: spoiled(Reflect.get(value, key), rest, make),
      })
    return Object.assign((...args: unknown[]) => spoiled(Reflect.apply(value, undefined, args), rest, make), value)
  }
  if (step === undefined || typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return make()
  if (Array.isArray(value)) {
    return value.length === 0
      ? make()
      : value.with(step % value.length, spoiled(value[step % value.length], rest, make))
  }
  if ('next' in value) return spoiledSteps(value as Generator<unknown>, step, rest, make)
  const keys = keysOf(value)
  const key = keys[step % Math.max(1, keys.length)]
  if (key === undefined) return make()
  return Object.create(value, { [key]: { value: spoiled(Reflect.get(value, key), rest, make), enumerable: true } })
}

function* spoiledSteps(steps: Generator<unknown>, at: number, rest: readonly number[], make: Junk): Generator<unknown> {
  for (let i = 0; ; i++) {
    const { done, value } = steps.next()
    if (done) return at === 5 ? make() : value
    yield i >= at % 3 && at !== 5 ? spoiled(value, rest, make) : value
  }
}

/** its own properties, and the getters of its class */
function keysOf(value: object): string[] {
  const prototype: unknown = Object.getPrototypeOf(value)
  const getters = Object.entries(Object.getOwnPropertyDescriptors(prototype ?? {})).filter(([, { get }]) => get)
  return [...Object.keys(value), ...getters.map(([key]) => key).filter((key) => key !== '__proto__')]
}
