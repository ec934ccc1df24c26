import { relu } from '#kata/4-backprop/3-relu.ts'
import * as layers from '#kata/4-backprop/4-dense.ts'
import * as kata from '#kata/4-backprop/7-chain.ts'
import { checkResults, returns, takes } from '#lib/judge/assert/contract'
import { expectClose, expectPure, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { cotangent, given, numbers, distinctSizes } from '#lib/judge/assert/given'
import { expectGradient } from '#lib/judge/assert/gradient-check'
import { law, test } from '#lib/judge/assert/law'
import { Inconclusive } from '#lib/judge/assert/mismatch'
import { expectShape } from '#lib/judge/assert/shape'
import { ShapeError, type Tensor, float32, matrix, vector, zeros } from '#lib/tensor'
import * as kind from '../laws/kinds.ts'
import { expectOwn } from '../laws/own.ts'
import * as oracle from '../oracles/network.ts'

const { Dense, forward, identity } = checkResults(kata, {
  Dense: returns('W, b, activation, affine', kind.layer),
  forward: returns('chain, x', kind.tensor),
  identity: returns('z', kind.unary),
})

const { dense } = checkResults(layers, { dense: returns('x, W, b, products', kind.affine) })

const nine = (K: number, name: string, scale = 9) => ({ name, terms: K, scale })

law('identity changes nothing, there and back', given({ z: 'BK', dy: 'BK' }), ({ z, dy }) => {
  const [y, back] = identity(z)
  expectClose(y, z, 'y of identity(z)')
  expectClose(back(dy)[0], dy, 'dz of identity')
})

test('identity keeps float32 as float32', () => {
  const [y, back] = identity(float32(matrix([1, -2])))
  expectClose(y, float32(matrix([1, -2])), 'y of float32')
  expectClose(back(float32(matrix([3, 4])))[0], float32(matrix([3, 4])), 'dz of float32')
})

test('Dense makes a layer one can call: relu(x·W + b)', () => {
  const layer = Dense(matrix([1, -1], [2, -2]), vector(1, 1), relu)
  expectClose(layer(matrix([1, 1], [-1, 0])), matrix([4, 0], [0, 2]), 'layer(x)')
})

test('Dense carries its parameters, and they are the ones it was given', () => {
  const [W, b] = [matrix([1, 2]), vector(3, 4)]
  const layer = Dense(W, b, relu)
  expectThat(
    layer.W === W && layer.b === b,
    'layer.W and layer.b are not the tensors that Dense was given: training changes those.',
  )
  expectThat(layer.activation === relu, 'layer.activation is not the activation that Dense was given.')
})

test('Dense without an activation is x·W + b', () => {
  expectClose(Dense(matrix([-1]), vector(0))(matrix([5])), matrix([-5]), 'Dense(W, b)(x)')
})

/** y = z²      back: dy → dz = dy·2z */
const square = takes<kata.Activation>(
  'the activation',
  (z) => [
    { shape: z.shape, data: z.data.map((v) => v * v) },
    takes(
      'the way back of the activation',
      (dy) => [{ shape: z.shape, data: z.data.map((v, i) => dy.data[i] * 2 * v) }],
      kind.tensor,
    ),
  ],
  kind.tensor,
)

/** dense, which says what it is called with when that is no tensor, there and back */
const careful = takes<typeof dense>(
  'the affine operation',
  (x, W, b) => {
    const [z, back] = dense(x, W, b)
    return [z, takes('the way back of the affine operation', back, kind.tensor)]
  },
  kind.tensor,
  kind.tensor,
  kind.tensor,
)

test('Dense goes through whatever activation it was given, there and back: a square, here', () => {
  const [y, back] = Dense(matrix([1, 2]), vector(0, 1), square, careful).pullback(matrix([-3]))
  expectClose(y, matrix([9, 25]), 'y of layer.pullback(x), at z = (−3, −5)')
  const { dz, dx, dW, db } = back(matrix([1, 2]))
  expectClose(dz, matrix([-6, -20]), 'dz = dy·2z')
  expectClose(dW, matrix([18, 60]), 'dW')
  expectClose(db, vector(-6, -20), 'db')
  expectClose(dx, matrix([-46]), 'dx')
})

test('Dense sees its parameters change: training works in place', () => {
  const W = matrix([1])
  const layer = Dense(W, vector(0))
  const x = matrix([2])
  expectClose(layer(x), matrix([2]), 'layer(x)')
  W.data[0] = 7
  expectClose(layer(x), matrix([14]), 'layer(x) after W was changed')
  const [y, back] = layer.pullback(x)
  expectClose(y, matrix([14]), 'y of layer.pullback(x) after W was changed')
  expectClose(back(matrix([1])).dx, matrix([7]), 'dx after W was changed')
})

law('Dense is activation(x·W + b)', given({ x: 'BI', W: 'IO', b: 'O' }), ({ x, W, b }) => {
  const z = oracle.dense(x, { W, b })
  expectClose(Dense(W, b, relu)(x), oracle.relu(z), nine(W.shape[0], 'Dense(W, b, relu)(x)'))
  expectClose(Dense(W, b, relu).pullback(x)[0], oracle.relu(z), nine(W.shape[0], 'y of layer.pullback(x)'))
})

law(
  'Dense has the gradient that its difference quotient has, through its relu',
  distinctSizes('BIO', { x: 'BI', W: 'IO', b: 'O', c: cotangent('BO') }),
  ({ x, W, b, c }) => {
    const z = oracle.dense(x, { W, b })
    if (z.data.some((v) => Math.abs(v) < 1e-3)) throw new Inconclusive('near the kink of relu')
    expectGradient({
      inputs: { x, W, b },
      c,
      terms: 7,
      kinked: true,
      forward: ({ x, W, b }) => Dense(W, b, relu)(x),
      backward: ({ x, W, b }, c) => {
        const { dx, dW, db } = Dense(W, b, relu).pullback(x)[1](c)
        return { x: dx, W: dW, b: db }
      },
      exact: ({ x, W, b }, c) => {
        const { dx, dW, db } = oracle.denseBack(x, { W, b }, oracle.reluBack(oracle.dense(x, { W, b }), c))
        return { x: dx, W: dW, b: db }
      },
    })
  },
  { runs: 30 },
)

law(
  'Dense shows dz, the gradient before its activation',
  given({ x: 'BI', W: 'IO', b: 'O', dy: cotangent('BO') }),
  ({ x, W, b, dy }) => {
    const { dz, db } = Dense(W, b, relu).pullback(x)[1](dy)
    const truth = oracle.reluBack(oracle.dense(x, { W, b }), dy)
    expectClose(dz, truth, 'dz of layer.pullback(x)')
    expectClose(db, oracle.denseBack(x, { W, b }, truth).db, nine(x.shape[0], 'db of layer.pullback(x)', 2))
    expectClose(Dense(W, b).pullback(x)[1](dy).dz, dy, 'dz of a layer without an activation')
  },
)

test('Dense takes its affine operation from outside', () => {
  let asked = 0
  const counted: typeof dense = (...args) => {
    asked++
    return dense(...args)
  }
  expectClose(Dense(matrix([3]), vector(1), identity, counted)(matrix([2])), matrix([7]), 'layer(x)')
  expectThat(asked > 0, 'the operation handed in as the last argument was never called.')
})

law(
  'Dense leaves its inputs alone and keeps nothing',
  given({ x: 'BI', W: 'IO', b: 'O', dy: 'BO' }),
  ({ x, W, b, dy }) => {
    const layer = Dense(W, b, relu)
    expectPure(() => layer(x), { x, W, b }, 'layer')
    const back = () => {
      const { dx, dW, db } = layer.pullback(x)[1](dy)
      return [dx, dW, db]
    }
    expectPure(back, { x, W, b, dy }, 'the way back of a layer')
  },
)

test('Dense remembers what each call saw, and gives the same when asked twice', () => {
  const layer = Dense(matrix([1, -1]), vector(0, 0), relu)
  const [, first] = layer.pullback(matrix([2]))
  layer(matrix([-9]))
  layer.pullback(matrix([-3]))[1](matrix([1, 1]))
  const second = { 'the second': matrix([0, -3]) }
  expectOwn(first(matrix([1, 1])).dW, matrix([2, 0]), 'dW of the first of two calls', second)
  expectClose(first(matrix([1, 1])).dW, matrix([2, 0]), 'dW, asked a second time')
  expectClose(first(matrix([3, 5])).dW, matrix([6, 0]), 'dW, asked with another dy')
})

/** [f, g, h] of a chain of them */
function namesIn(chain: readonly kata.Layer[], named: Readonly<Record<string, kata.Layer>>): string {
  const names = chain.map((layer) => Object.entries(named).find(([, one]) => one === layer)?.[0] ?? 'another')
  return `[${names.join(', ')}]`
}

/** a layer that Dense did not make: y = f(x), entry by entry */
function layerOf(f: (v: number) => number): kata.Layer {
  const [W, b] = [matrix([1]), vector(0)]
  const layer = takes('a layer', (x: Tensor): Tensor => ({ shape: x.shape, data: x.data.map(f) }), kind.tensor)
  const back = (dy: Tensor) => ({ dx: dy, dW: W, db: b, dz: dy })
  return Object.assign(layer, {
    W,
    b,
    activation: identity,
    pullback: (x: Tensor): [Tensor, typeof back] => [layer(x), back],
  })
}

test('forward calls each layer with what the one before it returned: (−3 + 1)·2', () => {
  const chain = [layerOf((v) => v + 1), layerOf((v) => 2 * v)]
  expectClose(forward(chain, matrix([-3])), matrix([-4]), 'forward([v ⇒ v + 1, v ⇒ 2·v], −3)')
})

test('forward leaves the chain as it was', () => {
  const [f, g, h] = [layerOf((v) => v + 1), layerOf((v) => 2 * v), layerOf((v) => v * v)]
  const chain = [f, g, h]
  forward(chain, matrix([3]))
  const isSame = chain.length === 3 && [f, g, h].every((layer, l) => chain[l] === layer)
  expectThat(isSame, `the chain [f, g, h] has changed: afterwards it is ${namesIn(chain, { f, g, h })}.`)
})

law('forward goes through chains of any length', given({ x: 'BK', shifts: numbers('N') }), ({ x, shifts }) => {
  const steps = shifts.map((shift) => (v: number) => shift - v / 2)
  const through = { shape: x.shape, data: x.data.map((v) => steps.reduce((u, step) => step(u), v)) }
  expectClose(forward(steps.map(layerOf), x), through, { name: 'forward(chain, x)', terms: 7, scale: 6 })
})

law(
  'forward is a fold: layer after layer, the first one first',
  given({ x: 'BI', U: 'IH', u: 'H', V: 'HO', v: 'O' }),
  ({ x, U, u, V, v }) => {
    const hidden = oracle.relu(oracle.dense(x, { W: U, b: u }))
    const chain = [Dense(U, u, relu), Dense(V, v, identity)]
    const comparison = nine(U.shape[0] * V.shape[0], 'forward([f, g], x)', 100)
    expectClose(forward(chain, x), oracle.dense(hidden, { W: V, b: v }), comparison)
  },
)

law('forward of an empty chain changes nothing', given({ x: 'BK' }), ({ x }) => {
  expectClose(forward([], x), x, 'forward([], x)')
})

law(
  'forward over two chains is forward over their concatenation',
  given({ x: 'BI', U: 'II', V: 'II', b: 'I' }),
  ({ x, U, V, b }) => {
    const [f, g] = [Dense(U, b, relu), Dense(V, b)]
    const h = forward([f], x)
    expectShape(h, x.shape, 'forward([f], x)')
    expectClose(forward([g], h), forward([f, g], x), nine(49, 'forward([g], forward([f], x))', 100))
  },
)

test('forward refuses an x that does not fit the first layer', () => {
  const chain = [Dense(zeros([3, 2]), zeros([2]))]
  expectThrows(() => forward(chain, zeros([1, 4])), ShapeError, ['[1, 4]'], 'forward of x: (1, 4) into dense(3 → 2)')
})
