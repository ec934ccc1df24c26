import { parseImages, parseLabels } from '#kata/6-mnist/1-idx.ts'
import { writeIdx } from '#lib/data/idx'
import { syntheticDigits } from '#lib/data/synthetic'
import { digitSheet } from '#lib/pictures/digits'
import { createRandom } from '#lib/random'

export function picture() {
  const { pixels, labels, rows, columns } = syntheticDigits(8, createRandom(1))
  const images = parseImages(writeIdx([8, rows, columns], pixels))
  const truth = parseLabels(writeIdx([8], labels))
  const digits = Array.from(truth, (label, n) => ({
    image: Array.from(images.pixels.subarray(rows * columns * n, rows * columns * (n + 1)), (byte) => byte / 255),
    caption: String(label),
  }))
  return digitSheet('images and labels, read from the bytes of two files', digits, { rows, columns })
}
