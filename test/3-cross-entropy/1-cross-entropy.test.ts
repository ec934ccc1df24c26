import * as kata from '#kata/3-cross-entropy/1-cross-entropy.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given, labels, numbers, exactNumber, probabilities, sizeOf } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { formatNumber } from '#lib/format'
import { ShapeError, ValueError, matrix, zeros } from '#lib/tensor'
import * as oracle from '../oracles/softmax.ts'
import { functionLaws, repeated } from '../laws/form.ts'

const { crossEntropy, perClass } = checkResults(kata, {
  crossEntropy: returns('p, labels, weight', kind.number),
  perClass: returns('weight, K', kind.numbers),
})

/** too few first, and too many first: who refuses one of them only is told which one is left */
const strangeCounts = [
  [2, 4],
  [5, 1],
]
const weightsOf = (count: number): number[] => Array.from({ length: count }, (_, j) => j + 1)

const twoRows = () => matrix([0.5, 0.25, 0.25], [0.125, 0.75, 0.125])

test('perClass repeats one weight for every class, and takes K weights as they are', () => {
  expectClose(perClass(2, 3), [2, 2, 2], { name: 'perClass(2, 3)', relative: 0 })
  expectClose(perClass(0, 3), [0, 0, 0], { name: 'perClass(0, 3)', relative: 0 })
  expectClose(perClass([1, 5, 9], 3), [1, 5, 9], { name: 'perClass([1, 5, 9], 3)', relative: 0 })
})

for (const counts of strangeCounts) {
  test(`perClass refuses ${counts.join(' or ')} weights for 3 classes`, () => {
    for (const count of counts) {
      const call = () => perClass(weightsOf(count), 3)
      expectThrows(call, ShapeError, [String(count)], `perClass([${weightsOf(count).join(', ')}], 3)`)
    }
  })
}

test('crossEntropy of one example is −ln of the probability of its truth', () => {
  expectClose(crossEntropy(matrix([0.5, 0.25, 0.25]), [0]), Math.LN2, 'crossEntropy([0.5, 0.25, 0.25], [0])')
  expectClose(crossEntropy(matrix([0.5, 0.25, 0.25]), [2]), 2 * Math.LN2, 'crossEntropy([0.5, 0.25, 0.25], [2])')
})

test('crossEntropy of a batch is the mean over its examples', () => {
  expectClose(crossEntropy(twoRows(), [0, 2]), (Math.LN2 + 3 * Math.LN2) / 2, 'crossEntropy(p, [0, 2])')
})

test('crossEntropy of ten equal probabilities is ln 10, whatever the labels', () => {
  const even = { shape: [3, 10], data: new Float64Array(30).fill(0.1) }
  expectClose(crossEntropy(even, [0, 9, 4]), Math.LN10, 'crossEntropy of even odds')
})

test('crossEntropy adds logarithms, and never multiplies probabilities: 1,100 examples of ½', () => {
  const half = { shape: [1100, 2], data: new Float64Array(2200).fill(0.5) }
  expectClose(crossEntropy(half, new Uint8Array(1100)), Math.LN2, {
    name: 'crossEntropy of 1,100 times ½',
    terms: 1100,
  })
})

law('crossEntropy is −1/B · Σₙ ln p[n, yₙ]', given({ p: probabilities('BK'), y: labels('BK') }), ({ p, y }) => {
  const expected = oracle.crossEntropy(p, y)
  expectClose(crossEntropy(p, y), expected, { name: 'crossEntropy(p, y)', terms: p.shape[0] })
})

law('crossEntropy of a batch twice is the same', given({ p: probabilities('BK'), y: labels('BK') }), ({ p, y }) => {
  const twice = { shape: [2 * p.shape[0], p.shape[1]], data: Float64Array.of(...p.data, ...p.data) }
  expectClose(crossEntropy(twice, [...y, ...y]), oracle.crossEntropy(p, y), {
    name: 'crossEntropy of the batch twice',
    terms: 2 * p.shape[0],
  })
})

law('crossEntropy is never negative', given({ p: probabilities('BK'), y: labels('BK') }), ({ p, y }) => {
  const loss = crossEntropy(p, y)
  expectThat(loss >= 0, `crossEntropy(p, y) is ${loss}: no surprise is less than none.`)
})

test('crossEntropy is ∞ where the truth has the probability 0, and 0 where it has 1', () => {
  expectClose(crossEntropy(matrix([1, 0]), [1]), Infinity, 'crossEntropy([1, 0], [1])')
  const before = crossEntropy(matrix([1, 0], [0.5, 0.5]), [1, 0])
  expectClose(before, Infinity, 'crossEntropy of two rows, the first of which costs ∞,')
  expectClose(crossEntropy(matrix([1, 0]), [0]), 0, 'crossEntropy([1, 0], [0])')
})

test('crossEntropy is ∞ for no other probability than 0: 10⁻³⁰⁰ costs 300·ln 10', () => {
  expectClose(crossEntropy(matrix([1e-300, 1]), [0]), 300 * Math.LN10, 'crossEntropy([1e-300, 1], [0])')
})

test('crossEntropy does not care about a 0 that is not the truth', () => {
  expectClose(crossEntropy(matrix([0, 0.5, 0.5]), [1]), Math.LN2, 'crossEntropy([0, 0.5, 0.5], [1])')
})

law(
  'crossEntropy with one weight is that many times as large',
  given({ p: probabilities('BK'), y: labels('BK'), w: exactNumber() }),
  ({ p, y, w }) => {
    const comparison = { name: 'crossEntropy(p, y, w)', terms: p.shape[0] }
    const expected = w * oracle.crossEntropy(p, y)
    expectClose(crossEntropy(p, y, w), expected, comparison)
  },
)

