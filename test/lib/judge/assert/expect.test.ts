import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { Mismatch, Misshapen, DidNotThrow } from '#lib/judge/assert/mismatch'
import { expectPure } from '#lib/judge/assert/pure'
import { ShapeError, ValueError, float32, matrix, tensor, vector, zeros } from '#lib/tensor'
import { todo } from '#lib/todo'
import { evilJunk } from '../../junk.ts'

const x = matrix([1, 2, 3], [4, 5, 6])

describe('expectClose', () => {
  test('accepts what differs by rounding', () => {
    expectClose(matrix([0.1 + 0.2]), matrix([0.3]))
    expectClose(3 * (1 + 1e-13), 3)
    expectClose([1, 2], Float64Array.of(1, 2))
    expectClose(float32(vector(1 / 3)), float32(vector(0.33334)))
  })

  test('refuses what differs by more, and says index, expected, received, how many, with both tables', () => {
    const wrong = matrix([1, 2, 3], [4, 5.5, 7])
    expect(() => expectClose(wrong, x, 'y')).toThrow(
      [
        'y[1, 1] is 5.5, expected 5; 2 of 6 differ.',
        '',
        '  expected      received',
        '  [ 1  2  3 ]   [ 1    2  3 ]',
        '  [ 4 ▸5◂ 6 ]   [ 4 ▸5.5◂ 7 ]',
      ].join('\n'),
    )
  })

  test('says what an example was asked with, if it is told', () => {
    const comparison = { name: 'y', inputs: { x, k: 2 } }
    const asked = 'for the inputs\n  x: (2, 3) [1, 2, 3] ; [4, 5, 6]\n  k: 2'
    expect(() => expectClose(matrix([1, 2]), matrix([1, 3]), comparison)).toThrow(asked)
    expect(() => expectClose(matrix([1]), matrix([1, 3]), comparison)).toThrow(asked)
    expect(() => expectClose(matrix([1]), matrix([3]), 'y')).toThrow(/^y\[0, 0\] is 1, expected 3\.$/)
  })

  test('allows K times as much for a sum of K terms, and more for large terms that cancel', () => {
    expect(() => expectClose(1 + 3e-12, 1)).toThrow(Mismatch)
    expectClose(1 + 3e-12, 1, { terms: 4 })
    expectClose(1e-11, 0, { scale: 100 })
  })

  test('rejects float32 noise in a float64 answer, and shows enough digits to see it', () => {
    expect(() => expectClose(Math.fround(0.1), 0.1, 'p')).toThrow(/p is 0.1000000015, expected 0.1: off by 1.5e-9/)
  })

  test('says by how much, and what was allowed, only of what is close', () => {
    expect(() => expectClose(1.00001, 1, 'L')).toThrow('L is 1.00001, expected 1: off by 1e-5, allowed 1e-12.')
    expect(() => expectClose(vector(1e-4, 1), vector(0, 1), 'y')).toThrow('y[0] is 0.0001, expected 0: off by 0.0001')
    expect(() => expectClose(2, 1, 'L')).toThrow(new Mismatch('L is 2, expected 1.'))
  })

  test('names the entry behind a name of several words, and on any number of axes', () => {
    expect(() => expectClose(matrix([1, 2]), matrix([1, 3]), 'matmul(a, b)')).toThrow('matmul(a, b)[0, 1] is 2')
    expect(() => expectClose(matrix([1, 2]), matrix([1, 3]), 'the gradient of x')).toThrow(
      'the gradient of x, entry [0, 1], is 2, expected 3',
    )
    expect(() => expectClose(vector(2), vector(3), 'db1, gradient[0].b,')).toThrow(
      'db1, gradient[0].b, entry [0], is 2',
    )
    expect(() => expectClose(tensor([], [2]), tensor([], [3]), 'y')).toThrow(/^y is 2, expected 3\.$/)
  })

  const [images, wrong] = [4, 5].map((first) =>
    tensor(
      [2, 2, 3, 2],
      Array.from({ length: 24 }, (_, i) => (i === 15 ? first : i)),
    ),
  )
  images.data[15] = 15

  test('shows the plane of the first wrong entry, and in how many planes there are others', () => {
    expect(() => expectClose(wrong, images, 'y')).toThrow(
      [
        'y[1, 0, 1, 1] is 5, expected 15; 1 of 24 differ.',
        '',
        '  expected [1, :, :, 1]   received [1, :, :, 1]',
        '  [ 13 ▸15◂ 17 ]          [ 13  ▸5◂ 17 ]',
        '  [ 19  21  23 ]          [ 19  21  23 ]',
      ].join('\n'),
    )
    const two = { ...wrong, data: wrong.data.map((v, i) => (i === 17 ? 0 : v)) }
    expect(() => expectClose(two, images, 'y')).toThrow('; 2 of 24 differ, all in the plane [1, :, :, 1].\n')
    const apart = { ...wrong, data: wrong.data.map((v, i) => (i === 16 ? 0 : v)) }
    expect(() => expectClose(apart, images, 'y')).toThrow('; 2 of 24 differ, in 2 of 4 planes.\n')
  })

  test('has the rows and columns that it is told', () => {
    const filters = { name: 'dF', plane: [0, 1] as const }
    expect(() => expectClose(wrong, images, filters)).toThrow(
      [
        'dF[1, 0, 1, 1] is 5, expected 15; 1 of 24 differ.',
        '',
        '  expected [:, :, 1, 1]   received [:, :, 1, 1]',
        '  [  3   9 ]              [ 3   9 ]',
        '  [▸15◂ 21 ]              [▸5◂ 21 ]',
      ].join('\n'),
    )
  })

  test('compares with any number of axes, with none, and with sizes of 0', () => {
    for (const shape of [[], [3], [2, 2, 2], [1, 2, 1, 2, 2], [2, 0, 3], [0]]) {
      const count = shape.reduce((product, n) => product * n, 1)
      const y = tensor(shape, new Float64Array(count).fill(2))
      expectClose(y, { ...y, data: y.data.slice() }, 'y')
      if (count === 0) continue
      const other = { ...y, data: y.data.map((v, i) => (i === count - 1 ? 7 : v)) }
      const last = shape.length === 0 ? 'y' : `y[${shape.map((n) => n - 1).join(', ')}]`
      expect(() => expectClose(other, y, 'y')).toThrow(`${last} is 7, expected 2`)
    }
    expect(() => expectClose(zeros([0, 3, 2]), zeros([0, 2, 3]), 'y')).toThrow(
      'y has shape (0, 3, 2), expected (0, 2, 3).',
    )
  })

  test('compares ∞ and NaN as they are', () => {
    expectClose(vector(Infinity, -Infinity, NaN), vector(Infinity, -Infinity, NaN))
    expect(() => expectClose(vector(1e308), vector(Infinity), 'y')).toThrow('y[0] is 1e308, expected ∞.')
    expect(() => expectClose(vector(NaN), vector(0), 'y')).toThrow('y[0] is NaN, expected 0.')
    expect(() => expectClose(vector(Infinity), vector(-Infinity))).toThrow(Mismatch)
  })

  test('refuses another shape', () => {
    expect(() => expectClose(zeros([3, 2]), zeros([2, 3]), 'y')).toThrow('y has shape (3, 2), expected (2, 3).')
    expect(() => expectClose(zeros([6]), zeros([2, 3]), 'y')).toThrow('y has shape (6), expected (2, 3).')
  })

  test('refuses another kind: dtype, list for tensor, nothing at all', () => {
    expect(() => expectClose(float32(x), x, 'y')).toThrow('y is a float32 tensor, expected a float64 tensor.')
    expect(() => expectClose([1, 2], vector(1, 2), 'y')).toThrow('y is a list of numbers, expected a float64 tensor.')
    expect(() => expectClose(undefined as never, 3, 'y')).toThrow('y is undefined, expected a number.')
    expect(() => expectClose({ shape: [2] } as never, vector(1, 2), 'y')).toThrow(/expected a float64 tensor/)
  })

  test('says what is wrong with a tensor that is none, and does not look into it', () => {
    const data = Float64Array.of(1, 2, 3, 4, 5, 6)
    const told =
      (received: unknown, expected: unknown = x) =>
      () =>
        expectClose(received as never, expected as never, 'y')
    const plain = 'has a plain array as its data, expected a'
    expect(told({ shape: [2, 3], data: [...data] })).toThrow(
      `y ${plain} Float64Array: make results with zeros(shape, like).`,
    )
    expect(told({ shape: [2, 3], data: [...data] }, float32(x))).toThrow(`y ${plain} Float32Array`)
    expect(told({ shape: [2, 3], data: 'abcdef' })).toThrow('y has “abcdef” as its data, expected a Float64Array')
    expect(told({ shape: [6], data: Uint8Array.from(data) })).toThrow('y has a Uint8Array of 6 as its data')
    expect(told({ shape: ['2', '3'], data })).toThrow('y has the shape (“2”, “3”): text, expected numbers.')
    expect(told({ shape: [2, NaN], data })).toThrow('y has the shape (2, NaN), expected whole numbers from 0 on.')
    expect(told({ shape: 6, data })).toThrow('y has 6 as its shape, expected a list of sizes.')
    expect(told([x])).toThrow('y is a list with one tensor, expected a float64 tensor: give the tensor itself.')
    expect(told([x, Math.sin])).toThrow('y is a list of 2 (a tensor and a function), expected a float64 tensor.')
    expect(told(data)).toThrow('y is a Float64Array of 6, expected a float64 tensor.')
    expect(told('text')).toThrow('y is the text “text”, expected a float64 tensor.')
    expect(told(Promise.resolve(x))).toThrow('y is a promise (katas are synchronous), expected a float64 tensor.')
    expect(told(new ShapeError('no'))).toThrow('y is the error ShapeError: no, expected a float64 tensor: throw it.')
  })

  test('refuses text among numbers, holes, and text for a number', () => {
    expect(() => expectClose(['2', 0] as never, [2, 0], 'argmax(x)')).toThrow(
      'entry 0 of argmax(x) is the text “2”, expected a number.',
    )
    expect(() => expectClose(Array(2) as never, [2, 0], 'y')).toThrow('entry 0 of y is undefined, expected a number.')
    expect(() => expectClose([[1, 2]] as never, [1, 2], 'y')).toThrow('entry 0 of y is a list of numbers, expected')
    expect(() => expectClose(BigInt64Array.of(1n) as never, [1], 'y')).toThrow('y is a BigInt64Array of 1, expected')
    expect(() => expectClose('3' as never, 3, 'L')).toThrow('L is the text “3”, expected a number.')
  })

  test('names the largest and the lowest number where ∞ is expected', () => {
    const most = Number.MAX_VALUE
    expect(() => expectClose(vector(-most), vector(-Infinity), 'y')).toThrow(
      'y[0] is -1.798e308, the lowest float64, expected −∞.',
    )
    expect(() => expectClose(most, Infinity, 'L')).toThrow('L is 1.798e308, the largest float64, expected ∞.')
    const narrow = float32(vector(2 ** 128 - 2 ** 104))
    expect(() => expectClose(narrow, float32(vector(0)), 'y')).toThrow(
      'y[0] is 3.403e38, the largest float32, expected 0',
    )
  })

  test('refuses a tensor that holds another number of entries than its shape says', () => {
    const broken = { shape: [2, 2], data: new Float64Array(3) }
    expect(() => expectClose(broken, zeros([2, 2]), 'y')).toThrow(
      'y says it has shape (2, 2), which is 4 entries, but it holds 3.',
    )
  })

  test('shows a window of a large tensor, with the wrong entry in it', () => {
    const large = zeros([20, 30])
    const wrong = zeros([20, 30])
    wrong.data[15 * 30 + 20] = 1
    expect(() => expectClose(wrong, large, 'y')).toThrow(
      /y\[15, 20\] is 1, expected 0.*▸1◂.*rows 11–18, columns 16–23 of \(20, 30\)/s,
    )
  })
})

