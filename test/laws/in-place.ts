import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { setMessage } from '#lib/judge/assert/mismatch'
import { isError } from '#lib/judge/assert/whole'
import { type Dtype, type Tensor, ShapeError, ValueError, float32, tensor, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { accepted } from './accepted.ts'
import { expectNothingAllocated } from './allocation.ts'
import { type Product, anySizes, eighths, productLaws, sumOf } from './product.ts'

/** A product that is written into y. */
export type Into = (y: Tensor, a: Tensor, b: Tensor) => void

/** The product. An error about memory out of bounds also says for which sizes: a kernel cannot say it. */
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
