import * as kata from '#kata/9-speed/2-in-place.ts'
import { matmulInto } from '#kata/9-speed/2-in-place.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { test } from '#lib/judge/assert/law'
import { type Tensor, ShapeError, ValueError, matrix, tensor, vector, zeros } from '#lib/tensor'
import { accepted } from '../laws/accepted.ts'
import { intoLaws } from '../laws/in-place.ts'
import { eighths } from '../laws/product.ts'
import { watched } from '../laws/watched.ts'
import { given } from '#lib/judge/assert/given'
import { functionLaws } from '../laws/form.ts'

const { sizesOf } = checkResults(kata, { sizesOf: returns('y, a, b', kind.numbers) })

test('sizesOf returns M, K and N', () => {
  expectEqual(
    sizesOf(zeros([2, 4]), zeros([2, 3]), zeros([3, 4])),
    [2, 3, 4],
    'sizesOf of y (2, 4), a (2, 3), b (3, 4)',
  )
})

test('sizesOf refuses shapes that do not fit, and shows all three', () => {
  const refused = (y: number[], a: number[], b: number[]): void => {
    const shapes = [y, a, b].map((shape) => `[${shape.join(', ')}]`)
    const call = (): unknown => sizesOf(zeros(y), zeros(a), zeros(b))
    expectThrows(call, ShapeError, shapes, `sizesOf of y ${shapes[0]}, a ${shapes[1]}, b ${shapes[2]}`)
  }
  refused([2, 4], [2, 3], [5, 4])
  refused([4, 2], [2, 3], [3, 4])
  refused([2, 3], [2, 3], [3, 4])
  refused([3, 4], [2, 3], [3, 4])
})

test('sizesOf refuses what is not a matrix', () => {
  expectThrows(() => sizesOf(zeros([6]), zeros([2, 5]), zeros([5, 3])), ShapeError, ['[6]'], 'sizesOf of y (6)')
  expectThrows(() => sizesOf(zeros([1, 3]), vector(1, 2), zeros([2, 3])), ShapeError, ['[2]'], 'sizesOf of a (2)')
  expectThrows(() => sizesOf(zeros([2, 1]), zeros([2, 2]), vector(1, 2)), ShapeError, ['[2]'], 'sizesOf of b (2)')
})

test('sizesOf refuses a y that shares memory with a factor, all of it or a few cells', () => {
  const whole = zeros([40]).data
  const part = (from: number) => tensor([3, 3], whole.subarray(from, from + 9))
  const own = zeros([3, 3])
  expectThrows(() => sizesOf(own, own, zeros([3, 3])), ValueError, [], 'sizesOf with a as y')
  expectThrows(() => sizesOf(own, zeros([3, 3]), own), ValueError, [], 'sizesOf with b as y')
  expectThrows(() => sizesOf(part(0), part(8), own), ValueError, [], 'sizesOf with the last cell of y in a')
  expectThrows(() => sizesOf(part(8), own, part(0)), ValueError, [], 'sizesOf with the first cell of y in b')
})

test('sizesOf refuses another view on the same cells as y', () => {
  const [y, a] = [zeros([9]).data].flatMap((whole) => [tensor([3, 3], whole), tensor([3, 3], whole.subarray(0, 9))])
  expectThrows(() => sizesOf(y, a, zeros([3, 3])), ValueError, [], 'sizesOf with another view on the same cells as y')
})

test('sizesOf refuses a y that begins one cell behind the beginning of a factor', () => {
  const whole = zeros([40]).data
  const part = (from: number) => tensor([3, 3], whole.subarray(from, from + 9))
  expectThrows(() => sizesOf(part(1), part(0), zeros([3, 3])), ValueError, [], 'sizesOf with eight cells of y in a')
  expectThrows(() => sizesOf(part(0), zeros([3, 3]), part(1)), ValueError, [], 'sizesOf with eight cells of y in b')
})

test('sizesOf lets y lie in one buffer with a factor, with other numbers between them', () => {
  const whole = zeros([40]).data
  const [a, y] = [0, 20].map((from) => tensor([3, 3], whole.subarray(from, from + 9)))
  const sizes = accepted(() => sizesOf(y, a, zeros([3, 3])), 'a y far behind a in one buffer')
  expectEqual(sizes, [3, 3, 3], 'sizesOf with a y far behind a in one buffer')
})

