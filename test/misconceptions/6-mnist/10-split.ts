import type * as kata from '#kata/6-mnist/10-split.ts'
import { type Examples, shuffle, take } from '#kata/6-mnist/2-batches.ts'
import { type Curve, type Split, bestEpoch, center, split } from '#kata/6-mnist/10-split.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import { createRandom } from '#lib/random'
import { type Tensor, ValueError, zeros } from '#lib/tensor'
import { upTo } from '../../answer-parts/6-mnist.ts'
import { centering, checkShare, splitting } from '../../answer-parts/split.ts'

/** the first V rows of an order are held out, and the others are learnt */
function cut(order: ArrayLike<number>, V: number): [training: number[], validation: number[]] {
  const all = Array.from(order)
  return [all.slice(V), all.slice(0, V)]
}

/** the right split, and something else made of each part */
function remaking(change: (part: Examples) => Examples): Answer<typeof kata> {
  return {
    split(examples, share, rng) {
      const { training, validation } = split(examples, share, rng)
      return { training: change(training), validation: change(validation) }
    },
  }
}

/** the right epoch of other losses */
function choosing(losses: (curve: Curve) => readonly number[]): Answer<typeof kata> {
  return { bestEpoch: (curve) => bestEpoch({ ...curve, validation: losses(curve) }) }
}

/** the right epoch, and something else made of it */
function answering(change: (best: number, curve: Curve) => number): Answer<typeof kata> {
  return { bestEpoch: (curve) => change(bestEpoch(curve), curve) }
}

