import type * as kata from '#kata/6-mnist/2-batches.ts'
import { type Examples, scale, shuffle, take } from '#kata/6-mnist/2-batches.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import { type Random, createRandom } from '#lib/random'
import { type Tensor, ValueError, tensor } from '#lib/tensor'
import { checkExamples, checkIndex, scaling, swapping, taking, upTo } from '../../answer-parts/6-mnist.ts'

function largest(bytes: Uint8Array): number {
  return bytes.reduce((most, byte) => Math.max(most, byte), 1)
}

function average(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length
}

/** a wrong shuffle, and the batches that are made with it */
function shuffling(order: typeof kata.shuffle, ofFile = upTo): Answer<typeof kata> {
  return {
    shuffle: order,
    ...grouping((count, size, rng) => groups(rng ? order(count, rng) : ofFile(count), size)),
  }
}

function twoBytes(index: number): number {
  return index % 2 ** 16
}

function* groups(order: Uint32Array, size: number): Generator<Uint32Array, void> {
  for (let from = 0; from < order.length; from += size) yield order.subarray(from, from + size)
}

type Epoch = (count: number, size: number, rng: Random | null) => Iterable<Uint32Array>

const right: Epoch = (count, size, rng) => groups(ordered(count, rng), size)

/** batches after the right check of their size, or after another */
function grouping(epoch: Epoch, check = checkSize): Answer<typeof kata> {
  return {
    *batches(count, size, rng) {
      check(size)
      yield* epoch(count, size, rng)
    },
  }
}

function checkSize(size: number): void {
  if (!Number.isInteger(size) || size < 1) throw new ValueError(`batches wants a size of at least 1, but got ${size}.`)
}

