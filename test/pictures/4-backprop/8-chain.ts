import { relu } from '#kata/4-backprop/4-relu.ts'
import { Dense, forward } from '#kata/4-backprop/8-chain.ts'
import { heatMaps } from '#lib/pictures/heat'
import { matrix, vector } from '#lib/tensor'

export function picture() {
  const x = matrix([0, 0], [0, 1], [1, 0], [1, 1])
  const first = Dense(matrix([1, 1], [1, 1]), vector(0, -1), relu)
  const second = Dense(matrix([1], [-2]), vector(0))
  return heatMaps('two layers can tell “one of the two, but not both”', [
    { name: 'x', tensor: x },
    { name: 'hidden', tensor: forward([first], x) },
    { name: 'y', tensor: forward([first, second], x) },
  ])
}
