import { joints } from '#kata/5-chain-link/1-joints.ts'
import { descend } from '#kata/5-chain-link/4-descend.ts'
import { armFilm } from '#lib/pictures/arm'
import { createRandom } from '#lib/random'
import * as chain from '../../oracles/chain-link.ts'

export function picture() {
  const rng = createRandom(4)
  const start = [0, 1, 2, 3].map(() => Math.PI * rng())
  const yours = descend(start, [3, 3])
  const reference = chain.descend(start, [3, 3], 100, 0.01)
  return armFilm(
    'four links reach for (3, 3), which is out of reach',
    [
      { name: 'yours', frames: yours.map((angles) => joints(angles)) },
      { name: 'the reference', frames: reference.map(placesOf) },
    ],
    [3, 3],
  )
}

function placesOf(angles: readonly number[]): [number, number][] {
  return [0, 1, 2, 3, 4].map((n) => [...chain.end(angles.slice(0, n))])
}
