import { batches, scale, take } from '#kata/6-mnist/2-batches.ts'
import { syntheticDigits } from '#lib/data/synthetic'
import { digitSheet } from '#lib/pictures/digits'
import { createRandom } from '#lib/random'

export function picture() {
  const digits = syntheticDigits(24, createRandom(2))
  const examples = { images: scale(digits), labels: digits.labels }
  const [rows] = batches(24, 8, createRandom(3))
  const { images, labels } = take(examples, rows)
  const pixels = digits.rows * digits.columns
  const shown = Array.from(rows, (row, n) => ({
    image: images.data.subarray(pixels * n, pixels * (n + 1)),
    caption: `${labels[n]}, row ${row}`,
  }))
  return digitSheet('the first of three shuffled batches: images and labels stay together', shown, digits)
}
