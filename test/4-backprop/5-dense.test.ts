import * as kata from '#kata/4-backprop/5-dense.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { cotangent, given, distinctSizes } from '#lib/judge/assert/given'
import { type Operation, expectDirectional, expectGradient } from '#lib/judge/assert/gradient-check'
import { law, test } from '#lib/judge/assert/law'
import { expectPure } from '#lib/judge/assert/pure'
import { type Products, ShapeError, type Tensor, float32, matrix, tensor, vector, zeros } from '#lib/tensor'
import { filled, pullbackLaws, repeated, times, unlike } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import { expectOwn } from '../laws/own.ts'
import * as oracle from '../oracles/network.ts'

const { dense } = checkResults(kata, { dense: returns('x, W, b, products', kind.affine) })

test('dense is x·W + b, with one bias per output', () => {
  const inputs = () => ({ x: matrix([1, 2], [3, 4]), W: matrix([1, 0, 2], [0, 1, 3]), b: vector(10, 20, 30) })
  const { x, W, b } = inputs()
  const comparison = { name: 'y of dense(x, W, b)', inputs: inputs() }
  expectClose(dense(x, W, b)[0], matrix([11, 22, 38], [13, 24, 48]), comparison)
})

law('dense is x·W + b for any sizes', given({ x: 'BI', W: 'IO', b: 'O' }), ({ x, W, b }) => {
  expectClose(dense(x, W, b)[0], oracle.dense(x, { W, b }), {
    name: 'y of dense(x, W, b)',
    terms: W.shape[0],
    scale: 9,
  })
})

test('dense on the way back, in numbers: dW, db and dx of two rows', () => {
  const [x, W] = [() => matrix([1, 2], [3, 4]), () => matrix([1, 0, 2], [0, 1, 3])]
  const dy = () => matrix([1, 10, 100], [2, 20, 200])
  const { dx, dW, db } = dense(x(), W(), vector(0, 0, 0))[1](dy())
  const inputs = { x: x(), W: W(), dy: dy() }
  expectClose(dW, matrix([7, 70, 700], [10, 100, 1000]), { name: 'dW', inputs })
  expectClose(db, vector(3, 30, 300), { name: 'db', inputs })
  expectClose(dx, matrix([201, 310], [402, 620]), { name: 'dx', inputs })
})

test('dense has the right dx also where W is square', () => {
  const [, back] = dense(matrix([5, 6]), matrix([1, 2], [3, 4]), vector(0, 0))
  expectClose(back(matrix([1, 0])).dx, matrix([1, 3]), {
    name: 'dx',
    inputs: { W: matrix([1, 2], [3, 4]), dy: matrix([1, 0]) },
  })
})

test('dense has a db that depends on dy alone', () => {
  const [, back] = dense(matrix([7], [8], [9]), matrix([5, 6]), vector(1, 2))
  expectClose(back(matrix([1, -10], [2, -20], [4, -40])).db, vector(7, -70), 'db of three rows')
})

test('dense remembers its own x and W, and gives the same when asked twice', () => {
  const [, first] = dense(matrix([1, 2]), matrix([1, 0, 2], [5, 1, 3]), vector(0, 0, 0))
  dense(matrix([5, 6]), matrix([2, 0, 1], [0, 2, 4]), vector(0, 0, 0))[1](matrix([1, 0, 0]))
  const [name, dy] = ['of the first of two calls', matrix([3, 0, 1])]
  const second = 'the second call'
  expectOwn(first(dy).dW, matrix([3, 0, 1], [6, 0, 2]), `dW ${name}`, { [second]: matrix([15, 0, 5], [18, 0, 6]) })
  expectOwn(first(dy).dx, matrix([5, 18]), `dx ${name}`, {
    [second]: matrix([7, 4]),
    'an earlier call': matrix([5, 3]),
  })
  expectClose(first(dy).dW, matrix([3, 0, 1], [6, 0, 2]), `dW ${name}, asked a second time`)
  expectClose(first(matrix([0, 1, 0])).dW, matrix([0, 1, 0], [0, 2, 0]), `dW ${name}, asked with another dy`)
})