test('sizesOf lets y lie beside a factor: two windows that touch share nothing', () => {
  const whole = zeros([27]).data
  const [first, second, third] = [0, 9, 18].map((from) => tensor([3, 3], whole.subarray(from, from + 9)))
  const sizes = accepted(() => sizesOf(second, first, third), 'a y between a and b in one buffer')
  expectEqual(sizes, [3, 3, 3], 'sizesOf with a before y and b behind it')
})

test('sizesOf compares bytes: the numbers of y and of a factor may have different sizes', () => {
  const { buffer } = new Float64Array(40)
  const wide = (from: number) => tensor([3, 3], new Float64Array(buffer, from, 9))
  const narrow = (from: number) => tensor([3, 3], new Float32Array(buffer, from, 9))
  const own = zeros([3, 3])
  const refused = (y: Tensor, a: Tensor, what: string): void =>
    expectThrows(() => sizesOf(y, a, own), ValueError, [], `sizesOf with ${what}`)
  refused(narrow(64), wide(0), 'a float32 y whose first cells lie in the last of a float64 a')
  refused(wide(32), narrow(0), 'a float64 y whose first cell lies in the last of a float32 a')
  refused(narrow(8), wide(0), 'a float32 y in the midst of a float64 a')
  refused(wide(0), narrow(64), 'a float64 y whose last cell lies in the first of a float32 a')
  const apart: [y: Tensor, a: Tensor, what: string][] = [
    [narrow(72), wide(0), 'a float32 y behind a float64 a'],
    [wide(48), narrow(0), 'a float64 y behind a float32 a'],
    [wide(40), narrow(4), 'a float64 y that touches the end of a float32 a'],
    [narrow(36), wide(72), 'a float32 y that touches the begin of a float64 a'],
  ]
  for (const [y, a, what] of apart) {
    const sizes = accepted(() => sizesOf(y, a, own), what)
    expectEqual(sizes, [3, 3, 3], `sizesOf with ${what}`)
  }
})

test('sizesOf lets a and b be the same: nothing is written into either', () => {
  const a = matrix([1, 2], [3, 4])
  expectEqual(sizesOf(zeros([2, 2]), a, a), [2, 2, 2], 'sizesOf with a as b')
})

functionLaws('sizesOf', given({ y: 'MN', a: 'MK', b: 'KN' }), {
  'sizesOf(y, a, b)': { run: ({ y, a, b }) => sizesOf(y, a, b) },
})

test('sizesOf takes sizes that are large, and sizes that are 0', () => {
  const [y, a] = [zeros([70_000, 2]), zeros([70_000, 2])]
  expectEqual(sizesOf(y, a, zeros([2, 2])), [70_000, 2, 2], 'sizesOf with 70,000 rows')
  expectEqual(sizesOf(zeros([2, 3]), zeros([2, 0]), zeros([0, 3])), [2, 0, 3], 'sizesOf of a (2, 0) and b (0, 3)')
})

intoLaws('matmulInto', matmulInto)

test('matmulInto makes no window for a row: a window is a new array too', () => {
  const all = [eighths([4, 3], 1), eighths([3, 5], 2), zeros([4, 5])].map(watched)
  const [a, b, y] = all.map(({ tensor }) => tensor)
  matmulInto(y, a, b)
  const count = all.reduce((sum, { windows }) => sum + windows.length, 0)
  expectThat(
    count === 0,
    `matmulInto of (4, 3) and (3, 5) makes ${count} windows with subarray, each of them a new array.`,
  )
})

test('matmulInto squares a matrix that is both factors', () => {
  const [a, y] = [matrix([1, 2], [3, 4]), zeros([2, 2])]
  matmulInto(y, a, a)
  expectClose(y, matrix([7, 10], [15, 22]), 'a·a')
})

test('matmulInto writes into the numbers of y, and leaves y the same array', () => {
  const y = zeros([1, 2])
  const { data } = y
  matmulInto(y, matrix([1, 2]), matrix([3, 4], [5, 6]))
  expectThat(
    y.data === data,
    'matmulInto gives y another array: a caller who holds the old one sees nothing of the product.',
  )
  expectClose(y, matrix([13, 16]), 'y')
})
