import fc from 'fast-check'
import * as kata from '#kata/6-mnist/10-split.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given, labels } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { createRandom } from '#lib/random'
import { type Labels, type Tensor, ShapeError, ValueError, float32, matrix, zeros } from '#lib/tensor'
import { filled, functionLaws } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import { meanImage, minus } from '../oracles/split.ts'

const parts = kind.record({ training: kind.examples, validation: kind.examples })
const { bestEpoch, center, split } = checkResults(kata, {
  bestEpoch: returns('curve', kind.number),
  center: returns('parts', parts),
  split: returns('examples, share, rng', parts),
})

type Parts = ReturnType<typeof kata.split>

const whole = (min: number, max: number) => fc.integer({ min, max })
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)
const sorted = (values: Iterable<number>) => Array.from(values).toSorted((a, b) => a - b)
const column = (values: readonly number[]): Tensor => ({ shape: [values.length, 1], data: Float64Array.from(values) })

/** N examples; image n is [n, −n], and label n is 1000 + n */
function numbered(N: number): { images: Tensor; labels: number[] } {
  return {
    images: { shape: [N, 2], data: Float64Array.from({ length: 2 * N }, (_, i) => (i % 2 ? -1 : 1) * (i >> 1)) },
    labels: upTo(N).map((n) => 1000 + n),
  }
}

const sumOf = ({ data }: Tensor): number => Array.from(data).reduce((sum, v) => sum + v, 0)

/** the numbers of the examples in a part of numbered(N), by their images */
const numbersIn = ({ images }: { images: Tensor }): number[] => upTo(images.shape[0]).map((n) => images.data[2 * n])
const drawn = (N: number, share: number, seed: number): Parts => split(numbered(N), share, createRandom(seed))

test('split of ten examples puts a fifth aside: two for validation, eight for training', () => {
  const { training, validation } = drawn(10, 0.2, 1)
  expectEqual(validation.images.shape, [2, 2], 'the shape of the images for validation')
  expectEqual(training.images.shape, [8, 2], 'the shape of the images for training')
  expectEqual([training.labels.length, validation.labels.length], [8, 2], 'the numbers of labels of both parts')
})

const shares = given({ N: whole(2, 40), k: whole(1, 63), seed: whole(0, 999) })

law(
  'split gives Math.round(share · N) examples for validation, and the rest for training',
  shares,
  ({ N, k, seed }) => {
    const V = Math.round((k / 64) * N)
    if (V === 0 || V === N) return
    const { training, validation } = drawn(N, k / 64, seed)
    const sizes = [training, validation].map(({ images }) => images.shape[0])
    expectEqual(sizes, [N - V, V], `the numbers of images for training and for validation, with a share of ${k / 64},`)
  },
)

test('split rounds: 3.3 are three, 3.7 are four, and 2.5 are three', () => {
  const held = [
    [10, 0.33],
    [10, 0.37],
    [10, 0.25],
  ].map(([N, share]) => drawn(N, share, 2).validation.images.shape[0])
  expectEqual(held, [3, 4, 3], 'the numbers for validation of 10 examples with shares of 0.33, 0.37 and 0.25')
})

law('split has each example in one of the two parts, once', shares, ({ N, k, seed }) => {
  const V = Math.round((k / 64) * N)
  if (V === 0 || V === N) return
  const { training, validation } = drawn(N, k / 64, seed)
  const [learnt, held] = [numbersIn(training), numbersIn(validation)]
  const both = sorted(new Set(learnt.filter((n) => held.includes(n))))
  expectEqual(both, [], 'the examples that are in both parts')
  expectEqual(sorted([...learnt, ...held]), upTo(N), 'the examples of both parts, sorted')
})

law('split keeps each label beside its image', shares, ({ N, k, seed }) => {
  const V = Math.round((k / 64) * N)
  if (V === 0 || V === N) return
  for (const [name, part] of Object.entries(drawn(N, k / 64, seed))) {
    const own = numbersIn(part).map((n) => 1000 + n)
    expectEqual(Array.from(part.labels), own, `the labels of ${name}, by its images,`)
  }
})

test('split copies whole images', () => {
  const images = matrix([1, 2, 3], [4, 5, 6], [7, 8, 9])
  const { training, validation } = split({ images, labels: [0, 1, 2] }, 0.3, createRandom(1))
  for (const [name, part] of [
    ['training', training],
    ['validation', validation],
  ] as const) {
    const rows = Array.from(part.labels, (n) => [3 * n + 1, 3 * n + 2, 3 * n + 3])
    expectClose(part.images, matrix(...rows), `the images of ${name}`)
  }
})

