import type * as kata from '#kata/6-mnist/7-predict.ts'
import { argmax } from '#kata/1-tensor-ops/6-one-hot.ts'
import { naiveSoftmax, softmax } from '#kata/2-softmax/1-softmax.ts'
import { forward } from '#kata/4-backprop/8-chain.ts'
import { predict } from '#kata/6-mnist/7-predict.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError } from '#lib/tensor'

type Predict = typeof kata.predict
type Prediction = ReturnType<Predict>

/** one image, and something else than argmax and softmax of its logits */
function of(read: (logits: Tensor) => Prediction): { predict: Predict } {
  return {
    predict(chain, image) {
      checkOne(image)
      return read(forward(chain, image))
    },
  }
}

function checkOne(image: Tensor): void {
  if (image.shape[0] !== 1) throw new ShapeError('predict', 'one image: [1, pixels]', [image])
}

/** the right digit, with other probabilities */
function giving(probabilities: (p: number[], logits: Tensor) => readonly number[]): { predict: Predict } {
  return of((logits) => {
    const p = softmax(logits)
    return { digit: argmax(p)[0], probabilities: probabilities(Array.from(p.data), logits) }
  })
}

/** the right probabilities, with another digit */
function choosing(digit: (p: number[], logits: Tensor) => number): { predict: Predict } {
  return of((logits) => {
    const probabilities = Array.from(softmax(logits).data)
    return { digit: digit(probabilities, logits), probabilities }
  })
}

/** A drawing in the right way, but for one belief. */
interface Pen {
  readonly attributes: (v: number, r: number, c: number, rows: number) => string
  readonly inked: (v: number) => boolean
  readonly svg: (columns: number, rows: number, ink: string) => string
  readonly columns: (given: number, image: Tensor) => number
}

const short = (v: number): number => Number(v.toFixed(3))

const right: Pen = {
  attributes: (v, r, c) => `x="${c}" y="${r}" width="1" height="1" fill-opacity="${short(v)}"`,
  inked: (v) => v > 0,
  svg: (columns, rows, ink) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${columns} ${rows}">${ink}</svg>`,
  columns: (given) => given,
}

function drawing(belief: Partial<Pen>): Answer<typeof kata> {
  const { attributes, inked, svg, columns } = { ...right, ...belief }
  return {
    picture(image, given = 28) {
      const width = columns(given, image)
      const rows = Math.ceil(image.data.length / width)
      const rects = Array.from(image.data, (v, i) =>
        inked(v) ? `<rect ${attributes(v, Math.floor(i / width), i % width, rows)}/>` : '',
      )
      return svg(width, rows, rects.join(''))
    },
  }
}

