import fc from 'fast-check'
import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { setMessage } from '#lib/judge/assert/mismatch'
import { isError } from '#lib/judge/assert/whole'
import { createRandom } from '#lib/random'
import { type Dtype, type Tensor, ShapeError, ValueError, float32, matrix, tensor, vector, zeros } from '#lib/tensor'
import { accepted } from './accepted.ts'
import * as oracle from '../oracles/tensor-ops.ts'
import { filled, functionLaws, rowByRow } from './form.ts'

/**
 * The laws of the matrix product, for any function that claims to be one: the rungs of stage 9 are told apart by their
 * promises, and never by these.
 */
export type Product = (a: Tensor, b: Tensor) => Tensor
export type Into = (y: Tensor, a: Tensor, b: Tensor) => void

/** the sum of K products of entries up to 3 */
const sumOf = (K: number, name: string, scale = 9) => ({ name, terms: K, scale })

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
        truth: ({ a, b }) => rowByRow(a, (few) => oracle.matmul(few, b)),
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

/** The product; an error about places out of bounds also says for which sizes: a kernel cannot say it. */
export function withSizes(into: Into): Into {
  return (y, a, b) => {
    try {
      into(y, a, b)
    } catch (error) {
      const sizes = [y, a, b].map(({ shape }) => `(${shape.join(', ')})`)
      if (isError(error) && error.message.endsWith('out of bounds'))
        setMessage(error, `${error.message}, for y ${sizes[0]}, a ${sizes[1]} and b ${sizes[2]}`)
      throw error
    }
  }
}

/** A new tensor for a·b, every cell NaN. */
function poisoned(a: Tensor, b: Tensor): Tensor {
  const y = zeros([a.shape[0], b.shape.at(-1) ?? 0], a)
  y.data.fill(NaN)
  return y
}

