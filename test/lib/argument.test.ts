import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { describe as inWords } from '../../lib/describe.ts'
import { createRandom } from '#lib/random'
import * as lib from '#lib/tensor'
import { Todo, todo } from '#lib/todo'
import { type Junk, evilJunk, junk } from './junk.ts'

const { matrix, vector, zeros } = lib

/** A call without types, as a kata may make it. */
type Loose = (...given: unknown[]) => unknown
const loose = (f: unknown): Loose => f as Loose

const pair = [vector(1), () => [vector(1)]]
const returns = 'an operation of stage 4 returns [y, back], so take its first part'

describe('a wrong kind of argument is a TypeError that names the expected and the received value', () => {
  test.each<[message: string, f: unknown, ...given: unknown[]]>([
    ['zeros wants a list of sizes, but got 2.', lib.zeros, 2],
    ['zeros wants a list of sizes, but got undefined.', lib.zeros, undefined],
    [
      `zeros wants a list of sizes, but got undefined, and a list of 2 (a tensor and a function) as its second argument: ${returns}.`,
      lib.zeros,
      undefined,
      pair,
    ],
    ['zeros wants a list of sizes, but got a tensor of shape [2, 3]: hand over x.shape.', lib.zeros, zeros([2, 3])],
    ['zeros wants a list of sizes, but got an Int32Array of 2.', lib.zeros, Int32Array.of(2, 3)],
    ['zeros wants sizes that are whole numbers from 0 on, but got [NaN, 2].', lib.zeros, [NaN, 2]],
    ['zeros wants sizes that are whole numbers from 0 on, but got [2, -1].', lib.zeros, [2, -1]],
    ['zeros wants sizes that are whole numbers from 0 on, but got [1.5].', lib.zeros, [1.5]],
    ['zeros wants sizes that are whole numbers from 0 on, but got [2, “3”].', lib.zeros, [2, '3']],
    ['zeros wants sizes that are whole numbers from 0 on, but got [2, undefined].', lib.zeros, [2, undefined]],
    ['zeros wants sizes whose product fits into memory, but got [10000000, 10000000].', lib.zeros, [1e7, 1e7]],
    ["zeros wants a tensor, 'float32' or 'float64' as its second argument, but got “f32”.", lib.zeros, [2], 'f32'],
    ["zeros wants a tensor, 'float32' or 'float64' as its second argument, but got 3.", lib.zeros, [2], 3],
    ['tensor wants numbers, but entry 1 is “2”.', lib.tensor, [2], [1, '2']],
    ['tensor wants numbers, but entry 0 is [1, 2]: list.flat() has them in one list.', lib.tensor, [1, 2], [[1, 2]]],
    [
      'tensor wants a list of numbers, a Float64Array or a Float32Array as its second argument, but got a Uint8Array of 2.',
      lib.tensor,
      [2],
      Uint8Array.of(1, 2),
    ],
    ['matrix wants lists of numbers, as in matrix([1, 2], [3, 4]), for row 0, but got 1.', lib.matrix, 1, 2],
    [
      'matrix wants numbers, but entry 0 is [1, 2]: matrix(...rows) takes a list of rows.',
      lib.matrix,
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['vector wants numbers, but argument 0 is [1, 2, 3]: vector(...list) takes a list.', lib.vector, [1, 2, 3]],
    ['vector wants numbers, but argument 1 is undefined.', lib.vector, 1, undefined],
    ['float32 wants a tensor, but got 2.5.', lib.float32, 2.5],
    ['dtypeOf wants a tensor, but got a Float64Array of 1: hand over x, and not x.data.', lib.dtypeOf, vector(1).data],
    [
      'dtypeOf wants a tensor, but got { shape, data }: its data is [1]: make results with zeros(shape, like).',
      lib.dtypeOf,
      { shape: [1], data: [1] },
    ],
    ['size wants a list of sizes, but got a tensor of shape [1]: hand over x.shape.', lib.size, vector(1)],
    [
      'sameShape wants a tensor, but got undefined: is there a return missing, or an argument?',
      lib.sameShape,
      vector(1),
    ],
    [
      'sameShape wants a tensor, but got [2, 3]: vector(…), matrix(…) and tensor(shape, list) make a tensor of numbers.',
      lib.sameShape,
      [2, 3],
      vector(1),
    ],
    [`f wants a tensor, but got a list of 2 (a tensor and a function): ${returns}.`, lib.matrixShape, pair, 'f'],
    ['matrixShape wants a tensor, but got 3.', lib.matrixShape, 3],
    ['f wants a tensor, but got a promise: katas are synchronous.', lib.matrixShape, Promise.resolve(vector(1)), 'f'],
    [
      'f wants sizes that are whole numbers from 0 on, but got [“2”, “3”].',
      lib.matrixShape,
      { shape: ['2', '3'], data: new Float64Array(6) },
      'f',
    ],
    [`f wants a tensor, but got a list of 2 (a tensor and a function): ${returns}.`, lib.refuseNaN, pair, 'f'],
    ['f wants a tensor, but got { y, back }.', lib.checkLogits, { y: 1, back: 2 }, 'f'],
    ['f wants a list of labels, one number per row, but got 3.', lib.checkLabels, 3, zeros([1, 4]), 'f'],
    [
      'f wants a list of labels, one number per row, but got a Set of 1.',
      lib.checkLabels,
      new Set([1]),
      zeros([1, 4]),
      'f',
    ],
    ['f wants a number as label 0, but got “1”.', lib.checkLabels, ['1'], zeros([1, 4]), 'f'],
    ['f wants a number as label 7, but got undefined.', lib.checkLabel, undefined, 7, 10, 'f'],
    ['f wants the number of classes K, but got undefined.', lib.checkLabel, 3, 0, undefined, 'f'],
    ['createRandom wants a whole number as seed, but got undefined.', createRandom],
    ['createRandom wants a whole number as seed, but got “1”.', createRandom, '1'],
  ])('%s', (message, f, ...given) => {
    expect(() => loose(f)(...given)).toThrow(new TypeError(message))
  })
})

test('ShapeError takes a sentence alone, and shapes in whatever form they come', () => {
  const [a, b] = [zeros([2, 3]), zeros([3])]
  const said = (...given: unknown[]): string =>
    new (lib.ShapeError as new (...given: unknown[]) => Error)(...given).message
  expect(new lib.ShapeError('shapes differ').message).toBe('shapes differ')
  expect(said()).toBe('')
  expect(said('zip', 'one shape')).toBe('zip wants one shape.')
  expect(said('zip', 'one shape', [a, b])).toBe('zip wants one shape, but got [2, 3] and [3].')
  expect(said('zip', 'one shape', a)).toBe('zip wants one shape, but got [2, 3].')
  expect(said('zip', 'one shape', [a.shape, b.shape])).toBe('zip wants one shape, but got [2, 3] and [3].')
  expect(said('zip', 'one shape', a.shape)).toBe('zip wants one shape, but got [2, 3].')
  expect(said('shapes differ', a, b)).toBe('shapes differ, but got [2, 3] and [3].')
})

test('todo takes whatever it is given', () => {
  for (const task of [undefined, Symbol('x'), {}]) expect(() => loose(todo)(task)).toThrow(Todo)
})

const refusing = Object.entries({ ...lib, createRandom }).filter(
  ([name, f]) => typeof f === 'function' && !['ShapeError', 'ValueError', 'isTensor'].includes(name),
)
const fitting = [zeros([2, 3]), vector(1), [2, 3], [0, 1], 'float32', 3, matrix([1, 2], [3, NaN])]
const good = fc.constantFrom(
  ...fitting.map(
    (value): Junk =>
      () =>
        value,
  ),
)

beforeEach(() => void vi.spyOn(console, 'log').mockImplementation(() => undefined)) // show prints
afterEach(() => vi.restoreAllMocks())

test.each(refusing)('%s answers any arguments, or says in one sentence what it wants', (_, f) => {
  const given = fc.array(fc.oneof(good, junk), { maxLength: 4 })
  const property = fc.property(given, (values) => {
    try {
      loose(f)(...values.map((make) => make()))
    } catch (error) {
      const { name, message } = error as Error
      expect(['TypeError', 'ShapeError', 'ValueError']).toContain(name)
      expect(message).toMatch(/ wants .+[.?]$/s)
    }
  })
  fc.assert(property, { numRuns: 150 })
})

test('ShapeError can be made of any arguments', () => {
  const property = fc.property(fc.array(fc.oneof(good, evilJunk), { maxLength: 5 }), (given) => {
    expect(new (lib.ShapeError as new (...given: unknown[]) => Error)(...given.map((make) => make()))).toBeInstanceOf(
      Error,
    )
  })
  fc.assert(property)
})

describe('a value in words', () => {
  const cyclic: unknown[] = []
  cyclic.push(cyclic, cyclic, cyclic)
  const shapeInItself: { shape: unknown[]; data: Float64Array } = { shape: [], data: new Float64Array(1) }
  for (let i = 0; i < 8; i++) shapeInItself.shape.push(shapeInItself)

  test.each<[unknown, string]>([
    [[], 'an empty list'],
    [[1, 2, 3, 4, 5], 'a list of 5 numbers'],
    [[1, 'a', null], '[1, “a”, null]'],
    [[vector(1), Math.sin, [1]], 'a list of 3 (a tensor, a function and a list)'],
    [cyclic, 'a list of 3 (a list, a list and a list)'],
    [shapeInItself, `a tensor of shape [${Array(8).fill('a tensor').join(', ')}]`],
    [Array(2 ** 32 - 1), 'a list of 4294967295'],
    [Math.sin, 'the function sin'],
    [
      (
        () => () =>
          0
      )(),
      'a function',
    ],
    [10n, 'the bigint 10'],
    [Symbol('x'), 'a symbol'],
    [new Map([[1, 2]]), 'a Map of 1'],
    [new Date(0), 'a Date'],
    [new lib.ValueError('no'), 'the error ValueError: no'],
    [(function* () {})(), 'a generator'], // prettier-ignore
    [{}, 'an empty object'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, '{ a, b, c, d, e, … }'],
    [Object.create(null), 'an empty object'],
    [Object.create(Map.prototype), 'a value that cannot be read'],
  ])('%#', (value, words) => {
    expect(inWords(value)).toBe(words)
  })

  test('is short, on one line, and comes for any value', () => {
    const property = fc.property(evilJunk, (make) => void expect(inWords(make())).toMatch(/^[^\n]{1,200}$/))
    fc.assert(property, { numRuns: 1000 })
  })
})