test('expectEqual compares lists, bytes and texts exactly', () => {
  expectEqual([1, 2], [1, 2])
  expectEqual(Uint8Array.of(1, 2), [1, 2])
  expectEqual(Infinity, Infinity)
  expect(() => expectEqual([1, 2], [2, 1], 'argmax(x)')).toThrow('argmax(x) is [1, 2], expected [2, 1].')
  expect(() => expectEqual(NaN, Infinity)).toThrow(Mismatch)
  expect(() => expectEqual('1', 1)).toThrow(Mismatch)
})

test('expectEqual takes nothing for equal that only looks so, and stands every value', () => {
  const cyclic: unknown[] = [1]
  cyclic.push(cyclic)
  const others = ['NaN', cyclic, 10n, Symbol('x'), Object(1), new Map(), { toJSON: () => [1, 2] }, [1, '2'], [1, 2, 3]]
  for (const other of others)
    for (const wanted of [[1, 2], 1, NaN]) expect(() => expectEqual(other, wanted)).toThrow(Mismatch)
  expectEqual([NaN, [0]], [NaN, [-0]])
})

test('whatever an expectation is given, it accepts it or throws a Mismatch', () => {
  const wanted = fc.constantFrom<unknown>(x, 3, [1, 2], float32(x), 'text', zeros([0, 3]))
  const property = fc.property(evilJunk, wanted, (make, expected) => {
    const asked = [
      () => expectClose(make() as never, expected as never, 'y'),
      () => expectEqual(make(), expected, 'y'),
      () => expectPure(() => make() as never, { x: matrix([1, 2]) }, 'f'),
      () => expectThrows(make, ShapeError, [], 'f'),
      () => {
        const fail = (): never => {
          throw make()
        }
        expectThrows(fail, ShapeError, [], 'f')
      },
    ]
    for (const ask of asked) {
      try {
        ask()
      } catch (error) {
        expect(error).toBeInstanceOf(Mismatch)
      }
    }
  })
  fc.assert(property, { numRuns: 300 })
})

