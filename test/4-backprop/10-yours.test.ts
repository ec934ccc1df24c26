import * as kata from '#kata/4-backprop/10-yours.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose } from '#lib/judge/assert/expect'
import { cotangent, distinctSizes, exactNumber, given } from '#lib/judge/assert/given'
import { expectGradient } from '#lib/judge/assert/gradient-check'
import { law, test } from '#lib/judge/assert/law'
import { dot } from '#lib/judge/assert/forward'
import { type Tensor, float32, matrix, tensor, vector, zeros } from '#lib/tensor'
import { filled, pullbackLaws, times, unlike } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import { expectOwn } from '../laws/own.ts'
import * as oracle from '../oracles/backprop.ts'

const { scale, sigmoid, squaredError } = checkResults(kata, {
  scale: returns('x, g', kind.pullback(kind.tensor, kind.tuple('dx, dg', kind.tensor))),
  sigmoid: returns('x', kind.unary),
  squaredError: returns('y, t', kind.pullback(kind.number, kind.tuple('dy, dt', kind.tensor), 'dL')),
})

/** a dL: of size ½ to 2½, of either sign */
const dL = exactNumber(2).map((v) => (v < 0 ? v - 0.5 : v + 0.5))

test('sigmoid is 1 / (1 + e⁻ˣ): one half at 0, and between 0 and 1', () => {
  const x = () => matrix([0, Math.log(3)], [-Math.log(3), -40])
  expectClose(sigmoid(x())[0], matrix([0.5, 0.75], [0.25, 0]), { name: 'sigmoid(x)', inputs: { x: x() }, scale: 1 })
})

law('sigmoid is what the formula says, entry by entry', given({ x: 'BK' }), ({ x }) => {
  expectClose(sigmoid(x)[0], oracle.sigmoid(x), { name: 'sigmoid(x)', scale: 1 })
})

law(
  'sigmoid has the gradient that its difference quotient has',
  distinctSizes('BK', { x: 'BK', c: cotangent('BK') }),
  ({ x, c }) => {
    expectGradient({
      of: 'sigmoid(x)',
      inputs: { x },
      c,
      absolute: ['x'],
      forward: ({ x }) => sigmoid(x)[0],
      backward: ({ x }, c) => ({ x: sigmoid(x)[1](c)[0] }),
      exact: ({ x }, c) => ({ x: oracle.sigmoidBack(x, c) }),
    })
  },
)

test('sigmoid far from 0 is 1 or 0, and its slope is 0: nothing overflows', () => {
  const [y, back] = sigmoid(vector(1000, -1000, 750, -750))
  expectClose(y, vector(1, 0, 1, 0), { name: 'sigmoid(1000, −1000, 750, −750)', scale: 1 })
  const name = 'back((1, 2, 3, 4)) of sigmoid(1000, −1000, 750, −750)'
  expectClose(back(vector(1, 2, 3, 4))[0], vector(0, 0, 0, 0), { name, scale: 1 })
})

test('sigmoid has memory of its own for each value, also where all are 0', () => {
  const [first] = sigmoid(vector(-1000))
  first.data[0] = 5
  expectClose(sigmoid(vector(-1000))[0], vector(0), {
    name: 'sigmoid(−1000), after a write into an earlier result',
    scale: 1,
  })
})

law('sigmoid of x and of −x sum to 1', given({ x: 'BK' }), ({ x }) => {
  const [[y], [other]] = [sigmoid(x), sigmoid(times(-1, x))]
  const sum = { shape: x.shape, data: y.data.map((v, i) => v + other.data[i]) }
  expectClose(sum, { shape: x.shape, data: x.data.map(() => 1) }, 'sigmoid(x) + sigmoid(−x)')
})

test('sigmoid remembers its own x, and gives the same when asked twice', () => {
  const [x, other] = [matrix([0, Math.log(3)], [-1, 2]), matrix([2, -1], [1, 0])]
  const dy = (): Tensor => matrix([4, 4], [8, -4])
  const [, first] = sigmoid(x)
  sigmoid(other)[1](dy())
  const truth = oracle.sigmoidBack(x, dy())
  expectOwn(first(dy())[0], truth, 'back(dy) of the first of two calls', {
    'the second call': oracle.sigmoidBack(other, dy()),
  })
  expectClose(first(dy())[0], truth, 'back(dy) of the first call, asked a second time')
})

pullbackLaws('sigmoid', given({ x: 'BK', u: cotangent('BK'), v: cotangent('BK') }), ({ x }) => sigmoid(x), {
  many: () => ({ x: filled(), u: unlike(filled()), v: filled() }),
  truth: ({ x, u }) => [oracle.sigmoid(x), [oracle.sigmoidBack(x, u)]],
})

