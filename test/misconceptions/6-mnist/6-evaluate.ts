import type * as kata from '#kata/6-mnist/6-evaluate.ts'
import { argmax } from '#kata/1-tensor-ops/6-one-hot.ts'
import { type Chain, forward } from '#kata/4-backprop/8-chain.ts'
import { accuracy, confusion, predictions } from '#kata/6-mnist/6-evaluate.ts'
import { logitsOf } from '../../answer-parts/6-mnist.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import { type Labels, type Tensor, ShapeError, checkLabel, matrixShape, tensor, zeros } from '#lib/tensor'

/** the digit of each row of logits, read in another way */
function reading(digits: (rows: number[][], logits: Tensor) => number[]): Answer<typeof kata> {
  return {
    predictions(chain, images) {
      matrixShape(images, 'predictions')
      const logits = logitsOf(chain, images)
      const K = logits.shape[1]
      const rows = Array.from({ length: logits.shape[0] }, (_, n) => Array.from(logits.data.subarray(n * K, n * K + K)))
      return digits(rows, logits)
    },
  }
}

/** the right digits, piece by piece of 1000, with a window on the images of its own */
function inPieces(window: (images: Tensor, from: number, B: number) => Tensor | undefined): Answer<typeof kata> {
  return {
    predictions(chain, images) {
      const [N] = matrixShape(images, 'predictions')
      const read: number[] = []
      for (let from = 0; from < N; from += 1000) {
        const piece = window(images, from, Math.min(1000, N - from))
        if (piece) read.push(...argmax(forward(chain, piece)))
      }
      return read
    },
  }
}

function rowsFrom({ shape, data }: Tensor, at: number, B: number): Tensor {
  return { shape: [B, shape[1]], data: data.subarray(at, at + B * shape[1]) }
}

/** the right checks, and then something else than the share of what is right */
function sharing(share: (predicted: Labels, labels: Labels, right: number) => number): Answer<typeof kata> {
  return {
    accuracy(predicted, labels) {
      const right = Math.round(accuracy(predicted, labels) * labels.length)
      return share(predicted, labels, right)
    },
  }
}

/** the right checks, or others, and then something else than counting in row t and column p */
function counting(
  count: (C: Tensor, t: number, p: number, K: number) => void,
  check = checkClasses,
): Answer<typeof kata> {
  return {
    confusion(predicted, labels, K) {
      check(predicted, labels, K)
      const C = zeros([K, K])
      for (let n = 0; n < labels.length; n++) count(C, labels[n], predicted[n], K)
      return C
    },
  }
}

function checkClasses(predicted: Labels, labels: Labels, K: number): void {
  const N = labels.length
  if (predicted.length !== N) throw new ShapeError('confusion', `${N} predictions`, [{ shape: [predicted.length] }])
  for (let n = 0; n < N; n++) {
    checkLabel(labels[n], n, K, 'confusion')
    checkLabel(predicted[n], n, K, 'confusion')
  }
}

/** the right predictions of changed images */
function preparing(change: (row: Float32Array | Float64Array) => void, inPlace = false): Answer<typeof kata> {
  return {
    predictions(chain: Chain, images: Tensor) {
      const [N, K] = matrixShape(images, 'predictions')
      const data = inPlace ? images.data : images.data.slice()
      for (let n = 0; n < N; n++) change(data.subarray(n * K, n * K + K))
      return predictions(chain, { shape: images.shape, data })
    },
  }
}

/** the right predictions, which are made once for each of these objects */
function keeping(keyOf: (chain: Chain, images: Tensor) => object): Answer<typeof kata> {
  const known = new WeakMap<object, number[]>()
  return {
    predictions(chain, images) {
      const key = keyOf(chain, images)
      const read = known.get(key) ?? predictions(chain, images)
      known.set(key, read)
      return read
    },
  }
}

/** the right counts, and something else made of each of them */
function recounting(change: (count: number, t: number, labels: Labels) => number): Answer<typeof kata> {
  return {
    confusion(predicted, labels, K) {
      const { shape, data } = confusion(predicted, labels, K)
      return { shape, data: data.map((count, i) => change(count, Math.floor(i / K), labels)) }
    },
  }
}

