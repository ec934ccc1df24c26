import { max, sum } from '#kata/1-tensor-ops/3-reduce.ts'
import { heatMaps } from '#lib/pictures/heat'
import { matrix } from '#lib/tensor'

export function picture() {
  const x = matrix([1, -7, 3], [4, 2, -6])
  return heatMaps('axis 0 leaves a row, axis 1 leaves a column', [
    { name: 'x', tensor: x },
    { name: 'sum(x, 0)', tensor: sum(x, 0) },
    { name: 'sum(x, 1)', tensor: sum(x, 1) },
    { name: 'max(x, 0)', tensor: max(x, 0) },
    { name: 'max(x, 1)', tensor: max(x, 1) },
  ])
}