function ordered(count: number, rng: Random | null): Uint32Array {
  return rng ? shuffle(count, rng) : upTo(count)
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'M04',
    belief: 'the bytes are numbers already',
    diagnosis: 'The bytes are taken as they are, from 0 to 255: steps of the same rate are 65,025 times as long.',
    answer: () => scaling((byte) => byte),
  },
  {
    id: 'M05',
    belief: 'the quotient fits where the byte was',
    diagnosis:
      'Everything is 0 or 1 here: the quotients went through an array of bytes, which holds whole numbers only.',
    answer: () => scaling((byte) => Uint8Array.of(byte / 255)[0]),
  },
  {
    id: 'M06',
    belief: 'each image is divided by its own largest byte',
    diagnosis: 'Each image has a divisor of its own, its darkest pixel: a pale digit and a dark one come out the same.',
    answer: () => scaling((byte, image) => byte / largest(image)),
  },
  {
    id: 'M07',
    belief: 'pixels are centred and divided by their deviation, from these very images',
    diagnosis:
      'A leak: mean and deviation are those of the given images. For test images they come from the test images.',
    answer: () => ({
      scale(images) {
        const { data, shape } = scale(images)
        const mean = average(Array.from(data))
        const deviation = Math.sqrt(average(Array.from(data, (v) => (v - mean) ** 2))) || 1
        return { shape, data: data.map((v) => (v - mean) / deviation) }
      },
    }),
  },
  {
    id: 'M03',
    belief: 'a row of the matrix reads its image column by column',
    diagnosis: 'Each image is read down its columns: the row of the matrix has the right numbers in another order.',
    answer: () => ({
      scale(images) {
        const { rows, columns } = images
        const { data, shape } = scale(images)
        const turned = data.map((_, i) => {
          const [image, at] = [Math.floor(i / (rows * columns)), i % (rows * columns)]
          return data[image * rows * columns + (at % rows) * columns + Math.floor(at / rows)]
        })
        return { shape, data: turned }
      },
    }),
  },
  {
    id: 'scale-darkest',
    belief: 'the largest byte that occurs becomes 1',
    diagnosis: 'A leak: the divisor is the largest byte of the given images. Among the test images it is one of those.',
    answer: () => scaling((byte, _, { pixels }) => byte / largest(pixels)),
  },
  {
    id: 'scale-in-place',
    belief: 'the quotients may be written back into the bytes',
    diagnosis:
      'The quotients are written back into the bytes, which hold whole numbers only: of most of them 0 is left.',
    answer: () => ({
      scale({ count, rows, columns, pixels }) {
        for (let i = 0; i < pixels.length; i++) pixels[i] /= 255
        return { shape: [count, rows * columns], data: Float32Array.from(pixels) }
      },
    }),
  },
  {
    id: 'scale-256',
    belief: 'a byte has 256 values, so they are divided by 256',
    diagnosis: 'A byte of 255 becomes 0.9961 here: look at the divisor.',
    answer: () => scaling((byte) => byte / 256),
  },
  {
    id: 'scale-around-zero',
    belief: 'numbers for a network lie around 0, from −1 to 1',
    diagnosis: 'The paper becomes −1 here, and the ink 1: look at the interval that is asked for.',
    answer: () => scaling((byte) => byte / 127.5 - 1),
  },
  {
    id: 'scale-inverted',
    belief: '255 is white',
    diagnosis: 'Paper and ink have changed places: a byte of 0 becomes 1.',
    answer: () => scaling((byte) => 1 - byte / 255),
  },
  {
    id: 'scale-columns',
    belief: 'each image is a column, as in W·x',
    diagnosis: 'The images are columns of the matrix here. In this house examples are rows.',
    answer: () => ({
      scale(images) {
        const { data, shape } = scale(images)
        const [N, K] = shape
        return { shape: [K, N], data: data.map((_, i) => data[(i % N) * K + Math.floor(i / N)]) }
      },
    }),
  },
  {
    id: 'scale-float64',
    belief: 'numbers are float64 unless one says otherwise',
    diagnosis: 'The numbers are right, but they take 8 bytes each: look at the dtype that is asked for.',
    answer: () => ({
      scale: (images) =>
        tensor(
          scale(images).shape,
          Array.from(images.pixels, (v) => v / 255),
        ),
    }),
  },
  {
    id: 'M11',
    belief: 'sorting by coin tosses shuffles',
    diagnosis: 'Some orders come far more often than others, as with a sort whose comparison is random.',
    answer: () => shuffling((n, rng) => Uint32Array.from([...upTo(n)].sort(() => rng() - 0.5))),
  },
  {
    id: 'M11-typed',
    belief: 'sorting by coin tosses shuffles, a typed array too',
    diagnosis: 'Some orders come far more often than others, as with a sort whose comparison is random.',
    answer: () => shuffling((n, rng) => upTo(n).sort(() => rng() - 0.5)),
  },
  {
    id: 'shuffle-rounds',
    belief: 'Math.round(rng() · i) is each of 0 … i equally often',
    diagnosis:
      'Some orders come twice as often as others, as when a random number is rounded: 0 and i get half as much of the interval as the others.',
    answer: () => shuffling(swapping((i, _, rng) => Math.round(rng() * i))),
  },
  {
    id: 'shuffle-with-any',
    belief: 'each entry changes places with any of them',
    diagnosis:
      'Some orders come a little too often, as when each entry is swapped with one of all n: nⁿ ways, n! orders.',
    answer: () => shuffling(swapping((_, n, rng) => Math.floor(rng() * n))),
  },
  {
    id: 'shuffle-with-any-down',
    belief: 'each entry from the last to the second changes places with any of them',
    diagnosis:
      'Some orders come twice as often as others, as when entries are swapped with any of all n: which ones are left to draw from?',
    answer: () => shuffling(swapping((i, n, rng) => (i > 0 ? Math.floor(rng() * n) : 0))),
  },
  {
    id: 'shuffle-never-itself',
    belief: 'entry i changes places with an entry before it',
    diagnosis: 'No entry ever stays where it was: look at the largest partner that an entry can have.',
    answer: () => shuffling(swapping((i, _, rng) => Math.floor(rng() * i))),
  },
  {
    id: 'shuffle-never-the-last',
    belief: 'the partner is one of the first n − 1',
    diagnosis: 'The last entry never stays where it was: look at the largest partner that it can have.',
    answer: () => shuffling(swapping((i, n, rng) => (i > 0 ? Math.floor(rng() * (n - 1)) : 0))),
  },
  {
    id: 'shuffle-one-number',
    belief: 'one random number is enough for a shuffle',
    diagnosis: 'Some orders never come: how many random numbers does one shuffle read?',
    answer: () =>
      shuffling((n, rng) => {
        const r = rng()
        return swapping((i) => Math.floor(r * (i + 1)))(n, rng)
      }),
  },
  {
    id: 'shuffle-cut',
    belief: 'to begin at a random place is to shuffle',
    diagnosis:
      'Each index is always followed by the next one, as after cutting a deck of cards: only the beginning is random.',
    answer: () =>
      shuffling((n, rng) => {
        const from = Math.floor(rng() * n)
        return upTo(n).map((i) => (from + i) % n)
      }),
  },
  {
    id: 'M10',
    belief: 'a swap is two assignments',
    diagnosis: 'Some indices are lost and others are there twice: follow the two entries of one swap.',
    answer: () =>
      shuffling((n, rng) => {
        const order = upTo(n)
        for (let i = n - 1; i > 0; i--) {
          const j = Math.floor(rng() * (i + 1))
          order[i] = order[j]
          order[j] = order[i]
        }
        return order
      }),
  },
  {
    id: 'M13',
    belief: 'n random indices are a random order',
    diagnosis: 'Each place draws an index by itself, so some come twice and others never.',
    answer: () => shuffling((n, rng) => Uint32Array.from({ length: n }, () => Math.floor(rng() * n))),
  },
  {
    id: 'order-of-two-bytes',
    belief: 'two bytes are enough for an index',
    diagnosis: 'Indices from 65,536 on begin at 0 again: how many bytes has each entry of the order?',
    answer: () =>
      shuffling(
        (n, rng) => Uint32Array.from(shuffle(n, rng), twoBytes),
        (n) => Uint32Array.from(upTo(n), twoBytes),
      ),
  },
  {
    id: 'shuffle-math-random',
    belief: 'Math.random is as good as rng',
    diagnosis: 'The same seed gives another order each time: the randomness comes from somewhere else than rng.',
    answer: () => shuffling(swapping((i) => Math.floor(Math.random() * (i + 1)))),
  },
  {
    id: 'shuffle-goes-on',
    belief: 'an order that is shuffled once more is as random as one from the beginning',
    diagnosis:
      'The order of the last shuffle is kept, and shuffled on: the same seed gives another order the second time.',
    keeps: true,
    answer: () => {
      const kept = new Map<number, Uint32Array>()
      return shuffling((n, rng) => {
        const order = kept.get(n) ?? upTo(n)
        kept.set(
          n,
          shuffle(n, rng).map((i) => order[i]),
        )
        return kept.get(n)?.slice() ?? order
      })
    },
  },
  {
    id: 'shuffle-ends-early',
    belief: 'the loop runs while i > 1',
    diagnosis: 'Some orders never come: which is the last pair of entries that is ever exchanged?',
    answer: () => shuffling(swapping((i, _, rng) => (i > 1 ? Math.floor(rng() * (i + 1)) : i))),
  },
  {
    id: 'shuffle-coarse-keys',
    belief: 'sorting by random keys shuffles, whole numbers below n for example',
    diagnosis: 'Two entries with the same key keep their order: how many different keys are there?',
    answer: () =>
      shuffling((n, rng) => {
        const keys = Array.from({ length: n }, () => Math.floor(rng() * n))
        return Uint32Array.from([...upTo(n)].sort((i, j) => keys[i] - keys[j]))
      }),
  },
  {
    id: 'batches-of-even-size',
    belief: 'batches should be about equally long',
    diagnosis: 'There are as many batches as there should be, but the rest is shared out among all of them.',
    answer: () =>
      grouping((count, size, rng) => {
        const [order, many] = [ordered(count, rng), Math.ceil(count / size)]
        const at = (i: number): number => Math.floor((i * count) / many)
        return Array.from({ length: many }, (_, i) => order.subarray(at(i), at(i + 1)))
      }),
  },
  {
    id: 'take-in-order-of-the-file',
    belief: 'the indices say which examples are taken, and not in which order',
    diagnosis: 'The examples come in the order of the file. In which order do the indices stand?',
    answer: () => ({
      take: (examples, rows) =>
        take(
          examples,
          Array.from(rows).sort((a, b) => a - b),
        ),
    }),
  },
  {
    id: 'M08',
    belief: 'the order of the file is as good as any',
    diagnosis: 'The indices come in the order of the file, with or without rng.',
    answer: () => grouping((count, size) => groups(upTo(count), size)),
  },
  {
    id: 'M14',
    belief: 'a batch that is not full is left out',
    diagnosis: 'The last examples are missing when count is no multiple of size: only full batches come.',
    answer: () => grouping((count, size, rng) => [...right(count, size, rng)].filter((group) => group.length === size)),
  },
  {
    id: 'batches-all-full',
    belief: 'every batch has `size` entries',
    diagnosis: 'The last batch is as long as the others, and what it lacks was read past the end of the order.',
    answer: () =>
      grouping((count, size, rng) => {
        const order = ordered(count, rng)
        return Array.from({ length: Math.ceil(count / size) }, (_, k) =>
          Uint32Array.from({ length: size }, (_, i) => order[k * size + i]),
        )
      }),
  },
  {
    id: 'batches-empty-last',
    belief: 'the loop goes on while from <= count',
    diagnosis: 'When count is a multiple of size, an empty batch comes at the end.',
    answer: () =>
      grouping(function* (count, size, rng) {
        const order = ordered(count, rng)
        for (let from = 0; from <= count; from += size) yield order.subarray(from, from + size)
      }),
  },
  {
    id: 'M15',
    belief: 'each epoch is shuffled from the same seed',
    diagnosis: 'All epochs have the same order: the randomness begins anew in each.',
    answer: () => grouping((count, size, rng) => right(count, size, rng && createRandom(1))),
  },
  {
    id: 'batches-shuffled-within',
    belief: 'each batch of the file is shuffled',
    diagnosis: 'The order changes within each batch, but the first batch always has the first examples of the file.',
    answer: () =>
      grouping((count, size, rng) =>
        Array.from(groups(upTo(count), size), (group) =>
          rng ? shuffle(group.length, rng).map((i) => group[i]) : group,
        ),
      ),
  },
  {
    id: 'batches-shuffled-whole',
    belief: 'the batches of the file come in random order',
    diagnosis: 'The batches come in random order, but each has neighbours of the file in it.',
    answer: () =>
      grouping((count, size, rng) => {
        const all = [...groups(upTo(count), size)]
        return rng ? Array.from(shuffle(all.length, rng), (k) => all[k]) : all
      }),
  },
  {
    id: 'batches-so-many',
    belief: 'size is the number of batches',
    diagnosis: 'So many batches come as each of them should have examples.',
    answer: () => grouping((count, size, rng) => right(count, Math.max(1, Math.ceil(count / size)), rng)),
  },
  {
    id: 'batches-unchecked',
    belief: 'the caller knows how large batches can be',
    diagnosis: 'Any size is accepted: with 0 the batches are empty and never end.',
    answer: () => grouping(right, () => {}),
  },
  {
    id: 'batches-fraction',
    belief: 'a bad size is one below 1',
    diagnosis: 'A size of 1.5 is accepted.',
    answer: () =>
      grouping(
        (count, size, rng) => right(count, Math.floor(size), rng),
        (size) => checkSize(size >= 1 ? Math.floor(size) : size),
      ),
  },
  {
    id: 'batches-nan',
    belief: 'a bad size is one below 1, or one with a remainder',
    diagnosis: 'NaN and ∞ are accepted for a size: no comparison with NaN is true, and ∞ % 1 is NaN.',
    answer: () => grouping(right, (size) => (size < 1 || size % 1 ? checkSize(size) : undefined)),
  },
  {
    id: 'batches-infinite',
    belief: '∞ is a whole number',
    diagnosis: '∞ is accepted for a size. Rounding down does not change it: is it a whole number for that?',
    answer: () => grouping(right, (size) => (size >= 1 && size === Math.floor(size) ? undefined : checkSize(size))),
  },
  {
    id: 'M09',
    belief: 'images and labels are brought into order separately',
    diagnosis: 'The images follow the indices, the labels do not: each image has the label of another.',
    answer: () => taking({ label: ({ n }) => n }),
  },
  {
    id: 'take-first-images',
    belief: 'the first images belong to the labels that were asked for',
    diagnosis: 'The labels follow the indices, the images do not: they are the first ones of the file.',
    answer: () => taking({ image: ({ n }) => n }),
  },
  {
    id: 'M12',
    belief: 'the label of an example says where its image is',
    diagnosis: 'Labels are used as indices of images: with ten classes, at most ten images are ever seen.',
    answer: () => taking({ image: ({ row, labels }) => labels[row] }),
  },
  {
    id: 'take-neighbours',
    belief: 'the images of a batch stand next to each other',
    diagnosis: 'From the first index on the images are read in the order of the file: the other indices go unused.',
    answer: () => taking({ image: ({ n, first }) => first + n }),
  },
  {
    id: 'take-each-once',
    belief: 'an index comes once',
    diagnosis: 'An index that is there twice is taken once: the result is shorter than the list of indices.',
    answer: () => ({ take: (examples, rows) => take(examples, [...new Set(Array.from(rows))]) }),
  },
  {
    id: 'take-in-place',
    belief: 'the images of a batch may be moved to the front',
    diagnosis: 'The images that were handed in are overwritten: what an epoch has moved, the next one reads.',
    answer: () => ({
      take(all, rows) {
        const [N, K] = checkExamples(all)
        const { data } = all.images
        const labels = Uint8Array.from(rows, (row) => all.labels[row])
        for (let n = 0; n < rows.length; n++) {
          checkIndex(rows[n], n, N)
          data.copyWithin(n * K, rows[n] * K, rows[n] * K + K)
        }
        return { images: { shape: [rows.length, K], data: data.subarray(0, rows.length * K) }, labels }
      },
    }),
  },
  {
    id: 'take-float64',
    belief: 'numbers are float64 unless one says otherwise',
    diagnosis: 'Images that come in float32 leave in float64.',
    answer: () => ({
      take(all, rows) {
        const { images, labels } = take(all, rows)
        return { images: { shape: images.shape, data: Float64Array.from(images.data) }, labels }
      },
    }),
  },
  {
    id: 'take-unchecked',
    belief: 'only indices that are there are asked for',
    diagnosis: 'Indices outside 0 … N − 1 pass, and give images of zeros.',
    answer: () => refusing(() => false),
  },
  {
    id: 'take-checked-above',
    belief: 'a bad index is one that is too large',
    diagnosis: 'Negative indices pass, and fractions too: only those that are too large are refused.',
    answer: () => refusing((row, N) => row >= N),
  },
  {
    id: 'take-checked-below',
    belief: 'a bad index is a negative one, or a fraction',
    diagnosis: 'Indices from N on pass: only negative ones and fractions are refused.',
    answer: () => refusing((row) => row < 0 || row % 1 !== 0),
  },
  {
    id: 'take-negative',
    belief: 'a bad index is too large, or a fraction',
    diagnosis: 'Negative indices pass: only those that are too large and fractions are refused.',
    answer: () => refusing((row, N) => row >= N || row % 1 !== 0),
  },
  {
    id: 'take-fractions',
    belief: 'an index from 0 to N − 1 is one of the file',
    diagnosis: 'Fractions pass: 0.5 lies between 0 and N − 1 too.',
    answer: () => refusing((row, N) => row < 0 || row >= N),
  },
  {
    id: 'take-any-labels',
    belief: 'there are as many labels as images',
    diagnosis: 'Another number of labels than images is accepted.',
    answer: () => ({ take: ({ images, labels }, rows) => take({ images, labels: fitted(labels, images) }, rows) }),
  },
  {
    id: 'take-more-labels',
    belief: 'labels are bad only if some are missing',
    diagnosis: 'More labels than images are accepted.',
    answer: () => ({
      take({ images, labels }, rows) {
        checkExamples({ images, labels: labels.length < images.shape[0] ? labels : fitted(labels, images) })
        return take({ images, labels: fitted(labels, images) }, rows)
      },
    }),
  },
]

/** take, where only those indices are refused */
function refusing(isRefused: (row: number, N: number) => boolean): Answer<typeof kata> {
  return taking({
    check: (row, n, N) => {
      if (isRefused(row, N)) throw new ValueError(`take wants indices from 0 to ${N - 1}, but index ${n} is ${row}.`)
    },
  })
}

/** as many labels as images */
function fitted(labels: Examples['labels'], images: Tensor): number[] {
  return Array.from({ length: images.shape[0] }, (_, n) => labels[n])
}
