import { relu } from '#kata/4-backprop/4-relu.ts'
import * as layers from '#kata/4-backprop/5-dense.ts'
import * as kata from '#kata/4-backprop/8-chain.ts'
import { checkResults, returns, takes } from '#lib/judge/assert/contract'
import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { cotangent, given, numbers, distinctSizes } from '#lib/judge/assert/given'
import { expectGradient } from '#lib/judge/assert/gradient-check'
import { law, test } from '#lib/judge/assert/law'
import { expectPullback } from '#lib/judge/assert/pullback'
import { expectPure } from '#lib/judge/assert/pure'
import { Inconclusive } from '#lib/judge/assert/mismatch'
import { expectShape } from '#lib/judge/assert/shape'
import { copyOf } from '#lib/judge/assert/whole'
import { ShapeError, type Tensor, float32, matrix, vector, zeros } from '#lib/tensor'
import { filled, functionLaws, pullbackLaws, repeated, times, unlike } from '../laws/form.ts'
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

/** identity may give its input back, so it is asked for copies. */
const copied = ({ z }: { z: Tensor }): readonly [Tensor, (dy: Tensor) => readonly Tensor[]] => {
  const [y, back] = identity(z)
  return [copyOf(y), (dy) => back(dy).map(copyOf)]
}

pullbackLaws('identity', given({ z: 'BK', u: cotangent('BK'), v: cotangent('BK') }), copied, {
  grows: ['z'],
  many: () => ({ z: filled(), u: unlike(filled()), v: filled() }),
  truth: ({ z, u }) => [z, [u]],
})

test('identity gives each call its own result: a later call, and a later change, is not seen in it', () => {
  const [z, later, none] = [matrix([1, 2]), matrix([0, 0]), matrix([0, 0])]
  const [y, back] = identity(z)
  const [first] = identity(none)
  const [second] = identity(later)
  none.data[0] = 5
  expectClose(y, matrix([1, 2]), 'y of identity([1, 2]), after two more calls')
  expectClose(second, matrix([0, 0]), 'y of identity([0, 0]), after another tensor of zeros has changed')
  expectThat(first.data !== second.data, 'identity returns the same memory from two calls with different tensors.')
  const [u, v, w] = [matrix([3, 4]), matrix([0, 0]), matrix([0, 0])]
  const [once, other, zero] = [back(u), back(v), back(w)]
  expectClose(once[0], matrix([3, 4]), 'dz = back([3, 4]), after two more calls')
  v.data[0] = 5
  expectClose(zero[0], matrix([0, 0]), 'dz = back([0, 0]), after another tensor of zeros has changed')
  expectThat(other[0].data !== zero[0].data, 'back of identity returns the same memory for two different tensors.')
})

test('identity of nothing is nothing, there and back', () => {
  const [y, back] = identity(zeros([0, 3]))
  expectClose(y, zeros([0, 3]), 'identity of a (0, 3) matrix')
  expectClose(back(zeros([0, 3]))[0], zeros([0, 3]), 'back(dy) of a (0, 3) matrix')
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
  const { layer, asked } = counting()
  expectClose(layer(matrix([2])), matrix([7]), 'layer(x)')
  expectThat(asked() > 0, 'the operation handed in as the last argument was never called for layer(x).')
})

test('Dense takes the affine operation of its pullback from outside too', () => {
  const { layer, asked } = counting()
  expectClose(layer.pullback(matrix([2]))[0], matrix([7]), 'y of layer.pullback(x)')
  expectThat(asked() > 0, 'the operation handed in as the last argument was never called for layer.pullback(x).')
})

/** 3·x + 1, and how often the operation that is handed in was asked */
function counting(): { layer: kata.Layer; asked: () => number } {
  let asked = 0
  const counted: typeof dense = (...args) => {
    asked++
    return dense(...args)
  }
  return { layer: Dense(matrix([3]), vector(1), identity, counted), asked: () => asked }
}

/** 11 rows */
const some = () => filled(11, 2)
const drawn = given({ x: 'BI', W: 'IO', b: 'O', u: cotangent('BO'), v: cotangent('BO') })

pullbackLaws('Dense', drawn, ({ x, W, b }) => Dense(W, b, relu).pullback(x), {
  grows: ['x', 'b'],
  many: () => ({ x: repeated(some()), W: filled(2, 2), b: filled(2), u: repeated(unlike(some())), v: some() }),
  truth({ W, b }) {
    const [z, often] = [oracle.dense(some(), { W, b }), 70_004 / 11]
    const dz = oracle.reluBack(z, unlike(some()))
    const { dx, dW, db } = oracle.denseBack(some(), { W, b }, dz)
    const back = { dx: repeated(dx), dW: times(often, dW), db: times(often, db), dz: repeated(dz) }
    return [repeated(oracle.relu(z)), back]
  },
})

