import * as kata from '#kata/1-tensor-ops/6-one-hot.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThrows } from '#lib/judge/assert/expect'
import { given, labels, sizeOf } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { formatNumber } from '#lib/format'
import { type Tensor, ShapeError, ValueError, float32, matrix, tensor, vector, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { filled, functionLaws, repeatTruth } from '../laws/form.ts'

const { argmax, oneHot } = checkResults(kata, {
  argmax: returns('x', kind.numbers),
  oneHot: returns('labels, K, like', kind.tensor),
})

/** the rows that oneHot should give: argmax is not to suffer from it */
function oneIn(K: number, labels: ArrayLike<number>): Tensor {
  const expected = zeros([labels.length, K])
  for (let n = 0; n < labels.length; n++) expected.data[n * K + labels[n]] = 1
  return expected
}

test('oneHot has a 1 in the column of each label', () => {
  expectClose(oneHot([2, 0], 3), matrix([0, 0, 1], [1, 0, 0]), 'oneHot([2, 0], 3)')
})

test('oneHot has K columns, also for a batch without the last class', () => {
  expectClose(oneHot(Uint8Array.of(1, 0), 4), matrix([0, 1, 0, 0], [1, 0, 0, 0]), 'oneHot([1, 0], 4)')
})

law('oneHot has one 1 per row, and zeros', given({ y: labels('BK') }, { B: [1, 7], K: [1, 7] }), ({ y }) => {
  expectClose(oneHot(y, 7), oneIn(7, y), `oneHot([${y.join(', ')}], 7)`)
})

test('oneHot follows the dtype of like, and is float64 without it', () => {
  expectClose(oneHot([1], 2, zeros([1], 'float32')), float32(matrix([0, 1])), 'oneHot([1], 2, float32)')
  expectClose(oneHot([1], 2, zeros([1])), matrix([0, 1]), 'oneHot([1], 2, float64)')
})

test('oneHot gives every row memory of its own', () => {
  const y = oneHot([0, 1], 2)
  expectClose(y, matrix([1, 0], [0, 1]), 'oneHot([0, 1], 2)')
  y.data.fill(5)
  expectClose(oneHot([0, 1], 2), matrix([1, 0], [0, 1]), 'oneHot([0, 1], 2), after the first result was written into')
  expectClose(y, matrix([5, 5], [5, 5]), 'the first result, after another call')
})

functionLaws(
  'oneHot',
  given({ y: labels('BK'), K: sizeOf('K'), like: 'BK' }),
  {
    'oneHot(y, K)': { run: ({ y, K }) => oneHot(y, K), truth: ({ y, K }) => oneIn(K, y) },
    'oneHot of bytes': { run: ({ y, K }) => oneHot(Uint8Array.from(y), K) },
    'oneHot(y, K, like)': { run: ({ y, K, like }) => oneHot(y, K, like) },
  },
  { many: () => ({ y: Array.from({ length: 140_000 }, (_, i) => i % 2), K: 2, like: zeros([1]) }) },
)

test('oneHot of no labels has no rows, and K columns', () => {
  expectClose(oneHot([], 3), zeros([0, 3]), 'oneHot([], 3)')
})

const refused: [what: string, labels: number[]][] = [
  ['a label of K or more', [5]],
  ['a label below 0', [-1]],
  ['a label that is no whole number', [1.5, NaN]],
]
for (const [what, labels] of refused) {
  test(`oneHot refuses ${what}, in whatever row`, () => {
    for (const label of labels) {
      const [name, words] = [`oneHot of 5 classes with the label ${formatNumber(label)}`, [String(label)]]
      expectThrows(() => oneHot([0, label], 5), ValueError, words, `${name} in row 1`)
      expectThrows(() => oneHot([label, 0], 5), ValueError, words, `${name} in row 0`)
    }
  })
}

test('argmax is the column of the largest entry in each row', () => {
  expectClose(argmax(matrix([1, 9, 3], [7, 5, 6])), [1, 0], 'argmax([1, 9, 3], [7, 5, 6])')
})

test('argmax finds the largest of negative entries', () => {
  expectClose(argmax(matrix([-3, -1, -2], [-1, -2, -0.5])), [1, 2], 'argmax([-3, -1, -2], [-1, -2, -0.5])')
})

test('argmax takes the first of equal entries', () => {
  expectClose(argmax(matrix([1, 3, 3], [2, 2, 2])), [1, 0], 'argmax([1, 3, 3], [2, 2, 2])')
})

test('argmax finds the largest of entries far below zero', () => {
  expectClose(
    argmax(matrix([-9000, -5000, -7000], [-Infinity, -1e300, -2e300])),
    [1, 1],
    'argmax([-9000, -5000, -7000], [-Infinity, -1e300, -2e300])',
  )
})

test('argmax sees the smallest difference there is', () => {
  expectClose(
    argmax(matrix([1, 1 + Number.EPSILON], [1 + Number.EPSILON, 1])),
    [1, 0],
    'argmax([1, 1 + ε], [1 + ε, 1])',
  )
})

test('argmax works on 200,000 numbers in a row', () => {
  const wide = { shape: [2, 200_000], data: new Float64Array(400_000).fill(-1) }
  wide.data[150_001] = wide.data[200_300] = 1
  expectClose(argmax(wide), [150_001, 300], 'argmax of two rows of 200,000 numbers')
})

law('argmax is where the maximum first stands', given({ x: 'BK' }), ({ x }) => {
  expectClose(argmax(x), oracle.argmax(x), 'argmax(x)')
})

law('argmax undoes oneHot', given({ y: labels('BK') }, { B: [1, 7], K: [1, 7] }), ({ y }) => {
  expectClose(argmax(oneIn(7, y)), y, 'argmax(oneHot(labels, 7))')
})

functionLaws(
  'argmax',
  given({ x: 'BK' }),
  {
    'argmax(x)': {
      run: ({ x }) => argmax(x),
      truth: ({ x }) => repeatTruth(x, (few) => tensor([11, 1], oracle.argmax(few))).data,
    },
  },
  { many: () => ({ x: filled() }) },
)

law('argmax is the same for tiny numbers and for large ones', given({ x: 'BK' }), ({ x }) => {
  for (const factor of [2 ** -664, 2 ** 400]) {
    const scaled = { shape: x.shape, data: x.data.map((v) => v * factor) }
    expectClose(argmax(scaled), oracle.argmax(x), `argmax(${factor < 1 ? 'x / 10²⁰⁰' : 'x · 10¹²⁰'})`)
  }
})

test('argmax of no rows is an empty list', () => {
  expectClose(argmax(zeros([0, 3])), [], 'argmax of a (0, 3) matrix')
})

test('argmax refuses NaN and says where it is', () => {
  for (const at of [5, 0, 1]) {
    const [x, cell] = [matrix([1, 2, 3], [6, 5, 4]), `[${Math.floor(at / 3)}, ${at % 3}]`]
    x.data[at] = NaN
    expectThrows(() => argmax(x), ValueError, ['NaN'], `argmax with NaN at ${cell}`)
  }
})

test('argmax refuses a vector', () => {
  expectThrows(() => argmax(vector(1, 2)), ShapeError, ['[2]'], 'argmax of a (2) vector')
})

test('argmax refuses three axes', () => {
  expectThrows(() => argmax(zeros([2, 3, 1])), ShapeError, ['[2, 3, 1]'], 'argmax of a (2, 3, 1) tensor')
})
