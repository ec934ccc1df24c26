import * as kata from '#kata/2-softmax/1-softmax.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given, exactNumber, wideLogits } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { expectShape } from '#lib/judge/assert/shape'
import { ShapeError, ValueError, float32, matrix, vector, zeros } from '#lib/tensor'
import { maskedInEveryWay, sumsOfTheRest } from '../laws/masks.ts'
import * as oracle from '../oracles/softmax.ts'
import { rowsOf, sum } from '../oracles/tensor-ops.ts'
import { filled, functionLaws, repeatTruth } from '../laws/form.ts'

const { naiveSoftmax, softmax } = checkResults(kata, {
  naiveSoftmax: returns('x', kind.tensor),
  softmax: returns('x', kind.tensor),
})

test('naiveSoftmax of ln 1, ln 2, ln 5 is 1/8, 2/8, 5/8', () => {
  const y = naiveSoftmax(matrix([Math.log(1), Math.log(2), Math.log(5)]))
  expectClose(y, matrix([0.125, 0.25, 0.625]), 'naiveSoftmax([ln 1, ln 2, ln 5])')
})

law('naiveSoftmax is exp(xᵢ) / Σⱼ exp(xⱼ), row by row', given({ x: 'BK' }), ({ x }) => {
  const p = oracle.softmax(x)
  expectClose(naiveSoftmax(x), p, { name: 'naiveSoftmax(x)', terms: x.shape[1], each: true })
})

test('naiveSoftmax divides by the sum alone, however small that is: −30 and −31', () => {
  const y = naiveSoftmax(matrix([-30, -31]))
  expectClose(y, matrix([Math.E / (1 + Math.E), 1 / (1 + Math.E)]), 'naiveSoftmax([−30, −31])')
})

functionLaws(
  'naiveSoftmax',
  given({ x: 'BK' }),
  { 'naiveSoftmax(x)': { run: ({ x }) => naiveSoftmax(x), truth: ({ x }) => repeatTruth(x, oracle.softmax) } },
  { many: () => ({ x: filled() }) },
)

test('naiveSoftmax keeps probabilities that are small: of −30 and −400 beside 0', () => {
  const [far, farther] = [Math.exp(-30), Math.exp(-400)]
  const y = naiveSoftmax(matrix([0, -30, -400]))
  expectClose(y, matrix([1 / (1 + far), far / (1 + far), farther / (1 + far)]), {
    name: 'naiveSoftmax([0, −30, −400])',
    each: true,
    terms: 10,
  })
})

test('naiveSoftmax keeps float32 as float32', () => {
  expectClose(naiveSoftmax(float32(matrix([0, 0]))), float32(matrix([0.5, 0.5])), 'naiveSoftmax of float32')
})

test('naiveSoftmax overflows at 1000, which is why there is another', () => {
  const [y] = naiveSoftmax(matrix([1000, 1001])).data
  expectThat(
    Number.isNaN(y),
    `naiveSoftmax([1000, 1001]) begins with ${y}, expected NaN: as the formula stands, exp(1000) is ∞ and ∞/∞ is NaN. Write it down as it stands; softmax is where this is mended.`,
  )
  expectClose(naiveSoftmax(matrix([1000, 0])), matrix([NaN, 0]), 'naiveSoftmax([1000, 0]), which is [∞/∞, 1/∞],')
})

test('naiveSoftmax of no rows has none, and as many columns', () => {
  expectClose(naiveSoftmax(zeros([0, 3])), zeros([0, 3]), 'naiveSoftmax of a (0, 3) matrix')
})

test('softmax of ln 1, ln 2, ln 5 is 1/8, 2/8, 5/8', () => {
  const y = softmax(matrix([Math.log(1), Math.log(2), Math.log(5)]))
  expectClose(y, matrix([0.125, 0.25, 0.625]), 'softmax([ln 1, ln 2, ln 5])')
})

law('softmax is exp(xᵢ) / Σⱼ exp(xⱼ), row by row', given({ x: 'BK' }), ({ x }) => {
  const p = oracle.softmax(x)
  expectClose(softmax(x), p, { name: 'softmax(x)', terms: x.shape[1], each: true })
})

law('softmax is right for logits up to 300 too', given({ x: wideLogits('BK') }), ({ x }) => {
  const p = oracle.softmax(x)
  expectClose(softmax(x), p, { name: 'softmax(x)', terms: x.shape[1], each: true })
})

law('softmax sums to 1 in every row', given({ x: wideLogits('BK') }), ({ x }) => {
  const ones = matrix(...rowsOf(x).map(() => [1]))
  expectClose(sum(softmax(x), 1), ones, { name: 'the sum of each row of softmax(x)', terms: x.shape[1] })
})

law('softmax never sees a common shift', given({ x: 'BK', c: exactNumber(300) }), ({ x, c }) => {
  const shifted = { shape: x.shape, data: x.data.map((v) => v + c) }
  expectClose(softmax(shifted), oracle.softmax(x), { name: 'softmax(x + c)', terms: x.shape[1] })
})

law('softmax keeps the order of a row', given({ x: 'BK' }), ({ x }) => {
  const y = softmax(x)
  expectShape(y, x.shape, 'softmax(x)')
  const [logits, p] = [rowsOf(x), rowsOf(y)]
  logits.forEach((row, n) =>
    row.forEach((xi, i) => {
      const beaten = row.findIndex((xj, j) => xj < xi && p[n][j] > p[n][i])
      expectThat(
        beaten < 0,
        `in row ${n} of softmax(x), class ${beaten} has a larger probability than class ${i}, though its logit is smaller.`,
      )
    }),
  )
})

