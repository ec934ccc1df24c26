import { afterEach, expect, test } from 'vitest'
import { restoreIntrinsics } from '#lib/judge/sandbox/intrinsics'

afterEach(() => void restoreIntrinsics())

/** what is asked after a change, and whether it is as before */
function after(change: () => void): string | undefined {
  expect(restoreIntrinsics()).toBeUndefined()
  change()
  return restoreIntrinsics()
}

test('what was changed is named, and is as before', () => {
  const { abs } = Math
  expect(after(() => (Math.abs = () => 0))).toBe('Math.abs')
  expect(Math.abs).toBe(abs)
})

test('so is what was added, taken away, or hidden behind a getter', () => {
  expect(after(() => Object.assign(Object.prototype, { relative: Infinity }))).toBe('Object.prototype.relative')
  expect('relative' in {}).toBe(false)
  expect(after(() => Reflect.deleteProperty(Array.prototype, 'map'))).toBe('Array.prototype.map')
  expect([1].map(String)).toEqual(['1'])
  const get = (): unknown => () => 0
  expect(after(() => Object.defineProperty(Float64Array.prototype, 'set', { get, configurable: true }))).toBe(
    'Float64Array.prototype.set',
  )
})

test('the prototypes that have no name, too', () => {
  const typed = Object.getPrototypeOf(Float64Array.prototype) as object
  expect(after(() => Object.assign(typed, { keys: () => [] }))).toBe('the prototype of typed arrays.keys')
  const iterator = Object.getPrototypeOf([].values()) as object
  expect(after(() => Object.assign(iterator, { next: () => ({ done: true }) }))).toBe('an iterator.next')
  expect([...[1, 2]]).toEqual([1, 2])
})

test('what is asked for that is itself changed', () => {
  expect(after(() => (Object.is = () => true))).toBe('Object.is')
  expect(after(() => (Reflect.ownKeys = () => []))).toBe('Reflect.ownKeys')
  expect(Object.is(1, 2)).toBe(false)
})

test('and the settings of the judge', () => {
  const runs = process.env.KATA_RUNS
  expect(after(() => (process.env.KATA_RUNS = '0'))).toBe('process.env.KATA_RUNS')
  expect(process.env.KATA_RUNS).toBe(runs)
})
