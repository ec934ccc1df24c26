import { expect, test } from 'vitest'
import { matrix } from '#lib/tensor'
import { readIdx, writeIdx } from '../../../lib/data/idx.ts'
import { filesFor } from '../../../lib/training/files.ts'
import type { Layer } from '../../../lib/training/layer.ts'
import { describeValidation } from '../../../lib/training/results.ts'
import { Validator } from '../../../lib/training/validation.ts'

/** Images are their own logits here, and the digit is the larger of two. */
const network = [Object.assign((x: unknown) => x, { W: matrix([1]), b: matrix([0]) })] as unknown as Layer[]
const read = ({ data }: { data: ArrayLike<number> }): number[] =>
  Array.from({ length: data.length / 2 }, (_, n) => (data[2 * n] >= data[2 * n + 1] ? 0 : 1))
const examples = (labels: number[]) => ({ images: matrix(...labels.map(() => [Math.log(3), 0])), labels })
const data = { training: examples([0, 0]), validation: examples([0, 1]), test: examples([1]) }

test('each part has its own mean loss and accuracy after each epoch', () => {
  const validator = new Validator(data, { chooseEpoch: () => 0, read })
  expect(validator.best).toBeUndefined()
  const { training, validation, test: unseen } = validator.measure(network)
  const [right, wrong] = [Math.log(4 / 3), Math.log(4)] // p = ¾ and ¼
  expect(training.loss).toBeCloseTo(right)
  expect(validation.loss).toBeCloseTo((right + wrong) / 2)
  expect(unseen.loss).toBeCloseTo(wrong)
  expect([training.accuracy, validation.accuracy, unseen.accuracy]).toEqual([1, 0.5, 0])
  validator.measure(network)
  expect(validator.outcome.scores.validation).toHaveLength(2)
  expect(validator.outcome.examples).toEqual({ training: 2, validation: 2, test: 1 })
})

test('the best epoch is the one that 6.10 chooses, from the losses alone', () => {
  const seen: unknown[] = []
  const validator = new Validator(data, { chooseEpoch: (curve) => (seen.push(curve.validation.length), 0), read })
  validator.measure(network)
  validator.measure(network)
  expect(validator.best).toBe(0)
  expect(seen).toEqual([2])
  const [last, chosen] = describeValidation(validator.outcome)
  expect(last).toContain('accuracy 100.00 % on 2 images for training')
  expect(last).toContain('accuracy 50.00 % on 2 images for validation')
  expect(chosen).toMatch(/^6\.10’s bestEpoch named epoch 1 the best: its validation loss is 0\.83/)
})

test('before the first epoch has ended nothing is said', () => {
  expect(describeValidation(new Validator(data, { chooseEpoch: () => 0, read }).outcome)).toEqual([])
})

const pixels = Uint8Array.from({ length: 40 }, (_, i) => i)
const labels = Uint8Array.from({ length: 10 }, (_, i) => i)
const all = {
  trainImages: writeIdx([10, 2, 2], pixels),
  trainLabels: writeIdx([10], labels),
  testImages: writeIdx([10, 2, 2], pixels),
  testLabels: writeIdx([10], labels),
}

test('--examples keeps the first images with their labels, and all of the test', () => {
  const few = filesFor({ examples: 3 }, all)
  expect(readIdx(few.trainImages, 3, 'images')).toEqual({ sizes: [3, 2, 2], bytes: pixels.subarray(0, 12) })
  expect(readIdx(few.trainLabels, 1, 'labels')).toEqual({ sizes: [3], bytes: labels.subarray(0, 3) })
  expect([few.testImages, few.testLabels]).toEqual([all.testImages, all.testLabels])
  expect(filesFor({}, all)).toBe(all)
  expect(filesFor({ examples: 10, validate: 0.1 }, all).trainLabels).toEqual(all.trainLabels)
})

test.each([
  [{ examples: 11 }, /--examples wants at most the 10 training images there are, but got 11\./],
  [{ validate: 0.04 }, /--validate wants a share .*, but 0\.04 of 10 is 0\./],
  [{ examples: 5, validate: 0.95 }, /--validate wants a share .*, but 0\.95 of 5 is 5\./],
])('settings %j are refused', (settings, message) => {
  expect(() => filesFor(settings, all)).toThrow(message)
})