test('softmax does not overflow: 1000 and 1001', () => {
  const y = softmax(matrix([1000, 1001]))
  expectClose(y, matrix([1 / (1 + Math.E), Math.E / (1 + Math.E)]), 'softmax([1000, 1001])')
})

test('softmax does not underflow: −1000 and −1001', () => {
  const y = softmax(matrix([-1000, -1001]))
  expectClose(y, matrix([Math.E / (1 + Math.E), 1 / (1 + Math.E)]), 'softmax([−1000, −1001])')
})

test('softmax is as safe halfway down: −400 and −401', () => {
  const y = softmax(matrix([-400, -401]))
  expectClose(y, matrix([Math.E / (1 + Math.E), 1 / (1 + Math.E)]), 'softmax([−400, −401])')
})

test('softmax takes the maximum of each row, not of the batch', () => {
  const [small, large] = [1 / (1 + Math.E), Math.E / (1 + Math.E)]
  const y = softmax(matrix([0, 1], [1000, 1001], [-1000, -999]))
  expectClose(y, matrix([small, large], [small, large], [small, large]), 'softmax([0, 1], [1000, 1001], [−1000, −999])')
})

test('softmax is right at the very edge of overflow: 709.5 twice', () => {
  expectClose(softmax(matrix([709.5, 709.5])), matrix([0.5, 0.5]), 'softmax([709.5, 709.5])')
})

test('softmax is right at the very edge of underflow: −744 and −745', () => {
  const far = [Math.E / (1 + Math.E), 1 / (1 + Math.E)]
  expectClose(softmax(matrix([-744, -745])), matrix(far), 'softmax([−744, −745])')
  expectClose(softmax(matrix([0, 0], [-744, -745])), matrix([0.5, 0.5], far), 'softmax([0, 0], [−744, −745])')
})

test('softmax takes large logits among small ones, wherever they stand', () => {
  const x = matrix([0, 0, 2000, 0], [1000, 0, 0, 0], [0, 0, 0, 2000], [1000, 2000, 2000, 1000])
  const p = matrix([0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0.5, 0.5, 0])
  expectClose(softmax(x), p, 'softmax of large among small')
  expectClose(softmax(matrix([2000, 1000])), matrix([1, 0]), 'softmax([2000, 1000])')
  expectClose(softmax(matrix([800, -800])), matrix([1, 0]), 'softmax([800, −800])')
})

test('softmax of a logit of −∞ is exactly 0: a mask', () => {
  const y = softmax(matrix([-Infinity, 0, 0]))
  expectClose(y, matrix([0, 0.5, 0.5]), 'softmax([−∞, 0, 0])')
  expectClose(y.data[0], 0, { name: 'the first entry of softmax([−∞, 0, 0])', relative: 0 })
})

test('softmax of a mask is exactly 0, at every place of a row', () => {
  const masked = [
    matrix([-Infinity, 0, 1, 3]),
    matrix([0, -Infinity, 1, 3]),
    matrix([0, 1, -Infinity, 3]),
    matrix([0, 1, 3, -Infinity]),
  ]
  masked.forEach((x, at) => {
    expectClose(softmax(x).data[at], 0, { name: `entry ${at} of softmax(x) with the mask at ${at}`, relative: 0 })
  })
})

test('softmax takes masks at any places of a row', () => {
  const x = maskedInEveryWay()
  const expected = { shape: x.shape, data: x.data.map((v, i) => Math.exp(v) / sumsOfTheRest[Math.floor(i / 4)]) }
  expectClose(softmax(x), expected, { name: 'softmax of rows that are masked in every way', each: true })
})

test('softmax of a mask is 0, however low the other logits are', () => {
  expectClose(softmax(matrix([-Infinity, -1e12])), matrix([0, 1]), 'softmax([−∞, −10¹²])')
})

test('softmax of no rows has none, and as many columns', () => {
  expectClose(softmax(zeros([0, 3])), zeros([0, 3]), 'softmax of a (0, 3) matrix')
})

test('softmax of one class is 1', () => {
  expectClose(softmax(matrix([-7], [900])), matrix([1], [1]), 'softmax([−7], [900])')
})

functionLaws(
  'softmax',
  given({ x: 'BK' }),
  { 'softmax(x)': { run: ({ x }) => softmax(x), truth: ({ x }) => repeatTruth(x, oracle.softmax) } },
  { many: () => ({ x: filled() }) },
)

test('softmax makes a new tensor each time: an earlier answer stays as it is', () => {
  const first = softmax(matrix([0, 0]))
  softmax(matrix([0, 900]))
  expectClose(first, matrix([0.5, 0.5]), 'softmax([0, 0]), after another call,')
})

test('softmax keeps float32 as float32', () => {
  expectClose(softmax(float32(matrix([0, 0]))), float32(matrix([0.5, 0.5])), 'softmax of float32')
})

test('softmax refuses NaN and names its first cell', () => {
  expectThrows(() => softmax(matrix([0, 1], [2, NaN])), ValueError, ['NaN'], 'softmax of logits with NaN')
})

test('softmax refuses +∞, and a row that is masked altogether', () => {
  expectThrows(() => softmax(matrix([0, Infinity])), ValueError, ['∞'], 'softmax([0, ∞])')
  expectThrows(() => softmax(matrix([0, 1], [-Infinity, -Infinity])), ValueError, [], 'softmax of a masked row')
})

test('softmax refuses a vector: a batch has rows', () => {
  expectThrows(() => softmax(vector(1, 2)), ShapeError, ['[2]'], 'softmax of a (2) vector')
})