test('split takes its randomness from rng, and from nowhere else', () => {
  const held = (seed: number) => String(sorted(numbersIn(drawn(40, 0.5, seed).validation)))
  expectThat(held(3) === held(3), 'two splits of 40 from the same seed have different examples for validation.')
  expectThat(held(3) !== held(4), 'two splits of 40 from different seeds have the same examples for validation.')
  const rng = createRandom(3)
  const [first, second] = [1, 2].map(() => String(sorted(numbersIn(split(numbered(40), 0.5, rng).validation))))
  expectThat(first !== second, 'two splits from one rng are the same: each should read on where the last one stopped.')
})

test('split gives every call parts of its own', () => {
  const first = drawn(40, 0.5, 3)
  const held = numbersIn(first.validation)
  drawn(40, 0.5, 4)
  expectEqual(numbersIn(first.validation), held, 'the examples for validation of the first split, after a second one,')
})

test('split draws from all examples, and not from one end', () => {
  const held = numbersIn(drawn(1000, 0.1, 5).validation)
  const early = held.filter((n) => n < 500).length
  expectThat(early < 80, `of 100 examples for validation, ${early} are from the first half of the file.`)
  expectThat(early > 20, `of 100 examples for validation, ${100 - early} are from the second half of the file.`)
  const together = held.filter((n) => held.includes(n + 1)).length
  expectThat(together < 40, `of 100 examples for validation, ${together} stand right before another one in the file.`)
})

const pairs = ['AB', 'AC', 'AD', 'BC', 'BD', 'CD']

test('split is fair: of 6000 splits of four cards into halves, each of the six pairs comes about 1000 times', () => {
  const rng = createRandom(7)
  const seen = pairs.map(() => 0)
  for (let i = 0; i < 6000; i++) {
    const held = sorted(numbersIn(split(numbered(4), 0.5, rng).validation)).map((n) => 'ABCD'[n])
    seen[pairs.indexOf(held.join(''))]++
  }
  const never = pairs.filter((_, i) => seen[i] === 0)
  expectThat(never.length === 0, `of the cards A B C D, these pairs were never held out: ${never.join(', ')}.`)
  const chiSquare = seen.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
  // five degrees of freedom: a fair split exceeds 35 once in a million
  expectThat(
    chiSquare < 35,
    `of the cards A B C D, the pairs ${pairs.join(', ')} were held out ${seen.join(', ')} times: not evenly enough for chance (χ² = ${chiSquare.toFixed(0)}, allowed 35).`,
  )
})

law('split does not look at the labels', given({ N: whole(20, 40), seed: whole(0, 999) }), ({ N, seed }) => {
  const { images } = numbered(N)
  const held = (ys: Labels) => sorted(numbersIn(split({ images, labels: ys }, 0.5, createRandom(seed)).validation))
  const poisoned = upTo(N).map((n) => (n * 7) % 10)
  expectThat(
    String(held(poisoned)) === String(held(new Uint8Array(N))),
    'with other labels and the same seed, other examples are held out: the labels should decide nothing.',
  )
})

law('split does not look at the pixels', given({ N: whole(20, 40), seed: whole(0, 999) }), ({ N, seed }) => {
  const held = (images: Tensor) =>
    sorted(Array.from(split({ images, labels: upTo(N) }, 0.5, createRandom(seed)).validation.labels))
  const dark = { shape: [N, 2], data: Float64Array.from({ length: 2 * N }, (_, i) => ((i * 7) % 11) / 11) }
  expectThat(
    String(held(dark)) === String(held(zeros([N, 2]))),
    'with other pixels and the same seed, other examples are held out: the pixels should decide nothing.',
  )
})

functionLaws(
  'split',
  given({ images: 'NK', labels: labels('NK'), seed: whole(0, 99) }, { N: [20, 30], K: [1, 3] }),
  {
    'split(examples, 0.5, rng)': {
      // the sum comes first: where the draw is another, the message names it, and no entry that differs by chance
      run: ({ images, labels: ys, seed }) => {
        const { training, validation } = split({ images, labels: ys }, 0.5, createRandom(seed))
        return { sum: sumOf(validation.images), training, validation }
      },
    },
    'the sorted images of split(examples, 0.5, rng)': {
      run: ({ images, labels: ys, seed }) => {
        const { training, validation } = split({ images, labels: ys }, 0.5, createRandom(seed))
        return column(sorted([...training.images.data, ...validation.images.data]))
      },
      grows: ['images'],
      terms: 1,
      truth: ({ images }) => column(sorted(images.data)),
    },
  },
  { many: () => ({ images: filled(70_000, 2), labels: upTo(70_000), seed: 1 }) },
)

