import * as kata from '#kata/3-cross-entropy/2-from-logits.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectEqual, expectThrows } from '#lib/judge/assert/expect'
import { given, labels, numbers, exactNumber, wideLogits } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { formatNumber } from '#lib/format'
import { ShapeError, ValueError, matrix, zeros } from '#lib/tensor'
import { maskedInEveryWay, sumsOfTheRest } from '../laws/masks.ts'
import * as oracle from '../oracles/softmax.ts'
import { filled, functionLaws, repeated } from '../laws/form.ts'

const { crossEntropyFromLogits } = checkResults(kata, {
  crossEntropyFromLogits: returns('logits, labels, weight', kind.number),
})

const name = 'crossEntropyFromLogits(x, y)'

test('crossEntropyFromLogits of ln 1, ln 2, ln 5 is −ln of 1/8, 2/8 or 5/8', () => {
  const x = matrix([Math.log(1), Math.log(2), Math.log(5)])
  expectClose(crossEntropyFromLogits(x, [0]), Math.log(8), { name, scale: 3 })
  expectClose(crossEntropyFromLogits(x, [2]), Math.log(8 / 5), { name, scale: 3 })
})

test('crossEntropyFromLogits of equal logits is ln K', () => {
  expectClose(crossEntropyFromLogits(zeros([4, 10]), [0, 9, 4, 4]), Math.LN10, 'the loss of zeros over ten classes')
})

law('crossEntropyFromLogits is the mean of logSumExp(x) − x[y]', given({ x: 'BK', y: labels('BK') }), ({ x, y }) => {
  const expected = oracle.crossEntropyFromLogits(x, y)
  expectClose(crossEntropyFromLogits(x, y), expected, { name, terms: x.shape[0], scale: 6 })
})

law(
  'crossEntropyFromLogits is right for logits up to 300 too',
  given({ x: wideLogits('BK'), y: labels('BK') }),
  ({ x, y }) => {
    const comparison = { name, terms: x.shape[0], scale: 600 }
    const expected = oracle.crossEntropyFromLogits(x, y)
    expectClose(crossEntropyFromLogits(x, y), expected, comparison)
  },
)

test('crossEntropyFromLogits of [0, 2000] with truth 0 is 2000, not ∞', () => {
  expectClose(crossEntropyFromLogits(matrix([0, 2000]), [0]), 2000, 'the loss of [0, 2000] with truth 0')
})

test('crossEntropyFromLogits of [2000, 0] with truth 0 is 0', () => {
  expectClose(crossEntropyFromLogits(matrix([2000, 0]), [0]), 0, 'the loss of [2000, 0] with truth 0')
})

test('crossEntropyFromLogits of [0, 744] with truth 0 is 744: that probability has hardly a digit left', () => {
  expectClose(crossEntropyFromLogits(matrix([0, 744]), [0]), 744, 'the loss of [0, 744] with truth 0')
})

test('crossEntropyFromLogits is right at the very edge of underflow: −744 and −745', () => {
  const rest = Math.log1p(Math.exp(-1))
  expectClose(crossEntropyFromLogits(matrix([-744, -745]), [0]), rest, 'the loss of [−744, −745] with truth 0')
})

test('crossEntropyFromLogits takes each row by itself', () => {
  const x = matrix([0, 0], [1000, 1000], [-1000, -1000])
  expectClose(crossEntropyFromLogits(x, [0, 1, 0]), Math.LN2, 'the loss of equal logits at 0, 1000 and −1000')
})

law('crossEntropyFromLogits of a batch twice is the same', given({ x: 'BK', y: labels('BK') }), ({ x, y }) => {
  const twice = { shape: [2 * x.shape[0], x.shape[1]], data: Float64Array.of(...x.data, ...x.data) }
  const comparison = { name: 'the loss of the batch twice', terms: 2 * x.shape[0], scale: 6 }
  expectClose(crossEntropyFromLogits(twice, [...y, ...y]), oracle.crossEntropyFromLogits(x, y), comparison)
})

