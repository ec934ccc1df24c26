import { matmul, products } from '#kata/1-tensor-ops/5-matmul.ts'
import { expectClose, expectPure, expectThrows } from '#lib/judge/expect'
import { given } from '#lib/judge/given'
import { law, test } from '#lib/judge/law'
import { ShapeError, matrix, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'

test('matmul multiplies each row by each column', () => {
  const y = matmul(
    matrix([
      [1, 2, 3],
      [4, 5, 6],
    ]),
    matrix([
      [7, 8],
      [9, 10],
      [11, 12],
    ]),
  )
  expectClose(
    y,
    matrix([
      [58, 64],
      [139, 154],
    ]),
    { name: 'matmul(a, b)' },
  )
})

law('matmul is the sum over k of a[m, k]·b[k, n]', given({ a: 'MK', b: 'KN' }), ({ a, b }) => {
  expectClose(matmul(a, b), oracle.matmul(a, b), { name: 'matmul(a, b)', terms: a.shape[1], scale: 9 })
})
