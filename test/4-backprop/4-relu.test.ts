import * as kata from '#kata/4-backprop/4-relu.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose } from '#lib/judge/assert/expect'
import { awayFromZero, cotangent, given, distinctSizes } from '#lib/judge/assert/given'
import { expectGradient } from '#lib/judge/assert/gradient-check'
import { law, test } from '#lib/judge/assert/law'
import { float32, matrix, tensor, vector, zeros } from '#lib/tensor'
import { filled, pullbackLaws, unlike } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import { expectOwn } from '../laws/own.ts'
import * as oracle from '../oracles/network.ts'

const { relu } = checkResults(kata, { relu: returns('x', kind.unary) })

test('relu lets through what is above 0', () => {
  const x = () => matrix([-2, 0, 0.5], [3, -0.25, 1e-9])
  expectClose(relu(x())[0], matrix([0, 0, 0.5], [3, 0, 1e-9]), { name: 'relu(x)', inputs: { x: x() } })
  expectClose(relu(vector(1e-300, -1e-300))[0], vector(1e-300, 0), 'relu of (1e-300, −1e-300)')
})

test('relu remembers its own x, and gives the same when asked twice', () => {
  const [, first] = relu(vector(1, -1))
  relu(vector(-1, 1))[1](vector(1, 1))
  expectOwn(first(vector(3, 3))[0], vector(3, 0), 'back((3, 3)) of relu(1, −1)', { 'relu(−1, 1)': vector(0, 3) })
  expectClose(first(vector(3, 3))[0], vector(3, 0), 'back((3, 3)) of relu(1, −1), asked a second time')
  expectClose(first(vector(5, 5))[0], vector(5, 0), 'back((5, 5)) of relu(1, −1), after back((3, 3)),')
})

test('relu works on any number of axes', () => {
  const [y, back] = relu(tensor([2, 1, 2], [1, -1, -2, 2]))
  expectClose(y, tensor([2, 1, 2], [1, 0, 0, 2]), 'relu of a (2, 1, 2) tensor')
  expectClose(
    back(tensor([2, 1, 2], [5, 6, 7, 8]))[0],
    tensor([2, 1, 2], [5, 0, 0, 8]),
    'back(dy) of a (2, 1, 2) tensor',
  )
})

test('relu has the derivative 0 at 0: the convention of this house', () => {
  const [, back] = relu(vector(0, -0, 1e-300))
  expectClose(back(vector(5, 6, 7))[0], vector(0, 0, 7), 'dx at x = (0, −0, 1e-300)')
})

test('relu passes dy back where x is just above 0', () => {
  const [, back] = relu(vector(1e-40, 1e-9, -1e-9))
  expectClose(back(vector(5, 6, 7))[0], vector(5, 6, 0), 'dx at x = (1e-40, 1e-9, −1e-9)')
})

law('relu is max(0, x)', given({ x: 'BK' }), ({ x }) => {
  expectClose(relu(x)[0], oracle.relu(x), 'relu(x)')
})

law('relu minus relu of the opposite is x', given({ x: 'BK' }), ({ x }) => {
  const [[y], [opposite]] = [relu(x), relu({ shape: x.shape, data: x.data.map((v) => -v) })]
  expectClose({ shape: x.shape, data: y.data.map((v, i) => v - opposite.data[i]) }, x, 'relu(x) − relu(−x)')
})

law('relu on the way back masks with x, not with dy', given({ x: 'BK', dy: cotangent('BK') }), ({ x, dy }) => {
  expectClose(relu(x)[1](dy)[0], oracle.reluBack(x, dy), 'dx = back(dy)')
})

law(
  'relu has the gradient that its difference quotient has',
  distinctSizes('BK', { x: awayFromZero('BK'), c: cotangent('BK') }),
  ({ x, c }) => {
    expectGradient({
      inputs: { x },
      c,
      kinked: true,
      forward: ({ x }) => relu(x)[0],
      backward: ({ x }, c) => ({ x: relu(x)[1](c)[0] }),
      exact: ({ x }, c) => ({ x: oracle.reluBack(x, c) }),
    })
  },
)

test('relu lets dy through unchanged for every x above 0, however small or large', () => {
  const [, back] = relu(matrix([1e-6, 0.4, 1, 1e6]))
  expectClose(back(matrix([3, -3, 3, -3]))[0], matrix([3, -3, 3, -3]), 'dx at x = (1e-6, 0.4, 1, 1e6)')
})

pullbackLaws('relu', given({ x: 'BK', u: cotangent('BK'), v: cotangent('BK') }), ({ x }) => relu(x), {
  grows: ['x'],
  many: () => ({ x: filled(), u: unlike(filled()), v: filled() }),
  truth: ({ x, u }) => [oracle.relu(x), [oracle.reluBack(x, u)]],
})

test('relu of nothing is nothing, there and back', () => {
  const [y, back] = relu(zeros([0, 3]))
  expectClose(y, zeros([0, 3]), 'relu of a (0, 3) matrix')
  expectClose(back(zeros([0, 3]))[0], zeros([0, 3]), 'back(dy) of a (0, 3) matrix')
})

test('relu keeps float32 as float32', () => {
  const [y, back] = relu(float32(vector(-1, 2)))
  expectClose(y, float32(vector(0, 2)), 'relu of float32')
  expectClose(back(float32(vector(5, 6)))[0], float32(vector(0, 6)), 'back of float32')
})