function stretch(row: Float32Array | Float64Array): void {
  const most = Math.max(...Array.from(row, Math.abs)) || 1
  for (let i = 0; i < row.length; i++) row[i] /= most
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'T17',
    belief: 'the best so far begins at 0',
    diagnosis: 'Where all logits are negative, the digit is 0: look at what the search for the largest begins with.',
    answer: () =>
      reading((rows) =>
        rows.map((row) => {
          let [best, digit] = [0, 0]
          row.forEach((v, j) => {
            if (v > best) [best, digit] = [v, j]
          })
          return digit
        }),
      ),
  },
  {
    id: 'T19',
    belief: 'the largest of each column',
    diagnosis: 'There is one prediction per class and not per image: the largest is looked for down the columns.',
    answer: () =>
      reading((rows, logits) =>
        Array.from({ length: logits.shape[1] }, (_, j) => argmax(matrixOf([rows.map((row) => row[j])]))[0]),
      ),
  },
  {
    id: 'predictions-first-layer',
    belief: 'a network is its first layer',
    diagnosis: 'Only the first layer is asked, and the others are left out: look at a network of two.',
    answer: () => ({ predictions: (chain, images) => predictions(chain.slice(0, 1), images) }),
  },
  {
    id: 'predictions-last-of-equals',
    belief: 'of equal logits any will do',
    diagnosis: 'Where two logits are equal the later class is read: does the comparison let equal ones win?',
    answer: () => reading((rows) => rows.map((row) => row.lastIndexOf(Math.max(...row)))),
  },
  {
    id: 'predictions-smallest',
    belief: 'a logit is a cost, and the smallest wins',
    diagnosis: 'The class with the smallest logit is read.',
    answer: () => reading((rows) => rows.map((row) => row.indexOf(Math.min(...row)))),
  },
  {
    id: 'predictions-from-1',
    belief: 'the first class is number 1',
    diagnosis: 'The classes are counted from 1 here.',
    answer: () => reading((_, logits) => argmax(logits).map((digit) => digit + 1)),
  },
  {
    id: 'predictions-sure-only',
    belief: 'a class is read when its probability is above ½',
    diagnosis: 'Where no class has more than half of the probability, this reads −1.',
    answer: () =>
      reading((rows) =>
        rows.map((row) => {
          const total = row.reduce((sum, v) => sum + Math.exp(v), 0)
          return row.findIndex((v) => Math.exp(v) / total > 0.5)
        }),
      ),
  },
  {
    id: 'M14',
    belief: 'a piece that is not full is left out',
    diagnosis: 'Images at the end go unread when their number is no multiple of 1000, and fewer than 1000 all do.',
    answer: () => inPieces((images, from, B) => (B < 1000 ? undefined : rowsFrom(images, from * images.shape[1], B))),
  },
  {
    id: 'predictions-first-piece',
    belief: 'the first 1000 images stand for all',
    diagnosis: 'Only the first 1000 images are read.',
    answer: () => inPieces((images, from, B) => (from > 0 ? undefined : rowsFrom(images, 0, B))),
  },
  {
    id: 'predictions-all-at-once',
    belief: 'the images fit into memory, and so does all that is made of them',
    diagnosis:
      'All images go through the network as one batch. A hidden layer of 128 units has 128 numbers for each image of a batch.',
    answer: () => ({
      predictions(chain, images) {
        matrixShape(images, 'predictions')
        return argmax(forward(chain, images))
      },
    }),
  },
  {
    id: 'predictions-same-piece',
    belief: 'a piece begins where the images begin',
    diagnosis: 'All pieces begin with image 0: the first 1000 predictions are right, and then they repeat.',
    answer: () => inPieces((images, _, B) => rowsFrom(images, 0, B)),
  },
  {
    id: 'predictions-offset-of-images',
    belief: 'image n begins at entry n',
    diagnosis:
      'The first piece is right, the second begins within another image: how many entries lie before image 1000?',
    answer: () => inPieces((images, from, B) => rowsFrom(images, from, B)),
  },
  {
    id: 'M07',
    belief: 'test images are centred by their own mean',
    diagnosis: 'The images are changed before they are read, by their own mean: the network was trained on others.',
    answer: () =>
      preparing((row) => {
        const mean = Array.from(row).reduce((sum, v) => sum + v, 0) / row.length
        for (let i = 0; i < row.length; i++) row[i] -= mean
      }),
  },
  {
    id: 'predictions-centred-by-all',
    belief: 'test images are centred by their common mean',
    diagnosis: 'A leak: the mean of all these images is subtracted, so what one is read as depends on the others.',
    answer: () => ({
      predictions(chain, images) {
        const [N, K] = matrixShape(images, 'predictions')
        const mean = new Float64Array(K)
        for (let i = 0; i < N * K; i++) mean[i % K] += images.data[i] / N
        return predictions(chain, { shape: images.shape, data: images.data.map((v, i) => v - mean[i % K]) })
      },
    }),
  },
  {
    id: 'M06',
    belief: 'each image is divided by its own largest pixel',
    diagnosis: 'Each image is scaled by its own largest pixel before it is read: the network was trained on others.',
    answer: () => preparing(stretch),
  },
  {
    id: 'M26',
    belief: 'a network that was evaluated once has its predictions',
    diagnosis: 'The predictions of a network are kept from the first time: when it has learned since, they are old.',
    answer: () => keeping((chain) => chain),
  },
  {
    id: 'predictions-kept-by-images',
    belief: 'images that were read once have their digits',
    diagnosis: 'The predictions for these images are kept from the first time, whatever the network has learned since.',
    answer: () => keeping((_, images) => images.data),
  },
  {
    id: 'predictions-in-place',
    belief: 'the test images may be prepared in place',
    diagnosis: 'The images are not the same afterwards: a second evaluation reads other images.',
    answer: () => preparing(stretch, true),
  },
  {
    id: 'M22',
    belief: '=== compares the entries of two arrays',
    diagnosis: 'This asks whether the two lists are the same array, which they never are.',
    answer: () => sharing((predicted, labels) => (predicted === labels ? 1 : 0)),
  },
  {
    id: 'accuracy-percent',
    belief: 'an accuracy is a percentage',
    diagnosis: 'This is 100 times the share.',
    answer: () => sharing((_, labels, right) => (100 * right) / labels.length),
  },
  {
    id: 'accuracy-errors',
    belief: 'the accuracy is the share of errors',
    diagnosis: 'The predictions that differ from their label are counted here.',
    answer: () => sharing((_, labels, right) => 1 - right / labels.length),
  },
  {
    id: 'accuracy-count',
    belief: 'the accuracy is how many are right',
    diagnosis: 'This is a number of examples, and not yet a share of them.',
    answer: () => sharing((_, __, right) => right),
  },
  {
    id: 'accuracy-of-10000',
    belief: 'there are 10,000 test images',
    diagnosis: 'The number of examples is fixed to 10,000, however many come in.',
    answer: () => sharing((_, __, right) => right / 10000),
  },
  {
    id: 'accuracy-rounded',
    belief: 'two decimals are enough',
    diagnosis: 'The share is rounded to two decimals: a third is not 0.33.',
    answer: () => sharing((_, labels, right) => Math.round((100 * right) / labels.length) / 100),
  },
  {
    id: 'accuracy-anywhere',
    belief: 'a label is right if it is among the predictions',
    diagnosis: 'Each label is looked for in the whole list of predictions, and not at its own place.',
    answer: () =>
      sharing((predicted, labels) => {
        const all = new Set(Array.from(predicted))
        return Array.from(labels).filter((label) => all.has(label)).length / labels.length
      }),
  },
  {
    id: 'accuracy-by-class',
    belief: 'the accuracy is the mean over the classes',
    diagnosis:
      'Each class counts the same here, however many examples it has: look at labels that are not evenly spread.',
    answer: () =>
      sharing((predicted, labels) => {
        const classes = [...new Set(Array.from(labels))]
        const shares = classes.map((k) => {
          const own = Array.from(labels).flatMap((label, n) => (label === k ? [predicted[n]] : []))
          return own.filter((p) => p === k).length / own.length
        })
        return shares.reduce((sum, share) => sum + share, 0) / classes.length
      }),
  },
  {
    id: 'C17',
    belief: 'of no examples none is right',
    diagnosis: 'Without examples this is 0/0: look at what should happen then.',
    answer: () => ({
      accuracy: (predicted, labels) =>
        labels.length === 0 && predicted.length === 0 ? NaN : accuracy(predicted, labels),
    }),
  },
  {
    id: 'accuracy-of-the-shorter',
    belief: 'predictions that are missing do not count',
    diagnosis: 'Another number of predictions than labels is accepted.',
    answer: () => ({
      accuracy(predicted, labels) {
        const N = Math.min(predicted.length, labels.length)
        return accuracy(first(N, predicted), first(N, labels))
      },
    }),
  },
  {
    id: 'accuracy-of-the-labels',
    belief: 'predictions are bad only if some are missing',
    diagnosis: 'More predictions than labels are accepted.',
    answer: () => ({ accuracy: (predicted, labels) => accuracy(first(labels.length, predicted), labels) }),
  },
  {
    id: 'confusion-transposed',
    belief: 'the row is what was read, the column the truth',
    diagnosis: 'Rows and columns have changed places: whose row is it that a 4, read as 9, counts in?',
    answer: () => counting((C, t, p, K) => C.data[p * K + t]++),
  },
  {
    id: 'confusion-marks',
    belief: 'an entry says whether it ever happened',
    diagnosis: 'No entry is ever more than 1: what happens a second time is not counted.',
    answer: () => counting((C, t, p, K) => (C.data[t * K + p] = 1)),
  },
  {
    id: 'confusion-errors-only',
    belief: 'only mistakes are confusion',
    diagnosis: 'The diagonal stays 0: what was read right is not counted.',
    answer: () => counting((C, t, p, K) => (C.data[t * K + p] += t === p ? 0 : 1)),
  },
  {
    id: 'T21',
    belief: 'a row of zeros can be used for all rows',
    diagnosis: 'All rows are the same row: what is counted in one is counted in each.',
    answer: () => ({
      confusion(predicted, labels, K) {
        checkClasses(predicted, labels, K)
        const rows: number[][] = Array.from<number[]>({ length: K }).fill(Array.from({ length: K }, () => 0))
        for (let n = 0; n < labels.length; n++) rows[labels[n]][predicted[n]]++
        return tensor([K, K], rows.flat())
      },
    }),
  },
  {
    id: 'T23',
    belief: 'there are as many classes as the largest label says',
    diagnosis:
      'The size comes from the labels here: without the last class among them, a row and a column are missing.',
    answer: () => ({
      confusion(predicted, labels, K) {
        checkClasses(predicted, labels, K)
        const most = Math.max(0, ...new Set([...Array.from(labels), ...Array.from(predicted)]))
        return confusion(predicted, labels, most + 1)
      },
    }),
  },
  {
    id: 'confusion-shares',
    belief: 'a row holds shares, which sum to 1',
    diagnosis: 'Each row is divided by its sum: these are shares, and not how often it happened.',
    answer: () =>
      recounting((count, t, labels) => count / (Array.from(labels).filter((label) => label === t).length || 1)),
  },
  {
    id: 'confusion-bytes',
    belief: 'a count fits into a byte',
    diagnosis: 'Counts end at 255, and the next one is 0 again: what is counted in has one byte for each entry.',
    answer: () => recounting((count) => count % 256),
  },
  {
    id: 'confusion-of-the-labels',
    belief: 'predictions are bad only if some are missing',
    diagnosis: 'More predictions than labels are accepted.',
    answer: () => ({ confusion: (predicted, labels, K) => confusion(first(labels.length, predicted), labels, K) }),
  },
  {
    id: 'confusion-fractions',
    belief: 'a class from 0 to K − 1 is one of the K',
    diagnosis: 'A class of 0.5 is accepted, and so is NaN: they are not below 0 and not above K − 1.',
    answer: () => ({
      confusion(predicted, labels, K) {
        const isWhole = (n: number): boolean => [labels[n], predicted[n]].every((k) => !(Number.isNaN(k) || k % 1))
        const whole = Array.from(labels, (_, n) => n).filter(isWhole)
        if (predicted.length !== labels.length) checkClasses(predicted, labels, K)
        return confusion(
          whole.map((n) => predicted[n]),
          whole.map((n) => labels[n]),
          K,
        )
      },
    }),
  },
  {
    id: 'confusion-unchecked',
    belief: 'predictions and labels are always classes',
    diagnosis: 'A class outside 0 … K − 1 is counted in another row, or lost.',
    answer: () => checkingOnly(() => {}),
  },
  {
    id: 'confusion-predictions-checked',
    belief: 'labels come from a file, and are right',
    diagnosis: 'Predictions are checked, labels are not: one outside 0 … K − 1 is counted in another row, or lost.',
    answer: () => checkingOnly((_label, prediction, n, K) => checkLabel(prediction, n, K, 'confusion')),
  },
  {
    id: 'confusion-labels-checked',
    belief: 'predictions are our own, and are right',
    diagnosis: 'Labels are checked, predictions are not: one outside 0 … K − 1 is counted in another row, or lost.',
    answer: () => checkingOnly((label, _prediction, n, K) => checkLabel(label, n, K, 'confusion')),
  },
]

/** the right counts, after a check of lengths and one of the classes of each example */
function checkingOnly(check: (label: number, prediction: number, n: number, K: number) => void): Answer<typeof kata> {
  return counting(
    (C, t, p, K) => C.data[t * K + p]++,
    (predicted, labels, K) => {
      if (predicted.length !== labels.length) checkClasses(predicted, labels, K)
      for (let n = 0; n < labels.length; n++) check(labels[n], predicted[n], n, K)
    },
  )
}

function first(N: number, values: Labels): number[] {
  return Array.from(values).slice(0, N)
}

function matrixOf(rows: number[][]): Tensor {
  return tensor([rows.length, rows[0].length], rows.flat())
}