test('split keeps float32, bytes of labels, and labels above 255', () => {
  const images = float32(matrix([1], [2]))
  const { training, validation } = split({ images, labels: Uint16Array.of(300, 300) }, 0.5, createRandom(1))
  for (const part of [training, validation]) {
    expectThat(part.images.data instanceof Float32Array, 'images of float32 are no longer float32 after split.')
    expectEqual(Array.from(part.labels), [300], 'the label of a part of two examples with the label 300')
  }
})

test('split refuses a share of 0, of 1, and beyond', () => {
  for (const share of [0, 1, 1.5, -0.25])
    expectThrows(() => drawn(10, share, 1), ValueError, [String(share)], `split(examples, ${share}, rng)`)
})

test('split refuses NaN for a share', () => {
  expectThrows(() => drawn(10, NaN, 1), ValueError, ['NaN'], 'split(examples, NaN, rng)')
})

test('split refuses a share that leaves no example for validation', () => {
  expectThrows(() => drawn(10, 0.04, 1), ValueError, ['0.04'], 'split(examples, 0.04, rng) of 10 examples')
})

test('split refuses a share that leaves no example for training', () => {
  expectThrows(() => drawn(10, 0.96, 1), ValueError, ['0.96'], 'split(examples, 0.96, rng) of 10 examples')
  expectThrows(() => drawn(1, 0.5, 1), ValueError, ['0.5'], 'split(examples, 0.5, rng) of one example')
})

test('split refuses another number of labels than images', () => {
  for (const N of [3, 5]) {
    const odd = { images: zeros([4, 2]), labels: upTo(N) }
    expectThrows(() => split(odd, 0.5, createRandom(1)), ShapeError, [String(N)], `split of 4 images with ${N} labels`)
  }
})

const centered = (training: Tensor, validation: Tensor): Parts =>
  center({
    training: { images: training, labels: upTo(training.shape[0]) },
    validation: { images: validation, labels: upTo(validation.shape[0]) },
  })

test('center subtracts the mean image of the training part from both parts', () => {
  const { training, validation } = centered(matrix([1, 2], [3, 6]), matrix([5, 5]))
  expectClose(training.images, matrix([-1, -2], [1, 2]), 'the images for training, after center,')
  expectClose(validation.images, matrix([3, 1]), 'the images for validation, after center,')
})

const twoParts = given({ training: 'TP', validation: 'VP' })

law('center subtracts pixel by pixel, and from every image', twoParts, ({ training, validation }) => {
  const m = meanImage(training)
  const both = centered(training, validation)
  expectClose(both.training.images, minus(training, m), 'the images for training, after center,')
  expectClose(both.validation.images, minus(validation, m), 'the images for validation, after center,')
})

law('center learns nothing from the images for validation', twoParts, ({ training, validation }) => {
  const poison: Tensor = { shape: validation.shape, data: validation.data.map((v, i) => 1000 + 3 * v + i) }
  const [clean, poisoned] = [validation, poison].map((images) => centered(training, images).training.images)
  expectClose(poisoned, clean, 'the images for training, where those for validation are others,')
})

law('center treats each image for validation alone', twoParts, ({ training, validation }) => {
  const [V, P] = validation.shape
  const poison: Tensor = { shape: [V, P], data: validation.data.map((v, i) => (i < P ? v : 1000 + 3 * v)) }
  const [clean, poisoned] = [validation, poison].map((images) =>
    Array.from(centered(training, images).validation.images.data.subarray(0, P)),
  )
  expectClose(poisoned, clean, 'the first image for validation, where the others differ,')
})

test('center leaves the labels where they were', () => {
  const both = center({
    training: { images: matrix([1], [2], [3]), labels: [7, 300, 2] },
    validation: { images: matrix([4], [5]), labels: Uint8Array.of(9, 1) },
  })
  expectEqual(Array.from(both.training.labels), [7, 300, 2], 'the labels for training, after center,')
  expectEqual(Array.from(both.validation.labels), [9, 1], 'the labels for validation, after center,')
})

test('center keeps the dtype of each part', () => {
  const { training, validation } = centered(float32(matrix([1], [2])), matrix([1 / 3]))
  expectClose(training.images, float32(matrix([-0.5], [0.5])), 'images for training of float32')
  expectClose(validation.images, matrix([1 / 3 - 1.5]), 'images for validation of float64')
})

test('center is content without images for validation', () => {
  const { training, validation } = centered(matrix([1, 2], [3, 4]), zeros([0, 2]))
  expectClose(training.images, matrix([-1, -1], [1, 1]), 'the images for training, after center,')
  expectClose(validation.images, zeros([0, 2]), 'no images for validation, after center,')
})