test('sigmoid works on any number of axes, and without entries, and keeps float32', () => {
  const x = float32(tensor([2, 1, 2], [0, 1, -1, 2]))
  const [y, back] = sigmoid(x)
  expectClose(y, float32(oracle.sigmoid(x)), 'sigmoid of a (2, 1, 2) tensor of float32')
  expectClose(back(x)[0], float32(oracle.sigmoidBack(x, x)), 'back(dy) of a (2, 1, 2) tensor of float32')
  const [nothing, none] = sigmoid(zeros([0, 3]))
  expectClose(nothing, zeros([0, 3]), 'sigmoid of a (0, 3) matrix')
  expectClose(none(zeros([0, 3]))[0], zeros([0, 3]), 'back(dy) of a (0, 3) matrix')
})

test('squaredError is the mean of the squared differences over all entries', () => {
  const inputs = () => ({ y: matrix([1, 2, 3], [4, 5, 6]), t: matrix([1, 0, 3], [4, 5, 1]) })
  const { y, t } = inputs()
  const comparison = { name: 'squaredError(y, t), (4 + 25) / 6,', inputs: inputs() }
  expectClose(squaredError(y, t)[0], 29 / 6, comparison)
  expectClose(squaredError(y, y)[0], 0, 'squaredError(y, y)')
})

law('squaredError is what the formula says, and the same from both sides', given({ y: 'BK', t: 'BK' }), ({ y, t }) => {
  const comparison = { terms: y.data.length, scale: 1 }
  expectClose(squaredError(y, t)[0], oracle.squaredError(y, t), { name: 'squaredError(y, t)', ...comparison })
  expectClose(squaredError(t, y)[0], oracle.squaredError(y, t), { name: 'squaredError(t, y)', ...comparison })
})

law(
  'squaredError has the gradients that its difference quotients have',
  distinctSizes('BK', { y: 'BK', t: 'BK', dL }),
  ({ y, t, dL }) => {
    expectGradient({
      of: 'squaredError(y, t)',
      inputs: { y, t },
      c: vector(dL),
      forward: ({ y, t }) => squaredError(y, t)[0],
      backward: ({ y, t }, { data: [dL] }) => {
        const [dy, dt] = squaredError(y, t)[1](dL)
        return { y: dy, t: dt }
      },
      exact: ({ y, t }, { data: [dL] }) => {
        const { dy, dt } = oracle.squaredErrorBack(y, t, dL)
        return { y: dy, t: dt }
      },
    })
  },
)

law(
  'squaredError depends on y − t alone, so t has the opposite gradient of y',
  given({ y: 'BK', t: 'BK', dL }),
  ({ y, t, dL }) => {
    const [dy, dt] = squaredError(y, t)[1](dL)
    expectClose(dt, times(-1, dy), 'dt, beside −dy,')
  },
)

test('squaredError of tiny and of large differences, each of any number of axes', () => {
  const [tiny, tiny_back] = squaredError(tensor([1, 2, 1], [3e-100, 0]), tensor([1, 2, 1], [0, 4e-100]))
  expectClose(tiny, 12.5e-200, 'squaredError of differences of 3e-100 and −4e-100')
  expectClose(
    tiny_back(1)[0],
    tensor([1, 2, 1], [3e-100, -4e-100]),
    'dy of back(1), for differences of 3e-100 and −4e-100,',
  )
  const [large] = squaredError(vector(3e100, 0), vector(0, 4e100))
  expectClose(large, 12.5e200, 'squaredError of differences of 3e100 and −4e100')
})

test('squaredError of large numbers that are close', () => {
  const [L] = squaredError(vector(1e9, 1e9), vector(1e9 + 1, 1e9 - 3))
  expectClose(L, 5, 'squaredError(y, t) of y around 1e9, and t that differs by 1 and by 3,')
})

test('squaredError remembers its own y and t, and gives the same when asked twice', () => {
  const [y, t] = [() => matrix([3, 1], [2, 0]), () => matrix([1, 1], [1, 4])]
  const [, first] = squaredError(y(), t())
  squaredError(matrix([0, 5], [1, 2]), t())[1](1)
  const truth = matrix([4, 0], [2, -8])
  expectOwn(first(4)[0], truth, 'dy of back(4) of the first of two calls', {
    'the second call': matrix([-2, 8], [0, -4]),
  })
  expectClose(first(4)[0], truth, 'dy of back(4) of the first call, asked a second time')
})

pullbackLaws('squaredError', given({ y: 'BK', t: 'BK', u: dL, v: dL }), ({ y, t }) => squaredError(y, t), {
  many: () => ({ y: filled(), t: unlike(filled()), u: 70_000, v: 1 }),
  truth: ({ y, t, u }) => {
    const { dy, dt } = oracle.squaredErrorBack(y, t, u)
    return [oracle.squaredError(y, t), [dy, dt]]
  },
})

