import * as kata from '#kata/4-backprop/3-fork.ts'
import type { Diff } from '#kata/4-backprop/2-pullback.ts'
import { checkResults, returns, takes } from '#lib/judge/assert/contract'
import { expectClose, expectThat } from '#lib/judge/assert/expect'
import { cotangent, distinctSizes, given } from '#lib/judge/assert/given'
import { expectGradient } from '#lib/judge/assert/gradient-check'
import { law, test } from '#lib/judge/assert/law'
import { expectPullback } from '#lib/judge/assert/pullback'
import { expectScaled } from '#lib/judge/assert/scaled'
import { type Tensor, float32, matrix, tensor, vector, zeros } from '#lib/tensor'
import { filled, pullbackLaws, times } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import { expectOwn } from '../laws/own.ts'

const { fork } = checkResults(kata, {
  fork: returns(
    'f, g',
    kind.operation('x', kind.pullback(kind.tuple('u, v', kind.anything), kind.tuple('dx', kind.tensor), '[du, dv]')),
  ),
})

/** y = f(x) in each entry. It says so when it is called with something of another kind, there or on the way back. */
function entrywise(name: string, f: (x: number) => number, slope: (x: number) => number): Diff<[Tensor], Tensor> {
  const back =
    (x: Tensor) =>
    (dy: Tensor): [Tensor] => [{ shape: dy.shape, data: dy.data.map((d, i) => d * slope(x.data[i])) }]
  const y = (x: Tensor): Tensor => ({ shape: x.shape, data: x.data.map((v) => f(v)) })
  const both: Diff<[Tensor], Tensor> = (x) => [y(x), takes(`${name}’s pullback`, back(x), kind.tensor)]
  return takes(name, both, kind.tensor)
}

const square = entrywise(
  'f',
  (x) => x * x,
  (x) => 2 * x,
)
const triple = entrywise(
  'g',
  (x) => 3 * x,
  () => 3,
)
const minus = entrywise(
  'g',
  (x) => -2 * x,
  () => -2,
)
const wave = entrywise('g', Math.sin, Math.cos)
/** the pullback returns the array that it is given */
const identity = takes<Diff<[Tensor], Tensor>>('identity', (x) => [x, (dy) => [dy]], kind.tensor)

/** the two halves of a tensor along its first axis, which is 2 long: windows on its array */
function halves({ shape: [, ...shape], data }: Tensor): [Tensor, Tensor] {
  const half = data.length / 2
  return [
    { shape, data: data.subarray(0, half) },
    { shape, data: data.subarray(half) },
  ]
}

/** the opposite: (2, …) from two tensors of one shape */
function stack(u: Tensor, v: Tensor): Tensor {
  return tensor([2, ...u.shape], [...u.data, ...v.data])
}

test('fork passes both shares back, and they add: L = u·v with u = x² and v = 3x at x = 2', () => {
  const [[u, v], back] = fork(square, triple)(vector(2))
  expectClose(u, vector(4), 'u of fork(f, g)(2), where f(x) = x²,')
  expectClose(v, vector(6), 'v of fork(f, g)(2), where g(x) = 3x,')
  expectClose(back([vector(6), vector(4)])[0], vector(36), 'dx of back([6, 4]), 6·4 + 4·3,')
})

test('fork keeps the two paths apart: where one share is 0, the other passes alone', () => {
  const [, back] = fork(square, triple)(vector(2, -1))
  expectClose(back([vector(1, 10), vector(0, 0)])[0], vector(4, -20), 'dx of back([du, 0])')
  expectClose(back([vector(0, 0), vector(1, 10)])[0], vector(3, 30), 'dx of back([0, dv])')
})

test('fork has one argument, so its pullback returns one gradient', () => {
  const { length } = fork(square, triple)(vector(2))[1]([vector(6), vector(4)])
  expectThat(length === 1, `back([du, dv]) is a list of ${length} tensors, expected [dx]: there is one argument, x.`)
})

law('fork gives f(x) and g(x), in this order', given({ x: 'BK' }), ({ x }) => {
  const [[u, v]] = fork(square, minus)(x)
  expectClose(u, { shape: x.shape, data: x.data.map((e) => e * e) }, 'u = f(x), where f(x) = x²,')
  expectClose(v, times(-2, x), 'v = g(x), where g(x) = −2x,')
})