functionLaws(
  'center',
  given({
    training: 'TP',
    validation: 'VP',
    learnt: labels('TK'),
    held: labels('VK'),
  }),
  {
    'center(parts)': {
      run: ({ training, validation, learnt, held }) =>
        center({
          training: { images: training, labels: learnt },
          validation: { images: validation, labels: held },
        }),
    },
    'the images for training of center(parts)': {
      run: ({ training, validation }) => centered(training, validation).training.images,
      grows: ['training', 'validation'],
      truth: ({ training }) => minus(training, meanImage(training)),
    },
    'the images for validation of center(parts)': {
      run: ({ training, validation }) => centered(training, validation).validation.images,
      grows: ['training', 'validation'],
      truth: ({ training, validation }) => minus(validation, meanImage(training)),
    },
  },
  { many: () => ({ training: filled(70_000, 2), validation: filled(69_999, 2), learnt: [], held: [] }) },
)

test('center refuses a training part without images', () => {
  expectThrows(() => centered(zeros([0, 2]), zeros([3, 2])), ValueError, [], 'center with no images for training')
})

test('center refuses parts with different numbers of pixels', () => {
  const words = ['13', '14']
  expectThrows(() => centered(zeros([2, 13]), zeros([3, 14])), ShapeError, words, 'center of 13 and of 14 pixels')
})

const zerosFor = (losses: readonly number[]) => ({ training: losses.map(() => 0), test: losses.map(() => 0) })

test('bestEpoch is the epoch with the lowest validation loss, counted from 0', () => {
  const curve = { training: [2, 1, 0.5, 0.1], validation: [2.1, 1.2, 1, 1.4], test: [2.2, 0.9, 1.1, 1.5] }
  expectEqual(bestEpoch(curve), 2, 'bestEpoch of the validation losses 2.1, 1.2, 1, 1.4')
})

const losses = given({ validation: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 12 }) })

law('bestEpoch is the first of the lowest', losses, ({ validation }) => {
  const curve = { ...zerosFor(validation), validation }
  expectEqual(bestEpoch(curve), validation.indexOf(Math.min(...validation)), 'bestEpoch(curve)')
})

test('bestEpoch tells losses apart that are as good as equal, and finds the last one', () => {
  const validation = [1 + 1e-10, 1 + 2e-10, 1]
  expectEqual(bestEpoch({ ...zerosFor(validation), validation }), 2, 'bestEpoch of 1 + 1e-10, 1 + 2e-10, 1')
})

law(
  'bestEpoch does not depend on the training losses',
  given({
    validation: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 3, maxLength: 9 }),
  }),
  ({ validation }) => {
    const best = validation.indexOf(Math.min(...validation))
    for (const low of validation.keys()) {
      const training = validation.map((_, e) => (e === low ? 1e-3 : 50))
      const curve = { training, validation, test: validation.map(() => 1) }
      expectEqual(bestEpoch(curve), best, `bestEpoch(curve), with the lowest training loss in epoch ${low},`)
    }
  },
)

law(
  'bestEpoch does not depend on the test losses',
  given({
    validation: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 3, maxLength: 9 }),
  }),
  ({ validation }) => {
    const best = validation.indexOf(Math.min(...validation))
    for (const low of validation.keys()) {
      const poisoned = validation.map((_, e) => (e === low ? 1e-3 : 1000))
      const curve = { training: validation.map(() => 1), validation, test: poisoned }
      expectEqual(bestEpoch(curve), best, `bestEpoch(curve), with the lowest test loss in epoch ${low},`)
    }
  },
)

test('bestEpoch never reads the test losses', () => {
  let reads = 0
  const watching = [0.9, 0.5, 0.7]
  watching.forEach((loss, e) => Object.defineProperty(watching, e, { get: () => (reads++, loss) }))
  bestEpoch({ training: [3, 2, 1], validation: [3, 1, 2], test: watching })
  expectThat(reads === 0, `bestEpoch reads ${reads} of the test losses. They are for the report.`)
})

functionLaws(
  'bestEpoch',
  given({ validation: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 9 }) }),
  {
    'bestEpoch(curve)': {
      run: ({ validation }) => bestEpoch({ ...zerosFor(validation), validation }),
      truth: ({ validation }) => validation.indexOf(1),
      terms: 1,
    },
  },
  { many: () => ({ validation: upTo(140_000).map((e) => 1 + Math.abs(e - 139_990)) }) },
)

test('bestEpoch refuses a curve without an epoch', () => {
  expectThrows(() => bestEpoch({ training: [], validation: [], test: [] }), ValueError, [], 'bestEpoch of no epochs')
})
