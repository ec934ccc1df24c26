import { softmax } from '#kata/4-backprop/6-softmax.ts'
import { heatMaps } from '#lib/pictures/heat'
import { matrix, tensor } from '#lib/tensor'

export function picture() {
  const x = matrix([1, 2, 0, -1])
  const [p, back] = softmax(x)
  const rows = [0, 1, 2, 3].map((i) => Array.from(back(matrix([0, 1, 2, 3].map((j) => Number(i === j))))[0].data))
  return heatMaps('the Jacobian: p on the diagonal, minus p·p everywhere; rows sum to 0', [
    { name: 'p', tensor: p },
    { name: 'Jacobian', tensor: tensor([4, 4], rows.flat()) },
  ])
}
