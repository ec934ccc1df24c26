import { relu } from '#kata/4-backprop/4-relu.ts'
import { heatMaps } from '#lib/pictures/heat'
import { matrix } from '#lib/tensor'

export function picture() {
  const x = matrix([-2, 1, -0.5, 3], [0.5, -1, 2, -3], [1, 1, -1, -1])
  const dy = matrix([1, 2, 3, 4], [-1, -2, -3, -4], [2, 2, 2, 2])
  const [y, back] = relu(x)
  return heatMaps('relu is a mask: what it stopped forward it stops on the way back', [
    { name: 'x', tensor: x },
    { name: 'relu(x)', tensor: y },
    { name: 'dy', tensor: dy },
    { name: 'dx = back(dy)', tensor: back(dy)[0] },
  ])
}
