import fc from 'fast-check'
import * as kata from '#kata/6-mnist/2-batches.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given, labels } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { createRandom } from '#lib/random'
import { type Tensor, ShapeError, ValueError, float32, matrix, zeros } from '#lib/tensor'
import { filled, functionLaws } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'

const { batches, scale, shuffle, take } = checkResults(kata, {
  batches: returns('count, size, rng', kind.steps('batch', kind.numbers)),
  scale: returns('images', kind.tensor),
  shuffle: returns('n, rng', kind.numbers),
  take: returns('examples, rows', kind.examples),
})

const whole = (min: number, max: number) => fc.integer({ min, max })
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)
const sorted = (values: Iterable<number>) => Array.from(values).toSorted((a, b) => a - b)

test('scale divides every byte by 255, into float32', () => {
  const x = scale({ count: 2, rows: 1, columns: 3, pixels: Uint8Array.of(0, 51, 255, 102, 1, 254) })
  expectClose(x, float32(matrix([0, 0.2, 1], [0.4, 1 / 255, 254 / 255])), { name: 'scale(images)', relative: 1e-6 })
})

test('scale of no images has no rows, and as many columns as an image has pixels', () => {
  const x = scale({ count: 0, rows: 2, columns: 3, pixels: new Uint8Array(0) })
  expectClose(x, zeros([0, 6], 'float32'), 'scale of 0 images of 2 × 3')
})

test('scale makes one row of each image', () => {
  expectEqual(
    scale({ count: 3, rows: 4, columns: 5, pixels: new Uint8Array(60) }).shape,
    [3, 20],
    'the shape of 3 images of 4 × 5',
  )
})

test('scale reads each image row after row', () => {
  const x = scale({ count: 1, rows: 2, columns: 3, pixels: Uint8Array.of(0, 51, 102, 153, 204, 255) })
  expectClose(x, float32(matrix([0, 0.2, 0.4, 0.6, 0.8, 1])), { name: 'scale of an image of 2 × 3', relative: 1e-6 })
})

test('scale has the same divisor for every image', () => {
  const x = scale({ count: 2, rows: 1, columns: 2, pixels: Uint8Array.of(0, 10, 0, 200) })
  expectClose(x, float32(matrix([0, 10 / 255], [0, 200 / 255])), {
    name: 'scale of a pale image and a dark one',
    relative: 1e-6,
  })
})

const scaled = ({ pixels }: { pixels: Uint8Array }): Tensor =>
  scale({ count: 2, rows: 1, columns: pixels.length / 2, pixels })

functionLaws(
  'scale',
  given({ pixels: fc.uint8Array({ minLength: 6, maxLength: 6 }) }),
  {
    'scale(images)': {
      run: scaled,
      terms: 1,
      truth: ({ pixels }) => ({
        shape: [2, pixels.length / 2],
        data: Float32Array.from(pixels, (byte) => byte / 255),
      }),
    },
    'scale of white images': { run: ({ pixels }) => scaled({ pixels: pixels.map(() => 0) }) },
  },
  { many: () => ({ pixels: Uint8Array.from({ length: 140_000 }, (_, i) => (7 * i) % 256) }) },
)

law('shuffle is a permutation: every index once', given({ n: whole(0, 40), seed: whole(0, 999) }), ({ n, seed }) => {
  expectEqual(sorted(shuffle(n, createRandom(seed))), upTo(n), 'the indices of shuffle(n, rng), sorted')
})

functionLaws('shuffle', given({ n: whole(12, 40), seed: whole(0, 999) }), {
  'shuffle(n, rng)': {
    // the sum comes first: where the order is another, the message names it, and no entry that differs by chance
    run: ({ n, seed }) => {
      const order = shuffle(n, createRandom(seed))
      const sum = Array.from(order).reduce((total, index, place) => total + index * Math.sqrt(place + 2), 0)
      return { 'Σ index·√(place + 2)': sum, order }
    },
  },
})

test('shuffle asks rng', () => {
  const rng = createRandom(3)
  let asked = 0
  shuffle(50, () => (asked++, rng()))
  expectThat(asked > 0, 'shuffle(50, rng) never calls rng: where do its random numbers come from?')
})

