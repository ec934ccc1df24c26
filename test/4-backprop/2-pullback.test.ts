import { type Diff, compose, mul, sin } from '#kata/4-backprop/2-pullback.ts'
import { expectClose, expectThat } from '#lib/judge/expect'
import { given, number } from '#lib/judge/given'
import { expectGradient } from '#lib/judge/gradient-check'
import { law, test } from '#lib/judge/law'
import { type Tensor, vector } from '#lib/tensor'

const at = (x: Tensor) => x.data[0]
/** a cotangent: of size ½ to 2½, of either sign */
const dy = number(2).map((v) => (v < 0 ? v - 0.5 : v + 0.5))

test('mul is a·b, and its way back swaps the factors', () => {
  const [y, back] = mul(3, 5)
  expectClose(y, 15, 'mul(3, 5)')
  expectClose(back(1), [5, 3], 'back(1) of mul(3, 5)')
  expectClose(back(-2), [-10, -6], 'back(−2) of mul(3, 5)')
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

test('sin is sin x, and its way back is cos x', () => {
  const [y, back] = sin(0.5)
  expectClose(y, Math.sin(0.5), 'sin(0.5)')
  expectClose(back(1), [Math.cos(0.5)], 'back(1) of sin(0.5)')
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

const square: Diff<[number], number> = (x) => [x * x, (d) => [2 * d * x]]
const exp: Diff<[number], number> = (x) => [Math.exp(x), (d) => [d * Math.exp(x)]]

test('compose calls first f, then g', () => {
  const [y] = compose(exp, square)(0.5)
  expectClose(y, Math.exp(1), 'the value of compose(exp, square) at 0.5, exp(0.5)²')
})

law('compose is the chain rule: g′(f(x))·f′(x)', given({ x: number(2), dy }), ({ x, dy }) => {
  const [z, back] = compose(exp, square)(x)
  expectClose(z, Math.exp(2 * x), { name: 'compose(exp, square)(x)', terms: 4 })
  expectClose(back(dy), [dy * 2 * Math.exp(2 * x)], { name: 'back(dz) of compose(exp, square)', terms: 4 })
})

law('compose takes a function of two arguments', given({ a: number(), b: number(), dy }), ({ a, b, dy }) => {
  const [z, back] = compose(mul, sin)(a, b)
  expectClose(z, Math.sin(a * b), 'compose(mul, sin)(a, b)')
  const slope = dy * Math.cos(a * b)
  expectClose(back(dy), [slope * b, slope * a], { name: 'back(dz) of compose(mul, sin)', scale: 6 })
})

interface Point {
  readonly x: number
  readonly y: number
}
/** the point of the unit circle at an angle */
const point: Diff<[number], Point> = (angle) => [
  { x: Math.cos(angle), y: Math.sin(angle) },
  (d) => [d.y * Math.cos(angle) - d.x * Math.sin(angle)],
]
/** of the rectangle between the origin and a point */
const area: Diff<[Point], number> = ({ x, y }) => [x * y, (d) => [{ x: d * y, y: d * x }]]

test('compose takes whatever goes from f to g, and back: a point, here', () => {
  const [z, back] = compose(point, area)(0.5)
  expectClose(z, Math.sin(1) / 2, 'the value of compose(point, area) at 0.5, cos(0.5)·sin(0.5)')
  expectClose(back(3), [3 * Math.cos(1)], 'back(3) of compose(point, area)')
})

law('compose is associative', given({ x: number(1), dy }), ({ x, dy }) => {
  const [left, leftBack] = compose(compose(sin, exp), square)(x)
  const [right, rightBack] = compose(sin, compose(exp, square))(x)
  expectClose(left, right, { name: 'compose(compose(sin, exp), square)(x)', terms: 4 })
  expectClose(leftBack(dy), rightBack(dy), { name: 'back of compose(compose(sin, exp), square)', terms: 4 })
  expectClose(leftBack(dy), [2 * dy * Math.exp(2 * Math.sin(x)) * Math.cos(x)], {
    name: 'the same, worked out',
    terms: 8,
  })
})

test('compose evaluates f and g once on the way forward, and not at all on the way back', () => {
  let calls = 0
  const counted: Diff<[number], number> = (x) => {
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

test('compose remembers the argument of each call, and gives the same when asked twice', () => {
  const both = compose(exp, square)
  const [, first] = both(0)
  both(1)[1](1)
  expectClose(first(3), [6], 'back(3) of the first of two calls, at 0,')
  expectClose(first(3), [6], 'back(3), called again')
})

test('mul remembers its own arguments, and gives the same when asked twice', () => {
  const [[, first], [, second]] = [mul(2, 3), mul(5, 7)]
  second(1)
  expectClose(first(3), [9, 6], 'back(3) of the first of two calls')
  expectClose(first(3), [9, 6], 'back(3), called again')
})

test('sin remembers its own argument, and gives the same when asked twice', () => {
  const [[, first], [, second]] = [sin(0), sin(1)]
  second(1)
  expectClose(first(3), [3], 'back(3) of the first of two calls, at 0,')
  expectClose(first(3), [3], 'back(3), called again')
})
