import * as kata from '#kata/1-tensor-ops/5-matmul.ts'
import { checkResults, methods, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { expectPure } from '#lib/judge/assert/pure'
import { type Tensor, ShapeError, float32, matrix, tensor, vector, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { filled, functionLaws, repeated, repeatTruth, times } from '../laws/form.ts'

const { matmul, products } = checkResults(kata, {
  matmul: returns('a, b', kind.tensor),
  products: methods({
    AB: returns('A, B', kind.tensor),
    AtB: returns('A, B', kind.tensor),
    ABt: returns('A, B', kind.tensor),
  }),
})

const identityOf = (N: number) =>
  tensor(
    [N, N],
    Array.from({ length: N * N }, (_, i) => (i % (N + 1) === 0 ? 1 : 0)),
  )

/** the sum of K products of entries up to 3 */
const sumOf = (K: number, name: string, scale = 9) => ({ name, terms: K, scale })

test('matmul multiplies each row by each column', () => {
  const inputs = () => ({ a: matrix([1, 2, 3], [4, 5, 6]), b: matrix([7, 8], [9, 10], [11, 12]) })
  const { a, b } = inputs()
  expectClose(matmul(a, b), matrix([58, 64], [139, 154]), { name: 'matmul(a, b)', inputs: inputs() })
})

test('matmul of square matrices is not entry by entry', () => {
  const inputs = () => ({ a: matrix([1, 2], [3, 4]), b: matrix([5, 6], [7, 8]) })
  const { a, b } = inputs()
  expectClose(matmul(a, b), matrix([19, 22], [43, 50]), { name: 'matmul(a, b)', inputs: inputs() })
})

law('matmul is the sum over k of a[m, k]·b[k, n]', given({ a: 'MK', b: 'KN' }), ({ a, b }) => {
  expectClose(matmul(a, b), oracle.matmul(a, b), sumOf(a.shape[1], 'matmul(a, b)'))
})

law('matmul with the identity changes nothing', given({ a: 'MN' }), ({ a }) => {
  expectClose(matmul(a, identityOf(a.shape[1])), a, 'matmul(a, identity)')
})

law('matmul is associative: (A·B)·C = A·(B·C)', given({ a: 'MK', b: 'KN', c: 'NP' }), ({ a, b, c }) => {
  const [terms, ab] = [a.shape[1] * b.shape[1], matmul(a, b)]
  expectClose(ab, oracle.matmul(a, b), sumOf(a.shape[1], 'A·B')) // of another shape, it could not go on
  expectClose(matmul(ab, c), oracle.matmul(a, oracle.matmul(b, c)), sumOf(terms, '(A·B)·C', 27))
})

functionLaws(
  'matmul',
  given({ a: 'MK', b: 'KN' }),
  {
    'matmul(a, b)': {
      run: ({ a, b }) => matmul(a, b),
      truth: ({ a, b }) => repeatTruth(a, (few) => oracle.matmul(few, b)),
      grows: ['a'],
      like: 'a',
    },
    'matmul(a, b), for b': { run: ({ a, b }) => matmul(a, b), grows: ['b'] },
    'matmul(a, identity)': { run: ({ a }) => matmul(a, identityOf(a.shape[1])) },
    'matmul(identity, b)': { run: ({ b }) => matmul(identityOf(b.shape[0]), b) },
  },
  { many: () => ({ a: filled(), b: filled(2, 2) }) },
)

test('matmul leaves a square matrix alone too', () => {
  const [a, b] = [matrix([1, 2], [3, 4]), matrix([5, 6], [7, 8])]
  expectPure(({ a, b }) => matmul(a, b), { a, b }, 'matmul')
})

test('matmul gives each result memory of its own', () => {
  const b = matrix([3], [5])
  const y = matmul(matrix([1, 0]), b)
  matmul(matrix([0, 1]), b)
  expectClose(y, matrix([3]), 'matmul([[1, 0]], b), after another call')
})

test('matmul goes on after a zero', () => {
  expectClose(matmul(matrix([2, 0, 3], [0, 4, 0]), matrix([1], [10], [100])), matrix([302], [40]), 'matmul(a, b)')
})

/** whole numbers from −5 to 5, a 0 now and then */
const counting = (...shape: [number, number]): Tensor => ({
  shape,
  data: Float64Array.from({ length: shape[0] * shape[1] }, (_, i) => ((7 * i) % 11) - 5),
})

test('matmul is right at larger sizes too: (9, 300) and (300, 17)', () => {
  const [a, b] = [counting(9, 300), counting(300, 17)]
  expectClose(matmul(a, b), oracle.matmul(a, b), sumOf(300, 'matmul(a, b)', 25))
})

test('matmul sums over 70,004 k as over 11', () => {
  const [K, few] = [70_004, counting(11, 1)]
  const b = repeated(few, K)
  const truth = times(K / 11, oracle.matmul(oracle.transpose(few), few))
  expectClose(matmul(tensor([1, K], b.data), b), truth, sumOf(K, 'matmul of (1, 70004) and (70004, 1)', 25))
})

test('matmul of matrices that share nothing is all zeros', () => {
  expectClose(matmul(zeros([2, 0]), zeros([0, 3])), zeros([2, 3]), 'matmul of (2, 0) and (0, 3)')
})

test('matmul adds up in float64: 10⁸ + 1 − 10⁸ is 1', () => {
  const y = matmul(matrix([1e8, 1, -1e8]), matrix([1], [1], [1]))
  expectClose(y, matrix([1]), 'matmul([[1e8, 1, −1e8]], ones)')
})

test('matmul keeps float32 as float32', () => {
  const y = matmul(float32(matrix([0.5, 2])), float32(matrix([4], [0.25])))
  expectClose(y, float32(matrix([2.5])), 'matmul of float32')
})

test('matmul has the dtype of its first input', () => {
  const [a, b] = [matrix([0.5, 2]), matrix([4], [0.25])]
  expectClose(matmul(a, float32(b)), matrix([2.5]), 'matmul(a, b in float32)')
  expectClose(matmul(float32(a), b), float32(matrix([2.5])), 'matmul(a in float32, b)')
})

test('matmul refuses inner sizes that differ, and shows a shape', () => {
  expectThrows(() => matmul(zeros([2, 3]), zeros([2, 3])), ShapeError, ['[2, 3]'], 'matmul of (2, 3) and (2, 3)')
  expectThrows(
    () => matmul(zeros([2, 3]), zeros([4, 5])),
    ShapeError,
    [['[2, 3]', '[4, 5]']],
    'matmul of (2, 3) and (4, 5)',
  )
})

test('matmul refuses a vector', () => {
  expectThrows(() => matmul(vector(1, 2), zeros([2, 3])), ShapeError, ['[2]'], 'matmul of (2) and (2, 3)')
  expectThrows(() => matmul(zeros([3, 2]), vector(1, 2)), ShapeError, ['[2]'], 'matmul of (3, 2) and (2)')
})

test('matmul refuses three axes', () => {
  const call = () => matmul(zeros([2, 3, 1]), zeros([3, 2]))
  expectThrows(call, ShapeError, ['[2, 3, 1]'], 'matmul of (2, 3, 1) and (3, 2)')
  expectThrows(() => matmul(zeros([2, 3]), zeros([3, 2, 1])), ShapeError, [], 'matmul of (2, 3) and (3, 2, 1)')
})

test('products of square matrices: AB = A·B, AtB = Aᵀ·B, ABt = A·Bᵀ', () => {
  const [A, B] = [() => matrix([1, 2], [3, 4]), () => matrix([5, 6], [7, 8])]
  const inputs = 'A = [1, 2] ; [3, 4] and B = [5, 6] ; [7, 8]'
  expectClose(products.AB(A(), B()), matrix([19, 22], [43, 50]), `AB(A, B), of ${inputs},`)
  expectClose(products.AtB(A(), B()), matrix([26, 30], [38, 44]), `AtB(A, B), of ${inputs},`)
  expectClose(products.ABt(A(), B()), matrix([17, 23], [39, 53]), `ABt(A, B), of ${inputs},`)
})

law('products.AB is A·B', given({ A: 'MK', B: 'KN' }), ({ A, B }) => {
  expectClose(products.AB(A, B), oracle.matmul(A, B), sumOf(A.shape[1], 'AB(A, B)'))
})

law('products.AtB is Aᵀ·B', given({ A: 'KM', B: 'KN' }), ({ A, B }) => {
  expectClose(products.AtB(A, B), oracle.matmul(oracle.transpose(A), B), sumOf(A.shape[0], 'AtB(A, B)'))
})

law('products.ABt is A·Bᵀ', given({ A: 'MK', B: 'NK' }), ({ A, B }) => {
  expectClose(products.ABt(A, B), oracle.matmul(A, oracle.transpose(B)), sumOf(A.shape[1], 'ABt(A, B)'))
})

functionLaws(
  'products.AB',
  given({ A: 'MK', B: 'KN' }),
  {
    'AB(A, B)': {
      run: ({ A, B }) => products.AB(A, B),
      grows: ['A'],
      like: 'A',
      truth: ({ A, B }) => repeatTruth(A, (few) => oracle.matmul(few, B)),
    },
    'AB(A, identity)': { run: ({ A }) => products.AB(A, identityOf(A.shape[1])) },
    'AB(identity, B)': { run: ({ B }) => products.AB(identityOf(B.shape[0]), B) },
  },
  { many: () => ({ A: filled(70_000, 2), B: filled(2, 2) }) },
)

/** Two rows whose columns repeat after eleven. */
function makeWide(columns: number): Tensor {
  const [x, row] = [zeros([2, columns]), repeated(filled(11, 1), columns)]
  x.data.set(row.data)
  x.data.set(times(2, row).data, columns)
  return x
}

functionLaws(
  'products.AtB',
  given({ A: 'KM', B: 'KN' }),
  {
    'AtB(A, B)': {
      run: ({ A, B }) => products.AtB(A, B),
      grows: ['A'],
      like: 'A',
      truth: ({ B }) => repeated(oracle.matmul(oracle.transpose(makeWide(11)), B), 70_004),
    },
    'AtB(identity, B)': { run: ({ B }) => products.AtB(identityOf(B.shape[0]), B) },
  },
  { many: () => ({ A: makeWide(70_004), B: filled(2, 2) }) },
)

functionLaws(
  'products.ABt',
  given({ A: 'MK', B: 'NK' }),
  {
    'ABt(A, B)': {
      run: ({ A, B }) => products.ABt(A, B),
      grows: ['A'],
      like: 'A',
      truth: ({ A, B }) => repeatTruth(A, (few) => oracle.matmul(few, oracle.transpose(B))),
    },
    'ABt(A, identity)': { run: ({ A }) => products.ABt(A, identityOf(A.shape[1])) },
  },
  { many: () => ({ A: filled(70_000, 2), B: filled(2, 2) }) },
)

test('products sum over many k: Aᵀ·B of 70,004 rows', () => {
  const [rows, few] = [70_004, filled(11, 2)]
  const [A, B] = [repeated(few, rows), repeated(few, rows)]
  const truth = times(rows / 11, oracle.matmul(oracle.transpose(few), few))
  expectClose(products.AtB(A, B), truth, sumOf(rows, 'AtB(A, B) of 70,004 rows', 2))
})

law(
  'products of square matrices leave their inputs alone, and keep nothing',
  given({ A: 'NN', B: 'NN' }),
  ({ A, B }) => {
    expectPure(({ A, B }) => products.AB(A, B), { A, B }, 'AB of square matrices')
    expectPure(({ A, B }) => products.AtB(A, B), { A, B }, 'AtB of square matrices')
    expectPure(({ A, B }) => products.ABt(A, B), { A, B }, 'ABt of square matrices')
  },
  { runs: 12 },
)

test('products of matrices that share nothing are all zeros', () => {
  expectClose(products.AB(zeros([2, 0]), zeros([0, 3])), zeros([2, 3]), 'AB of (2, 0) and (0, 3)')
  expectClose(products.AtB(zeros([0, 2]), zeros([0, 3])), zeros([2, 3]), 'AtB of (0, 2) and (0, 3)')
  expectClose(products.ABt(zeros([2, 0]), zeros([3, 0])), zeros([2, 3]), 'ABt of (2, 0) and (3, 0)')
})

test('products.AtB and .ABt are right at larger sizes too: sums over 300 k', () => {
  const [A, B] = [counting(9, 300), counting(300, 17)]
  const [At, Bt] = [oracle.transpose(A), oracle.transpose(B)]
  expectClose(products.AtB(At, B), oracle.matmul(A, B), sumOf(300, 'AtB(A, B)', 25))
  expectClose(products.ABt(A, Bt), oracle.matmul(A, B), sumOf(300, 'ABt(A, B)', 25))
})

test('products keep float32 as float32', () => {
  const [A, B] = [float32(matrix([1, 2], [3, 4])), float32(matrix([5, 6], [7, 8]))]
  expectClose(products.AB(A, B), float32(matrix([19, 22], [43, 50])), 'AB of float32')
  expectClose(products.AtB(A, B), float32(matrix([26, 30], [38, 44])), 'AtB of float32')
  expectClose(products.ABt(A, B), float32(matrix([17, 23], [39, 53])), 'ABt of float32')
})

test('products refuse a vector', () => {
  for (const K of [1, 2]) {
    expectThrows(() => products.AtB(vector(1, 2), zeros([K, 3])), ShapeError, [], `AtB of (2) and (${K}, 3)`)
    expectThrows(() => products.ABt(zeros([3, K]), vector(1, 2)), ShapeError, [], `ABt of (3, ${K}) and (2)`)
  }
})

test('products refuse inner sizes that differ', () => {
  expectThrows(() => products.AtB(zeros([2, 3]), zeros([3, 4])), ShapeError, [], 'AtB of (2, 3) and (3, 4)')
  expectThrows(() => products.ABt(zeros([2, 3]), zeros([3, 4])), ShapeError, [], 'ABt of (2, 3) and (3, 4)')
})
