import * as kata from '#kata/1-tensor-ops/4-transpose.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { expectPure } from '#lib/judge/assert/pure'
import { expectShape } from '#lib/judge/assert/shape'
import { type Tensor, ShapeError, float32, matrix, vector, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { filled, functionLaws } from '../laws/form.ts'

const { transpose } = checkResults(kata, { transpose: returns('x', kind.tensor) })

test('transpose turns rows into columns', () => {
  const x = () => matrix([1, 2, 3], [4, 5, 6])
  expectClose(transpose(x()), matrix([1, 4], [2, 5], [3, 6]), { name: 'transpose(x)', inputs: { x: x() } })
})

test('transpose moves the numbers of a square matrix too', () => {
  expectClose(transpose(matrix([1, 2], [3, 4])), matrix([1, 3], [2, 4]), 'transpose(x)')
})

law('transpose has at [j, i] what x has at [i, j]', given({ x: 'MN' }), ({ x }) => {
  expectClose(transpose(x), oracle.transpose(x), 'transpose(x)')
})

law('transpose twice is where one began', given({ x: 'MN' }), ({ x }) => {
  const y = transpose(x)
  expectShape(y, x.shape.toReversed(), 'transpose(x)') // of another shape, it could not go on
  expectClose(transpose(y), x, 'transpose(transpose(x))')
})

/** The columns of a matrix, one after the other, as rows. */
function turnColumns({ data }: Tensor, columns: number): Tensor {
  const rows = zeros([columns, data.length / columns])
  for (let j = 0, at = 0; j < columns; j++) for (let i = j; i < data.length; i += columns) rows.data[at++] = data[i]
  return rows
}

functionLaws(
  'transpose',
  given({ x: 'MN' }),
  { 'transpose(x)': { run: ({ x }) => transpose(x), grows: ['x'], truth: ({ x }) => turnColumns(x, 2) } },
  { many: () => ({ x: filled() }) },
)

const small = { 'a single row': [1, 3], 'a single column': [2, 1], 'a square matrix': [2, 2] }
for (const [what, shape] of Object.entries(small)) {
  test(`transpose has memory of its own for ${what} too`, () => {
    const x = { shape, data: Float64Array.from({ length: shape[0] * shape[1] }, (_, i) => i + 1) }
    expectPure(({ x }) => transpose(x), { x }, `transpose of a (${shape.join(', ')}) matrix`)
  })
}

test('transpose keeps every digit of float64', () => {
  expectClose(transpose(matrix([0.1, 1 / 3], [2, 1e300])), matrix([0.1, 2], [1 / 3, 1e300]), 'transpose(x)')
})

test('transpose of no rows has no columns', () => {
  expectClose(transpose(zeros([0, 3])), zeros([3, 0]), 'transpose of a (0, 3) matrix')
})

test('transpose keeps float32 as float32', () => {
  expectClose(transpose(float32(matrix([1, 2]))), float32(matrix([1], [2])), 'transpose of float32')
})

test('transpose refuses a vector', () => {
  expectThrows(() => transpose(vector(1, 2, 3)), ShapeError, ['[3]'], 'transpose of a (3) vector')
})

test('transpose refuses three axes', () => {
  expectThrows(() => transpose(zeros([2, 3, 1])), ShapeError, ['[2, 3, 1]'], 'transpose of a (2, 3, 1) tensor')
})
