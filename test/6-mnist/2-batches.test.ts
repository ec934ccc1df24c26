import fc from 'fast-check'
import { batches, scale, shuffle, take } from '#kata/6-mnist/2-batches.ts'
import { expectClose, expectEqual, expectPure, expectThat, expectThrows } from '#lib/judge/expect'
import { given } from '#lib/judge/given'
import { law, test } from '#lib/judge/law'
import { seeded } from '#lib/random'
import { ShapeError, ValueError, float32, matrix, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'

const whole = (min: number, max: number) => fc.integer({ min, max })
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)
const sorted = (values: Iterable<number>) => Array.from(values).toSorted((a, b) => a - b)

test('scale divides every byte by 255, into float32', () => {
  const x = scale({ count: 2, rows: 1, columns: 3, pixels: Uint8Array.of(0, 51, 255, 102, 1, 254) })
  expectClose(x, float32(matrix([0, 0.2, 1], [0.4, 1 / 255, 254 / 255])), { name: 'scale(images)', relative: 1e-6 })
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

law('shuffle is a permutation: every index once', given({ n: whole(0, 40), seed: whole(0, 999) }), ({ n, seed }) => {
  expectEqual(sorted(shuffle(n, seeded(seed))), upTo(n), 'the indices of shuffle(n, rng), sorted')
})

test('shuffle takes its randomness from rng, and from nowhere else', () => {
  expectThat(
    String(shuffle(50, seeded(3))) === String(shuffle(50, seeded(3))),
    'two shuffles of 50 from the same seed have another order.',
  )
  const rng = seeded(3)
  const [first, second] = [shuffle(50, rng), shuffle(50, rng)]
  expectThat(
    String(first) !== String(second),
    'two shuffles from one rng are the same: each should read on where the last one stopped.',
  )
})

const orders = ['0,1,2', '0,2,1', '1,0,2', '1,2,0', '2,0,1', '2,1,0']

/** how often each of the six orders comes in so many shuffles of three */
function tally(shuffles: number): number[] {
  const rng = seeded(5)
  const counts = new Map(orders.map((order) => [order, 0]))
  for (let i = 0; i < shuffles; i++) {
    const order = String(shuffle(3, rng))
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  return orders.map((order) => counts.get(order) ?? 0)
}

test('shuffle may come to every order', () => {
  const seen = tally(300)
  const never = orders.filter((_, i) => seen[i] === 0)
  expectThat(never.length === 0, `of 300 shuffles of three, none is ${never.join(' or ')}.`)
})

test('shuffle may leave an entry where it was', () => {
  const rng = seeded(6)
  const stayed = upTo(200).some(() => shuffle(3, rng).some((entry, i) => entry === i))
  expectThat(stayed, 'in 200 shuffles of three no entry is where it was before.')
})

test('shuffle parts neighbours', () => {
  const order = shuffle(50, seeded(7))
  const together = upTo(49).filter((i) => order[i + 1] === (order[i] + 1) % 50).length
  expectThat(together < 25, `of 50 indices, ${together} are still followed by the next one.`)
})

test('shuffle has no favourites: of 6000 shuffles of three, no order comes half again as often as another', () => {
  const seen = tally(6000)
  expectThat(
    Math.max(...seen) < 1.5 * Math.min(...seen),
    `the orders 012, 021, 102, 120, 201, 210 came ${seen.join(', ')} times.`,
  )
})

test('shuffle is fair: of 6000 shuffles of three, each of the six orders comes about 1000 times', () => {
  const seen = tally(6000)
  const chiSquare = seen.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
  // five degrees of freedom: a fair shuffle exceeds 35 once in a million
  expectThat(
    chiSquare < 35,
    `the orders 012, 021, 102, 120, 201, 210 came ${seen.join(', ')} times: not evenly enough for chance (χ² = ${chiSquare.toFixed(0)}, allowed 35).`,
  )
})

law(
  'batches are one epoch: every index once, in groups of size, the last one smaller',
  given({ count: whole(0, 30), size: whole(1, 12), seed: whole(0, 99) }),
  ({ count, size, seed }) => {
    const groups = [...batches(count, size, seeded(seed))].map((group) => Array.from(group))
    expectEqual(sorted(groups.flat()), upTo(count), 'all indices of the epoch, sorted')
    const sizes = upTo(Math.ceil(count / size)).map((i) => Math.min(size, count - i * size))
    expectEqual(
      groups.map((group) => group.length),
      sizes,
      'the sizes of the batches',
    )
  },
)

test('batches of ten by four are four, four and two', () => {
  const sizes = [...batches(10, 4, seeded(1))].map((group) => group.length)
  expectEqual(sizes, [4, 4, 2], 'the sizes of the batches')
})

test('batches without rng come in the order of the file', () => {
  const groups = [...batches(5, 2, null)].map((group) => Array.from(group))
  expectEqual(groups, [[0, 1], [2, 3], [4]], 'the batches of 5 by 2')
})

test('batches with rng come in another order in every epoch', () => {
  const rng = seeded(4)
  const [first, second] = [1, 2].map(() => [...batches(40, 40, rng)].map((group) => Array.from(group)).flat())
  expectThat(String(first) !== String(upTo(40)), 'the first epoch is in the order of the file: nothing was shuffled.')
  expectThat(String(first) !== String(second), 'two epochs from one rng have the same order.')
})

test('batches with rng mix the whole file: the first batch is drawn from all of it', () => {
  const [first] = batches(1000, 50, seeded(4))
  expectThat(
    first.some((i) => i >= 500),
    'all 50 indices of the first batch are from the first half of the file.',
  )
})

test('batches refuse a size below 1', () => {
  expectThrows(() => [...batches(5, 0, null)], ValueError, ['0'], 'batches(5, 0)')
  expectThrows(() => [...batches(5, 1.5, null)], ValueError, ['1.5'], 'batches(5, 1.5)')
})

test('take reads images and labels through the same indices', () => {
  const images = matrix([1, 2], [3, 4], [5, 6])
  const taken = take({ images, labels: [7, 8, 9] }, [2, 0])
  expectClose(taken.images, matrix([5, 6], [1, 2]), 'images of take(examples, [2, 0])')
  expectEqual(Array.from(taken.labels), [9, 7], 'labels of take(examples, [2, 0])')
})

law('take of every index in order changes nothing', given({ images: 'NK' }), ({ images }) => {
  const labels = Uint8Array.from(upTo(images.shape[0]))
  const taken = take({ images, labels }, upTo(images.shape[0]))
  expectClose(taken.images, images, 'images of take(examples, all)')
  expectEqual(Array.from(taken.labels), Array.from(labels), 'labels of take(examples, all)')
})

law(
  'take leaves its input alone and keeps nothing',
  given({ images: 'NK', seed: whole(0, 99) }),
  ({ images, seed }) => {
    const labels = upTo(images.shape[0])
    const rows = Array.from(oracle.argmax(images), (i) => (i + seed) % images.shape[0])
    expectPure(() => take({ images, labels }, rows).images, { images }, 'take')
  },
)

test('take keeps float32 as float32', () => {
  const images = float32(matrix([1], [2]))
  expectClose(take({ images, labels: [0, 1] }, [1]).images, float32(matrix([2])), 'images of float32')
})

test('take refuses an index outside 0 … N − 1, and labels that do not match the images', () => {
  const examples = { images: zeros([3, 2]), labels: [0, 1, 2] }
  expectThrows(() => take(examples, [3]), ValueError, ['3', '2'], 'take(examples, [3]) of 3 examples')
  expectThrows(() => take(examples, [-1]), ValueError, ['-1'], 'take(examples, [−1])')
  expectThrows(() => take(examples, [0.5]), ValueError, ['0.5'], 'take(examples, [0.5])')
  expectThrows(
    () => take({ images: zeros([3, 2]), labels: [0, 1] }, [0]),
    ShapeError,
    ['3', '[2]'],
    'take of 3 images with 2 labels',
  )
})
