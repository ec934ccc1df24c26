import fc from 'fast-check'
import * as kata from '#kata/9-speed/3-skip-zeros.ts'
import { type SparseRows, matmulInto, sparseTimes } from '#kata/9-speed/3-skip-zeros.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectEqual, expectThrows } from '#lib/judge/assert/expect'
import { tensors, given, exactNumber } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { type Tensor, ShapeError, ValueError, float32, matrix, vector, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { expectNothingAllocated } from '../laws/allocation.ts'
import { intoLaws } from '../laws/in-place.ts'
import { productLaws } from '../laws/product.ts'
import { filled, functionLaws } from '../laws/form.ts'

const { sparseRows } = checkResults(kata, {
  sparseRows: returns(
    'x',
    kind.record({
      shape: kind.sizes,
      starts: kind.numbers,
      columns: kind.numbers,
      values: kind.numbers,
    }),
  ),
})

/** two of three entries are 0 */
const sparse = (letters: string) =>
  tensors(letters, fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: exactNumber() }))

const columnsOf = (rows: SparseRows) => Array.from(rows.columns)

test('sparseRows lists the columns and the values that are not 0, row by row', () => {
  const rows = sparseRows(matrix([0, 5, 0], [0, 0, 0], [7, 0, 8]))
  expectEqual(Array.from(rows.starts), [0, 1, 1, 3], 'starts')
  expectEqual(columnsOf(rows), [1, 0, 2], 'columns')
  expectClose(Array.from(rows.values), [5, 7, 8], 'values')
  expectEqual(Array.from(rows.shape), [3, 3], 'shape')
})

law(
  'sparseRows has one start more than rows, and puts together again what it took apart',
  given({ x: sparse('MK') }),
  ({ x }) => {
    const rows = sparseRows(x)
    expectEqual(rows.starts.length, x.shape[0] + 1, 'the number of starts')
    const again = zeros(x.shape)
    for (let m = 0; m < x.shape[0]; m++) {
      for (let i = rows.starts[m]; i < rows.starts[m + 1]; i++)
        again.data[m * x.shape[1] + rows.columns[i]] = rows.values[i]
    }
    expectClose(again, x, 'the matrix, put together from its lists,')
    const count = Array.from(x.data).filter((v) => v !== 0).length
    expectEqual([rows.columns.length, rows.values.length], [count, count], 'the lengths of columns and values')
  },
)

test('sparseRows of a matrix of zeros, or of one without rows, has empty lists', () => {
  for (const [shape, starts] of [
    [
      [2, 3],
      [0, 0, 0],
    ],
    [[0, 3], [0]],
  ]) {
    const rows = sparseRows(zeros(shape))
    expectEqual(Array.from(rows.starts), starts, `starts for the shape (${shape.join(', ')})`)
    expectEqual(columnsOf(rows), [], 'columns')
  }
})

functionLaws('sparseRows', given({ x: sparse('MK') }), { 'sparseRows(x)': { run: ({ x }) => sparseRows(x) } })

test('sparseRows takes −0 for 0', () => {
  expectEqual(columnsOf(sparseRows(matrix([-0, 5, 0], [0, -0, 7]))), [1, 2], 'columns of [−0, 5, 0] and [0, −0, 7]')
})

test('sparseRows keeps every digit, of tiny numbers and of large ones', () => {
  const { values } = sparseRows(matrix([1e-200, 0, 1e120, 0, -0.1]))
  expectEqual(Array.from(values), [1e-200, 1e120, -0.1], 'values')
})

test('sparseRows takes 140,000 numbers', () => {
  const { values, columns } = sparseRows(filled())
  expectEqual([values.length, columns.length], [140_000, 140_000], 'the lengths of values and columns')
  expectEqual([values[139_999], columns[139_999]], [filled().data[139_999], 1], 'the last value and its column')
})

/** where a long row is not 0 */
const far = [200, 300, 40_000, 69_999]

test('sparseRows has columns as large as a row is long', () => {
  const x = zeros([1, 70_000])
  for (const k of far) x.data[k] = 1
  expectEqual(columnsOf(sparseRows(x)), far, 'the columns of a row of 70,000')
})

test('sparseRows has room for a row of 5000 that are not 0', () => {
  expectEqual(columnsOf(sparseRows(filled(1, 5000))).length, 5000, 'the number of columns')
})

