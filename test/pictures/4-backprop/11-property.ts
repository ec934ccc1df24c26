import { holds } from '#kata/4-backprop/11-property.ts'
import { bars } from '#lib/pictures/bars'
import { createRandom } from '#lib/random'
import { wrongWays } from '../../laws/ways-back.ts'

const calls = 100

export function picture() {
  const found = wrongWays.map(({ make }) => {
    const dense = make()
    return Array.from({ length: calls }, (_, seed) => isFalse(() => holds(dense, createRandom(seed)))).filter(Boolean)
  })
  return bars(
    'how often your law finds each wrong way back',
    [{ name: `of ${calls} calls`, values: found.map(({ length }) => length) }],
    wrongWays.map(({ that }) => that),
  )
}

/** An error counts as false. */
function isFalse(holds: () => boolean): boolean {
  try {
    return !holds()
  } catch {
    return true
  }
}
