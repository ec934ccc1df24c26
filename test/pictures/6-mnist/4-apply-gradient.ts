import { applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import { heatMaps } from '#lib/pictures/heat'
import { matrix } from '#lib/tensor'

export function picture() {
  const [W, dW] = [matrix([1, 2, 3], [-1, -2, -3]), matrix([2, 0, 0], [0, 0, -10])]
  const before = { shape: W.shape, data: W.data.slice() }
  applyGradient([{ W }], [{ W: dW }], 0.5)
  return heatMaps('one step downhill at the rate 0.5', [
    { name: 'W', tensor: before },
    { name: 'gradient', tensor: dW },
    { name: 'W − 0.5 · gradient', tensor: W },
  ])
}