test('sparseRows keeps float32 as float32, and its input as it is', () => {
  const x = float32(matrix([0, 0.1], [0.2, 0]))
  const { values } = sparseRows(x)
  expectClose({ shape: [2], data: values }, float32(vector(0.1, 0.2)), 'values')
  expectClose(x, float32(matrix([0, 0.1], [0.2, 0])), 'x, afterwards,')
})

test('sparseRows refuses a vector', () => {
  expectThrows(() => sparseRows(vector(1, 2)), ShapeError, ['[2]'], 'sparseRows of (2)')
})

/** a new y, every cell NaN */
function times(a: Tensor, b: Tensor): Tensor {
  const y = zeros([a.shape[0], b.shape[1]], a)
  y.data.fill(NaN)
  sparseTimes(y, sparseRows(a), b)
  return y
}

productLaws('sparseTimes', times)

law('sparseTimes is the product, for rows with many zeros', given({ a: sparse('MK'), b: 'KN' }), ({ a, b }) => {
  expectClose(times(a, b), oracle.matmul(a, b), { name: 'the product', terms: a.shape[1], scale: 9 })
})

test('sparseTimes multiplies by more than one matrix with the same lists', () => {
  const [rows, y] = [sparseRows(matrix([0, 2], [3, 0])), zeros([2, 1])]
  sparseTimes(y, rows, matrix([1], [10]))
  expectClose(y, matrix([20], [3]), 'the first product')
  sparseTimes(y, rows, matrix([5], [7]))
  expectClose(y, matrix([14], [15]), 'the second product')
})

test('sparseTimes refuses a y of another shape, and one that is W itself', () => {
  const rows = sparseRows(matrix([0, 2], [3, 0]))
  expectThrows(() => sparseTimes(zeros([3, 2]), rows, zeros([2, 2])), ShapeError, ['[3, 2]'], 'sparseTimes into (3, 2)')
  const W = zeros([2, 2])
  expectThrows(() => sparseTimes(W, rows, W), ValueError, [], 'sparseTimes with W as y')
})

test('sparseTimes allocates nothing', () => {
  const [rows, W, y] = [sparseRows(matrix([0, 2], [3, 0])), zeros([2, 100]), zeros([2, 100])]
  expectNothingAllocated(() => sparseTimes(y, rows, W), 'sparseTimes')
})

intoLaws('matmulInto', matmulInto)

law('matmulInto is the product, for rows with many zeros', given({ a: sparse('MK'), b: 'KN' }), ({ a, b }) => {
  const y = zeros([a.shape[0], b.shape[1]])
  y.data.fill(NaN)
  matmulInto(y, a, b)
  expectClose(y, oracle.matmul(a, b), { name: 'the product', terms: a.shape[1], scale: 9 })
})

test('matmulInto reads only those rows of b that a non-zero calls for', () => {
  const [y, unread] = [zeros([2, 2]), [NaN, NaN]]
  matmulInto(y, matrix([0, 2, 0, 1], [0, 3, 0, 0]), matrix(unread, [1, 2], unread, [10, 20]))
  expectClose(y, matrix([12, 24], [3, 6]), 'the product, where rows 0 and 2 of b are NaN and have only zeros to meet,')
})

test('matmulInto is right for a row of 70,000', () => {
  const [a, b] = [zeros([1, 70_000]), zeros([70_000, 1])]
  for (const k of far) a.data[k] = 1
  for (let k = 0; k < 70_000; k++) b.data[k] = k
  const y = zeros([1, 1])
  matmulInto(y, a, b)
  expectClose(y, matrix([110_499]), 'the sum of 200, 300, 40,000 and 69,999')
})

test('matmulInto is right for a row of 5000 without a zero', () => {
  const [a, b] = [filled(1, 5000), filled(5000, 2)]
  const y = zeros([1, 2])
  matmulInto(y, a, b)
  expectClose(y, oracle.matmul(a, b), { name: 'the product of (1, 5000) and (5000, 2)', terms: 5000, scale: 2 })
})

test('matmulInto makes room for a longer row than ever before once, and not again', () => {
  const [y, a, b] = [zeros([2, 2]), zeros([2, 80_000]), zeros([80_000, 2])]
  expectNothingAllocated(() => matmulInto(y, a, b), 'matmulInto')
})
