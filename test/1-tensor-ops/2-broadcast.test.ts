import * as kata from '#kata/1-tensor-ops/2-broadcast.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { formatOneLine } from '#lib/judge/assert/print'
import { ShapeError, type Tensor, float32, matrix, vector, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { filled, functionLaws, repeatTruth } from '../laws/form.ts'

const { broadcast } = checkResults(kata, { broadcast: returns('x, b, f', kind.tensor) })

const plus = (x: number, b: number) => x + b
const minus = (x: number, b: number) => x - b
/** made anew for each test, since an answer may spoil it */
const table = () => matrix([1, 2, 3], [4, 5, 6])

test('broadcast adds a row (K) to every row', () => {
  const b = vector(10, 20, 30)
  const comparison = { name: 'x + b', inputs: { x: table(), b } }
  expectClose(broadcast(table(), b, plus), matrix([11, 22, 33], [14, 25, 36]), comparison)
})

test('broadcast takes a row (1, K) as it takes (K)', () => {
  expectClose(broadcast(table(), matrix([10, 20, 30]), plus), matrix([11, 22, 33], [14, 25, 36]), 'x + b, b: (1, 3)')
})

test('broadcast subtracts a column (B, 1) from every column', () => {
  const b = matrix([1], [4])
  const comparison = { name: 'x − b', inputs: { x: table(), b } }
  expectClose(broadcast(table(), b, minus), matrix([0, 1, 2], [0, 1, 2]), comparison)
})

test('broadcast tells a row from a column in a square matrix', () => {
  const square = () => matrix([1, 2], [3, 4])
  const [row, column] = [vector(10, 20), matrix([10], [20])]
  const asked = (b: Tensor) => ({ name: 'x + b', inputs: { x: square(), b } })
  expectClose(broadcast(square(), row, plus), matrix([11, 22], [13, 24]), asked(row))
  expectClose(broadcast(square(), column, plus), matrix([11, 12], [23, 24]), asked(column))
})

law('broadcast of a row is stretching it over all rows', given({ x: 'BK', b: 'K' }), ({ x, b }) => {
  expectClose(broadcast(x, b, minus), oracle.broadcast(x, b, minus), 'broadcast(x, b, minus)')
})

law('broadcast of a column is stretching it over all columns', given({ x: 'BK', b: 'B1' }), ({ x, b }) => {
  expectClose(broadcast(x, b, minus), oracle.broadcast(x, b, minus), 'broadcast(x, b, minus)')
})

functionLaws(
  'broadcast',
  given({ x: 'BK', b: 'K', c: 'B1' }),
  {
    'broadcast of a row': {
      run: ({ x, b }) => broadcast(x, b, plus),
      grows: ['x', 'b'],
      like: 'x',
      truth: ({ x, b }) => repeatTruth(x, (few) => oracle.broadcast(few, b, plus)),
    },
    'broadcast of a column': {
      run: ({ x, c }) => broadcast(x, c, plus),
      grows: ['x', 'c'],
      like: 'x',
      truth: ({ x }) => repeatTruth(x, (few) => oracle.broadcast(few, filled(11, 1), plus)),
    },
    'broadcast of a row, with f giving x': { run: ({ x, b }) => broadcast(x, b, (v) => v) },
  },
  { many: () => ({ x: filled(), b: filled(2), c: filled(70_000, 1) }) },
)

test('broadcast hands f two values, and nothing else', () => {
  const sum = (u: number, v: number, w = 0) => u + v + w
  expectClose(
    broadcast(matrix([1, 2]), vector(10, 20), sum),
    matrix([11, 22]),
    'broadcast(x, b, (u, v, w = 0) ⇒ u + v + w)',
  )
})

test('broadcast of no rows has no rows, and as many columns', () => {
  expectClose(broadcast(zeros([0, 3]), vector(1, 2, 3), plus), zeros([0, 3]), 'broadcast of a (0, 3) matrix and a row')
  expectClose(broadcast(zeros([0, 3]), zeros([0, 1]), plus), zeros([0, 3]), 'broadcast of a (0, 3) matrix and a column')
})

test('broadcast asks f about pairs of entries, and about nothing else', () => {
  for (const b of [vector(10, 20), matrix([10], [30])]) {
    const asked: unknown[][] = []
    broadcast(matrix([1, 2], [3, 4]), b, (u, v) => (asked.push([u, v]), u))
    const strange = asked.filter((pair) => pair.some((v) => typeof v !== 'number'))
    expectThat(strange.length === 0, `f was asked about ${formatOneLine(strange[0])}: one of the two is no entry.`)
    expectThat(asked.length >= 4, `f was asked about ${asked.length} pairs, expected one for each entry of x: 4.`)
  }
})

test('broadcast keeps float32 as float32', () => {
  const y = broadcast(float32(matrix([1, 2])), float32(vector(1, 2)), plus)
  expectClose(y, float32(matrix([2, 4])), 'broadcast of float32')
})

test('broadcast has the dtype of its first input', () => {
  const mixed = broadcast(float32(matrix([1, 2])), vector(1, 2), plus)
  expectClose(mixed, float32(matrix([2, 4])), 'broadcast of float32 with a float64 row')
})

test('broadcast keeps every digit of float64', () => {
  expectClose(broadcast(matrix([0.1, 1]), vector(0.2, 1 / 3), plus), matrix([0.3, 4 / 3]), 'x + b')
})

const refused: [string, number[], number[]][] = [
  ['a row of another width', [2, 3], [2]],
  ['a column of another height', [2, 3], [3, 1]],
  ['a matrix of the same shape: that is what zip is for', [2, 3], [2, 3]],
  ['a single number as (1, 1)', [2, 3], [1, 1]],
  ['a row with a third axis', [2, 3], [1, 1, 3]],
  ['a column with a third axis', [2, 3], [2, 1, 1]],
  ['to stretch x', [1, 3], [2, 1]],
  ['three axes', [2, 3, 1], [3]],
  ['an outer product (K) with (K, 1)', [3], [3, 1]],
]
for (const [what, shape, b] of refused) {
  test(`broadcast refuses ${what}`, () => {
    const words = shape.length === 2 ? [`[${shape.join(', ')}]`, `[${b.join(', ')}]`] : []
    const name = `broadcast of (${shape.join(', ')}) and (${b.join(', ')})`
    expectThrows(() => broadcast(zeros(shape), zeros(b), plus), ShapeError, words, name)
  })
}
