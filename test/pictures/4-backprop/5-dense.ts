import { dense } from '#kata/4-backprop/5-dense.ts'
import { heatMaps } from '#lib/pictures/heat'
import { matrix, vector } from '#lib/tensor'

export function picture() {
  const [x, W, b] = [matrix([1, 2], [0, -1], [3, 1]), matrix([1, -1, 2], [0, 3, -2]), vector(0.5, 0, -0.5)]
  const [y, back] = dense(x, W, b)
  const dy = matrix([1, 0, 0], [0, 1, 0], [0, 0, -1])
  const { dx, dW, db } = back(dy)
  return heatMaps('forward x·W + b, and back: every gradient has the shape of its own', [
    { name: 'x', tensor: x },
    { name: 'W', tensor: W },
    { name: 'y', tensor: y },
    { name: 'dx', tensor: dx },
    { name: 'dW', tensor: dW },
    { name: 'db', tensor: db },
  ])
}