law(
  'dense has the gradient that its difference quotient has',
  distinctSizes('BIO', { x: 'BI', W: 'IO', b: 'O', c: cotangent('BO') }),
  ({ x, W, b, c }) => {
    expectGradient({
      inputs: { x, W, b },
      c,
      terms: 7,
      forward: ({ x, W, b }) => dense(x, W, b)[0],
      backward: ({ x, W, b }, c) => {
        const { dx, dW, db } = dense(x, W, b)[1](c)
        return { x: dx, W: dW, b: db }
      },
      exact: ({ x, W, b }, c) => {
        const { dx, dW, db } = oracle.denseBack(x, { W, b }, c)
        return { x: dx, W: dW, b: db }
      },
    })
  },
  { runs: 30 },
)

law(
  'dense has the slope ⟨gradient, u⟩ in any direction u',
  given({ x: 'BI', W: 'IO', b: 'O', c: cotangent('BO'), u: 'BI', v: 'IO', w: 'O' }),
  ({ x, W, b, c, u, v, w }) => {
    const check: Operation<'x' | 'W' | 'b'> = {
      inputs: { x, W, b },
      c,
      forward: ({ x, W, b }) => dense(x, W, b)[0],
      backward: ({ x, W, b }, c) => {
        const { dx, dW, db } = dense(x, W, b)[1](c)
        return { x: dx, W: dW, b: db }
      },
    }
    expectDirectional(check, { x: u, W: v, b: w })
  },
)

law(
  'dense sums over the batch and divides by nothing: the batch twice has dW and db twice',
  given({ x: 'BI', W: 'IO', b: 'O', dy: cotangent('BO') }),
  ({ x, W, b, dy }) => {
    const twice = (t: typeof x) => tensor([2 * t.shape[0], t.shape[1]], Float64Array.of(...t.data, ...t.data))
    const { dW, db } = dense(twice(x), W, b)[1](twice(dy))
    const once = oracle.denseBack(x, { W, b }, dy)
    const double = (t: typeof x) => ({ shape: t.shape, data: t.data.map((v) => 2 * v) })
    expectClose(dW, double(once.dW), { name: 'dW of the batch twice', terms: 2 * x.shape[0], scale: 6 })
    expectClose(db, double(once.db), { name: 'db of the batch twice', terms: 2 * x.shape[0], scale: 2 })
  },
)

/** 11 rows */
const some = () => filled(11, 2)

pullbackLaws(
  'dense',
  given({ x: 'BI', W: 'IO', b: 'O', u: cotangent('BO'), v: cotangent('BO') }),
  ({ x, W, b }) => dense(x, W, b),
  {
    grows: ['x', 'b'],
    many: () => ({ x: repeated(some()), W: filled(2, 2), b: filled(2), u: repeated(unlike(some())), v: some() }),
    truth: ({ W, b }) => {
      const { dx, dW, db } = oracle.denseBack(some(), { W, b }, unlike(some()))
      const often = 70_004 / 11
      return [
        repeated(oracle.dense(some(), { W, b })),
        { dx: repeated(dx), dW: times(often, dW), db: times(often, db) },
      ]
    },
  },
)

test('dense takes one matrix for x and W too, and has memory of its own for each gradient', () => {
  const square = () => matrix([1, 2], [3, 4])
  const once = square()
  const run = () => dense(once, once, vector(0, 1))
  const [y, back] = run()
  expectClose(y, matrix([7, 11], [15, 23]), 'y of dense(x, x, b)')
  const dy = square()
  expectClose(back(dy).dW, matrix([10, 14], [14, 20]), 'dW of dense(x, x, b)')
  expectClose(back(dy).dx, matrix([5, 11], [11, 25]), 'dx of dense(x, x, b)')
  const identity = matrix([1, 0], [0, 1])
  const unchanged = ({ dy }: { dy: Tensor }) => dense(identity, identity, vector(0, 0))[1](dy)
  expectPure(unchanged, { dy }, 'the way back of dense, where x and W are [[1, 0], [0, 1]],')
})