test('expectThat says the sentence when the claim does not hold', () => {
  expectThat(true, 'no')
  expect(() => expectThat(false, 'the loss rises')).toThrow(new Mismatch('the loss rises'))
})

describe('expectThrows', () => {
  const refuse = () => {
    throw new ShapeError('zip', 'one shape', [zeros([2, 3]), zeros([3, 2])])
  }

  test('accepts the class with its words', () => {
    expectThrows(refuse, ShapeError, ['[2, 3]', '[3, 2]'])
  })

  test('refuses silence, another error, and missing words', () => {
    expect(() => expectThrows(() => 3, ShapeError, [], 'zip')).toThrow(
      'zip should throw a ShapeError, but it returned 3.',
    )
    expect(() => expectThrows(refuse, ValueError, [], 'zip')).toThrow(
      /zip should throw a ValueError, but it threw ShapeError: zip wants/,
    )
    expect(() => expectThrows(refuse, ShapeError, ['[4, 4]'], 'zip')).toThrow(/the message does not say \[4, 4\]/)
  })

  test('a crash is not a refusal', () => {
    const crash = () => (undefined as unknown as number[])[0]
    expect(() => expectThrows(crash, ShapeError, [], 'zip')).toThrow(/but it threw TypeError/)
  })

  test('a TypeError of lib is a crash as well, and no refusal', () => {
    const crash = () => zeros(2 as never)
    const said = 'zip should throw a ShapeError, but it threw TypeError: zeros wants a list of sizes, but got 2.'
    expect(() => expectThrows(crash, ShapeError, [], 'zip')).toThrow(said)
    expect(() => expectThrows(() => zeros([NaN]), ValueError, [], 'zip')).toThrow(DidNotThrow)
  })

  test('an error that is returned is not thrown', () => {
    expect(() => expectThrows(() => new ShapeError('shapes differ'), ShapeError, [], 'zip')).toThrow(
      'zip should throw a ShapeError, but it returned the error ShapeError: throw it, with “throw new …”.',
    )
  })

  test('a result of another kind was returned, and what a function of the test says is said', () => {
    const misshapen = () => {
      throw new Misshapen('f(x) returned 3, expected a tensor.', 3)
    }
    expect(() => expectThrows(misshapen, ShapeError, [], 'f')).toThrow(
      'f should throw a ShapeError, but it returned 3.',
    )
    const called = () => expectThat(false, 'f was called with a Float64Array.')
    expect(() => expectThrows(called, ShapeError, [], 'f')).toThrow(new Mismatch('f was called with a Float64Array.'))
  })

  test('an empty chair is not a refusal: todo goes through', () => {
    expect(() => expectThrows(() => todo('1.1'), Error, [])).toThrow('1.1')
  })
})
