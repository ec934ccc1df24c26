import { picture as drawn } from '#kata/6-mnist/7-predict.ts'
import { syntheticDigits } from '#lib/data/synthetic'
import { createRandom } from '#lib/random'
import { tensor } from '#lib/tensor'

export function picture() {
  const { pixels, labels } = syntheticDigits(1, createRandom(9))
  const image = tensor(
    [1, 784],
    Array.from(pixels, (byte) => byte / 255),
  )
  return { svg: drawn(image), text: `your picture of a ${labels[0]}` }
}
