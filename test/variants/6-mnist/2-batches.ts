import type * as kata from '#kata/6-mnist/2-batches.ts'
import { take as reference, shuffle } from '#kata/6-mnist/2-batches.ts'
import type { Answer, Variant } from '#lib/judge/diagnose/answers'
import { ShapeError, ValueError, zeros } from '#lib/tensor'
import { checkExamples, checkIndex, upTo } from '../../answer-parts/6-mnist.ts'

/** a right shuffle, and batches of it */
function shuffling(order: typeof kata.shuffle): Answer<typeof kata> {
  return {
    shuffle: order,
    *batches(count, size, rng) {
      checkSize(size)
      const all = rng === null ? upTo(count) : order(count, rng)
      for (let k = 0; k * size < count; k++) yield all.slice(k * size, Math.min(count, (k + 1) * size))
    },
  }
}

function checkSize(size: number): void {
  if (Number.isSafeInteger(size) && size > 0) return
  throw new ValueError(`The size of a batch should be a whole number from 1 on, and it is ${size}.`)
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'from-the-front',
    how: 'Fisher and Yates from the first place to the last',
    answer: () =>
      shuffling((n, rng) => {
        const order = upTo(n)
        for (let i = 0; i < n - 1; i++) {
          const j = i + Math.floor(rng() * (n - i))
          ;[order[i], order[j]] = [order[j], order[i]]
        }
        return order
      }),
  },
  {
    id: 'inside-out',
    how: 'each index is put in at a random place, and what was there goes to the end',
    answer: () =>
      shuffling((n, rng) => {
        const order = new Uint32Array(n)
        for (let i = 0; i < n; i++) {
          const j = Math.floor(rng() * (i + 1))
          order[i] = order[j]
          order[j] = i
        }
        return order
      }),
  },
  {
    id: 'sorted-keys',
    how: 'each index gets a random number of its own, and is sorted by it',
    answer: () =>
      shuffling((n, rng) => {
        const keys = Array.from({ length: n }, rng)
        return upTo(n).sort((a, b) => keys[a] - keys[b])
      }),
  },
  {
    id: 'drawn-from-a-hat',
    how: 'one index after the other is taken out of those that are left',
    answer: () =>
      shuffling((n, rng) => {
        const left = Array.from(upTo(n))
        return Uint32Array.from({ length: n }, () => left.splice(Math.floor(rng() * left.length), 1)[0])
      }),
  },
  {
    id: 'all-batches-first',
    how: 'all batches of an epoch in one list, handed out one by one',
    answer: () => ({
      *batches(count, size, rng) {
        checkSize(size)
        const order = rng ? shuffle(count, rng) : upTo(count)
        const groups: Uint32Array[] = []
        order.forEach((index, i) => {
          const k = Math.floor(i / size)
          groups[k] = Uint32Array.of(...(groups[k] ?? []), index)
        })
        yield* groups
      },
    }),
  },
  {
    id: 'entry-by-entry',
    how: 'scale with a factor, take with two loops, labels in a plain array',
    answer: () => ({
      scale({ count, rows, columns, pixels }) {
        return { shape: [count, rows * columns], data: Float32Array.from(pixels, (byte) => byte * (1 / 255)) }
      },
      take({ images, labels }, rows) {
        const [N, K] = images.shape
        if (labels.length !== N) throw new ShapeError('take', `${N} labels`, [{ shape: [labels.length] }])
        const bad = Array.from(rows).findIndex((row) => !Number.isInteger(row) || row < 0 || row >= N)
        if (bad >= 0) throw new ValueError(`There is no image ${rows[bad]}, only those up to ${N - 1}.`)
        const x = zeros([rows.length, K], images)
        for (let n = 0; n < rows.length; n++)
          for (let i = 0; i < K; i++) x.data[n * K + i] = images.data[rows[n] * K + i]
        return { images: x, labels: Array.from(rows, (row) => labels[row]) }
      },
    }),
  },

  {
    id: 'frozen',
    how: 'scale and take return frozen records, and a batch is a copy of its part of the order',
    answer: () => ({
      scale({ count, rows, columns, pixels }) {
        const data = new Float32Array(pixels.length)
        pixels.forEach((byte, i) => (data[i] = byte / 255))
        return Object.freeze({ shape: Object.freeze([count, rows * columns]), data })
      },
      ...shuffling(shuffle),
      take(examples, rows) {
        const { images, labels } = reference(examples, rows)
        return Object.freeze({ images: Object.freeze({ ...images }), labels: Object.freeze(Array.from(labels)) })
      },
    }),
  },
  {
    id: 'class',
    how: 'the examples that were taken are an object of a class, and its images are copied when they are read',
    answer: () => ({
      take(examples, rows) {
        const { images, labels } = reference(examples, rows)
        return new (class {
          get images() {
            return { shape: [...images.shape], data: images.data.slice() }
          }
          get labels() {
            return labels
          }
        })()
      },
    }),
  },
  {
    id: 'growing-batch',
    how: 'a batch grows until it is full; scale looks up 256 quotients; take goes column by column',
    answer: () => ({
      scale({ count, rows, columns, pixels }) {
        const quotients = Array.from({ length: 256 }, (_, byte) => byte / 255)
        const x = zeros([count, rows * columns], 'float32')
        pixels.forEach((byte, i) => (x.data[i] = quotients[byte]))
        return x
      },
      *batches(count, size, rng) {
        checkSize(size)
        let batch: number[] = []
        for (const index of rng ? shuffle(count, rng) : upTo(count)) {
          if (batch.push(index) < size) continue
          yield new Uint32Array(batch)
          batch = []
        }
        if (batch.length > 0) yield new Uint32Array(batch)
      },
      take(examples, rows) {
        const [N, K] = checkExamples(examples)
        const list = Array.from(rows)
        list.forEach((row, n) => checkIndex(row, n, N))
        const x = zeros([list.length, K], examples.images)
        for (let i = 0; i < K; i++) list.forEach((row, n) => (x.data[n * K + i] = examples.images.data[row * K + i]))
        return { images: x, labels: list.map((row) => examples.labels[row]) }
      },
    }),
  },
  {
    id: 'pile',
    how: 'a batch is cut off the front of a pile; swaps in a plain list; take joins rows to one list',
    answer: () => {
      const deal: typeof kata.shuffle = (n, rng) => {
        const cards = [...Array(n).keys()]
        for (let left = n; left > 1; left--) {
          const drawn = Math.trunc(rng() * left)
          ;[cards[left - 1], cards[drawn]] = [cards[drawn], cards[left - 1]]
        }
        return new Uint32Array(cards)
      }
      return {
        shuffle: deal,
        *batches(count, size, rng) {
          checkSize(size)
          const pile = Array.from(rng ? deal(count, rng) : upTo(count))
          while (pile.length > 0) yield Uint32Array.from(pile.splice(0, size))
        },
        take(examples, rows) {
          const [N, K] = checkExamples(examples)
          const list = Array.from(rows)
          const odd = list.find((row) => !(row in examples.labels) || row >= N)
          if (odd !== undefined) throw new ValueError(`The examples end before ${odd}: there are ${N}.`)
          const pixels = list.flatMap((row) => Array.from(examples.images.data.subarray(row * K, row * K + K)))
          const x = zeros([list.length, K], examples.images)
          x.data.set(pixels)
          return { images: x, labels: Float64Array.from(list, (row) => examples.labels[row]) }
        },
      }
    },
  },
]
