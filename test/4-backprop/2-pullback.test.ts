import * as kata from '#kata/4-backprop/2-pullback.ts'
import { checkResults, returns, takes } from '#lib/judge/assert/contract'
import { expectClose, expectThat } from '#lib/judge/assert/expect'
import { given, exactNumber, numbers } from '#lib/judge/assert/given'
import { expectGradient } from '#lib/judge/assert/gradient-check'
import { law, test } from '#lib/judge/assert/law'
import { formatOneLine } from '#lib/judge/assert/print'
import { expectPullback } from '#lib/judge/assert/pullback'
import { expectScaled } from '#lib/judge/assert/scaled'
import { type Tensor, vector } from '#lib/tensor'
import { filled, pullbackLaws } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import { expectOwn } from '../laws/own.ts'

const { compose, mul, sin } = checkResults(kata, {
  compose: returns('f, g', kind.operation('x, y, z', kind.pullback(kind.anything, kind.anyList, 'dz'))),
  mul: returns('a, b', kind.pullback(kind.number, kind.tuple('da, db', kind.number))),
  sin: returns('x', kind.pullback(kind.number, kind.tuple('dx', kind.number))),
})

const at = (x: Tensor) => x.data[0]
/** a cotangent: of size ½ to 2½, of either sign */
const dy = exactNumber(2).map((v) => (v < 0 ? v - 0.5 : v + 0.5))

test('mul is a·b, and its way back swaps the factors', () => {
  const [y, back] = mul(3, 5)
  expectClose(y, 15, 'mul(3, 5)')
  expectClose(back(1), [5, 3], 'back(1) of mul(3, 5)')
  expectClose(back(-2), [-10, -6], 'back(−2) of mul(3, 5)')
  expectClose(back(0), [0, 0], 'back(0) of mul(3, 5)')
})

test('mul gives each factor a gradient of its own, also where both are equal', () => {
  expectClose(mul(3, 3)[1](1), [3, 3], 'back(1) of mul(3, 3)')
})

test('mul remembers its own arguments, and gives the same when asked twice', () => {
  const [[, first], [, second]] = [mul(2, 3), mul(5, 7)]
  second(1)
  expectOwn(first(3), [9, 6], 'back(3) of mul(2, 3)', { 'mul(3, 5)': [15, 9], 'mul(5, 7)': [21, 15] })
  expectClose(first(3), [9, 6], 'back(3) of mul(2, 3), called again')
})

law('mul has the gradient [dy·b, dy·a]', given({ a: '1', b: '1', dy }), ({ a, b, dy }) => {
  expectGradient({
    inputs: { a, b },
    c: vector(dy),
    forward: ({ a, b }) => mul(at(a), at(b))[0],
    backward: ({ a, b }, c) => {
      const [da, db] = mul(at(a), at(b))[1](at(c))
      return { a: vector(da), b: vector(db) }
    },
    exact: ({ a, b }, c) => ({ a: vector(at(c) * at(b)), b: vector(at(c) * at(a)) }),
  })
})

pullbackLaws('mul', given({ a: exactNumber(), b: exactNumber(), u: dy, v: dy }), ({ a, b }) => mul(a, b), {
  grows: ['a'],
})

test('sin is sin x, and its way back is cos x', () => {
  const [y, back] = sin(0.5)
  expectClose(y, Math.sin(0.5), 'sin(0.5)')
  expectClose(back(1), [Math.cos(0.5)], 'back(1) of sin(0.5)')
  expectClose(back(0), [0], 'back(0) of sin(0.5)')
})

test('sin remembers its own argument, and gives the same when asked twice', () => {
  const [[, first], [, second]] = [sin(0), sin(1)]
  second(1)
  const others = { 'sin(0.5)': [3 * Math.cos(0.5)], 'sin(1)': [3 * Math.cos(1)] }
  expectOwn(first(3), [3], 'back(3) of sin(0)', others)
  expectClose(first(3), [3], 'back(3) of sin(0), called again')
})

law('sin has the gradient [dy·cos x]', given({ x: '1', dy }), ({ x, dy }) => {
  expectGradient({
    inputs: { x },
    c: vector(dy),
    forward: ({ x }) => sin(at(x))[0],
    backward: ({ x }, c) => ({ x: vector(...sin(at(x))[1](at(c))) }),
    exact: ({ x }, c) => ({ x: vector(at(c) * Math.cos(at(x))) }),
  })
})

pullbackLaws('sin', given({ x: exactNumber(), u: dy, v: dy }), ({ x }) => sin(x))

test('sin of tiny numbers is that number, and not 0', () => {
  const tiny = [1e-10, -1e-100, 1e-300]
  expectClose(
    tiny.map((x) => sin(x)[0]),
    tiny,
    { name: 'sin of 1e-10, −1e-100 and 1e-300', each: true },
  )
})