test('shuffle takes its randomness from rng, and from nowhere else', () => {
  expectThat(
    String(shuffle(50, createRandom(3))) === String(shuffle(50, createRandom(3))),
    'two shuffles of 50 from the same seed have another order.',
  )
  const rng = createRandom(3)
  const [first, second] = [shuffle(50, rng), shuffle(50, rng)]
  expectThat(
    String(first) !== String(second),
    'two shuffles from one rng are the same: each should read on where the last one stopped.',
  )
})

const cards = ['A', 'B', 'C']
const orders = ['ABC', 'ACB', 'BAC', 'BCA', 'CAB', 'CBA']

const asDigits = (order: ArrayLike<number>): number => 100 * order[0] + 10 * order[1] + order[2]

/** how often each of the six orders comes in so many shuffles of three cards */
function tally(shuffles: number): number[] {
  const rng = createRandom(5)
  const counts = new Map<number, number>()
  for (let i = 0; i < shuffles; i++) {
    const key = asDigits(shuffle(3, rng))
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return orders.map((order) => counts.get(asDigits(Array.from(order, (card) => cards.indexOf(card)))) ?? 0)
}

test('shuffle may come to every order', () => {
  const seen = tally(300)
  const never = orders.filter((_, i) => seen[i] === 0)
  expectThat(never.length === 0, `of 300 shuffles of the cards A B C, none is ${never.join(' or ')}.`)
})

test('shuffle may leave any entry where it was', () => {
  const rng = createRandom(6)
  const shuffles = upTo(200).map(() => shuffle(3, rng))
  const gone = upTo(3).filter((i) => shuffles.every((order) => order[i] !== i))
  const names = gone.map((i) => cards[i]).join(', ')
  expectThat(gone.length === 0, `in 200 shuffles of the cards A B C, never where it was before: ${names}.`)
})

test('shuffle parts neighbours', () => {
  const order = shuffle(50, createRandom(7))
  const together = upTo(49).filter((i) => order[i + 1] === (order[i] + 1) % 50).length
  expectThat(together < 25, `of 50 indices, ${together} are still followed by the next one.`)
})

test('shuffle has no favourites: of six orders none comes far more often than another, and none far more seldom', () => {
  const seen = tally(20_000)
  const [often, seldom] = [1.3, 0.82].map((share) => (share * 20_000) / 6)
  const list = (isMeant: (count: number) => boolean): string =>
    orders.flatMap((order, i) => (isMeant(seen[i]) ? [`${order} ${seen[i]}`] : [])).join(', ') || 'none'
  const [favourites, others] = [list((count) => count > often), list((count) => count < seldom)]
  expectThat(
    favourites === 'none' && others === 'none',
    `of 20,000 shuffles of the cards A B C, each order should come about 3333 times. Far more often: ${favourites}. Far more seldom: ${others}.`,
  )
})

test('shuffle is fair: of 6000 shuffles of three, each of the six orders comes about 1000 times', () => {
  const seen = tally(6000)
  const chiSquare = seen.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
  // five degrees of freedom: a fair shuffle exceeds 35 once in a million
  expectThat(
    chiSquare < 35,
    `of the cards A B C, the orders ${orders.join(', ')} came ${seen.join(', ')} times: not evenly enough for chance (χ² = ${chiSquare.toFixed(0)}, allowed 35).`,
  )
})

test('shuffle has each of 15,000 indices once', () => {
  const order = sorted(shuffle(15_000, createRandom(8)))
  const at = order.findIndex((index, i) => index !== i)
  expectThat(at < 0, `of 15,000 indices, sorted, entry ${at} is ${order[at]}, expected ${at}.`)
})

test('shuffle mixes as many as MNIST has: of 70,000 indices each comes once, and neighbours are parted', () => {
  const order = shuffle(70_000, createRandom(8))
  const there = new Uint8Array(70_000)
  for (const index of order) there[index] = 1
  const lost = there.indexOf(0)
  expectThat(lost < 0, `index ${lost} of 70,000 is not in the order.`)
  const near = upTo(69_999).filter((i) => Math.abs(order[i + 1] - order[i]) < 700).length
  expectThat(
    near < 7000,
    `of 70,000 indices, ${near} stand beside one that is less than 700 away: by chance it would be one in fifty.`,
  )
})

law(
  'batches are one epoch: every index once, in groups of size, the last one smaller',
  given({ count: whole(0, 30), size: whole(1, 12), seed: whole(0, 99) }),
  ({ count, size, seed }) => {
    const groups = [...batches(count, size, createRandom(seed))].map((group) => Array.from(group))
    expectEqual(sorted(groups.flat()), upTo(count), 'all indices of the epoch, sorted')
    const sizes = upTo(Math.ceil(count / size)).map((i) => Math.min(size, count - i * size))
    expectEqual(
      groups.map((group) => group.length),
      sizes,
      'the sizes of the batches',
    )
  },
)

functionLaws('batches', given({ count: whole(2, 30), size: whole(1, 12), seed: whole(0, 99) }), {
  'batches(count, size, rng)': { run: ({ count, size, seed }) => [...batches(count, size, createRandom(seed))] },
  'batches(count, size, null)': { run: ({ count, size }) => [...batches(count, size, null)] },
})

test('batches of ten by four are four, four and two', () => {
  const sizes = [...batches(10, 4, createRandom(1))].map((group) => group.length)
  expectEqual(sizes, [4, 4, 2], 'the sizes of the batches')
})

test('batches without rng come in the order of the file', () => {
  const groups = [...batches(5, 2, null)].map((group) => Array.from(group))
  expectEqual(groups, [[0, 1], [2, 3], [4]], 'the batches of 5 by 2')
})

test('batches of 15,000 by 5,000 without rng end with 14,999', () => {
  const ends = [...batches(15_000, 5000, null)].map((group) => group[group.length - 1])
  expectEqual(ends, [4999, 9999, 14_999], 'the last indices of the batches of 15,000 by 5,000')
})

test('batches of 70,000 without rng have all indices from 0 to 69,999', () => {
  const order = [...batches(70_000, 100, null)].flatMap((group) => Array.from(group))
  expectEqual(order.length, 70_000, 'the number of indices in all batches of 70,000')
  const at = order.findIndex((index, i) => index !== i)
  expectThat(at < 0, `entry ${at} of the order of 70,000 is ${order[at]}, expected ${at}.`)
})

test('batches with rng come in another order in every epoch', () => {
  const rng = createRandom(4)
  const [first, second] = [1, 2].map(() => [...batches(40, 40, rng)].map((group) => Array.from(group)).flat())
  expectThat(String(first) !== String(upTo(40)), 'the first epoch is in the order of the file: nothing was shuffled.')
  expectThat(String(first) !== String(second), 'two epochs from one rng have the same order.')
})

test('batches with rng mix the whole file: the first batch is drawn from all of it', () => {
  const [first] = batches(1000, 50, createRandom(4))
  expectThat(
    first.some((i) => i >= 500),
    'all 50 indices of the first batch are from the first half of the file.',
  )
})

/** the batches of 5, ten at most: without a check there may be no end of them */
function someOfFive(size: number): Uint32Array[] {
  const some: Uint32Array[] = []
  for (const group of batches(5, size, null)) if (some.push(group) === 10) break
  return some
}

test('batches refuse a size below 1', () => {
  expectThrows(() => someOfFive(0), ValueError, ['0'], 'batches(5, 0)')
  expectThrows(() => someOfFive(-2), ValueError, ['-2'], 'batches(5, −2)')
})

test('batches refuse a size that is no whole number', () => {
  expectThrows(() => someOfFive(1.5), ValueError, ['1.5'], 'batches(5, 1.5)')
})

test('batches refuse NaN for a size', () => {
  expectThrows(() => someOfFive(NaN), ValueError, ['NaN'], 'batches(5, NaN)')
})

test('batches refuse ∞ for a size', () => {
  expectThrows(() => someOfFive(Infinity), ValueError, ['Infinity'], 'batches(5, ∞)')
})

test('take reads images and labels through the same indices', () => {
  const images = matrix([1, 2], [3, 4], [5, 6])
  const taken = take({ images, labels: [7, 8, 9] }, [2, 0])
  expectClose(taken.images, matrix([5, 6], [1, 2]), 'images of take(examples, [2, 0])')
  expectEqual(Array.from(taken.labels), [9, 7], 'labels of take(examples, [2, 0])')
})

test('take reads an example as often as it is asked for', () => {
  const taken = take({ images: matrix([1, 2], [3, 4], [5, 6]), labels: [7, 8, 9] }, [2, 1, 2])
  expectClose(taken.images, matrix([5, 6], [3, 4], [5, 6]), 'images of take(examples, [2, 1, 2])')
  expectEqual(Array.from(taken.labels), [9, 8, 9], 'labels of take(examples, [2, 1, 2])')
})

test('take keeps labels above 255', () => {
  const { labels } = take({ images: zeros([2, 1]), labels: [0, 300] }, [1, 0])
  expectClose(labels, [300, 0], 'take({ images, labels: [0, 300] }, [1, 0]).labels')
})

law('take of every index in order changes nothing', given({ images: 'NK' }), ({ images }) => {
  const labels = Uint8Array.from(upTo(images.shape[0]))
  const taken = take({ images, labels }, upTo(images.shape[0]))
  expectClose(taken.images, images, 'images of take(examples, all)')
  expectEqual(Array.from(taken.labels), Array.from(labels), 'labels of take(examples, all)')
})

test('take of no indices has no images and no labels', () => {
  const taken = take({ images: matrix([1, 2], [3, 4]), labels: [7, 8] }, [])
  expectClose(taken.images, zeros([0, 2]), 'images of take(examples, [])')
  expectEqual(taken.labels.length, 0, 'the number of labels of take(examples, [])')
})

test('take reads labels and indices from bytes too', () => {
  const examples = { images: matrix([1, 2], [3, 4], [5, 6]), labels: Uint8Array.of(7, 8, 9) }
  const taken = take(examples, Uint32Array.of(2, 0))
  expectClose(taken.images, matrix([5, 6], [1, 2]), 'images of take(examples, Uint32Array.of(2, 0))')
  expectEqual(Array.from(taken.labels), [9, 7], 'labels of take(examples, Uint32Array.of(2, 0))')
})

test('take reads the indices as they are now, also when they have changed in between', () => {
  const [examples, rows] = [{ images: matrix([1, 2], [3, 4], [5, 6]), labels: [7, 8, 9] }, [2, 0]]
  take(examples, rows)
  rows[0] = 1
  expectClose(take(examples, rows).images, matrix([3, 4], [1, 2]), 'images of take(examples, [1, 0])')
})

/** N labels, and some of the N indices */
const chosen = given({
  images: 'NK',
  labels: labels('NK'),
  rows: labels('MN'),
})

functionLaws(
  'take',
  chosen,
  {
    'take(examples, rows)': { run: ({ images, labels, rows }) => take({ images, labels }, rows) },
    'images of take(examples, rows)': {
      run: ({ images, labels, rows }) => take({ images, labels }, rows).images,
      grows: ['images'],
      terms: 1,
      truth: ({ images, rows }) => ({ shape: [rows.length, 1], data: Float64Array.from(rows, (n) => images.data[n]) }),
    },
  },
  {
    many: () => ({
      images: filled(5, 1),
      labels: upTo(5),
      rows: Array.from({ length: 140_000 }, (_, i) => (7 * i) % 5),
    }),
  },
)

test('take keeps float32 as float32', () => {
  const images = float32(matrix([1], [2]))
  expectClose(take({ images, labels: [0, 1] }, [1]).images, float32(matrix([2])), 'images of float32')
})

const three = { images: zeros([3, 2]), labels: [0, 1, 2] }

test('take refuses an index from N on', () => {
  expectThrows(() => take(three, [3]), ValueError, ['3'], 'take(examples, [3]) of 3 examples')
})

test('take refuses a negative index', () => {
  expectThrows(() => take(three, [-1]), ValueError, ['-1'], 'take(examples, [−1])')
})

test('take refuses an index that is no whole number', () => {
  expectThrows(() => take(three, [0.5]), ValueError, ['0.5'], 'take(examples, [0.5])')
})

test('take refuses fewer labels than images', () => {
  const short = { images: zeros([3, 2]), labels: [0, 1] }
  expectThrows(() => take(short, [0]), ShapeError, ['[2]'], 'take of 3 images with 2 labels')
})

test('take refuses more labels than images', () => {
  const long = { images: zeros([3, 2]), labels: [0, 1, 2, 3] }
  expectThrows(() => take(long, [0]), ShapeError, ['[4]'], 'take of 3 images with 4 labels')
})
