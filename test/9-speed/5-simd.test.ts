import { kernel, matmulInto } from '#kata/9-speed/5-simd.ts'
import { expectClose, expectThat, expectThrows } from '#lib/judge/expect'
import { test } from '#lib/judge/law'
import { attempt } from '#lib/judge/whole'
import { type Tensor, ValueError, float32, matrix, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { eighths, intoLaws } from '../laws/product.ts'

intoLaws('matmulInto', matmulInto, 'float32')

/** a new y, every cell NaN */
function times(a: Tensor, b: Tensor): Tensor {
  const y = zeros([a.shape[0], b.shape[1]], 'float32')
  y.data.fill(NaN)
  matmulInto(y, a, b)
  return y
}

test('matmulInto is right in every lane: 1 to 9 rows, 1 to 20 columns', () => {
  for (let M = 1; M <= 9; M++) {
    for (let N = 1; N <= 20; N++) {
      const [a, b] = [eighths([M, 3], M, 'float32'), eighths([3, N], N, 'float32')]
      expectClose(times(a, b), oracle.matmul(a, b), `the product of (${M}, 3) and (3, ${N})`)
    }
  }
})

test('matmulInto finds room for any size, small ones, a large one, and small ones again', () => {
  for (const [M, K, N] of [
    [3, 2, 5],
    [90, 700, 110],
    [3, 2, 5],
    [150, 800, 130],
  ]) {
    const [a, b] = [eighths([M, K], 1, 'float32'), eighths([K, N], 2, 'float32')]
    const expected = oracle.matmul(a, b)
    expectClose(times(a, b), expected, { name: `the product of (${M}, ${K}) and (${K}, ${N})`, relative: 1e-5 })
  }
})

test('matmulInto refuses float64, of any of the three', () => {
  const [wide, narrow] = [zeros([2, 2]), zeros([2, 2], 'float32')]
  const other = zeros([2, 2], 'float32')
  for (const [y, a, b] of [
    [wide, narrow, other],
    [narrow, wide, other],
    [narrow, other, wide],
  ])
    expectThrows(() => matmulInto(y, a, b), ValueError, ['float64'], 'matmulInto with a float64 tensor')
})

test('matmulInto has a kernel that multiplies four numbers at a time', () => {
  expectClose(times(float32(matrix([2])), float32(matrix([3]))), float32(matrix([6])), 'the product')
  const bytes = attempt(() => Array.from({ length: Math.min(kernel.length, 2 ** 20) }, (_, at) => kernel[at]), [])
  expectThat(bytes.length > 0, 'kernel is not the bytes of a compiled kernel.')
  const f32x4mul = [0xfd, 0xe6, 0x01]
  expectThat(
    bytes.some((_, at) => f32x4mul.every((byte, i) => bytes[at + i] === byte)),
    'matmulInto is right, but its compiled kernel has no f32x4.mul: it multiplies one number after the other.',
  )
})
