import * as kata from '#kata/1-tensor-ops/1-map-zip.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { formatOneLine } from '#lib/judge/assert/print'
import { ShapeError, float32, matrix, tensor, vector, zeros, type Tensor } from '#lib/tensor'
import { filled, functionLaws } from '../laws/form.ts'

const { map, zip } = checkResults(kata, { map: returns('x, f', kind.tensor), zip: returns('a, b, f', kind.tensor) })

const cube = (v: number) => v * v * v
const increment = (v: number) => v + 1
const same = (v: number) => v
const minus = (a: number, b: number) => a - b
const increased = ({ shape, data }: Tensor) => ({ shape, data: data.map((v, i) => v + 1 + (i % 3)) })
/** three axes and four, none of them the same when it is read backwards */
const deep = [
  [3, 1, 2],
  [1, 2, 1, 3],
]

test('map doubles every entry', () => {
  const x = () => matrix([1, -2, 0.5], [4, 0, -6])
  const doubled = map(x(), (v) => 2 * v)
  expectClose(doubled, matrix([2, -4, 1], [8, 0, -12]), { name: 'map(x, v ⇒ 2·v)', inputs: { x: x() } })
})

test('map works on any number of axes', () => {
  expectClose(map(vector(1, 2, 3), cube), vector(1, 8, 27), 'map of a vector')
  for (const shape of deep) {
    const [x, y] = [tensor(shape, [1, 2, 3, 4, 5, 6]), tensor(shape, [1, 8, 27, 64, 125, 216])]
    expectClose(map(x, cube), y, `map of a (${shape.join(', ')}) tensor`)
  }
  expectClose(map(zeros([0, 3]), cube), zeros([0, 3]), 'map of a matrix without rows')
})

test('map keeps float32 as float32', () => {
  expectClose(map(float32(vector(1, 2)), cube), float32(vector(1, 8)), 'map of a float32 vector')
})

test('map applies f to zeros too', () => {
  expectClose(map(vector(0, 2, 0), Math.cos), vector(1, Math.cos(2), 1), 'map(x, cos)')
})

test('map keeps what f gives as it is, also ∞ and NaN', () => {
  expectClose(map(vector(1, 0, -1), Math.log), vector(0, -Infinity, NaN), 'map(x, ln)')
})

test('map hands f the value alone', () => {
  const times = (v: number, factor = 10) => factor * v
  expectClose(map(vector(1, 2, 3), times), vector(10, 20, 30), 'map(x, (v, factor = 10) ⇒ factor·v)')
})

test('map asks f about the entries, and about nothing else', () => {
  const asked: unknown[] = []
  map(vector(1, 2, 3), (v) => (asked.push(v), v))
  const strange = asked.filter((v) => ![1, 2, 3].includes(v as number))
  expectThat(
    strange.length === 0,
    `f was asked about ${formatOneLine(strange[0])}, which is no entry of x: (3) [1, 2, 3].`,
  )
})

test('map asks f for each entry by itself: 0 and −0 are two numbers', () => {
  expectClose(
    map(vector(0, -0, 0), (v) => 1 / v),
    vector(Infinity, -Infinity, Infinity),
    'map([0, −0, 0], v ⇒ 1/v)',
  )
})

test('map gives each result memory of its own', () => {
  const x = vector(1, 2)
  const doubled = map(x, (v) => 2 * v)
  map(x, cube)
  expectClose(doubled, vector(2, 4), 'map(x, v ⇒ 2·v), after another call')
})

law('map with the identity changes nothing', given({ x: 'BK' }), ({ x }) => {
  expectClose(
    map(x, (v) => v),
    x,
    'map(x, v ⇒ v)',
  )
})

law('map twice is map once with both functions', given({ x: 'BK' }), ({ x }) => {
  expectClose(
    map(map(x, cube), Math.sin),
    map(x, (v) => Math.sin(cube(v))),
    'map(map(x, f), g)',
  )
})

functionLaws(
  'map',
  given({ x: 'BK' }),
  {
    'map(x, v ⇒ v + 1)': {
      run: ({ x }) => map(x, increment),
      truth: ({ x: { shape, data } }) => ({ shape, data: data.map((v) => v + 1) }),
    },
    'map(x, v ⇒ v)': { run: ({ x }) => map(x, same), grows: ['x'] },
  },
  { many: () => ({ x: filled() }) },
)

test('zip subtracts entry by entry', () => {
  const difference = zip(matrix([5, 7, 9]), matrix([1, 2, -3]), minus)
  expectClose(difference, matrix([4, 5, 12]), 'zip(a, b, minus)')
})