/** An operation of the tests, which says so when it is called with something of another kind, there or on the way back. */
function operation<A extends unknown[], B>(x: kind.PlainKind, y: kind.PlainKind, f: kata.Diff<A, B>): kata.Diff<A, B> {
  const careful: kata.Diff<A, B> = (...args) => {
    const [value, back] = f(...args)
    return [value, takes('a pullback', back, y)]
  }
  return takes('a function', careful, ...Array.from({ length: f.length }, () => x))
}

type Unary = [number]
const square = operation<Unary, number>(kind.number, kind.number, (x) => [x * x, (d) => [2 * d * x]])
const exp = operation<Unary, number>(kind.number, kind.number, (x) => [Math.exp(x), (d) => [d * Math.exp(x)]])
const volume = operation<[number, number, number], number>(kind.number, kind.number, (a, b, c) => [
  a * b * c,
  (d) => [d * b * c, d * a * c, d * a * b],
])

test('compose calls first f, then g', () => {
  const [y] = compose(exp, square)(0.5)
  expectClose(y, Math.exp(1), 'the value of compose(exp, square) at 0.5, exp(0.5)²')
})

test('compose on the way back calls first g’s pullback, with dz, then f’s, with what that gave', () => {
  const calls: string[] = []
  const f: kata.Diff<[number], number> = (x) => [2 * x, (d) => (calls.push(`f’s with ${formatOneLine(d)}`), [2 * d])]
  const g: kata.Diff<[number], number> = (y) => [5 * y, (d) => (calls.push(`g’s with ${formatOneLine(d)}`), [5 * d])]
  compose(f, g)(1)[1](3)
  const expected = 'g’s with 3, f’s with 15'
  const received = calls.join(', ')
  expectThat(
    received === expected,
    `after back(3) the pullbacks were called like this: ${received}; expected ${expected}.`,
  )
})

law('compose is the chain rule: g′(f(x))·f′(x)', given({ x: exactNumber(2), dy }), ({ x, dy }) => {
  const [z, back] = compose(exp, square)(x)
  expectClose(z, Math.exp(2 * x), { name: 'compose(exp, square)(x)', terms: 4 })
  expectClose(back(dy), [dy * 2 * Math.exp(2 * x)], { name: 'back(dz) of compose(exp, square)', terms: 4 })
})

test('compose hands on a dz of 0', () => {
  expectClose(compose(exp, square)(0)[1](0), [0], 'back(0) of compose(exp, square)')
})

law('compose takes a function of two arguments', given({ a: exactNumber(), b: exactNumber(), dy }), ({ a, b, dy }) => {
  const [z, back] = compose(mul, sin)(a, b)
  expectClose(z, Math.sin(a * b), 'compose(mul, sin)(a, b)')
  const slope = dy * Math.cos(a * b)
  expectClose(back(dy), [slope * b, slope * a], { name: 'back(dz) of compose(mul, sin)', scale: 6 })
})

test('compose takes a function of any number of arguments: three, here', () => {
  const [z, back] = compose(volume, square)(1, 2, 3)
  expectClose(z, 36, 'the value of compose(volume, square) at (1, 2, 3)')
  expectClose(back(0.5), [36, 18, 12], 'back(0.5) of compose(volume, square) at (1, 2, 3)')
})

type Point = readonly [x: number, y: number]

/** the point of the unit circle at an angle */
const point = operation<Unary, Point>(kind.number, kind.point, (angle) => [
  [Math.cos(angle), Math.sin(angle)],
  ([dx, dy]) => [dy * Math.cos(angle) - dx * Math.sin(angle)],
])
/** of the rectangle between the origin and a point */
const area = operation<[Point], number>(kind.point, kind.number, ([x, y]) => [x * y, (d) => [[d * y, d * x]]])

test('compose takes whatever goes from f to g, and back: a point, here', () => {
  const [z, back] = compose(point, area)(0.5)
  expectClose(z, Math.sin(1) / 2, 'the value of compose(point, area) at 0.5, cos(0.5)·sin(0.5)')
  expectClose(back(3), [3 * Math.cos(1)], 'back(3) of compose(point, area)')
})

test('compose takes whatever comes out of g, and goes back in: a point, here', () => {
  const [z, back] = compose(square, point)(2)
  expectClose(z, [Math.cos(4), Math.sin(4)], 'the value of compose(square, point) at 2')
  expectClose(back([1, 0.5]), [4 * (0.5 * Math.cos(4) - Math.sin(4))], 'back((1, 0.5)) of compose(square, point)')
})