law(
  'fork has the gradient of a sum over both paths',
  distinctSizes('BK', { x: 'BK', c: cotangent('2BK') }),
  ({ x, c }) => {
    expectGradient({
      inputs: { x },
      c,
      forward: ({ x }) => stack(...fork(square, wave)(x)[0]),
      backward: ({ x }, c) => ({ x: fork(square, wave)(x)[1](halves(c))[0] }),
      exact: ({ x }, c) => {
        const [du, dv] = halves(c)
        return { x: { shape: x.shape, data: x.data.map((v, i) => du.data[i] * 2 * v + dv.data[i] * Math.cos(v)) } }
      },
      terms: 2,
    })
  },
)

law(
  'fork has the same dx if f and g change places',
  given({ x: 'BK', du: cotangent('BK'), dv: cotangent('BK') }),
  ({ x, du, dv }) => {
    const dx = { shape: x.shape, data: x.data.map((v, i) => du.data[i] * 2 * v + dv.data[i] * 3) }
    expectClose(fork(square, triple)(x)[1]([du, dv])[0], dx, { name: 'dx of fork(f, g)', terms: 2, scale: 9 })
    expectClose(fork(triple, square)(x)[1]([dv, du])[0], dx, { name: 'dx of fork(g, f)', terms: 2, scale: 9 })
  },
)

test('fork of twice the same function has both shares', () => {
  const [, back] = fork(square, square)(vector(3, -1))
  expectClose(back([vector(1, 1), vector(1, 1)])[0], vector(12, -4), 'dx of fork(f, f), where f(x) = x²,')
})

/** An operation of the tests, which says so when it is called with something else than a tensor. */
const total = takes<Diff<[Tensor], number>>(
  'f',
  (x) => [
    Array.from(x.data).reduce((sum, v) => sum + v, 0),
    takes('f’s pullback', (du: number) => [{ shape: x.shape, data: x.data.map(() => du) }], kind.number),
  ],
  kind.tensor,
)
const flat = takes<Diff<[Tensor], Tensor>>(
  'g',
  (x) => [
    { shape: [x.data.length], data: x.data.map((v) => 2 * v) },
    takes(
      'g’s pullback',
      (dv: Tensor) => [{ shape: x.shape, data: x.data.map((_, i) => 2 * dv.data[i]) }],
      kind.tensor,
    ),
  ],
  kind.tensor,
)

test('fork takes values of any kind: a number and a vector, here', () => {
  const x = matrix([1, 2], [3, 4])
  const [[u, v], back] = fork(total, flat)(x)
  expectClose(u, 10, 'u, the sum of x,')
  expectClose(v, vector(2, 4, 6, 8), 'v, the entries of 2x,')
  expectClose(back([5, vector(1, 2, 3, 4)])[0], matrix([7, 9], [11, 13]), 'dx of back([5, (1, 2, 3, 4)])')
})

test('fork in a fork adds three shares', () => {
  const [, back] = fork(square, fork(triple, minus))(vector(2))
  expectClose(back([vector(1), [vector(10), vector(100)]])[0], vector(-166), 'dx of 1·4 + 10·3 + 100·(−2)')
})

test('fork calls f and g once on the way forward, with x, and not at all on the way back', () => {
  const calls: string[] = []
  const counted =
    (name: string, of: Diff<[Tensor], Tensor>): Diff<[Tensor], Tensor> =>
    (x) => {
      calls.push(`${name}(${Array.from(x.data).join(', ')})`)
      return of(x)
    }
  const [, back] = fork(counted('f', square), counted('g', triple))(vector(2))
  back([vector(1), vector(1)])
  const received = calls.toSorted().join(', ')
  expectThat(received === 'f(2), g(2)', `the calls were ${received || 'none'}; expected f(2), g(2), each once.`)
})

test('fork does not write into what a pullback returns', () => {
  const share = vector(1, 2)
  const keeps: Diff<[Tensor], Tensor> = (x) => [x, () => [share]]
  const [, back] = fork(keeps, keeps)(vector(5, 6))
  expectClose(back([vector(0, 0), vector(0, 0)])[0], vector(2, 4), 'dx, where both pullbacks return (1, 2),')
  expectClose(share, vector(1, 2), 'after the way back, the tensor that f’s pullback returned,')
  const [du, dv] = [vector(1, 2), vector(10, 20)]
  const one = fork(identity, triple)(vector(5, 6))[1]
  expectClose(one([du, dv])[0], vector(31, 62), 'dx of fork(identity, g), where g(x) = 3x,')
  expectClose(du, vector(1, 2), 'after the way back, du')
  const other = fork(triple, identity)(vector(5, 6))[1]
  expectClose(other([du, dv])[0], vector(13, 26), 'dx of fork(g, identity), where g(x) = 3x,')
  expectClose(dv, vector(10, 20), 'after the way back, dv')
})

