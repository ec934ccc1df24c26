import { crossEntropy, perClass } from '#kata/3-cross-entropy/1-cross-entropy.ts'
import { expectClose, expectPure, expectThat, expectThrows } from '#lib/judge/expect'
import { given, labels, list, number, probabilities } from '#lib/judge/given'
import { law, test } from '#lib/judge/law'
import { ShapeError, ValueError, matrix, vector, zeros } from '#lib/tensor'
import * as oracle from '../oracles/softmax.ts'

const twoRows = () => matrix([0.5, 0.25, 0.25], [0.125, 0.75, 0.125])

test('perClass repeats one weight for every class, and takes K weights as they are', () => {
  expectClose(perClass(2, 3), [2, 2, 2], { name: 'perClass(2, 3)', relative: 0 })
  expectClose(perClass([1, 5, 9], 3), [1, 5, 9], { name: 'perClass([1, 5, 9], 3)', relative: 0 })
})

test('perClass refuses another number of weights than classes', () => {
  expectThrows(() => perClass([1, 2], 3), ShapeError, ['3', '[2]'], 'perClass([1, 2], 3)')
})

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
  expectClose(crossEntropy(matrix([1, 0]), [0]), 0, 'crossEntropy([1, 0], [0])')
})

test('crossEntropy does not care about a 0 that is not the truth', () => {
  expectClose(crossEntropy(matrix([0, 0.5, 0.5]), [1]), Math.LN2, 'crossEntropy([0, 0.5, 0.5], [1])')
})

law(
  'crossEntropy with one weight is that many times as large',
  given({ p: probabilities('BK'), y: labels('BK'), w: number() }),
  ({ p, y, w }) => {
    const comparison = { name: 'crossEntropy(p, y, w)', terms: p.shape[0] }
    const expected = w * oracle.crossEntropy(p, y)
    expectClose(crossEntropy(p, y, w), expected, comparison)
  },
)

law(
  'crossEntropy with a weight per class still divides by B',
  given({ p: probabilities('BK'), y: labels('BK'), w: list('K') }),
  ({ p, y, w }) => {
    const comparison = { name: 'crossEntropy(p, y, [w₀, …])', terms: p.shape[0], scale: 9 }
    const expected = oracle.crossEntropy(p, y, w)
    expectClose(crossEntropy(p, y, w), expected, comparison)
  },
)

test('crossEntropy reads labels from bytes too: those of MNIST are a Uint8Array', () => {
  expectClose(crossEntropy(twoRows(), Uint8Array.of(0, 2)), 2 * Math.LN2, 'crossEntropy(p, Uint8Array.of(0, 2))')
})

law('crossEntropy leaves its input alone', given({ p: probabilities('BK'), y: labels('BK') }), ({ p, y }) => {
  expectPure(() => vector(crossEntropy(p, y)), { p }, 'crossEntropy')
})

test('crossEntropy refuses labels outside 0 … K − 1', () => {
  expectThrows(
    () => crossEntropy(twoRows(), [0, 3]),
    ValueError,
    ['3', '2'],
    'crossEntropy with the label 3 of 3 classes',
  )
  expectThrows(() => crossEntropy(twoRows(), [-1, 0]), ValueError, ['-1'], 'crossEntropy with the label −1')
  expectThrows(() => crossEntropy(twoRows(), [0.5, 0]), ValueError, ['0.5'], 'crossEntropy with the label 0.5')
})

test('crossEntropy refuses another number of labels than rows', () => {
  expectThrows(() => crossEntropy(twoRows(), [0]), ShapeError, ['2', '[1]'], 'crossEntropy of 2 rows and 1 label')
  expectThrows(() => crossEntropy(twoRows(), [0, 1, 2]), ShapeError, ['[3]'], 'crossEntropy of 2 rows and 3 labels')
})

test('crossEntropy refuses an empty batch: it has no mean', () => {
  expectThrows(() => crossEntropy(zeros([0, 3]), []), ValueError, ['empty'], 'crossEntropy of no examples')
})

test('crossEntropy refuses NaN and names its first cell', () => {
  expectThrows(
    () => crossEntropy(matrix([0.5, 0.5], [NaN, 1]), [0, 1]),
    ValueError,
    ['[1, 0]', 'NaN'],
    'crossEntropy with NaN',
  )
})

test('crossEntropy refuses weights that are not one per class', () => {
  expectThrows(
    () => crossEntropy(twoRows(), [0, 1], [1, 2]),
    ShapeError,
    ['3', '[2]'],
    'crossEntropy with 2 weights of 3 classes',
  )
})
