import * as kata from '#kata/1-tensor-ops/3-reduce.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { formatNumber } from '#lib/format'
import { ShapeError, ValueError, float32, matrix, vector, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { filled, functionLaws, repeated, repeatTruth, times } from '../laws/form.ts'

const { max, sum } = checkResults(kata, { max: returns('x, axis', kind.tensor), sum: returns('x, axis', kind.tensor) })

/** made anew for each test, since an answer may spoil it */
const table = () => matrix([1, 2, 3], [40, 50, 60])

/** from above first, and from below first: who refuses one of them only is told which one is left */
const strangeAxes = [
  [2, -2, 0.5],
  [-1, 3, NaN],
]

test('sum over axis 0 runs down the rows and leaves a row (K)', () => {
  expectClose(sum(table(), 0), vector(41, 52, 63), { name: 'sum(x, 0)', inputs: { x: table() } })
})

test('sum over axis 1 runs along each row and leaves a column (B, 1)', () => {
  expectClose(sum(table(), 1), matrix([6], [150]), { name: 'sum(x, 1)', inputs: { x: table() } })
})

law('sum over an axis is the sum in a loop', given({ x: 'BK' }), ({ x }) => {
  expectClose(sum(x, 0), oracle.sum(x, 0), { name: 'sum(x, 0)', terms: x.shape[0], scale: 3 })
  expectClose(sum(x, 1), oracle.sum(x, 1), { name: 'sum(x, 1)', terms: x.shape[1], scale: 3 })
})

test('sum of no rows, or of no columns, is 0', () => {
  expectClose(sum(zeros([0, 3]), 0), vector(0, 0, 0), 'sum of a (0, 3) matrix over axis 0')
  expectClose(sum(zeros([2, 0]), 1), matrix([0], [0]), 'sum of a (2, 0) matrix over axis 1')
})

test('sum works on 200,000 numbers in a row', () => {
  const wide = { shape: [1, 200_000], data: new Float64Array(200_000).fill(0.5) }
  expectClose(sum(wide, 1), matrix([100_000]), 'sum of 200,000 halves')
})

test('sum adds up in float64: 10⁸ + 1 − 10⁸ is 1', () => {
  expectClose(sum(matrix([1e8, 1, -1e8]), 1), matrix([1]), 'sum([[1e8, 1, −1e8]], 1)')
})

functionLaws(
  'sum',
  given({ x: 'BK' }),
  {
    'sum(x, 0)': {
      run: ({ x }) => sum(x, 0),
      grows: ['x'],
      truth: () => times(70_004 / 11, oracle.sum(filled(11, 2), 0)),
    },
    'sum(x, 1)': {
      run: ({ x }) => sum(x, 1),
      grows: ['x'],
      truth: ({ x }) => repeatTruth(x, (few) => oracle.sum(few, 1)),
    },
  },
  { many: () => ({ x: repeated(filled(11, 2)) }) },
)

test('sum adds each line by itself: a large one does not disturb the next', () => {
  expectClose(sum(matrix([1e20, 0], [1, 2]), 1), matrix([1e20], [3]), {
    name: 'sum(x, 1) of [1e20, 0] and [1, 2]',
    each: true,
  })
  expectClose(sum(matrix([1e20, 1], [0, 2]), 0), vector(1e20, 3), {
    name: 'sum(x, 0) of [1e20, 1] and [0, 2]',
    each: true,
  })
})

test('sum keeps float32 as float32', () => {
  expectClose(sum(float32(matrix([1, 2], [3, 4])), 0), float32(vector(4, 6)), 'sum of float32')
})

for (const axes of strangeAxes) {
  test(`sum refuses the axes ${axes.map((axis) => formatNumber(axis)).join(', ')}: there are 0 and 1`, () => {
    for (const axis of axes)
      expectThrows(() => sum(table(), axis as 0), ValueError, [], `sum(x, ${formatNumber(axis)})`)
  })
}

test('sum refuses a vector: it has no second axis', () => {
  expectThrows(() => sum(vector(1, 2), 0), ShapeError, ['[2]'], 'sum of a (2) vector')
})

test('sum refuses three axes', () => {
  expectThrows(() => sum(zeros([2, 3, 1]), 0), ShapeError, ['[2, 3, 1]'], 'sum of a (2, 3, 1) tensor')
})

test('max over axis 0 leaves the largest of each column as a row (K)', () => {
  expectClose(max(matrix([1, 9, 3], [4, 5, 6]), 0), vector(4, 9, 6), 'max(x, 0)')
})

test('max over axis 1 leaves the largest of each row as a column (B, 1)', () => {
  expectClose(max(matrix([1, 9, 3], [4, 5, 6]), 1), matrix([9], [6]), 'max(x, 1)')
})

test('max of numbers far below zero is one of them', () => {
  expectClose(max(matrix([-5000, -7000], [-9000, -6000]), 1), matrix([-5000], [-6000]), 'max(x, 1)')
  expectClose(max(matrix([-1e300, -2e300]), 1), matrix([-1e300]), 'max([[−1e300, −2e300]], 1)')
})

law('max over an axis is the largest entry there', given({ x: 'BK' }), ({ x }) => {
  expectClose(max(x, 0), oracle.max(x, 0), 'max(x, 0)')
  expectClose(max(x, 1), oracle.max(x, 1), 'max(x, 1)')
})

test('max of no rows, or of no columns, is −∞, the maximum of nothing', () => {
  expectClose(max(zeros([0, 2]), 0), vector(-Infinity, -Infinity), 'max of a (0, 2) matrix over axis 0')
  expectClose(max(zeros([2, 0]), 1), matrix([-Infinity], [-Infinity]), 'max of a (2, 0) matrix over axis 1')
})

test('max works on 200,000 numbers in a row', () => {
  const wide = { shape: [1, 200_000], data: new Float64Array(200_000).map((_, i) => i % 1000) }
  expectClose(max(wide, 1), matrix([999]), 'max of 200,000 numbers')
})

functionLaws(
  'max',
  given({ x: 'BK' }),
  {
    'max(x, 0)': { run: ({ x }) => max(x, 0), grows: ['x'], truth: () => oracle.max(filled(11, 2), 0) },
    'max(x, 1)': {
      run: ({ x }) => max(x, 1),
      grows: ['x'],
      truth: ({ x }) => repeatTruth(x, (few) => oracle.max(few, 1)),
    },
  },
  { many: () => ({ x: repeated(filled(11, 2)) }) },
)

test('max keeps float32 as float32', () => {
  expectClose(max(float32(matrix([1, 2], [3, 4])), 1), float32(matrix([2], [4])), 'max of float32')
})

for (const axes of strangeAxes) {
  test(`max refuses the axes ${axes.map((axis) => formatNumber(axis)).join(', ')}: there are 0 and 1`, () => {
    for (const axis of axes)
      expectThrows(() => max(table(), axis as 0), ValueError, [], `max(x, ${formatNumber(axis)})`)
  })
}

test('max refuses a vector: it has no second axis', () => {
  expectThrows(() => max(vector(1, 2), 0), ShapeError, ['[2]'], 'max of a (2) vector')
})

test('max refuses three axes', () => {
  expectThrows(() => max(zeros([2, 3, 1]), 0), ShapeError, ['[2, 3, 1]'], 'max of a (2, 3, 1) tensor')
})
