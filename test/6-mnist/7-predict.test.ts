import { Dense } from '#kata/4-backprop/7-chain.ts'
import { picture, predict } from '#kata/6-mnist/7-predict.ts'
import { syntheticDigits } from '#lib/data/synthetic'
import { expectClose, expectEqual, expectPure, expectThat, expectThrows } from '#lib/judge/expect'
import { given } from '#lib/judge/given'
import { law, test } from '#lib/judge/law'
import { seeded } from '#lib/random'
import { ShapeError, matrix, tensor, vector, zeros } from '#lib/tensor'
import { softmax } from '../oracles/softmax.ts'
import { argmax, matmul } from '../oracles/tensor-ops.ts'

/** the rects of a picture, a row each: x, y, fill-opacity */
const rects = (svg: string) =>
  [...svg.matchAll(/<rect([^>]*)>/g)].map(([, attributes]) =>
    ['x', 'y', 'fill-opacity'].map((name) => Number(new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1] ?? NaN)),
  )

const viewBox = (svg: string) => (/viewBox="([^"]*)"/.exec(svg)?.[1] ?? '').split(/[\s,]+/).map(Number)

test('predict reads the digit with the largest probability', () => {
  const chain = [Dense(matrix([Math.log(1), Math.log(2), Math.log(5)]), vector(0, 0, 0))]
  const { digit, probabilities } = predict(chain, matrix([1]))
  expectClose(digit, 2, 'digit')
  expectClose(Array.from(probabilities), [0.125, 0.25, 0.625], 'probabilities')
})

law('predict has the probabilities of softmax(forward(chain, image))', given({ x: '1I', W: 'IK' }), ({ x, W }) => {
  const { digit, probabilities } = predict([Dense(W, zeros([W.shape[1]]))], x)
  const logits = matmul(x, W)
  expectClose(Array.from(probabilities), softmax(logits).data, { name: 'probabilities', terms: 49 })
  expectClose(digit, argmax(logits)[0], 'digit')
})

test('predict reads a digit from negative logits too, and when none has half of the probability', () => {
  const { digit, probabilities } = predict([Dense(matrix([-1.2, -1, -1.1]), vector(0, 0, 0))], matrix([1]))
  expectClose(digit, 1, 'digit for the logits −1.2, −1, −1.1')
  expectClose(Array.from(probabilities), softmax(matrix([-1.2, -1, -1.1])).data, 'probabilities')
})

test('predict has finite probabilities for logits of 1000', () => {
  const { probabilities } = predict([Dense(matrix([1000, 1001, 999]), vector(0, 0, 0))], matrix([1]))
  expectClose(
    Array.from(probabilities),
    softmax(matrix([1, 2, 0])).data,
    'probabilities for the logits 1000, 1001, 999',
  )
})

law('predict leaves image and network alone', given({ x: '1I', W: 'IK' }), ({ x, W }) => {
  expectPure(() => vector(...predict([Dense(W, zeros([W.shape[1]]))], x).probabilities), { x, W }, 'predict')
})

test('predict refuses more than one image', () => {
  const chain = [Dense(zeros([2, 3]), zeros([3]))]
  expectThrows(() => predict(chain, zeros([2, 2])), ShapeError, ['[2, 2]'], 'predict of two images')
})

test('picture is an SVG of 28 by 28', () => {
  const svg = picture(zeros([1, 784]))
  expectThat(
    svg.startsWith('<svg') && svg.trimEnd().endsWith('</svg>'),
    'picture does not begin with <svg and end with </svg>.',
  )
  expectThat(
    svg.includes('xmlns="http://www.w3.org/2000/svg"'),
    'picture has no xmlns="http://www.w3.org/2000/svg": as a file it would not open.',
  )
  expectClose(viewBox(svg), [0, 0, 28, 28], 'the viewBox of 784 pixels')
  expectEqual(rects(svg), [], 'the rects of an empty image')
})

test('picture has row r of the image at y = r, and column c at x = c', () => {
  const image = zeros([1, 6])
  image.data.set([0, 0, 1, 0.5, 0, 0])
  const svg = picture(image, 3)
  expectClose(viewBox(svg), [0, 0, 3, 2], 'the viewBox of 6 pixels in 3 columns')
  const rows = matrix([2, 0, 1], [0, 1, 0.5])
  expectClose(matrix(...rects(svg)), rows, 'the rects of 6 pixels in 3 columns (x, y, fill-opacity)')
})

test('picture has rects of 1 by 1', () => {
  const svg = picture(matrix([0, 0.5]), 2)
  expectThat(/<rect[^>]*\swidth="1"/.test(svg), 'a rect has no width="1".')
  expectThat(/<rect[^>]*\sheight="1"/.test(svg), 'a rect has no height="1".')
})

test('picture has the ink of the image', () => {
  const { pixels } = syntheticDigits(1, seeded(4))
  const image = tensor(
    [1, 784],
    Float64Array.from(pixels, (v) => v / 255),
  )
  const drawn = rects(picture(image))
  const again = new Float64Array(784)
  for (const [x, y, opacity] of drawn) again[28 * y + x] = opacity
  expectEqual(drawn.length, image.data.filter((v) => v > 0).length, 'the number of rects')
  expectClose(again, image.data, { name: 'the opacity by pixel', relative: 6e-4, scale: 1 })
})

test('picture keeps its attributes short: at most three decimals', () => {
  const rows = matrix(...rects(picture(matrix([1 / 3]), 1)))
  expectClose(rows, matrix([0, 0, 0.333]), 'the rect of a pixel of 1/3 (x, y, fill-opacity)')
})
