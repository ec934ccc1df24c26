import { crossEntropyFromLogits } from '#kata/3-cross-entropy/2-from-logits.ts'
import { expectClose, expectPure, expectThrows } from '#lib/judge/expect'
import { given, labels, list, number, wideLogits } from '#lib/judge/given'
import { law, test } from '#lib/judge/law'
import { ShapeError, ValueError, matrix, vector, zeros } from '#lib/tensor'
import * as oracle from '../oracles/softmax.ts'

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
  given({ x: 'BK', y: labels('BK'), c: number(300) }),
  ({ x, y, c }) => {
    const shifted = { shape: x.shape, data: x.data.map((v) => v + c) }
    const comparison = { name: 'the loss of x + c', terms: x.shape[0], scale: 300 }
    expectClose(crossEntropyFromLogits(shifted, y), oracle.crossEntropyFromLogits(x, y), comparison)
  },
)

law(
  'crossEntropyFromLogits with a weight per class still divides by B',
  given({ x: 'BK', y: labels('BK'), w: list('K') }),
  ({ x, y, w }) => {
    const comparison = { name: 'the weighted loss', terms: x.shape[0], scale: 18 }
    const expected = oracle.crossEntropyFromLogits(x, y, w)
    expectClose(crossEntropyFromLogits(x, y, w), expected, comparison)
  },
)

law(
  'crossEntropyFromLogits with one weight is that many times as large',
  given({ x: 'BK', y: labels('BK'), w: number() }),
  ({ x, y, w }) => {
    const comparison = { name: 'the weighted loss', terms: x.shape[0], scale: 18 }
    const expected = w * oracle.crossEntropyFromLogits(x, y)
    expectClose(crossEntropyFromLogits(x, y, w), expected, comparison)
  },
)

test('crossEntropyFromLogits never sees a masked class, unless that is the truth', () => {
  const masked = matrix([-Infinity, 0, 0])
  expectClose(crossEntropyFromLogits(masked, [1]), Math.LN2, 'the loss of [−∞, 0, 0] with truth 1')
  expectClose(crossEntropyFromLogits(masked, [0]), Infinity, 'the loss of [−∞, 0, 0] with truth 0')
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

law('crossEntropyFromLogits leaves its input alone', given({ x: 'BK', y: labels('BK') }), ({ x, y }) => {
  expectPure(() => vector(crossEntropyFromLogits(x, y)), { x }, 'crossEntropyFromLogits')
})

test('crossEntropyFromLogits refuses labels outside 0 … K − 1', () => {
  expectThrows(() => crossEntropyFromLogits(zeros([1, 3]), [3]), ValueError, ['3', '2'], 'the label 3 of 3 classes')
})

test('crossEntropyFromLogits refuses an empty batch, and labels that are too many', () => {
  expectThrows(() => crossEntropyFromLogits(zeros([0, 3]), []), ValueError, ['empty'], 'the loss of no examples')
  expectThrows(
    () => crossEntropyFromLogits(zeros([1, 3]), [0, 1]),
    ShapeError,
    ['[2]'],
    'the loss of 1 row and 2 labels',
  )
})

test('crossEntropyFromLogits refuses NaN and names its first cell', () => {
  const x = matrix([0, 1], [NaN, 1])
  expectThrows(() => crossEntropyFromLogits(x, [0, 1]), ValueError, ['[1, 0]', 'NaN'], 'the loss of logits with NaN')
})

test('crossEntropyFromLogits refuses +∞, and a row that is masked altogether', () => {
  expectThrows(() => crossEntropyFromLogits(matrix([0, Infinity]), [0]), ValueError, ['∞'], 'the loss of [0, ∞]')
  const masked = matrix([0, 1], [-Infinity, -Infinity])
  expectThrows(() => crossEntropyFromLogits(masked, [0, 1]), ValueError, ['row 1'], 'the loss of a masked row')
})

test('crossEntropyFromLogits refuses weights that are not one per class', () => {
  const call = () => crossEntropyFromLogits(zeros([2, 3]), [0, 1], [1, 2])
  expectThrows(call, ShapeError, ['3', '[2]'], 'the loss with 2 weights of 3 classes')
})
