import { expect, test } from 'vitest'
import { expectDtypeOf } from '#lib/judge/assert/dtype'
import { type Tensor, vector, zeros } from '#lib/tensor'

const inputs = { a: vector(1, 2), b: vector(3, 4) }

/** a + b, in the dtype of `like` */
function add(a: Tensor, b: Tensor, like: Tensor | 'float64' | 'float32'): Tensor {
  const y = zeros(a.shape, like)
  for (let i = 0; i < y.data.length; i++) y.data[i] = a.data[i] + b.data[i]
  return y
}

test('a result follows the dtype of the first tensor', () => {
  expectDtypeOf(({ a, b }) => add(a, b, a), inputs, 'a', 'add(a, b)')
})

test('a result that follows the second tensor, or none, is refused with both dtypes', () => {
  expect(() => expectDtypeOf(({ a, b }) => add(a, b, b), inputs, 'a', 'add(a, b)')).toThrow(
    'add(a, b) is a float64 tensor where a is float32 and b float64, expected a float32 tensor: the dtype follows a.',
  )
  expect(() => expectDtypeOf(({ a, b }) => add(a, b, 'float64'), inputs, 'a', 'add(a, b)')).toThrow(
    'add(a, b) is a float64 tensor where a is float32 and b float32, expected a float32 tensor: the dtype follows a.',
  )
})
