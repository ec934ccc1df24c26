import { scale } from '#kata/6-mnist/2-batches.ts'
import { split } from '#kata/6-mnist/10-split.ts'
import { syntheticDigits } from '#lib/data/synthetic'
import { digitSheet } from '#lib/pictures/digits'
import { createRandom } from '#lib/random'

export function picture() {
  const digits = syntheticDigits(24, createRandom(2))
  const { training, validation } = split({ images: scale(digits), labels: digits.labels }, 1 / 3, createRandom(4))
  const pixels = digits.rows * digits.columns
  const shown = [training, validation].flatMap(({ images, labels }, part) =>
    Array.from(labels, (label, n) => ({
      image: images.data.subarray(pixels * n, pixels * (n + 1)),
      caption: `${label}, ${part === 0 ? 'learn' : 'hold out'}`,
    })),
  )
  return digitSheet('24 examples: two rows are learnt, and the last row is held out', shown, digits)
}
