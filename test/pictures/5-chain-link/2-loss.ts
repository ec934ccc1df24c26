import { loss } from '#kata/5-chain-link/2-loss.ts'
import { heatMaps } from '#lib/pictures/heat'
import { tensor } from '#lib/tensor'

const angles = Array.from({ length: 12 }, (_, i) => -Math.PI + (i * Math.PI) / 6)

export function picture() {
  const values = angles.flatMap((first) => angles.map((second) => loss([first, second], [1, 1])))
  return heatMaps('the loss of two links towards (1, 1): two valleys, one for each bend', [
    { name: 'loss, angles from −π to π', tensor: tensor([12, 12], values) },
  ])
}