function meanOfAll({ data }: Tensor): number {
  return Array.from(data).reduce((sum, v) => sum + v, 0) / data.length
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'split-first',
    belief: 'the first examples of the file are as good as any',
    diagnosis: 'The first examples are held out, and rng is not asked: a file that is sorted would lose whole classes.',
    answer: () => splitting(({ N, V }) => cut(upTo(N), V)),
  },
  {
    id: 'split-last',
    belief: 'the end of the file is for validation',
    diagnosis: 'The last examples are held out, and rng is not asked: a file that is sorted would lose whole classes.',
    answer: () => splitting(({ N, V }) => cut(upTo(N).reverse(), V)),
  },
  {
    id: 'split-window',
    belief: 'a random beginning is random enough',
    diagnosis: 'The examples for validation stand side by side in the file: only the place where they begin is random.',
    answer: () =>
      splitting(({ N, V, rng }) => {
        const from = Math.floor(rng() * N)
        return cut(
          upTo(N).map((n) => (from + n) % N),
          V,
        )
      }),
  },
  {
    id: 'split-coins-in-sort',
    belief: 'sorting by coin tosses shuffles',
    diagnosis: 'Some choices come far more often than others: sort needs an order, and a coin is none.',
    answer: () =>
      splitting(({ N, V, rng }) =>
        cut(
          Array.from(upTo(N)).sort(() => rng() - 0.5),
          V,
        ),
      ),
  },
  {
    id: 'split-math-random',
    belief: 'Math.random is the source of random numbers',
    diagnosis: 'Two splits with the same seed differ: the random numbers do not come from rng.',
    answer: () => splitting(({ N, V }) => cut(shuffle(N, Math.random), V)),
  },
  {
    id: 'split-own-seed',
    belief: 'a split is always the same',
    diagnosis: 'Every call makes the same split, whatever rng is: the randomness begins anew in each.',
    answer: () => splitting(({ N, V }) => cut(shuffle(N, createRandom(1)), V)),
  },
  {
    id: 'split-trains-on-all',
    belief: 'training needs every example there is',
    diagnosis: 'A leak: the training part holds the examples for validation too. The network may learn them by heart.',
    answer: () =>
      splitting(({ N, V, rng }) => {
        const order = Array.from(shuffle(N, rng))
        return [order, order.slice(0, V)]
      }),
  },
  {
    id: 'split-drawn-twice',
    belief: 'each part is drawn from all examples',
    diagnosis: 'A leak: each part is drawn by itself, so some examples are in both, and others in none.',
    answer: () =>
      splitting(({ N, V, rng }) => [Array.from(shuffle(N, rng)).slice(V), Array.from(shuffle(N, rng)).slice(0, V)]),
  },
  {
    id: 'split-with-replacement',
    belief: 'V random indices are V examples',
    diagnosis: 'An index may be drawn twice: then an example is held out twice, and the parts are not all examples.',
    answer: () =>
      splitting(({ N, V, rng }) => {
        const validation = Array.from({ length: V }, () => Math.floor(rng() * N))
        return [Array.from(upTo(N)).filter((n) => !validation.includes(n)), validation]
      }),
  },
  {
    id: 'split-coin-for-each',
    belief: 'each example is held out with the probability share',
    diagnosis: 'A coin is tossed for each example, so the sizes of the parts are left to chance.',
    answer: () =>
      splitting(({ N, share, rng }) => {
        const isHeld = Array.from(upTo(N), () => rng() < share)
        const rows = Array.from(upTo(N))
        return [rows.filter((n) => !isHeld[n]), rows.filter((n) => isHeld[n])]
      }),
  },
  {
    id: 'split-one-too-few',
    belief: 'an example at the cut belongs to neither part',
    diagnosis: 'An example is lost: both sizes are rounded down, and their sum is less than N.',
    answer: () =>
      splitting(({ N, share, rng }) => {
        const order = Array.from(shuffle(N, rng))
        const [V, T] = [Math.floor(share * N), Math.floor((1 - share) * N)]
        return [order.slice(V, V + T), order.slice(0, V)]
      }),
  },
  {
    id: 'split-share-of-training',
    belief: 'share is the share of the training part',
    diagnosis: 'The two sizes have changed places: of which part is share the share?',
    answer: () => splitting(({ N, share, rng }) => cut(shuffle(N, rng), Math.round((1 - share) * N))),
  },
  {
    id: 'split-floor',
    belief: 'a number of examples is rounded down',
    diagnosis: 'The number for validation is rounded down: 3.7 become three.',
    answer: () => splitting(({ N, share, rng }) => cut(shuffle(N, rng), Math.floor(share * N))),
  },
  {
    id: 'split-ceil',
    belief: 'a number of examples is rounded up',
    diagnosis: 'The number for validation is rounded up: 3.3 become four.',
    answer: () => splitting(({ N, share, rng }) => cut(shuffle(N, rng), Math.ceil(share * N))),
  },
  {
    id: 'split-training-rounded',
    belief: 'the training part is rounded, and the rest is for validation',
    diagnosis: 'It is the training part that is rounded here: of 10 examples, a quarter becomes two.',
    answer: () => splitting(({ N, share, rng }) => cut(shuffle(N, rng), N - Math.round((1 - share) * N))),
  },
  {
    id: 'split-by-class',
    belief: 'each class gives its share',
    diagnosis: 'A leak: the labels decide which examples are held out. Let rng alone decide.',
    answer: () =>
      splitting(({ N, V, rng, examples: { labels } }) => {
        const order = Array.from(shuffle(N, rng))
        const rank = (n: number): number =>
          order.slice(0, order.indexOf(n)).filter((m) => labels[m] === labels[n]).length
        const ranks = Array.from(upTo(N), rank)
        return cut(
          order.toSorted((a, b) => ranks[a] - ranks[b]),
          V,
        )
      }),
  },
  {
    id: 'split-clear-images',
    belief: 'the clearest images are a good test',
    diagnosis: 'A leak: the pixels decide which examples are held out. Let rng alone decide.',
    answer: () =>
      splitting(({ N, V, rng, examples: { images } }) => {
        const P = images.shape[1]
        const ink = (n: number): number => images.data[n * P]
        return cut(
          Array.from(shuffle(N, rng)).sort((a, b) => ink(b) - ink(a)),
          V,
        )
      }),
  },
  {
    id: 'split-labels-apart',
    belief: 'images and labels are shuffled one after the other',
    diagnosis: 'Images and labels have an order each: each image has the label of another.',
    answer: () => ({
      split(examples, share, rng) {
        const [N] = examples.images.shape
        const V = checkShare(examples, share)
        const [images, labels] = [shuffle(N, rng), shuffle(N, rng)]
        const part = (from: number, to: number): Examples => ({
          images: take(examples, images.subarray(from, to)).images,
          labels: take(examples, labels.subarray(from, to)).labels,
        })
        return { training: part(V, N), validation: part(0, V) }
      },
    }),
  },
  {
    id: 'split-labels-of-the-file',
    belief: 'labels keep the order of the file',
    diagnosis: 'The images follow the drawn order, and the labels do not: each image has the label of another.',
    answer: () => ({
      split(examples, share, rng) {
        const V = checkShare(examples, share)
        const { training, validation } = split(examples, share, rng)
        const labels = Array.from(examples.labels)
        return {
          training: { images: training.images, labels: labels.slice(V) },
          validation: { images: validation.images, labels: labels.slice(0, V) },
        }
      },
    }),
  },
  {
    id: 'split-in-place',
    belief: 'the examples may be brought into a new order where they are',
    diagnosis: 'The images that were handed in are in another order afterwards, and the parts are windows on them.',
    answer: () => ({
      split(examples, share, rng) {
        const [N, P] = examples.images.shape
        const V = checkShare(examples, share)
        const mixed = take(examples, shuffle(N, rng))
        const { data } = examples.images
        data.set(mixed.images.data)
        const part = (from: number, to: number): Examples => ({
          images: { shape: [to - from, P], data: data.subarray(from * P, to * P) },
          labels: Array.from(mixed.labels).slice(from, to),
        })
        return { training: part(V, N), validation: part(0, V) }
      },
    }),
  },
  {
    id: 'split-bytes',
    belief: 'a label fits into a byte',
    diagnosis: 'Labels above 255 come back as others: a byte holds 0 to 255.',
    answer: () => remaking(({ images, labels }) => ({ images, labels: Uint8Array.from(labels) })),
  },
  {
    id: 'split-float64',
    belief: 'numbers are float64 unless one says otherwise',
    diagnosis: 'Images that come in float32 leave in float64.',
    answer: () =>
      remaking(({ images: { shape, data }, labels }) => ({
        images: { shape, data: Float64Array.from(data) },
        labels,
      })),
  },
  {
    id: 'split-unchecked',
    belief: 'the caller knows what a share is',
    diagnosis: 'Any share is accepted, and a part may be empty.',
    answer: () =>
      splitting(
        ({ N, share, rng }) => cut(shuffle(N, rng), Math.round(Math.max(0, Math.min(1, share || 0)) * N)),
        () => {},
      ),
  },
  {
    id: 'split-nan',
    belief: 'a bad share is one that is too small or too large',
    diagnosis: 'NaN is accepted for a share: no comparison with NaN is true.',
    answer: () =>
      splitting(
        ({ N, share, rng }) => cut(shuffle(N, rng), Math.round(share * N) || 0),
        (examples, share) => void (Number.isNaN(share) || checkShare(examples, share)),
      ),
  },
  {
    id: 'split-may-be-empty',
    belief: 'a share between 0 and 1 gives two parts',
    diagnosis: 'A part may be empty: 0.04 of ten examples are none.',
    answer: () =>
      splitting(
        ({ N, V, rng }) => cut(shuffle(N, rng), V),
        (_, share) => checkRange(share),
      ),
  },
  {
    id: 'split-trains-on-none',
    belief: 'only the validation part may come out empty',
    diagnosis: 'The training part may be empty: 0.96 of ten examples are all of them.',
    answer: () =>
      splitting(
        ({ N, V, rng }) => cut(shuffle(N, rng), V),
        (examples, share) => {
          checkRange(share)
          if (Math.round(share * examples.images.shape[0]) === 0) checkShare(examples, share)
        },
      ),
  },
  {
    id: 'split-any-labels',
    belief: 'there are as many labels as images',
    diagnosis: 'Another number of labels than images is accepted.',
    answer: () => ({
      split({ images, labels }, share, rng) {
        const fitted = Array.from({ length: images.shape[0] }, (_, n) => labels[n] ?? 0)
        return split({ images, labels: fitted }, share, rng)
      },
    }),
  },
  {
    id: 'center-by-all',
    belief: 'the more images, the better the mean',
    diagnosis: 'A leak: the mean is that of both parts, so the training sees something of the images for validation.',
    answer: () => centering((parts) => [both(parts), both(parts)]),
  },
  {
    id: 'center-each-by-its-own',
    belief: 'each part is centred by its own mean',
    diagnosis:
      'A leak: the images for validation are centred by their own mean, so each of them depends on all the others.',
    answer: () => centering(({ training, validation }) => [training.images, validation.images]),
  },
  {
    id: 'center-by-validation',
    belief: 'the images to be judged say what is usual',
    diagnosis: 'A leak: the mean is that of the images for validation, in both parts.',
    answer: () => centering(({ validation }) => [validation.images, validation.images]),
  },
  {
    id: 'center-training-only',
    belief: 'only training images are prepared',
    diagnosis: 'The images for validation are left as they were: the network was trained on others.',
    answer: () => centering(({ training }) => [training.images, zeros([1, training.images.shape[1]])]),
  },
  {
    id: 'center-one-number',
    belief: 'the mean is one number',
    diagnosis: 'The same number is subtracted from all pixels: look at the mean of each pixel over the images.',
    answer: () =>
      centering(({ training: { images } }) => {
        const m = { shape: [1, images.shape[1]], data: new Float64Array(images.shape[1]).fill(meanOfAll(images)) }
        return [m, m]
      }),
  },
  {
    id: 'center-each-image',
    belief: 'each image is centred by its own mean',
    diagnosis: 'From each image its own mean is subtracted: look at the mean of each pixel over the images.',
    answer: () => ({
      center(parts) {
        const { training, validation } = center(parts)
        const by = ({ images: { shape, data } }: Examples, labels: Examples['labels']): Examples => {
          const P = shape[1]
          const own = (n: number): number => meanOfAll({ shape: [1, P], data: data.subarray(n * P, n * P + P) })
          return { images: { shape: [...shape], data: data.map((v, i) => v - own(Math.floor(i / P))) }, labels }
        }
        return {
          training: by(parts.training, training.labels),
          validation: by(parts.validation, validation.labels),
        }
      },
    }),
  },
  {
    id: 'center-sum',
    belief: 'the sum over the images is subtracted',
    diagnosis: 'The sum of the images is subtracted: it is not divided by their number.',
    answer: () =>
      centering(({ training: { images } }) => {
        const sum = { shape: images.shape, data: images.data.map((v) => v * images.shape[0]) }
        return [sum, sum]
      }),
  },
  {
    id: 'center-in-place',
    belief: 'the images may be centred where they are',
    diagnosis: 'The images that were handed in are changed: a second call subtracts from other numbers.',
    answer: () => ({
      center(parts) {
        const result = center(parts)
        parts.training.images.data.set(result.training.images.data)
        parts.validation.images.data.set(result.validation.images.data)
        return result
      },
    }),
  },
  {
    id: 'center-labels-too',
    belief: 'the labels of the training part are those of both',
    diagnosis: 'The images for validation get labels of the training part.',
    answer: () => ({
      center(parts) {
        const { training, validation } = center(parts)
        const labels = Array.from(parts.validation.labels, (label, n) => parts.training.labels[n] ?? label)
        return { training, validation: { images: validation.images, labels } }
      },
    }),
  },
  {
    id: 'center-float64',
    belief: 'a mean makes float64',
    diagnosis: 'Images that come in float32 leave in float64.',
    answer: () => ({
      center(parts) {
        const { training, validation } = center(parts)
        const as64 = ({ images: { shape, data }, labels }: Examples): Examples => ({
          images: { shape, data: Float64Array.from(data) },
          labels,
        })
        return { training: as64(training), validation: as64(validation) }
      },
    }),
  },
  {
    id: 'center-of-nothing',
    belief: 'without images there is nothing to subtract',
    diagnosis: 'A training part without images is accepted: its mean would be 0/0.',
    answer: () => ({
      center: (parts) =>
        parts.training.images.shape[0] > 0
          ? center(parts)
          : {
              training: { ...parts.training, labels: [] },
              validation: take(parts.validation, upTo(parts.validation.images.shape[0])),
            },
    }),
  },
  {
    id: 'center-other-pixels',
    belief: 'both parts have the same pixels',
    diagnosis: 'Parts with different numbers of pixels are accepted.',
    answer: () => ({
      center(parts) {
        const [P, Q] = [parts.training.images.shape[1], parts.validation.images.shape[1]]
        if (P === Q) return center(parts)
        const none = { images: zeros([0, P]), labels: [] }
        return {
          training: center({ training: parts.training, validation: none }).training,
          validation: parts.validation,
        }
      },
    }),
  },
  {
    id: 'best-by-test',
    belief: 'the best epoch is the one with the best test',
    diagnosis: 'A leak: the test losses choose the epoch, so they no longer say what the network does with new images.',
    answer: () => choosing(({ test }) => test),
  },
  {
    id: 'best-by-both',
    belief: 'validation and test together choose better',
    diagnosis: 'A leak: the test losses take part in the choice, together with those of validation.',
    answer: () => choosing(({ validation, test }) => validation.map((loss, e) => loss + test[e])),
  },
  {
    id: 'best-by-training',
    belief: 'the lowest training loss is the best epoch',
    diagnosis: 'The training losses choose the epoch: they fall on and on while a network learns by heart.',
    answer: () => choosing(({ training }) => training),
  },
  {
    id: 'best-by-gap',
    belief: 'the best epoch has the smallest gap between the two losses',
    diagnosis: 'The epoch with the smallest difference of two losses is chosen: before any training it is smallest.',
    answer: () => choosing(({ training, validation }) => validation.map((loss, e) => loss - training[e])),
  },
  {
    id: 'best-is-last',
    belief: 'the last epoch is the best',
    diagnosis: 'This is always the last epoch.',
    answer: () => answering((_, { validation }) => validation.length - 1),
  },
  {
    id: 'best-before-the-first-rise',
    belief: 'when the loss rises once, the best epoch is over',
    diagnosis: 'The search ends where the loss rises for the first time: later it may fall below.',
    answer: () =>
      answering((_, { validation }) => {
        const rise = validation.findIndex((loss, e) => e > 0 && loss > validation[e - 1])
        return bestEpoch({ training: [], test: [], validation: rise < 0 ? validation : validation.slice(0, rise) })
      }),
  },
  {
    id: 'best-from-1',
    belief: 'the first epoch is number 1',
    diagnosis: 'The epochs are counted from 1 here.',
    answer: () => answering((best) => best + 1),
  },
  {
    id: 'best-highest',
    belief: 'the highest number is the best',
    diagnosis: 'The epoch with the highest loss is chosen.',
    answer: () => choosing(({ validation }) => validation.map((loss) => -loss)),
  },
  {
    id: 'best-last-of-equals',
    belief: 'of equal losses any will do',
    diagnosis: 'Where two losses are equal, the later epoch is chosen.',
    answer: () => answering((best, { validation }) => validation.lastIndexOf(validation[best])),
  },
  {
    id: 'best-loss',
    belief: 'the lowest loss is asked for',
    diagnosis: 'This is the lowest loss, and not the epoch in which it occurs.',
    answer: () => answering((best, { validation }) => validation[best]),
  },
  {
    id: 'best-of-nothing',
    belief: 'without an epoch it is the first',
    diagnosis: 'A curve without an epoch is accepted.',
    answer: () => ({ bestEpoch: (curve) => (curve.validation.length === 0 ? 0 : bestEpoch(curve)) }),
  },
]

/** the images of both parts in one tensor */
function both({ training, validation }: Split): Tensor {
  const [a, b] = [training.images, validation.images]
  return { shape: [a.shape[0] + b.shape[0], a.shape[1]], data: Float64Array.from([...a.data, ...b.data]) }
}

function checkRange(share: number): void {
  if (!(share > 0 && share < 1)) throw new ValueError(`The share should lie between 0 and 1, and it is ${share}.`)
}
