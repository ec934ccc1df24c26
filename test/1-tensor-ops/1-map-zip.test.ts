import { map, zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import { expectClose, expectPure, expectThrows } from '#lib/judge/expect'
import { given } from '#lib/judge/given'
import { law, test } from '#lib/judge/law'
import { ShapeError, float32, matrix, tensor, vector, zeros } from '#lib/tensor'

const cube = (v: number) => v * v * v
const minus = (a: number, b: number) => a - b

test('map doubles every entry', () => {
  const doubled = map(matrix([1, -2, 0.5], [4, 0, -6]), (v) => 2 * v)
  expectClose(doubled, matrix([2, -4, 1], [8, 0, -12]), 'map(x, v ⇒ 2·v)')
})

test('map works on any number of axes', () => {
  expectClose(map(vector(1, 2, 3), cube), vector(1, 8, 27), 'map of a vector')
  const block = tensor([2, 1, 2], [1, 2, 3, 4])
  expectClose(map(block, cube), tensor([2, 1, 2], [1, 8, 27, 64]), 'map of a (2, 1, 2) tensor')
  expectClose(map(zeros([0, 3]), cube), zeros([0, 3]), 'map of a matrix without rows')
})

test('map keeps float32 as float32', () => {
  expectClose(map(float32(vector(1, 2)), cube), float32(vector(1, 8)), 'map of a float32 vector')
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

law('map leaves its input alone and keeps nothing', given({ x: 'BK' }), ({ x }) => {
  expectPure(() => map(x, (v) => v + 1), { x }, 'map')
})

test('zip subtracts entry by entry', () => {
  const difference = zip(matrix([5, 7, 9]), matrix([1, 2, -3]), minus)
  expectClose(difference, matrix([4, 5, 12]), 'zip(a, b, minus)')
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

law('zip leaves its inputs alone and keeps nothing', given({ a: 'BK', b: 'BK' }), ({ a, b }) => {
  expectPure(() => zip(a, b, minus), { a, b }, 'zip')
})

test('zip refuses shapes that differ, though the number of entries is the same', () => {
  const call = () => zip(zeros([2, 3]), zeros([3, 2]), minus)
  expectThrows(call, ShapeError, ['[2, 3]', '[3, 2]'], 'zip of (2, 3) and (3, 2)')
})

test('zip refuses a row where a matrix is wanted', () => {
  expectThrows(() => zip(zeros([2, 3]), zeros([3]), minus), ShapeError, ['[2, 3]', '[3]'], 'zip of (2, 3) and (3)')
})