law(
  'crossEntropy with a weight per class still divides by B',
  given({ p: probabilities('BK'), y: labels('BK'), w: numbers('K') }),
  ({ p, y, w }) => {
    const comparison = { name: 'crossEntropy(p, y, [w₀, …])', terms: p.shape[0], scale: 9 }
    const expected = oracle.crossEntropy(p, y, w)
    expectClose(crossEntropy(p, y, w), expected, comparison)
  },
)

test('crossEntropy reads labels from bytes too: those of MNIST are a Uint8Array', () => {
  expectClose(crossEntropy(twoRows(), Uint8Array.of(0, 2)), 2 * Math.LN2, 'crossEntropy(p, Uint8Array.of(0, 2))')
})

const thirds = matrix([1 / 3, 2 / 3], [1 / 3, 2 / 3])

functionLaws(
  'crossEntropy',
  given({ p: probabilities('BK'), y: labels('BK'), w: numbers('K') }),
  {
    'crossEntropy(p, y)': {
      run: ({ p, y }) => crossEntropy(p, y),
      truth: () => oracle.crossEntropy(thirds, [0, 1]), // the mean over the two rows that repeat
    },
    'crossEntropy(p, y, w)': { run: ({ p, y, w }) => crossEntropy(p, y, w), grows: ['w'] },
    'crossEntropy of bytes': { run: ({ p, y, w }) => crossEntropy(p, Uint8Array.from(y), w) },
  },
  {
    many: () => ({
      p: repeated(thirds, 70_000),
      y: Array.from({ length: 70_000 }, (_, i) => i % 2),
      w: [1, 1],
    }),
  },
)

test('crossEntropy takes fractions as weights beside labels that are bytes', () => {
  expectClose(
    crossEntropy(twoRows(), Uint8Array.of(0, 2), [0.5, 1, 0.25]),
    ((0.5 + 3 * 0.25) * Math.LN2) / 2,
    'crossEntropy(p, bytes, [½, 1, ¼])',
  )
})

test('crossEntropy is as exact for a sure answer: p = 1 − 1e-9', () => {
  expectClose(crossEntropy(matrix([1e-9, 1 - 1e-9]), [1]), -Math.log(1 - 1e-9), {
    name: 'crossEntropy([1e-9, 1 − 1e-9], [1])',
    relative: 1e-6,
  })
})

functionLaws('perClass', given({ v: exactNumber(), K: sizeOf('K') }), {
  'perClass(v, K)': { run: ({ v, K }) => perClass(v, K), grows: ['v'] },
})

law('perClass leaves a list of weights alone', given({ w: numbers('K') }), ({ w }) => {
  const before = [...w]
  expectClose(perClass(w, w.length), before, 'perClass(w, K)')
  expectEqual(w, before, 'w, the weights handed in to perClass(w, K),')
  w[0] += 1
  expectClose(perClass(w, w.length)[0], before[0] + 1, 'perClass(w, K)[0], after w[0] has changed,')
})

test('crossEntropy leaves labels and weights alone', () => {
  const [y, w] = [
    [0, 2],
    [1, 2, 3],
  ]
  crossEntropy(twoRows(), y, w)
  expectEqual(y, [0, 2], 'y, the labels handed in to crossEntropy(p, y, w),')
  expectEqual(w, [1, 2, 3], 'w, the weights handed in to crossEntropy(p, y, w),')
})

const strangeLabels: [what: string, labels: number[]][] = [
  ['a label of K or more', [3]],
  ['a label below 0', [-1]],
  ['a label that is no whole number', [0.5, NaN]],
]
for (const [what, labels] of strangeLabels) {
  test(`crossEntropy refuses ${what}, in whatever row`, () => {
    for (const label of labels) {
      const [name, words] = [`crossEntropy of 3 classes with the label ${formatNumber(label)}`, [String(label)]]
      expectThrows(() => crossEntropy(twoRows(), [0, label]), ValueError, words, `${name} in row 1`)
      expectThrows(() => crossEntropy(twoRows(), [label, 0]), ValueError, words, `${name} in row 0`)
    }
  })
}

test('crossEntropy refuses another number of labels than rows', () => {
  expectThrows(() => crossEntropy(twoRows(), [0]), ShapeError, ['[1]'], 'crossEntropy of 2 rows and 1 label')
  expectThrows(() => crossEntropy(twoRows(), [0, 1, 2]), ShapeError, ['[3]'], 'crossEntropy of 2 rows and 3 labels')
})

test('crossEntropy refuses an empty batch: it has no mean', () => {
  expectThrows(() => crossEntropy(zeros([0, 3]), []), ValueError, [], 'crossEntropy of no examples')
})

test('crossEntropy refuses NaN and names its first cell, at the truth or beside it', () => {
  const loss = (labels: number[]) => () => crossEntropy(matrix([0.5, 0.5], [NaN, 1]), labels)
  expectThrows(loss([0, 0]), ValueError, ['NaN'], 'crossEntropy with NaN at the truth')
  expectThrows(loss([0, 1]), ValueError, ['NaN'], 'crossEntropy with NaN beside the truth')
})

for (const counts of strangeCounts) {
  test(`crossEntropy refuses ${counts.join(' or ')} weights for 3 classes`, () => {
    for (const count of counts) {
      const call = () => crossEntropy(twoRows(), [0, 2], weightsOf(count))
      expectThrows(call, ShapeError, [String(count)], `crossEntropy with ${count} weights for 3 classes`)
    }
  })
}
