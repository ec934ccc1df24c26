import { glorotUniform } from '#kata/6-mnist/3-glorot.ts'
import { bars } from '#lib/pictures/bars'
import { formatShort } from '#lib/format'
import { createRandom } from '#lib/random'

export function picture() {
  const { data } = glorotUniform(784, 32, createRandom(1))
  const limit = Math.sqrt(6 / 816)
  const counts = Array.from({ length: 10 }, (_, i) => {
    const [from, to] = [limit * (i / 5 - 1), limit * ((i + 1) / 5 - 1)]
    return Array.from(data).filter((w) => w >= from && w < to).length
  })
  const names = counts.map((_, i) => formatShort(limit * (i / 5 - 0.9)))
  return bars(
    '25 088 weights of 784 → 32 by size: even, from −0.086 to 0.086',
    [{ name: 'weights', values: counts }],
    names,
  )
}