test('fork remembers the x of each call, and gives the same when asked twice', () => {
  const both = fork(square, triple)
  const [[, first], [, second]] = [both(vector(2)), both(vector(5))]
  second([vector(1), vector(1)])
  const dy: [Tensor, Tensor] = [vector(1), vector(1)]
  expectOwn(first(dy)[0], vector(7), 'back([1, 1]) of the call at 2', { 'the call at 5': vector(13) })
  expectClose(first(dy)[0], vector(7), 'back([1, 1]) of the call at 2, asked a second time')
})

test('fork reads [du, dv] anew each time, and leaves the list as it is', () => {
  const [, back] = fork(total, total)(vector(1, 2))
  const dy: [number, number] = [5, 3]
  expectClose(back(dy)[0], vector(8, 8), 'dx of back([5, 3])')
  expectClose(dy, [5, 3], 'after the way back, [du, dv]')
  dy[0] = 10
  expectClose(back(dy)[0], vector(13, 13), 'dx of the same list, with 10 written into it for 5,')
})

test('fork gives a new dx also where one path passes zeros back', () => {
  const [, back] = fork(identity, identity)(vector(2, 3))
  for (const [du, dv] of [
    [vector(1, 4), vector(0, 0)],
    [vector(0, 0), vector(1, 4)],
  ]) {
    const [dx] = back([du, dv])
    expectClose(dx, vector(1, 4), 'dx, where one of du and dv is 0,')
    expectThat(
      dx.data.buffer !== du.data.buffer && dx.data.buffer !== dv.data.buffer,
      'dx shares memory with du or dv.',
    )
  }
})

test('fork calls f and g with x alone', () => {
  const both: (...args: number[]) => unknown = fork<Tensor, Tensor>(
    (x, k = 3) => [times(k, x), (du) => [times(k, du)]],
    (x, k = 5) => [times(k, x), (dv) => [times(k, dv)]],
  ) as never
  const [[u, v]] = both(vector(2) as never, 7, 11) as ReturnType<Diff<[Tensor], [Tensor, Tensor]>>
  expectClose(u, vector(6), 'u at 2, where f multiplies by a second argument, or by 3,')
  expectClose(v, vector(10), 'v at 2, where g multiplies by a second argument, or by 5,')
})

law(
  'fork makes one function that keeps nothing from call to call',
  given({ x: 'BK', u: cotangent('2BK'), v: cotangent('2BK') }),
  ({ x, u, v }) => {
    const both = fork(triple, minus)
    const run = (given: { x: Tensor }): [Tensor[], (dy: Tensor) => [Tensor]] => {
      const [value, back] = both(given.x)
      return [value, (dy) => back(halves(dy))]
    }
    expectPullback(run, { x }, [u, v], 'fork(f, g)')
    expectScaled(({ x }) => both(x)[0], { x }, ['x'], 'the value of fork(f, g)')
  },
  { runs: 12 },
)

pullbackLaws(
  'fork',
  given({ x: 'BK', u: cotangent('2BK'), v: cotangent('2BK') }),
  ({ x }) => {
    const [value, back] = fork(triple, minus)(x)
    return [value, (dy: Tensor) => back(halves(dy))]
  },
  {
    grows: ['x'],
    many: () => ({ x: filled(), u: filled(2, 70_000, 2), v: filled(2, 70_000, 2) }),
    truth: ({ x, u }) => {
      const [du, dv] = halves(u)
      return [[times(3, x), times(-2, x)], [{ shape: x.shape, data: du.data.map((d, i) => 3 * d - 2 * dv.data[i]) }]]
    },
  },
)

test('fork of nothing is nothing, there and back', () => {
  const [[u, v], back] = fork(square, triple)(zeros([0, 3]))
  expectClose(u, zeros([0, 3]), 'u of a (0, 3) matrix')
  expectClose(back([v, v])[0], zeros([0, 3]), 'dx of a (0, 3) matrix')
})

test('fork keeps float32 as float32, and works on any number of axes', () => {
  const x = float32(tensor([2, 1, 2], [1, 2, 3, 4]))
  const [[u], back] = fork(square, triple)(x)
  expectClose(u, float32(tensor([2, 1, 2], [1, 4, 9, 16])), 'u of float32')
  expectClose(back([x, x])[0], float32(tensor([2, 1, 2], [5, 14, 27, 44])), 'dx of float32')
})