functionLaws(
  'Dense as a function',
  drawn,
  {
    'layer(x)': {
      run: ({ x, W, b }) => Dense(W, b, relu)(x),
      grows: ['x', 'b'],
      truth: ({ W, b }) => repeated(oracle.relu(oracle.dense(some(), { W, b }))),
    },
  },
  { many: () => ({ x: repeated(some()), W: filled(2, 2), b: filled(2), u: some(), v: some() }) },
)

law(
  'Dense makes a layer that leaves its inputs alone, and keeps nothing from call to call',
  drawn,
  ({ W, b, u, v, x }) => {
    const layer = Dense(W, b, relu)
    expectPure(({ x }) => layer(x), { x }, 'layer')
    expectPullback(({ x }) => layer.pullback(x), { x }, [u, v], 'layer.pullback')
  },
  { runs: 12 },
)

test(
  'Dense takes parameters with many numbers: 2 · 70,000 weights and 70,000 biases',
  () => {
    const { data: weights } = filled(2, 70_000)
    const y = Dense(filled(2, 70_000), filled(70_000))(matrix([0, 2]))
    const expected = filled(70_000).data.map((v, o) => v + 2 * weights[70_000 + o])
    expectClose(y, { shape: [1, 70_000], data: expected }, 'layer(x)')
  },
  { costly: true },
)

test('Dense takes W without columns: a layer of no outputs', () => {
  expectClose(Dense(zeros([2, 0]), zeros([0]))(matrix([1, 2])), zeros([1, 0]), 'layer(x), W: (2, 0)')
})

test('Dense keeps float32 as float32', () => {
  const layer = Dense(float32(matrix([1, 2])), float32(vector(0, 1)), relu)
  expectClose(layer(float32(matrix([3]))), float32(matrix([3, 7])), 'layer(x) of float32')
  const [y, back] = layer.pullback(float32(matrix([3])))
  expectClose(y, float32(matrix([3, 7])), 'y of layer.pullback(x) of float32')
  const { dx, dW, db, dz } = back(float32(matrix([1, 2])))
  expectClose(dx, float32(matrix([5])), 'dx of float32')
  expectClose(dW, float32(matrix([3, 6])), 'dW of float32')
  expectClose(db, float32(vector(1, 2)), 'db of float32')
  expectClose(dz, float32(matrix([1, 2])), 'dz of float32')
})

test('Dense of no rows has no rows, and its gradients are 0', () => {
  const layer = Dense(filled(3, 2), filled(2), relu)
  expectClose(layer(zeros([0, 3])), zeros([0, 2]), 'layer of x: (0, 3)')
  const [y, back] = layer.pullback(zeros([0, 3]))
  expectClose(y, zeros([0, 2]), 'y of layer.pullback(x), x: (0, 3)')
  const { dx, dW, db, dz } = back(zeros([0, 2]))
  expectClose(dx, zeros([0, 3]), 'dx of no rows')
  expectClose(dW, zeros([3, 2]), 'dW of no rows')
  expectClose(db, zeros([2]), 'db of no rows')
  expectClose(dz, zeros([0, 2]), 'dz of no rows')
})

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

const twoLayers = () => [layerOf((v) => -2 * v), layerOf((v) => Math.abs(v) - v / 2)]

functionLaws(
  'forward',
  given({ x: 'BK' }).map(({ x }) => ({ x, chain: twoLayers() })),
  {
    'forward(chain, x)': {
      run: ({ x, chain }) => forward(chain, x),
      grows: ['x'],
      truth: ({ x: { shape, data } }) => ({ shape, data: data.map((v) => Math.abs(2 * v) + v) }),
    },
  },
  { many: () => ({ x: filled(), chain: twoLayers() }) },
)

test('forward goes through 1,500 layers', () => {
  const long = Array.from({ length: 1500 }, (_, l) => layerOf((v) => v + l))
  expectClose(forward(long, matrix([0.5])), matrix([0.5 + (1500 * 1499) / 2]), 'forward of 1,500 layers')
})

test('forward sees its chain change: another layer in place of the last', () => {
  const [chain, x] = [[layerOf((v) => v + 1), layerOf((v) => 2 * v)], matrix([3])]
  expectClose(forward(chain, x), matrix([8]), 'forward([v ⇒ v + 1, v ⇒ 2·v], 3)')
  chain[1] = layerOf((v) => 5 * v)
  expectClose(forward(chain, x), matrix([20]), 'the same, after the last layer is v ⇒ 5·v')
})

test('forward keeps float32 as float32', () => {
  expectClose(forward([layerOf((v) => 2 * v)], float32(matrix([3]))), float32(matrix([6])), 'forward of float32')
})

test('forward refuses an x that does not fit the first layer', () => {
  const chain = [Dense(zeros([3, 2]), zeros([2]))]
  expectThrows(() => forward(chain, zeros([1, 4])), ShapeError, ['[1, 4]'], 'forward of x: (1, 4) into dense(3 → 2)')
})
