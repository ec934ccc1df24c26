import { matmul } from '#kata/1-tensor-ops/5-matmul.ts'
import { heatMaps } from '#lib/pictures/heat'
import { matrix } from '#lib/tensor'

export function picture() {
  const [a, b] = [matrix([1, 0, 2], [-1, 3, 0]), matrix([4, 1], [0, -2], [1, 1])]
  return heatMaps('each entry of the product is a row of a times a column of b', [
    { name: 'a', tensor: a },
    { name: 'b', tensor: b },
    { name: 'matmul(a, b)', tensor: matmul(a, b) },
  ])
}
