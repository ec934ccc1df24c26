import fc from 'fast-check'
import { expectClose, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { createRandom } from '#lib/random'
import { type Dtype, type Tensor, ShapeError, float32, matrix, tensor, vector, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { filled, functionLaws, repeatTruth } from './form.ts'

/**
 * The laws of the matrix product, for any function that claims to be one: the rungs of stage 9 are told apart by their
 * promises, and never by these.
 */
export type Product = (a: Tensor, b: Tensor) => Tensor

/** the sum of K products of entries up to 3 */
export const sumOf = (K: number, name: string, scale = 9) => ({ name, terms: K, scale })

/** Any three sizes up to 70, as a law draws them; the entries come from a seed, so that a counterexample is short. */
export const anySizes = given({
  M: fc.integer({ min: 1, max: 70 }),
  K: fc.integer({ min: 1, max: 70 }),
  N: fc.integer({ min: 1, max: 70 }),
  seed: fc.nat(99),
})

/** Eighths up to 3: sums of 70 products of two are exact in float32 too, in any order. About one in 24 is 0. */
export function eighths(shape: readonly number[], seed: number, dtype: Dtype = 'float64'): Tensor {
  const [x, rng] = [zeros(shape, dtype), createRandom(seed)]
  for (let i = 0; i < x.data.length; i++) x.data[i] = Math.trunc(rng() * 48 - 24) / 8
  return x
}

export function productLaws(name: string, product: Product, dtype: Dtype = 'float64'): void {
  const typed = (x: Tensor): Tensor => (dtype === 'float32' ? float32(x) : x)

  test(`${name} multiplies each row by each column`, () => {
    const y = product(typed(matrix([1, 2, 3], [4, 5, 6])), typed(matrix([7, 8], [9, 10], [11, 12])))
    expectClose(y, typed(matrix([58, 64], [139, 154])), 'the product')
  })

  law(`${name} is the sum over k of a[m, k]·b[k, n]`, given({ a: 'MK', b: 'KN' }), (drawn) => {
    const [a, b] = [typed(drawn.a), typed(drawn.b)]
    expectClose(product(a, b), oracle.matmul(a, b), sumOf(a.shape[1], 'the product'))
  })

  law(
    `${name} is right for any sizes up to 70`,
    anySizes,
    ({ M, K, N, seed }) => {
      const [a, b] = [eighths([M, K], seed, dtype), eighths([K, N], seed + 1, dtype)]
      expectClose(product(a, b), oracle.matmul(a, b), sumOf(K, 'the product'))
    },
    { runs: 40 },
  )

  test(`${name} is right for the sizes of a training: 784 pixels, 300 columns, 300 rows`, () => {
    for (const [M, K, N] of [
      [2, 784, 300],
      [300, 3, 2],
    ]) {
      const [a, b] = [eighths([M, K], 1, dtype), eighths([K, N], 2, dtype)]
      expectClose(product(a, b), oracle.matmul(a, b), sumOf(K, `the product of (${M}, ${K}) and (${K}, ${N})`))
    }
  })

  law(`${name} with the identity changes nothing`, given({ a: 'MN' }), (drawn) => {
    const [a, N] = [typed(drawn.a), drawn.a.shape[1]]
    const diagonal = Array.from({ length: N * N }, (_, i) => (i % (N + 1) === 0 ? 1 : 0))
    expectClose(product(a, typed(tensor([N, N], diagonal))), a, 'a·identity')
  })

  law(`${name} is associative: (A·B)·C = A·(B·C)`, given({ a: 'MK', b: 'KN', c: 'NP' }), (drawn) => {
    const [a, b, c] = [typed(drawn.a), typed(drawn.b), typed(drawn.c)]
    const [terms, ab] = [a.shape[1] * b.shape[1], product(a, b)]
    expectClose(ab, oracle.matmul(a, b), sumOf(a.shape[1], 'A·B')) // of another shape, it could not go on
    expectClose(product(ab, c), oracle.matmul(a, oracle.matmul(b, c)), sumOf(terms, '(A·B)·C', 27))
  })

  functionLaws(
    name,
    given({ a: 'MK', b: 'KN' }).map(({ a, b }) => ({ a: typed(a), b: typed(b) })),
    {
      'the product': {
        run: ({ a, b }) => product(a, b),
        truth: ({ a, b }) => repeatTruth(a, (few) => oracle.matmul(few, b)),
        grows: dtype === 'float64' ? ['a'] : undefined,
      },
    },
    { many: () => ({ a: typed(filled()), b: typed(filled(2, 2)) }) },
  )

  test(`${name} multiplies a matrix by itself`, () => {
    const a = typed(matrix([1, 2], [3, 4]))
    expectClose(product(a, a), typed(matrix([7, 10], [15, 22])), 'a·a')
  })

  test(`${name} goes on after a zero`, () => {
    const y = product(typed(matrix([2, 0, 3], [0, 4, 0])), typed(matrix([1], [10], [100])))
    expectClose(y, typed(matrix([302], [40])), 'the product')
  })

  test(`${name} of matrices that share nothing is all zeros`, () => {
    product(eighths([5, 4], 1, dtype), eighths([4, 3], 2, dtype)) // A kernel's memory holds numbers then.
    expectClose(product(zeros([2, 0], dtype), zeros([0, 3], dtype)), zeros([2, 3], dtype), 'the product')
  })

  if (dtype === 'float64') {
    test(`${name} keeps float32 as float32`, () => {
      const y = product(float32(matrix([0.5, 2])), float32(matrix([4], [0.25])))
      expectClose(y, float32(matrix([2.5])), 'the product of float32')
    })
  }

  test(`${name} refuses inner sizes that differ, and shows a shape`, () => {
    const call = (): unknown => product(zeros([2, 3], dtype), zeros([4, 5], dtype))
    expectThrows(call, ShapeError, [['[2, 3]', '[4, 5]']], `${name} of (2, 3) and (4, 5)`)
    const square = (): unknown => product(zeros([2, 3], dtype), zeros([2, 3], dtype))
    expectThrows(square, ShapeError, ['[2, 3]'], `${name} of (2, 3) and (2, 3)`)
  })

  test(`${name} refuses a vector`, () => {
    const [v, w] = [typed(vector(1, 2)), zeros([2, 3], dtype)]
    expectThrows(() => product(v, w), ShapeError, ['[2]'], `${name} of (2) and (2, 3)`)
  })
}
