import { gradient } from '#kata/5-chain-link/3-gradient.ts'
import { gradientScatter } from '#lib/pictures/gradient-scatter'
import { createRandom } from '#lib/random'
import * as chain from '../../oracles/chain-link.ts'

export function picture() {
  const rng = createRandom(1)
  const angles = Array.from({ length: 20 }, () => 2 * Math.PI * rng())
  const numeric = angles.map((_, i) => {
    const moved = (by: number) =>
      chain.loss(
        angles.map((angle, j) => (i === j ? angle + by : angle)),
        [3, 3],
      )
    return (moved(1e-5) - moved(-1e-5)) / 2e-5
  })
  return gradientScatter('twenty links: your gradient against difference quotients', gradient(angles, [3, 3]), numeric)
}