law(
  'crossEntropyFromLogits never sees a common shift',
  given({ x: 'BK', y: labels('BK'), c: exactNumber(300) }),
  ({ x, y, c }) => {
    const shifted = { shape: x.shape, data: x.data.map((v) => v + c) }
    const comparison = { name: 'the loss of x + c', terms: x.shape[0], scale: 300 }
    expectClose(crossEntropyFromLogits(shifted, y), oracle.crossEntropyFromLogits(x, y), comparison)
  },
)

law(
  'crossEntropyFromLogits with a weight per class still divides by B',
  given({ x: 'BK', y: labels('BK'), w: numbers('K') }),
  ({ x, y, w }) => {
    const comparison = { name: 'the weighted loss', terms: x.shape[0], scale: 18 }
    const expected = oracle.crossEntropyFromLogits(x, y, w)
    expectClose(crossEntropyFromLogits(x, y, w), expected, comparison)
  },
)

law(
  'crossEntropyFromLogits with one weight is that many times as large',
  given({ x: 'BK', y: labels('BK'), w: exactNumber() }),
  ({ x, y, w }) => {
    const comparison = { name: 'the weighted loss', terms: x.shape[0], scale: 18 }
    const expected = w * oracle.crossEntropyFromLogits(x, y)
    expectClose(crossEntropyFromLogits(x, y, w), expected, comparison)
  },
)

test('crossEntropyFromLogits takes masks at any places of a row', () => {
  const x = maskedInEveryWay()
  const truths = Array.from(sumsOfTheRest, (_, n) => x.data.slice(4 * n, 4 * n + 4).findIndex((v) => v > -Infinity))
  const losses = truths.map((j, n) => Math.log(sumsOfTheRest[n]) - x.data[4 * n + j])
  const expected = losses.reduce((sum, v) => sum + v, 0) / losses.length
  expectClose(crossEntropyFromLogits(x, truths), expected, {
    name: 'the loss of rows that are masked in every way',
    terms: 15,
  })
})

test('crossEntropyFromLogits never sees a masked class, unless that is the truth', () => {
  const masked = matrix([-Infinity, 0, 0])
  expectClose(crossEntropyFromLogits(masked, [1]), Math.LN2, 'the loss of [−∞, 0, 0] with truth 1')
  expectClose(crossEntropyFromLogits(masked, [0]), Infinity, 'the loss of [−∞, 0, 0] with truth 0')
  const before = crossEntropyFromLogits(matrix([-Infinity, 0], [0, 0]), [0, 0])
  expectClose(before, Infinity, 'the loss of two rows, the first of which costs ∞,')
})

test('crossEntropyFromLogits reads labels from bytes too: those of MNIST are a Uint8Array', () => {
  const x = matrix([0, 0, 0], [0, Math.log(2), 0])
  const y = Uint8Array.of(0, 1)
  expectClose(
    crossEntropyFromLogits(x, y),
    (Math.log(3) + Math.LN2) / 2,
    'the loss with the labels Uint8Array.of(0, 1)',
  )
})

const alternating = (count: number): number[] => Array.from({ length: count }, (_, i) => i % 2)

functionLaws(
  'crossEntropyFromLogits',
  given({ x: 'BK', y: labels('BK'), w: numbers('K') }),
  {
    'the loss': {
      run: ({ x, y }) => crossEntropyFromLogits(x, y),
      truth: () => oracle.crossEntropyFromLogits(filled(22, 2), alternating(22)),
    },
    'the weighted loss': { run: ({ x, y, w }) => crossEntropyFromLogits(x, y, w), grows: ['w'] },
    'the loss with bytes as labels': { run: ({ x, y, w }) => crossEntropyFromLogits(x, Uint8Array.from(y), w) },
  },
  { many: () => ({ x: repeated(filled(22, 2)), y: alternating(70_004), w: [1, 1] }) },
)