test('zip works on any number of axes', () => {
  expectClose(zip(vector(5, 7), vector(1, 2), minus), vector(4, 5), 'zip of two vectors')
  for (const shape of deep) {
    const [a, b] = [tensor(shape, [5, 6, 7, 8, 9, 10]), tensor(shape, [1, 1, 2, 2, 3, 3])]
    expectClose(zip(a, b, minus), tensor(shape, [4, 5, 5, 6, 6, 7]), `zip of two (${shape.join(', ')}) tensors`)
  }
})

test('zip keeps what f gives as it is, also ∞ and NaN', () => {
  const quotient = zip(vector(1, 1, 0), vector(2, 0, 0), (u, v) => u / v)
  expectClose(quotient, vector(0.5, Infinity, NaN), 'zip(a, b, divided by)')
})

test('zip keeps float32 as float32', () => {
  const [a, b] = [float32(vector(3, 0.1)), float32(vector(1, 2))]
  expectClose(zip(a, b, minus), float32(vector(2, -1.9)), 'zip(a in float32, b in float32)')
})

test('zip has the dtype of its first input', () => {
  const [a, b] = [vector(3, 0.1), vector(1, 2)]
  expectClose(zip(a, float32(b), minus), vector(2, -1.9), 'zip(a, b in float32)')
  expectClose(zip(float32(a), b, minus), float32(vector(2, -1.9)), 'zip(a in float32, b)')
})

test('zip asks f about pairs of entries, and about nothing else', () => {
  const asked: unknown[][] = []
  zip(vector(1, 2), vector(10, 20), (u, v) => (asked.push([u, v]), u))
  const strange = asked.filter(([u, v]) => v !== 10 * (u as number))
  const of = 'which is no pair of entries of a: (2) [1, 2] and b: (2) [10, 20]'
  expectThat(strange.length === 0, `f was asked about ${formatOneLine(strange[0])}, ${of}.`)
})

law('zip hands over first a, then b', given({ a: 'BK', b: 'BK' }), ({ a, b }) => {
  expectClose(
    zip(a, b, (v) => v),
    a,
    'zip(a, b, (u, v) ⇒ u)',
  )
  expectClose(
    zip(a, b, (_, v) => v),
    b,
    'zip(a, b, (u, v) ⇒ v)',
  )
})

law('zip is swapped by swapping the function', given({ a: 'BK', b: 'BK' }), ({ a, b }) => {
  expectClose(
    zip(b, a, (v, u) => minus(u, v)),
    zip(a, b, minus),
    'zip(b, a, swapped)',
  )
})

functionLaws(
  'zip',
  given({ a: 'BK', b: 'BK' }),
  {
    'zip(a, b, minus)': {
      run: ({ a, b }) => zip(a, b, minus),
      grows: ['a', 'b'],
      like: 'a',
      truth: ({ a, b }) => ({ shape: a.shape, data: a.data.map((v, i) => v - b.data[i]) }),
    },
    'zip(a, b, (u, v) ⇒ u)': { run: ({ a, b }) => zip(a, b, (v) => v) },
    'zip(a, b, (u, v) ⇒ v)': { run: ({ a, b }) => zip(a, b, (_, v) => v) },
  },
  { many: () => ({ a: filled(), b: increased(filled()) }) },
)

test('zip hands f two values, and nothing else', () => {
  const sum = (u: number, v: number, w = 0) => u + v + w
  expectClose(zip(vector(1, 2, 3), vector(10, 20, 30), sum), vector(11, 22, 33), 'zip(a, b, (u, v, w = 0) ⇒ u + v + w)')
})

test('zip of nothing is nothing', () => {
  expectClose(zip(zeros([0, 3]), zeros([0, 3]), minus), zeros([0, 3]), 'zip of two (0, 3) matrices')
})

const refused: [string, number[], number[]][] = [
  ['shapes that differ, though the number of entries is the same', [2, 3], [3, 2]],
  ['another number of rows', [2, 3], [4, 3]],
  ['another number of columns', [2, 3], [2, 4]],
  ['another third axis', [2, 1, 3], [2, 1, 4]],
  ['a row where a matrix is wanted', [2, 3], [3]],
  ['a column where a row is wanted', [3], [3, 1]],
  ['a matrix with the numbers of a row', [6], [2, 3]],
  ['an axis that is split in two', [2, 6], [2, 3, 2]],
]
for (const [what, a, b] of refused) {
  test(`zip refuses ${what}`, () => {
    const words = [`[${a.join(', ')}]`, `[${b.join(', ')}]`]
    const name = `zip of (${a.join(', ')}) and (${b.join(', ')})`
    expectThrows(() => zip(zeros(a), zeros(b), minus), ShapeError, words, name)
  })
}
