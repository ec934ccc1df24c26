import { transpose } from '#kata/1-tensor-ops/4-transpose.ts'
import { heatMaps } from '#lib/pictures/heat'
import { matrix } from '#lib/tensor'

export function picture() {
  const x = matrix([1, 2, 3, 4], [-5, -6, -7, -8])
  return heatMaps('rows become columns', [
    { name: 'x', tensor: x },
    { name: 'transpose(x)', tensor: transpose(x) },
  ])
}
