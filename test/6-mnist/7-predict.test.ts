import { relu } from '#kata/4-backprop/4-relu.ts'
import { type Activation, Dense, type Layer } from '#kata/4-backprop/8-chain.ts'
import * as kata from '#kata/6-mnist/7-predict.ts'
import { syntheticDigits } from '#lib/data/synthetic'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given, probabilities } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { createRandom } from '#lib/random'
import { type Tensor, ShapeError, matrix, tensor, vector, zeros } from '#lib/tensor'
import { filled, functionLaws } from '../laws/form.ts'
import * as network from '../oracles/network.ts'
import { softmax } from '../oracles/softmax.ts'
import { argmax, matmul } from '../oracles/tensor-ops.ts'

const { picture, predict } = checkResults(kata, {
  picture: returns('image, columns', kind.text),
  predict: returns('chain, image', kind.record({ digit: kind.number, probabilities: kind.numbers })),
})

interface Tag {
  readonly name: string
  readonly closes: boolean
  readonly closesItself: boolean
  /** in order, also those that come twice */
  readonly attributes: readonly (readonly [name: string, value: string])[]
}

/** the tags of a picture in order, with attributes in quotes of either kind */
function tagsOf(svg: string): Tag[] {
  const attribute = /\s([\w:-]+)\s*=\s*(["'])(.*?)\2/gs
  return Array.from(svg.matchAll(/<(\/?)([\w:-]+)([^>]*?)(\/?)>/g), ([, slash, name, rest, end]) => ({
    name,
    closes: slash !== '',
    closesItself: end !== '',
    attributes: Array.from(rest.matchAll(attribute), ([, key, , value]) => [key, value] as const),
  }))
}

function valueOf({ attributes }: Tag, name: string): string | undefined {
  return attributes.find(([key]) => key === name)?.[1]
}

const rectsOf = (svg: string): Tag[] => tagsOf(svg).filter(({ name, closes }) => name === 'rect' && !closes)

/** the rects of a picture, a row each: x, y, fill-opacity. They may stand in any order, and are sorted here by row and column. */
const rects = (svg: string) =>
  rectsOf(svg)
    .map((rect) => ['x', 'y', 'fill-opacity'].map((name) => Number(valueOf(rect, name) ?? NaN)))
    .toSorted(([x, y], [u, v]) => y - v || x - u)

function viewBox(svg: string): number[] {
  const value = tagsOf(svg).flatMap((tag) => valueOf(tag, 'viewBox') ?? [])[0] ?? ''
  return value.split(/[\s,]+/).map(Number)
}

/** what keeps a picture from being read as XML */
function malformed(svg: string): string | undefined {
  const open: string[] = []
  for (const { name, closes, closesItself, attributes } of tagsOf(svg)) {
    const twice = attributes.find(([key], i) => attributes.findIndex(([other]) => other === key) < i)
    if (twice) return `a <${name}> has ${twice[0]} twice`
    if (closes && open.pop() !== name) return `a </${name}> closes nothing`
    if (!closes && !closesItself) open.push(name)
    if (open.at(-1) === 'rect' && open.at(-2) === 'rect') return 'a <rect> is not closed before the next one begins'
  }
  return open.length > 0 ? `a <${open.at(-1)}> is never closed` : undefined
}

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

const layer = (W: Tensor, activation?: Activation): Layer => Dense(W, zeros([W.shape[1]]), activation)

law(
  'predict goes through all layers, two or three of them',
  given({ x: '1I', W: 'IK', V: 'KL', U: 'LM' }),
  ({ x, W, V, U }) => {
    const comparison = { name: 'probabilities', terms: 343 }
    const hidden = network.relu(matmul(x, W))
    const two = predict([layer(W, relu), layer(V)], x)
    expectClose(Array.from(two.probabilities), softmax(matmul(hidden, V)).data, comparison)
    const three = predict([layer(W, relu), layer(V, relu), layer(U)], x)
    const logits = matmul(network.relu(matmul(hidden, V)), U)
    expectClose(Array.from(three.probabilities), softmax(logits).data, comparison)
  },
)

test('predict takes the first of equal probabilities, as argmax does', () => {
  const { digit } = predict([layer(matrix([0, 1, 1, 0]))], matrix([1]))
  expectClose(digit, 1, 'digit for the logits 0, 1, 1, 0')
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

test('predict keeps probabilities that are small: of −30 and −400 beside 0', () => {
  const { probabilities } = predict([layer(matrix([0, -30, -400]))], matrix([1]))
  const expected = Float64Array.from([0, -30, -400], (z) => Math.exp(z) / (1 + Math.exp(-30)))
  const comparison = { name: 'probabilities for the logits 0, −30, −400', each: true, terms: 10 }
  expectClose(Array.from(probabilities), expected, comparison)
})

test('predict knows twelve classes', () => {
  const { digit } = predict(
    [layer({ shape: [1, 12], data: Float64Array.from({ length: 12 }, (_, k) => k) })],
    matrix([1]),
  )
  expectClose(digit, 11, 'digit for the logits 0, 1, …, 11')
})

test('predict reads the image as it is now, also when it has changed in between', () => {
  const [chain, image] = [[layer(matrix([0, 1], [2, 0]))], matrix([1, 0])]
  expectClose(predict(chain, image).digit, 1, 'digit for the pixels 1, 0')
  image.data.set([0, 1])
  expectClose(predict(chain, image).digit, 0, 'digit for the same image, now with the pixels 0, 1,')
})

test('predict leaves the list of layers as it was', () => {
  const chain = [layer(matrix([1, 0], [0, 1]), relu), layer(matrix([0, 1], [1, 0]))]
  const before = [...chain]
  expectClose(predict(chain, matrix([1, 0])).digit, 1, 'digit')
  expectThat(
    chain.every((one, l) => one === before[l]),
    'the layers of the chain are in another order after predict(chain, image).',
  )
})

test('predict goes through 1,100 layers', () => {
  const same = layer(matrix([1, 0], [0, 1]))
  const chain = [...Array.from({ length: 1099 }, () => same), layer(matrix([0, 1], [1, 0]))]
  expectClose(predict(chain, matrix([2, 1])).digit, 1, 'digit of 1,100 layers, of which the last swaps')
})

functionLaws(
  'predict',
  given({ x: '1I', W: 'IK' }),
  {
    'predict(chain, image)': { run: ({ x, W }) => predict([layer(W)], x) },
    'the probabilities': {
      run: ({ x, W }) => Array.from(predict([layer(W)], x).probabilities),
      truth: () => [1],
    },
  },
  { many: () => ({ x: filled(1, 140_000), W: filled(140_000, 1) }) },
)

const ofTwoPixels = (image: Tensor) => predict([layer(zeros([2, 3]))], image)

test('predict refuses more than one image', () => {
  expectThrows(() => ofTwoPixels(zeros([2, 2])), ShapeError, ['[2, 2]'], 'predict of two images')
})

test('predict refuses no image', () => {
  expectThrows(() => ofTwoPixels(zeros([0, 2])), ShapeError, ['[0, 2]'], 'predict of no image')
})

test('predict refuses a vector of pixels: an image is a row', () => {
  expectThrows(() => ofTwoPixels(zeros([2])), ShapeError, ['[2]'], 'predict of a vector of two pixels')
})

test('picture is an SVG of 28 by 28', () => {
  const svg = picture(zeros([1, 784])).replace(/^<\?xml[^>]*\?>\s*/, '')
  expectThat(
    svg.startsWith('<svg') && svg.trimEnd().endsWith('</svg>'),
    'picture does not begin with <svg and end with </svg>.',
  )
  expectThat(
    /\sxmlns=(["'])http:\/\/www\.w3\.org\/2000\/svg\1/.test(svg),
    'picture has no xmlns="http://www.w3.org/2000/svg": as a file it would not open.',
  )
  expectClose(viewBox(svg), [0, 0, 28, 28], 'the viewBox of 784 pixels')
  expectEqual(rects(svg), [], 'the rects of an empty image')
})

test('picture is well-formed: each tag is closed, and has no attribute twice', () => {
  const fault = malformed(picture(matrix([1, 0.5, 0, 0.25]), 2))
  expectThat(fault === undefined, `in the picture of three pixels ${fault}: as a file it would not open.`)
})

test('picture has row r of the image at y = r, and column c at x = c', () => {
  const image = zeros([1, 6])
  image.data.set([0, 0, 1, 0.5, 0, 0])
  const svg = picture(image, 3)
  expectClose(viewBox(svg), [0, 0, 3, 2], 'the viewBox of 6 pixels in 3 columns')
  const rows = matrix([2, 0, 1], [0, 1, 0.5])
  expectClose(matrix(...rects(svg)), rows, 'the rects of 6 pixels in 3 columns (x, y, fill-opacity)')
})

test('picture has rows of any length', () => {
  const image = zeros([1, 80])
  image.data[75] = 1
  const svg = picture(image, 40)
  expectClose(viewBox(svg), [0, 0, 40, 2], 'the viewBox of 80 pixels in 40 columns')
  expectClose(matrix(...rects(svg)), matrix([35, 1, 1]), 'the rect of pixel 75 in 40 columns (x, y, fill-opacity)')
})

test('picture has rects of 1 by 1', () => {
  for (const rect of rectsOf(picture(matrix([0.25, 0.5]), 2))) {
    expectThat(valueOf(rect, 'width') === '1', 'a rect has no width="1".')
    expectThat(valueOf(rect, 'height') === '1', 'a rect has no height="1".')
  }
})

test('picture has black ink, which needs no fill', () => {
  const fills = tagsOf(picture(matrix([0.5, 1]), 2)).flatMap((tag) => valueOf(tag, 'fill') ?? [])
  const other = fills.find((fill) => !['black', '#000', '#000000', 'rgb(0,0,0)'].includes(fill.replaceAll(' ', '')))
  expectThat(other === undefined, `the ink of the picture has the fill “${other}”.`)
})

test('picture has the ink of the image', () => {
  const { pixels } = syntheticDigits(1, createRandom(4))
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

functionLaws('picture', given({ image: probabilities('BK') }, { B: [1, 1] }), {
  'the rects of picture(image, 2)': { run: ({ image }) => matrix([0, 0, 0], ...rects(picture(image, 2))) },
})

test(
  'picture is right for 140,000 pixels',
  () => {
    const image = zeros([1, 140_000])
    image.data[139_999] = 1
    expectClose(rects(picture(image, 70_000))[0] ?? [], [69_999, 1, 1], 'the rect of the last of 140,000 pixels')
  },
  { costly: true },
)

test('picture keeps its attributes short: at most three decimals', () => {
  const rows = matrix(...rects(picture(matrix([1 / 3, 0.001]), 2)))
  expectClose(rows, matrix([0, 0, 0.333], [1, 0, 0.001]), 'the rects of the pixels 1/3 and 1/1000 (x, y, fill-opacity)')
  const grays = Array.from({ length: 255 }, (_, k) => (k + 1) / 255)
  const svg = picture(matrix(grays), 255)
  const long = rectsOf(svg)
    .map((rect) => valueOf(rect, 'fill-opacity') ?? '')
    .find((text) => !/^\d*(\.\d{1,3})?$/.test(text))
  expectThat(
    long === undefined,
    `picture writes the fill-opacity ${long} for a gray of 0 … 255: at most three decimals are wanted.`,
  )
})

test('picture has a rect for each pixel that is not 0, however small', () => {
  expectEqual(
    rectsOf(picture(matrix([1e-7, 0, 0.0004]), 3)).length,
    2,
    'the number of rects of the pixels 1e-7, 0 and 0.0004',
  )
})