/** the right attributes, but for the ink */
function inking(opacity: (v: number) => number | string): Pen['attributes'] {
  return (v, r, c) => `x="${c}" y="${r}" width="1" height="1" fill-opacity="${opacity(v)}"`
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'predict-logits',
    belief: 'what the network gives are the probabilities',
    diagnosis: 'These are the logits: they can be negative, and do not sum to 1.',
    answer: () => giving((_, logits) => Array.from(logits.data)),
  },
  {
    id: 'S01',
    belief: 'a network’s logits are small enough for exp as it is',
    diagnosis: 'Large logits overflow: exp(1000) is ∞, and ∞/∞ is NaN.',
    answer: () => giving((_, logits) => Array.from(naiveSoftmax(logits).data)),
  },
  {
    id: 'S11',
    belief: 'each class has a probability of its own: a sigmoid',
    diagnosis: 'Each class is squeezed between 0 and 1 by itself, so the probabilities do not sum to 1.',
    answer: () => giving((_, logits) => Array.from(logits.data, (v) => 1 / (1 + Math.exp(-v)))),
  },
  {
    id: 'C11',
    belief: 'probabilities come from softmax, and so do these',
    diagnosis: 'Softmax is applied to what is already a probability: the ten numbers come out nearly equal.',
    answer: () => giving((_, logits) => Array.from(softmax(softmax(logits)).data)),
  },
  {
    id: 'predict-share-of-logits',
    belief: 'to make them sum to 1, one divides by the sum',
    diagnosis:
      'The logits are divided by their sum. They sum to 1, but a negative logit becomes a negative probability.',
    answer: () =>
      giving((_, { data }) => {
        const total = Array.from(data).reduce((sum, v) => sum + v, 0)
        return Array.from(data, (v) => v / total)
      }),
  },
  {
    id: 'predict-rounded',
    belief: 'three decimals are enough',
    diagnosis: 'The probabilities are rounded: small ones are 0, and the sum is not quite 1.',
    answer: () => giving((p) => p.map(short)),
  },
  {
    id: 'predict-percent',
    belief: 'probabilities are percentages',
    diagnosis: 'The probabilities sum to 100.',
    answer: () => giving((p) => p.map((v) => 100 * v)),
  },
  {
    id: 'predict-sorted',
    belief: 'the most probable comes first',
    diagnosis: 'The probabilities are sorted: their place no longer says whose they are.',
    answer: () => giving((p) => p.toSorted((a, b) => b - a)),
  },
  {
    id: 'predict-one-hot',
    belief: 'the digit has the probability 1, the others 0',
    diagnosis: 'The probabilities are 0 and 1: how sure the network is cannot be seen.',
    answer: () => giving((p) => p.map((_, j) => (j === p.indexOf(Math.max(...p)) ? 1 : 0))),
  },
  {
    id: 'predict-first-layer',
    belief: 'a network is its first layer',
    diagnosis: 'Only the first layer is asked, and the others are left out: look at a network of two.',
    answer: () => ({ predict: (chain, image) => predict(chain.slice(0, 1), image) }),
  },
  {
    id: 'predict-last-of-equals',
    belief: 'of equal probabilities any will do',
    diagnosis: 'Where two probabilities are equal the later digit is read: does the comparison let equal ones win?',
    answer: () => choosing((p) => p.lastIndexOf(Math.max(...p))),
  },
  {
    id: 'predict-from-1',
    belief: 'the first class is number 1',
    diagnosis: 'The digit is counted from 1 here; the probabilities are right.',
    answer: () => choosing((_, logits) => argmax(logits)[0] + 1),
  },
  {
    id: 'T17',
    belief: 'the best logit so far begins at 0',
    diagnosis: 'Where all logits are negative, the digit is 0: look at what the search for the largest begins with.',
    answer: () =>
      choosing((_, logits) => {
        let [best, digit] = [0, 0]
        logits.data.forEach((v, j) => {
          if (v > best) [best, digit] = [v, j]
        })
        return digit
      }),
  },
  {
    id: 'predict-sure-only',
    belief: 'a digit is read when its probability is above ½',
    diagnosis: 'Where no class has more than half of the probability, the digit is −1.',
    answer: () => choosing((p) => p.findIndex((pj) => pj > 0.5)),
  },
  {
    id: 'M06',
    belief: 'each image is divided by its own largest pixel',
    diagnosis: 'The image is scaled by its own largest pixel before it is read: the network was trained on others.',
    answer: () => ({
      predict(chain, image) {
        checkOne(image)
        const most = Math.max(...Array.from(image.data, Math.abs)) || 1
        return predict(chain, { shape: image.shape, data: image.data.map((v) => v / most) })
      },
    }),
  },
  {
    id: 'predict-first-of-many',
    belief: 'of several images the first is meant',
    diagnosis: 'Several images are accepted, and all but the first go unread.',
    answer: () => ({
      predict(chain, { shape: [, K], data }) {
        return predict(chain, { shape: [1, K], data: data.subarray(0, K) })
      },
    }),
  },
  {
    id: 'predict-none',
    belief: 'several images are too many, and fewer cannot come',
    diagnosis: 'No image is accepted: what is the digit then?',
    answer: () => ({
      predict(chain, image) {
        if (image.shape[0] !== 0) return predict(chain, image)
        return { digit: argmax(forward(chain, image))[0], probabilities: [] }
      },
    }),
  },
  {
    id: 'predict-vectors',
    belief: 'an image is a list of pixels, in a row or not',
    diagnosis: 'A vector of pixels is accepted: an image is a matrix of one row here.',
    answer: () => ({
      predict: (chain, { shape, data }) => predict(chain, { shape: shape.length === 1 ? [1, shape[0]] : shape, data }),
    }),
  },
  {
    id: 'M03',
    belief: 'pixel i is in column i / columns',
    diagnosis: 'The picture is turned: rows of the image are columns of the picture.',
    answer: () => drawing({ attributes: (v, r, c, rows) => right.attributes(v, c, r, rows) }),
  },
  {
    id: 'picture-upside-down',
    belief: 'y grows upwards',
    diagnosis: 'The picture stands on its head: its first row is the last one of the image.',
    answer: () => drawing({ attributes: (v, r, c, rows) => right.attributes(v, rows - 1 - r, c, rows) }),
  },
  {
    id: 'picture-from-1',
    belief: 'the first row and the first column are number 1',
    diagnosis: 'Rows and columns are counted from 1: the picture is shifted by one pixel, to the right and down.',
    answer: () => drawing({ attributes: (v, r, c, rows) => right.attributes(v, r + 1, c + 1, rows) }),
  },
  {
    id: 'picture-inverted',
    belief: '1 is white',
    diagnosis: 'The strongest ink comes out lightest: a pixel of 1 has the opacity 0.',
    answer: () => drawing({ attributes: inking((v) => short(1 - v)) }),
  },
  {
    id: 'picture-of-bytes',
    belief: 'pixels are bytes, from 0 to 255',
    diagnosis: 'Each value is divided by 255, as if it were still a byte: the ink is nearly invisible.',
    answer: () => drawing({ attributes: inking((v) => short(v / 255)) }),
  },
  {
    id: 'picture-black-and-white',
    belief: 'a pixel is black or white',
    diagnosis: 'Pixels are black or not there at all: grey is lost.',
    answer: () => drawing({ inked: (v) => v >= 0.5, attributes: inking(() => 1) }),
  },
  {
    id: 'picture-grey',
    belief: 'a pixel is a shade of grey',
    diagnosis: 'The strength of the ink is in the colour of the rects, and they have no fill-opacity.',
    answer: () =>
      drawing({
        attributes: (v, r, c) =>
          `x="${c}" y="${r}" width="1" height="1" fill="rgb(${Array.from('rgb', () => Math.round(255 * (1 - v)))})"`,
      }),
  },
  {
    id: 'picture-every-pixel',
    belief: 'each pixel has a rect',
    diagnosis: 'There is a rect for each pixel, also for those without ink.',
    answer: () => drawing({ inked: () => true }),
  },
  {
    id: 'picture-unclosed',
    belief: 'a rect has nothing in it, and needs no end',
    diagnosis: 'The rects are opened and never closed: HTML guesses what is meant, a file of SVG does not.',
    answer: () => {
      const { picture } = drawing({}) as { picture: typeof kata.picture }
      return { picture: (...args) => picture(...args).replaceAll('/>', '>') }
    },
  },
  {
    id: 'picture-white-ink',
    belief: 'a large value is bright, so the ink is white',
    diagnosis: 'The rects are white: on white paper nothing is seen.',
    answer: () => drawing({ attributes: (v, r, c, rows) => `fill="white" ${right.attributes(v, r, c, rows)}` }),
  },
  {
    id: 'picture-background',
    belief: 'white paper has to be drawn, behind the ink',
    diagnosis:
      'There is a rect for the paper too, as large as the picture: rects are for ink, and paper is white by itself.',
    answer: () =>
      drawing({
        svg: (columns, rows, ink) =>
          right.svg(columns, rows, `<rect width="${columns}" height="${rows}" fill="white"/>${ink}`),
      }),
  },
  {
    id: 'picture-long-numbers',
    belief: 'a number is written as it is',
    diagnosis: 'The opacities are written with up to 17 digits: the picture takes several times the room.',
    answer: () => drawing({ attributes: inking((v) => v) }),
  },
  {
    id: 'picture-one-decimal',
    belief: 'one decimal is enough for grey',
    diagnosis: 'The opacities are rounded to tenths.',
    answer: () => drawing({ attributes: inking((v) => v.toFixed(1)) }),
  },
  {
    id: 'picture-no-xmlns',
    belief: 'a browser knows what an svg is',
    diagnosis: 'Within a page this is seen; as a file of its own it does not say that it is SVG.',
    answer: () => drawing({ svg: (columns, rows, ink) => `<svg viewBox="0 0 ${columns} ${rows}">${ink}</svg>` }),
  },
  {
    id: 'picture-rows-first',
    belief: 'the size of a picture is rows, columns',
    diagnosis: 'In the viewBox the height stands where the width belongs.',
    answer: () => drawing({ svg: (columns, rows, ink) => right.svg(rows, columns, ink) }),
  },
  {
    id: 'picture-sizeless',
    belief: 'a rect is a pixel unless one says otherwise',
    diagnosis: 'The rects have no width and no height, and what has none is not drawn.',
    answer: () => drawing({ attributes: (v, r, c) => `x="${c}" y="${r}" fill-opacity="${short(v)}"` }),
  },
  {
    id: 'picture-square',
    belief: 'a picture is as high as it is wide',
    diagnosis: 'The height in the viewBox is the number of columns: look at an image of another shape.',
    answer: () => drawing({ svg: (columns, _, ink) => right.svg(columns, columns, ink) }),
  },
  {
    id: 'picture-28',
    belief: 'a row has 28 pixels',
    diagnosis: 'A row has 28 pixels here, however many columns are asked for.',
    answer: () => drawing({ columns: () => 28 }),
  },
]