test('dense of no rows has no rows, and its gradients are 0', () => {
  const [y, back] = dense(zeros([0, 3]), filled(3, 2), vector(1, 2))
  expectClose(y, zeros([0, 2]), 'dense of x: (0, 3)')
  const { dx, dW, db } = back(zeros([0, 2]))
  expectClose(dx, zeros([0, 3]), 'dx of no rows')
  expectClose(dW, zeros([3, 2]), 'dW of no rows')
  expectClose(db, zeros([2]), 'db of no rows')
})

/** a tensor of sevens */
const sevens = (M: number, N: number) => tensor([M, N], new Float64Array(M * N).fill(7))
/** products that say 7, whatever they are asked */
const answering: Products = {
  AB: (a, b) => sevens(a.shape[0], b.shape[1]),
  AtB: (a, b) => sevens(a.shape[1], b.shape[1]),
  ABt: (a, b) => sevens(a.shape[0], b.shape[0]),
}

test('dense takes its products from outside, and computes none itself', () => {
  const [y, back] = dense(matrix([1, 2], [3, 4]), matrix([1, 0, 2], [0, 1, 3]), vector(0, 0, 0), answering)
  const { dx, dW } = back(matrix([1, 0, 0], [0, 1, 0]))
  const own = Object.entries({ y, dW, dx }).filter(([, { data }]) => data.some((v) => v !== 7))
  const names = own.map(([name]) => name).join(', ')
  expectThat(names === '', `the products handed in say 7 to everything, and something else is in ${names}.`)
})

test('dense keeps all digits of float64 for the way back', () => {
  const [, back] = dense(matrix([0.1, 1e-9]), matrix([0.3], [0.7]), vector(0))
  const { dx, dW } = back(matrix([1]))
  expectClose(dW, matrix([0.1], [1e-9]), 'dW at x = (0.1, 1e-9) for dy = 1')
  expectClose(dx, matrix([0.3, 0.7]), 'dx at W = (0.3, 0.7) for dy = 1')
})

test('dense keeps float32 as float32', () => {
  const [y, back] = dense(float32(matrix([1, 2])), float32(matrix([3], [4])), float32(vector(5)))
  expectClose(y, float32(matrix([16])), 'y of float32')
  expectClose(back(float32(matrix([2]))).dW, float32(matrix([2], [4])), 'dW of float32')
  expectClose(back(float32(matrix([2]))).db, float32(vector(2)), 'db of float32')
})

test('dense refuses an x of another width, and says which layer wanted what', () => {
  const call = () => dense(zeros([4, 5]), zeros([3, 2]), zeros([2]))
  expectThrows(call, ShapeError, ['[4, 5]', '3'], 'dense(3 → 2) of x: (4, 5)')
})

test('dense checks the width itself, since a product from outside may not', () => {
  const call = () => dense(zeros([4, 5]), zeros([3, 2]), zeros([2]), answering)
  expectThrows(call, ShapeError, ['[4, 5]', '3'], 'dense(3 → 2) of x: (4, 5), with products that check nothing,')
})

test('dense refuses an x that is no matrix: images that were not flattened, a single row', () => {
  const images = () => dense(zeros([2, 2, 2]), zeros([4, 3]), zeros([3]), answering)
  expectThrows(images, ShapeError, ['[2, 2, 2]'], 'dense(4 → 3) of x: (2, 2, 2)')
  const block = () => dense(zeros([4, 3, 1]), zeros([3, 2]), zeros([2]), answering)
  expectThrows(block, ShapeError, ['[4, 3, 1]'], 'dense(3 → 2) of x: (4, 3, 1)')
  const row = () => dense(zeros([3]), zeros([3, 2]), zeros([2]), answering)
  expectThrows(row, ShapeError, ['[3]'], 'dense(3 → 2) of x: (3)')
})
