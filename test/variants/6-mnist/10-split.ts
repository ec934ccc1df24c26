import type * as kata from '#kata/6-mnist/10-split.ts'
import { type Examples, shuffle } from '#kata/6-mnist/2-batches.ts'
import { split as reference } from '#kata/6-mnist/10-split.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, ValueError, zeros } from '#lib/tensor'
import { upTo } from '../../answer-parts/6-mnist.ts'
import { checkShare, splitting } from '../../answer-parts/split.ts'

/** the rows of these numbers, entry by entry, and their labels in a plain list */
function pick({ images, labels }: Examples, rows: readonly number[]): Examples {
  const P = images.shape[1]
  const x = zeros([rows.length, P], images)
  rows.forEach((row, n) => {
    for (let i = 0; i < P; i++) x.data[n * P + i] = images.data[row * P + i]
  })
  return { images: x, labels: rows.map((row) => labels[row]) }
}

function checkLabels({ images, labels }: Examples): void {
  if (labels.length !== images.shape[0])
    throw new ShapeError('split', 'a label per image', [{ shape: [labels.length] }])
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'end-of-the-order',
    how: 'the last entries of a random order are held out, and both parts are in the order of the file',
    answer: () =>
      splitting(({ N, V, rng }) => {
        const order = Array.from(shuffle(N, rng))
        const held = new Set(order.slice(N - V))
        return [order.filter((n) => !held.has(n)).toSorted((a, b) => a - b), [...held].toSorted((a, b) => a - b)]
      }),
  },
  {
    id: 'selection-sampling',
    how: 'one pass over the file: an example is held out with probability (still needed) / (still left)',
    answer: () => ({
      split(examples, share, rng) {
        checkLabels(examples)
        let needed = checkShare(examples, share)
        const [N] = examples.images.shape
        const [learnt, held]: number[][] = [[], []]
        for (let n = 0; n < N; n++) {
          const isHeld = rng() * (N - n) < needed
          if (isHeld) needed--
          ;(isHeld ? held : learnt).push(n)
        }
        return { training: pick(examples, learnt), validation: pick(examples, held) }
      },
    }),
  },
  {
    id: 'reservoir',
    how: 'a reservoir of V numbers, in which later examples take the place of earlier ones',
    answer: () =>
      splitting(({ N, V, rng }) => {
        const held = Array.from(upTo(V))
        for (let n = V; n < N; n++) {
          const at = Math.floor(rng() * (n + 1))
          if (at < V) held[at] = n
        }
        const isHeld = new Set(held)
        return [Array.from(upTo(N)).filter((n) => !isHeld.has(n)), held]
      }),
  },
  {
    id: 'random-keys',
    how: 'each example gets a random number, and those with the smallest are held out',
    answer: () =>
      splitting(({ N, V, rng }) => {
        const keys = Float64Array.from({ length: N }, rng)
        const order = Array.from(upTo(N)).sort((a, b) => keys[a] - keys[b])
        return [order.slice(V), order.slice(0, V)]
      }),
  },
  {
    id: 'mask',
    how: 'drawn again where an example is held out already, until V of them are marked',
    answer: () =>
      splitting(({ N, V, rng }) => {
        const isHeld = new Uint8Array(N)
        for (let left = V; left > 0;) {
          const n = Math.floor(rng() * N)
          if (isHeld[n] === 1) continue
          isHeld[n] = 1
          left--
        }
        const rows = Array.from(upTo(N))
        return [rows.filter((n) => isHeld[n] === 0), rows.filter((n) => isHeld[n] === 1)]
      }),
  },
  {
    id: 'frozen',
    how: 'frozen records, typed labels; the mean in one pass that corrects itself; the lowest loss by reduce',
    answer: () => ({
      split(examples, share, rng) {
        const { training, validation } = reference(examples, share, rng)
        return Object.freeze({ training: Object.freeze(training), validation: Object.freeze(validation) })
      },
      center({ training, validation }) {
        const [T, P] = training.images.shape
        if (T < 1) throw new ValueError('The mean of no images is not defined.')
        if (validation.images.shape[1] !== P)
          throw new ShapeError('center', 'equal pixels', [training.images, validation.images])
        const mean = new Float64Array(P)
        for (let n = 0; n < T; n++)
          for (let i = 0; i < P; i++) mean[i] += (training.images.data[n * P + i] - mean[i]) / (n + 1)
        const moved = ({ images, labels }: Examples): Examples =>
          Object.freeze({ images: shifted(images, mean), labels: Uint32Array.from(labels) })
        return Object.freeze({ training: moved(training), validation: moved(validation) })
      },
      bestEpoch({ validation }) {
        if (validation.length < 1) throw new ValueError('There is no epoch to choose from.')
        const lowest = validation.reduce((least, loss) => Math.min(least, loss))
        return validation.indexOf(lowest)
      },
    }),
  },
  {
    id: 'getters',
    how: 'the parts are objects of a class; sums column by column; the epochs sorted by their loss',
    answer: () => ({
      split(examples, share, rng) {
        const { training, validation } = reference(examples, share, rng)
        return new (class {
          get training() {
            return training
          }
          get validation() {
            return validation
          }
        })()
      },
      center({ training, validation }) {
        const [a, b] = [training.images, validation.images]
        const [T, P] = a.shape
        if (T === 0) throw new ValueError('No image, no mean.')
        if (b.shape[1] !== P) throw new ShapeError('center', 'equal columns', [a, b])
        const mean = Float64Array.from({ length: P }, (_, i) => {
          let sum = 0
          for (let n = 0; n < T; n++) sum += a.data[n * P + i]
          return sum / T
        })
        return {
          training: { images: shifted(a, mean), labels: [...Array.from(training.labels)] },
          validation: { images: shifted(b, mean), labels: [...Array.from(validation.labels)] },
        }
      },
      bestEpoch({ validation }) {
        if (validation.length === 0) throw new ValueError('bestEpoch of nothing')
        const order = [...validation.keys()].sort((d, e) => validation[d] - validation[e] || d - e)
        return order[0]
      },
    }),
  },
]

function shifted({ shape, data }: Tensor, mean: Float64Array): Tensor {
  const [N, P] = shape
  const y = zeros([N, P], { shape, data })
  for (let n = 0; n < N; n++) for (let i = 0; i < P; i++) y.data[n * P + i] = data[n * P + i] - mean[i]
  return y
}
