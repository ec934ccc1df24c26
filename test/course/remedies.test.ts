import { expect, test } from 'vitest'
import { zeros } from '#lib/tensor'
import { dense } from '../../solutions/4-backprop/5-dense.ts'

/** What dense(3 → 2) says of an x of this shape: a remedy only where it is one. */
test.each([
  [[4, 5], ''],
  [[2, 3, 1], ' Reshape it to [2, 3].'],
  [[3], ' Reshape it to [1, 3].'],
  [[4], ''],
  [[], ''],
])('an x of shape %j is told how to be reshaped where that is possible: “%s”', (shape, remedy) => {
  const x = zeros(shape)
  const told = `dense(3 → 2) wants x: [batch, 3], but got [${shape.join(', ')}].${remedy}`
  expect(() => dense(x, zeros([3, 2]), zeros([2]))).toThrow(expect.objectContaining({ message: told }))
})
