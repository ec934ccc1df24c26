import fc from 'fast-check'
import { describe } from '../../lib/describe.ts'
import { ShapeError, matrix, vector, zeros } from '#lib/tensor'

/** Makes a value that no type allows where it comes, and shows it in words: some of these cannot be printed. */
export type Junk = () => unknown

/** A getter or a trap: nothing that is only looked at may end a test. */
const refuse = (): never => {
  throw new Error('do not look')
}

/** A function of the kata's own, which throws when a test calls it: that is what the learner is told. */
export const ownError = 'an error of the kata’s own'
const fail = (): never => {
  throw new Error(ownError)
}

function cyclic(): object {
  const one: Record<string, unknown> = { shape: [1] }
  return Object.assign(one, { data: one, 0: one, length: 1 })
}

/** each key leads to the next object, without an end */
function endless(): object {
  return new Proxy({}, { get: (_, key) => (typeof key === 'symbol' ? undefined : endless()) })
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  return proxy
}

/** results that learners return by mistake */
const slips: Junk[] = [
  () => undefined,
  () => null,
  () => NaN,
  () => 3,
  () => '3',
  () => [],
  () => ['2', 0],
  () => [1, 2, 3],
  () => [[1, 2], [3]],
  () => ({ y: 1, back: Math.sin }),
  () => [3, 3],
  () => [vector(1), vector(1)],
  () => [vector(1), () => vector(1)],
  () => [vector(1), () => [vector(1)]],
  () => [3, () => undefined],
  () => [vector(1)],
  () => Promise.resolve(vector(1)),
  () => new ShapeError('shapes differ'),
  () => Math.sin,
  () => Float64Array.of(1, 2),
  () => Uint8Array.of(1, 2),
  () => ({ dx: vector(1), dW: 3 }),
]

/** tensors, well made and badly */
const tensors: Junk[] = [
  () => vector(),
  () => vector(1, NaN),
  () => zeros([]),
  () => zeros([0, 3], 'float32'),
  () => matrix([1, 2], [3, 4]),
  () => zeros([1, 2, 3]),
  () => zeros([300, 200]),
  () => ({ shape: [2, 3], data: [1, 2, 3, 4, 5, 6] }),
  () => ({ shape: [2], data: ['1', '2'] }),
  () => ({ shape: [2], data: '12' }),
  () => ({ shape: [2], data: undefined }),
  () => ({ shape: [2], data: Uint8Array.of(1, 2) }),
  () => ({ shape: [2], data: BigInt64Array.of(1n, 2n) }),
  () => ({ shape: '2', data: Float64Array.of(1, 2) }),
  () => ({ shape: ['1', '2'], data: Float64Array.of(1, 2) }),
  () => ({ shape: [-2], data: Float64Array.of(1, 2) }),
  () => ({ shape: [NaN], data: new Float64Array(0) }),
  () => ({ shape: [2, 2], data: Float64Array.of(1, 2) }),
  () => ({ shape: Array(9), data: Float64Array.of(1, 2) }),
]

/** values that misbehave when they are looked at */
const odd: Junk[] = [
  cyclic,
  endless,
  revoked,
  () => new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse }),
  () => new Proxy([1, 2], { get: refuse }),
  () => new Proxy(fail, { get: refuse, apply: fail }),
  () => ({
    get shape() {
      return refuse()
    },
    get data() {
      return refuse()
    },
  }),
  () => ({ shape: [1], get data() { return refuse() } }), // prettier-ignore
  () => ({ toString: refuse, valueOf: refuse, toJSON: refuse }),
  () => ({ [Symbol.iterator]: fail }),
  () => ({ [Symbol.iterator]: () => ({}) }),
  () => ({ next: () => 3 }),
  () => Array(2 ** 32 - 1),
  () => Array(3),
  () => Object.assign([1, 2], { length: 70_000 }),
  () => Symbol('x'),
  () => 10n,
  () => new DataView(new ArrayBuffer(8)),
  () => fail,
  () => class {},
  () => Object.freeze({ shape: Object.freeze([1]), data: new Float64Array(1) }),
]

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
})

const readable = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...slips, ...tensors) },
  { weight: 1, arbitrary: anything.map((value) => () => value) },
)

/** Values that can be looked at: a plain array, a pair, text, a promise, a tensor that is none. */
export const junk: fc.Arbitrary<Junk> = named(readable)

/** The same, and values that throw, lie or never end when they are looked at. */
export const evilJunk: fc.Arbitrary<Junk> = named(
  fc.oneof({ weight: 2, arbitrary: readable }, { weight: 1, arbitrary: fc.constantFrom(...odd) }),
)

function named(values: fc.Arbitrary<Junk>): fc.Arbitrary<Junk> {
  return values.map((make) => Object.assign(() => make(), { [fc.toStringMethod]: () => describe(make()) }))
}