law('compose is associative', given({ x: exactNumber(1), dy }), ({ x, dy }) => {
  const z = Math.exp(2 * Math.sin(x))
  const dx = [2 * dy * z * Math.cos(x)]
  const [left, leftBack] = compose(compose(sin, exp), square)(x)
  expectClose(left, z, { name: 'compose(compose(sin, exp), square)(x)', terms: 4 })
  expectClose(leftBack(dy), dx, { name: 'back of compose(compose(sin, exp), square)', terms: 8 })
  expectClose(leftBack(dy), dx, { name: 'the same, asked a second time', terms: 8 })
  const [right, rightBack] = compose(sin, compose(exp, square))(x)
  expectClose(right, z, { name: 'compose(sin, compose(exp, square))(x)', terms: 4 })
  expectClose(rightBack(dy), dx, { name: 'back of compose(sin, compose(exp, square))', terms: 8 })
})

test('compose evaluates f and g once on the way forward, and not at all on the way back', () => {
  let calls = 0
  const counted: kata.Diff<[number], number> = (x) => {
    calls++
    return square(x)
  }
  const [, back] = compose(counted, counted)(3)
  back(1)
  expectThat(
    calls === 2,
    `f and g were called ${calls} times in all, expected 2: keep the pullbacks from the way forward.`,
  )
})

const double = operation<Unary, number>(kind.number, kind.number, (x) => [2 * x, (d) => [2 * d]])

law(
  'compose makes one function that keeps nothing from call to call',
  given({ a: exactNumber(), b: exactNumber(), u: dy, v: dy }),
  ({ a, b, u, v }) => {
    const both = compose(mul, double)
    expectPullback(({ a, b }) => both(a, b), { a, b }, [u, v], 'compose(mul, double)')
    expectScaled(({ a, b }) => both(a, b)[0], { a, b }, ['a'], 'the value of compose(mul, double)')
    const again = { name: 'the value of compose(mul, double) at (b + 1, a), after (a, b),', scale: 24 }
    expectClose(both(b + 1, a)[0], 2 * (b + 1) * a, again)
  },
  { runs: 12 },
)

type List = ArrayLike<number>
const weight = (i: number) => i % 7
/** the sum of a list, by the weights 0 to 6 and 0 to 6 again */
const total: kata.Diff<[List], number> = (list) => [
  sumOf(listOf(list.length, (i) => list[i] * weight(i))),
  (d) => [listOf(list.length, (i) => d * weight(i))],
]
/** the first N multiples of y, by the same weights */
const multiples =
  (N: number): kata.Diff<[number], List> =>
  (y) => [listOf(N, (i) => y * weight(i)), (d) => [sumOf(listOf(d.length, (i) => d[i] * weight(i)))]]

function listOf(N: number, entry: (i: number) => number): Float64Array {
  const list = new Float64Array(N)
  for (let i = 0; i < N; i++) list[i] = entry(i)
  return list
}

function sumOf(list: List): number {
  let sum = 0
  for (let i = 0; i < list.length; i++) sum += list[i]
  return sum
}

law(
  'compose keeps no list: one that goes in, or back in, is read again',
  given({ list: numbers('N'), u: numbers('K'), v: numbers('K') }),
  ({ list, u, v }) => {
    const both = compose(total, multiples(u.length))
    expectPullback(({ list }) => both(list), { list }, [u, v], 'compose(total, multiples)')
  },
  { runs: 12 },
)

test(
  'compose takes lists of any kind and length, there and back: 140,000 numbers, and none',
  () => {
    const [both, many] = [compose(total, multiples(140_000)), filled().data]
    const [z, back] = both(many)
    const terms = 140_000
    const [sum, back_of_total] = total(many)
    const [expected, back_of_multiples] = multiples(140_000)(sum)
    expectClose(z, expected, { name: 'the value of compose(total, multiples) for 140,000 numbers', terms })
    const dx = { name: 'back(dz) of compose(total, multiples) for 140,000 numbers', terms }
    expectClose(back(many)[0], back_of_total(...back_of_multiples(many))[0], dx)
    const [nothing, none] = compose(total, multiples(0))([])
    expectClose(nothing, [], 'the value of compose(total, multiples) for no numbers')
    expectClose(none([])[0], [], 'back([]) of compose(total, multiples) for no numbers')
  },
  { costly: true },
)

test('compose hands f its arguments and g what f gave, and nothing else', () => {
  const both = compose<[number], number, number>(
    (x, k = 1) => [k * x, (d) => [k * d]],
    (y, k = 1) => [k * y, (d) => [k * d]],
  )
  expectClose(both(3)[0], 3, 'the value of compose(f, g) at 3, where f and g multiply by a second argument, or by 1,')
})

test('compose remembers the argument of each call, and gives the same when asked twice', () => {
  const both = compose(exp, square)
  const [, first] = both(0)
  both(1)[1](1)
  expectClose(first(3), [6], 'back(3) of the first of two calls, at 0,')
  expectClose(first(3), [6], 'back(3), called again')
})