/** The laws of a product that is written into y, and what being written into y promises. */
export function intoLaws(name: string, into: Into, dtype: Dtype = 'float64'): void {
  const made: Product = (a, b) => {
    const y = poisoned(a, b)
    into(y, a, b)
    return y
  }
  productLaws(name, made, dtype)

  law(`${name} writes every cell, whatever y held before`, given({ a: 'MK', b: 'KN' }), (drawn) => {
    const [a, b] = dtype === 'float32' ? [float32(drawn.a), float32(drawn.b)] : [drawn.a, drawn.b]
    const y = poisoned(a, b)
    y.data.fill(7)
    into(y, a, b)
    expectClose(y, oracle.matmul(a, b), sumOf(a.shape[1], 'y, which held 7 in every cell,'))
  })

  law(
    `${name} is not disturbed by another product before it`,
    anySizes,
    ({ M, K, N, seed }) => {
      const [a, b] = [eighths([M, K], seed, dtype), eighths([K, N], seed + 1, dtype)]
      made(eighths([K + 3, M + 9], seed + 2, dtype), eighths([M + 9, N + 5], seed + 3, dtype))
      expectClose(made(a, b), oracle.matmul(a, b), sumOf(K, 'the second product'))
    },
    { runs: 20 },
  )

  law(
    `${name} works on windows of larger arrays, and writes nothing beside y`,
    anySizes,
    ({ M, K, N, seed }) => {
      const [a, b] = [windowOf(eighths([M, K], seed, dtype), 3), windowOf(eighths([K, N], seed + 1, dtype), 5)]
      const y = windowOf(poisoned(a, b), 2)
      const whole = dtype === 'float32' ? new Float32Array(y.data.buffer) : new Float64Array(y.data.buffer)
      into(y, a, b)
      expectClose(y, oracle.matmul(a, b), sumOf(K, 'y, a window on a larger array,'))
      const beside = whole.findIndex((v, i) => v !== border && (i < 2 || i >= 2 + M * N))
      expectThat(
        beside < 0,
        `${name} writes beside y: y is a window on a larger array, and a number outside of it has changed.`,
      )
    },
    { runs: 20 },
  )

  const expectRefused = (shape: readonly number[]): void => {
    const y = zeros(shape, dtype)
    y.data.fill(5)
    const call = (): unknown => into(y, eighths([2, 5], 1, dtype), eighths([5, 3], 2, dtype))
    expectThrows(call, ShapeError, [`[${shape.join(', ')}]`], `${name} into y of (${shape.join(', ')}) for (2, 3)`)
    expectThat(
      y.data.every((v) => v === 5),
      `${name} into a y of another shape throws as it should, but it has written into y before.`,
    )
  }

  test(`${name} refuses a y of other sizes before it writes anything`, () => {
    for (const shape of [
      [2, 4],
      [1, 3],
    ])
      expectRefused(shape)
  })

  test(`${name} refuses a y of as many cells in another shape before it writes anything`, () => {
    for (const shape of [[3, 2], [6]]) expectRefused(shape)
  })

  test(`${name} refuses a y that shares memory with a factor`, () => {
    for (const [at, which] of [
      [0, 'a'],
      [1, 'b'],
    ] as const) {
      const factors = [eighths([3, 3], 1, dtype), eighths([3, 3], 2, dtype)]
      const call = (): unknown => into(factors[at], factors[0], factors[1])
      expectThrows(call, ValueError, [], `${name} with ${which} as y`)
    }
    const both = zeros([16], dtype).data
    const [y, a] = [tensor([3, 3], both.subarray(0, 9)), tensor([3, 3], both.subarray(7))]
    expectThrows(() => into(y, a, eighths([3, 3], 1, dtype)), ValueError, [], `${name} with the last cells of y in a`)
  })

  test(`${name} refuses a y that begins one cell behind a factor, in the same memory`, () => {
    const both = zeros([16], dtype).data
    const [y, a] = [tensor([3, 3], both.subarray(1, 10)), tensor([3, 3], both.subarray(0, 9))]
    expectThrows(() => into(y, a, eighths([3, 3], 1, dtype)), ValueError, [], `${name} with eight cells of y in a`)
  })

  test(`${name} takes a y that lies beside a factor in one buffer, and shares nothing with it`, () => {
    const both = zeros([27], dtype).data
    for (const [yAt, aAt, bAt] of [
      [0, 9, 18],
      [18, 9, 0],
    ]) {
      const [y, a, b] = [yAt, aAt, bAt].map((at) => tensor([3, 3], both.subarray(at, at + 9)))
      a.data.set(eighths([3, 3], 1, dtype).data)
      b.data.set(eighths([3, 3], 2, dtype).data)
      accepted(() => into(y, a, b), 'a y beside a factor in one buffer')
      expectClose(y, oracle.matmul(a, b), sumOf(3, 'y, right beside a in one buffer,'))
    }
  })

  test(`${name} takes a y in one buffer with the factors, with other numbers between them`, () => {
    const whole = zeros([60], dtype).data
    const [y, a, b] = [40, 0, 20].map((at) => tensor([3, 3], whole.subarray(at, at + 9)))
    a.data.set(eighths([3, 3], 1, dtype).data)
    b.data.set(eighths([3, 3], 2, dtype).data)
    accepted(() => into(y, a, b), 'a y far behind the factors in one buffer')
    expectClose(y, oracle.matmul(a, b), sumOf(3, 'y, in one buffer with a and b,'))
  })

  test(`${name} allocates nothing, however often it is called`, () => {
    const [a, b, y] = [eighths([20, 30], 1, dtype), eighths([30, 40], 2, dtype), zeros([20, 40], dtype)]
    expectNothingAllocated(() => into(y, a, b), name)
  })
}

/** A number that no product of eighths is. */
const border = 0.3330078125

/** The same tensor as a window on an array with `before` numbers before it, and 7 behind. */
function windowOf({ shape, data }: Tensor, before: number): Tensor {
  const whole = zeros([data.length + before + 7], data instanceof Float32Array ? 'float32' : 'float64').data
  whole.fill(border)
  whole.set(data, before)
  return { shape, data: whole.subarray(before, before + data.length) }
}

/**
 * After a first call, which may make what is kept, no call makes a typed array of more than 64 bytes (smaller ones are not counted
 * by the engine): the bytes of all of them stay what they are, three times. Fewer say nothing: what others have left was put away.
 */
export function expectNothingAllocated(run: () => void, name: string): void {
  run()
  for (let [attempt, same] = [0, 0]; same < 3 && attempt < 100; attempt++) {
    const before = process.memoryUsage().arrayBuffers
    for (let call = 0; call < 4; call++) run()
    const grown = process.memoryUsage().arrayBuffers - before
    expectThat(grown <= 0, `${name} allocates: after four more calls the typed arrays hold ${grown} bytes more.`)
    if (grown === 0) same++
  }
}
