import { relu } from '#kata/4-backprop/4-relu.ts'
import { dense } from '#kata/4-backprop/5-dense.ts'
import { unit } from '#lib/pictures/unit'
import { matrix, vector } from '#lib/tensor'

/** The unit of the lesson: a layer with one output. */
export function picture() {
  const [inputs, weights, bias] = [[0, 0.5, 1], [0.8, -0.4, 0.6], 0.1]
  const [z] = dense(matrix(inputs), matrix(...weights.map((w) => [w])), vector(bias))
  const [y] = relu(z)
  return unit('One unit: multiply, add, bend', { inputs, weights, bias, z: z.data[0], y: y.data[0] })
}