test('crossEntropyFromLogits takes fractions as weights beside labels that are bytes', () => {
  const loss = crossEntropyFromLogits(zeros([2, 3]), Uint8Array.of(0, 2), [0.5, 1, 0.25])
  expectClose(loss, (0.75 / 2) * Math.log(3), 'the loss with the labels Uint8Array.of(0, 2) and the weights [½, 1, ¼]')
})

test('crossEntropyFromLogits of [0, 20000] with truth 0 is 20000', () => {
  expectClose(crossEntropyFromLogits(matrix([0, 20_000]), [0]), 20_000, 'the loss of [0, 20000] with truth 0')
})

test('crossEntropyFromLogits keeps small losses: of [20, 0] with truth 0', () => {
  const expected = Math.log1p(Math.exp(-20))
  expectClose(crossEntropyFromLogits(matrix([20, 0]), [0]), expected, {
    name: 'the loss of [20, 0] with truth 0',
    relative: 1e-6,
  })
})

test('crossEntropyFromLogits leaves labels and weights alone', () => {
  const [y, w] = [
    [0, 2],
    [1, 2, 3],
  ]
  crossEntropyFromLogits(zeros([2, 3]), y, w)
  expectEqual(y, [0, 2], 'y, the labels handed in to crossEntropyFromLogits(x, y, w),')
  expectEqual(w, [1, 2, 3], 'w, the weights handed in to crossEntropyFromLogits(x, y, w),')
})

const strangeLabels: [what: string, labels: number[]][] = [
  ['a label of K or more', [3]],
  ['a label below 0', [-1]],
  ['a label that is no whole number', [0.5, NaN]],
]
for (const [what, labels] of strangeLabels) {
  test(`crossEntropyFromLogits refuses ${what}, in whatever row`, () => {
    for (const label of labels) {
      const [loss, words] = [`the loss with the label ${formatNumber(label)} of 3 classes`, [String(label)]]
      expectThrows(() => crossEntropyFromLogits(zeros([2, 3]), [0, label]), ValueError, words, `${loss} in row 1`)
      expectThrows(() => crossEntropyFromLogits(zeros([2, 3]), [label, 0]), ValueError, words, `${loss} in row 0`)
    }
  })
}

test('crossEntropyFromLogits refuses an empty batch', () => {
  expectThrows(() => crossEntropyFromLogits(zeros([0, 3]), []), ValueError, [], 'the loss of no examples')
})

test('crossEntropyFromLogits refuses another number of labels than rows', () => {
  const loss = (labels: number[]) => () => crossEntropyFromLogits(zeros([2, 3]), labels)
  expectThrows(loss([0]), ShapeError, ['[1]'], 'the loss of 2 rows and 1 label')
  expectThrows(loss([0, 1, 2]), ShapeError, ['[3]'], 'the loss of 2 rows and 3 labels')
})

test('crossEntropyFromLogits refuses NaN and names its first cell', () => {
  const x = matrix([0, 1], [NaN, 1])
  expectThrows(() => crossEntropyFromLogits(x, [0, 1]), ValueError, ['NaN'], 'the loss of logits with NaN')
})

test('crossEntropyFromLogits refuses +∞, and a row that is masked altogether', () => {
  expectThrows(() => crossEntropyFromLogits(matrix([0, Infinity]), [0]), ValueError, ['∞'], 'the loss of [0, ∞]')
  const masked = matrix([0, 1], [-Infinity, -Infinity])
  expectThrows(() => crossEntropyFromLogits(masked, [0, 1]), ValueError, [], 'the loss of a masked row')
})

/** too few first, and too many first: who refuses one of them only is told which one is left */
const strangeCounts = [
  [2, 4],
  [5, 1],
]
for (const counts of strangeCounts) {
  test(`crossEntropyFromLogits refuses ${counts.join(' or ')} weights for 3 classes`, () => {
    for (const count of counts) {
      const weights = Array.from({ length: count }, (_, j) => j + 1)
      const call = () => crossEntropyFromLogits(zeros([2, 3]), [0, 2], weights)
      expectThrows(call, ShapeError, [String(count)], `the loss with ${count} weights for 3 classes`)
    }
  })
}