test('squaredError keeps float32 in its gradients', () => {
  const [y, t] = [float32(vector(3, 1)), float32(vector(1, 2))]
  const [L, back] = squaredError(y, t)
  expectClose(L, 2.5, 'squaredError of float32')
  expectClose(back(1)[0], float32(vector(2, -1)), 'dy of float32')
  expectClose(back(1)[1], float32(vector(-2, 1)), 'dt of float32')
})

test('scale multiplies each column by a number of its own', () => {
  const inputs = () => ({ x: matrix([1, 2, 3], [4, 5, 6]), g: vector(10, 0, -1) })
  const { x, g } = inputs()
  expectClose(scale(x, g)[0], matrix([10, 0, -3], [40, 0, -6]), { name: 'scale(x, g)', inputs: inputs() })
  const square = { x: matrix([1, 2], [3, 4]), g: vector(10, 100) }
  expectClose(scale(square.x, square.g)[0], matrix([10, 200], [30, 400]), { name: 'scale(x, g)', inputs: square })
})

law('scale is what the formula says, entry by entry', given({ x: 'BJ', g: 'J' }), ({ x, g }) => {
  expectClose(scale(x, g)[0], oracle.scale(x, g), 'scale(x, g)')
})

law(
  'scale has the gradients that its difference quotients have',
  distinctSizes('BJ', { x: 'BJ', g: 'J', c: cotangent('BJ') }),
  ({ x, g, c }) => {
    expectGradient({
      of: 'scale(x, g)',
      inputs: { x, g },
      c,
      terms: x.shape[0],
      forward: ({ x, g }) => scale(x, g)[0],
      backward: ({ x, g }, c) => {
        const [dx, dg] = scale(x, g)[1](c)
        return { x: dx, g: dg }
      },
      exact: ({ x, g }, c) => {
        const { dx, dg } = oracle.scaleBack(x, g, c)
        return { x: dx, g: dg }
      },
    })
  },
)

law(
  'scale has ⟨x, dx⟩ = ⟨g, dg⟩: both are ⟨y, dy⟩',
  given({ x: 'BJ', g: 'J', dy: cotangent('BJ') }),
  ({ x, g, dy }) => {
    const [dx, dg] = scale(x, g)[1](dy)
    const sum = dot(oracle.scale(x, g), dy)
    const comparison = { terms: x.data.length, scale: 18 }
    expectClose(dot(x, dx), sum, { name: '⟨x, dx⟩', ...comparison })
    expectClose(dot(g, dg), sum, { name: '⟨g, dg⟩', ...comparison })
  },
)

test('scale remembers its own x and g, and gives the same when asked twice', () => {
  const [x, g] = [matrix([1, 2], [3, 4]), vector(5, 7)]
  const dy = (): Tensor => matrix([1, 0], [0, 1])
  const [, first] = scale(x, g)
  scale(matrix([2, 2], [2, 9]), vector(1, 3))[1](dy())
  expectOwn(first(dy())[1], vector(1, 4), 'dg of the first of two calls', { 'the second call': vector(2, 9) })
  expectClose(first(dy())[0], matrix([5, 0], [0, 7]), 'dx of the first call, asked a second time')
})

const scaled = given({ x: 'BJ', g: 'J', u: cotangent('BJ'), v: cotangent('BJ') })
pullbackLaws('scale', scaled, ({ x, g }) => scale(x, g), {
  grows: ['x'],
  many: () => ({ x: filled(), g: vector(2, -3), u: unlike(filled()), v: filled() }),
  truth: ({ x, g, u }) => {
    const { dx, dg } = oracle.scaleBack(x, g, u)
    return [oracle.scale(x, g), [dx, dg]]
  },
})

test('scale of no rows has no rows, and a dg of zeros', () => {
  const [y, back] = scale(zeros([0, 3]), vector(1, 2, 3))
  expectClose(y, zeros([0, 3]), 'scale of a (0, 3) matrix')
  const [dx, dg] = back(zeros([0, 3]))
  expectClose(dx, zeros([0, 3]), 'dx of a (0, 3) matrix')
  expectClose(dg, zeros([3]), 'dg of a (0, 3) matrix')
})

test('scale keeps float32 as float32', () => {
  const [y, back] = scale(float32(matrix([1, 2], [3, 4])), float32(vector(2, -1)))
  expectClose(y, float32(matrix([2, -2], [6, -4])), 'scale of float32')
  const [dx, dg] = back(float32(matrix([1, 1], [1, 2])))
  expectClose(dx, float32(matrix([2, -1], [2, -2])), 'dx of float32')
  expectClose(dg, float32(vector(4, 10)), 'dg of float32')
})
