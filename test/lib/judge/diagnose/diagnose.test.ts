import { describe, expect, test } from 'vitest'
import { type KataTest, collect, functionUnderTest, test as exam } from '#lib/judge/assert/law'
import { behavesAlike, isWrong, outcomesOf } from '#lib/judge/diagnose/fingerprint'
import { Inconclusive, Mismatch } from '#lib/judge/assert/mismatch'
import { findErrorPattern } from '#lib/judge/diagnose/error-pattern'
import { indexOf } from '#lib/planes'
import { type Tensor, matrix, tensor, vector } from '#lib/tensor'
import { todo } from '#lib/todo'
import { expectClose } from '#lib/judge/assert/expect'

const exams = (declare: () => void): Promise<KataTest[]> => collect(async () => declare())

describe('the fingerprint', () => {
  test('is the result of each probe', async () => {
    const declared = await exams(() => {
      exam('f is right', () => undefined)
      exam('f is empty', () => todo('1.1'))
      exam('f is wrong', () => expectClose(vector(1), vector(2), 'y'))
      exam('g says so', () => {
        throw new Mismatch('it took 17 steps')
      })
      exam('g crashes', () => {
        throw Object.assign(new RangeError('oh'), { stack: 'RangeError: oh\n    at g (/elsewhere/katas/g.ts:3:1)' })
      })
      exam('g breaks its test', () => {
        throw new RangeError('oh')
      })
      exam('g cannot tell', () => {
        throw new Inconclusive('kink')
      })
    })
    expect(declared.flatMap(outcomesOf).map(({ kind }) => kind)).toEqual([
      'right',
      'empty',
      'differs',
      'says',
      'crashes',
      'broken',
      'blind',
    ])
    expect(['f', 'g', 'h'].map((name) => isWrong(declared, name))).toEqual([true, true, false])
  })

  test('is not alike where both answers break the test: that says nothing of either', async () => {
    const breaking = (): Promise<KataTest[]> =>
      exams(() =>
        exam('f answers', () => {
          throw new RangeError('a line of the test')
        }),
      )
    expect(behavesAlike(await breaking(), await breaking(), 'f')).toBe(false)
  })

  const answering = (y: Tensor | string) =>
    exams(() =>
      exam('f answers', () => {
        if (typeof y === 'string') throw new Mismatch(y)
        expectClose(y, vector(5, 5), 'y')
      }),
    )

  test('is alike for the same numbers up to rounding, and for the same sentence whatever the numbers', async () => {
    expect(behavesAlike(await answering(vector(1, 3)), await answering(vector(1 + 1e-12, 3)), 'f')).toBe(true)
    expect(behavesAlike(await answering('it took 17 steps'), await answering('it took 3 steps'), 'f')).toBe(true)
  })

  test('is not alike for other numbers, other sentences, or right beside wrong', async () => {
    expect(behavesAlike(await answering(vector(1, 3)), await answering(vector(1, 3.001)), 'f')).toBe(false)
    expect(behavesAlike(await answering('it took 17 steps'), await answering('it took 17 turns'), 'f')).toBe(false)
    expect(behavesAlike(await answering(vector(5, 5)), await answering(vector(1, 3)), 'f')).toBe(false)
  })

  test('is alike in a wrong dtype only for the same numbers', async () => {
    const narrow = (...values: number[]) => answering(tensor([values.length], Float32Array.from(values)))
    expect(behavesAlike(await narrow(1, 3), await narrow(1, 3), 'f')).toBe(true)
    expect(behavesAlike(await narrow(1, 3), await narrow(1, 4), 'f')).toBe(false)
  })

  test('speaks of the function that a title begins with', () => {
    expect(['softmax sums to 1', 'products.AB is A·B', 'compose, mul and sin remember'].map(functionUnderTest)).toEqual(
      ['softmax', 'products', 'compose'],
    )
  })
})

describe('the signature', () => {
  const truths = [matrix([1, 2, -3], [4, 5, 7]), matrix([2, -1], [3, 5], [1, 8]), matrix([1, 2, 3, 4], [5, 6, 8, 7])]
  const of = (spoil: (truth: Tensor) => Tensor, all = truths) => {
    const outcomes = all.map((expected) => ({
      kind: 'differs' as const,
      evidence: { name: 'y', received: spoil(expected), expected },
    }))
    return findErrorPattern(outcomes, 'y')
  }
  const each = (f: (v: number, truth: Tensor) => number, truth = (v: number) => v) =>
    of(
      (expected) => ({ shape: expected.shape, data: expected.data.map((v) => f(v, expected)) }),
      truths.map(({ shape, data }) => ({ shape, data: data.map(truth) })),
    )

  test('knows a sign, a factor, a number of rows, zeros, and float32', () => {
    expect(each((v) => -v)).toBe('Every entry has the opposite sign, in all 3 examples that differ.')
    expect(each((v) => 2 * v)).toBe('Every entry is 2 times what it should be, in all 3 examples that differ.')
    expect(each((v, { shape }) => v / shape[0])).toBe('Every entry is too small: divided by the number of its rows.')
    expect(each((v, { shape }) => v * shape[1])).toBe(
      'Every entry is too large, by the number of its columns: 3, 2, 4 times.',
    )
    expect(each((v) => v * 1.00002)).toBeUndefined() // “1 times what it should be”
    expect(each(() => 0)).toBe('Every entry is 0, in all 3 examples that differ.')
    expect(each(Math.fround, (v) => v / 3)).toBe(
      'It is right to about seven digits: these numbers are float32, and float64 is wanted.',
    )
    expect(each((v) => v + 1e-9)).toMatch(
      /^It is right to about 9 digits, and to no more: float32 somewhere on the way/,
    )
  })

  test('names an axis by its number where it is neither a row nor a column', () => {
    const blocks = [
      [2, 3, 4],
      [3, 2, 5],
      [4, 5, 2],
    ].map((shape, n) => ({
      shape,
      data: Float64Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => Math.sin(i + n)),
    }))
    const times = (spoil: (truth: Tensor) => number) =>
      of(({ shape, data }) => ({ shape, data: data.map((v) => v * spoil({ shape, data })) }), blocks)
    expect(times(({ shape }) => shape[0])).toBe('Every entry is too large, by the size of its axis 0: 2, 3, 4 times.')
    expect(times(({ shape }) => 1 / shape[2])).toBe('Every entry is too small: divided by the size of its axis 2.')
    expect(times(({ data }) => data.length)).toMatch(/^Every entry is too large, by the number of its entries: /)
    expect(
      of(({ shape, data }) => ({ shape, data: data.map((v) => v * shape[0]) }), [...blocks, truths[0]]),
    ).toBeUndefined()
  })

  test('holds for everything that differs, or is not told', () => {
    const evidence = { name: 'y', received: vector(1, 5), expected: vector(1, 4) }
    const zeros = truths.map((expected) => ({
      kind: 'differs' as const,
      evidence: { name: 'y', received: { ...expected, data: expected.data.map(() => 0) }, expected },
    }))
    expect(findErrorPattern(zeros)).toMatch(/^Every entry is 0/)
    expect(findErrorPattern([...zeros, { kind: 'differs', evidence }])).toBeUndefined()
  })

  test('a factor of one number beside zeros is none, and one example twice is one example', () => {
    const differs = (expected: number[], received: number[]) => ({
      kind: 'differs' as const,
      evidence: { name: 'y', expected: vector(...expected), received: vector(...received) },
    })
    expect(findErrorPattern([differs([300, 0], [44, 0]), differs([150, 0], [22, 0])])).toBeUndefined()
    const doubled = differs([1, 2], [2, 4])
    expect(findErrorPattern([doubled, differs([1, 2], [2, 4])])).toBeUndefined()
    expect(findErrorPattern([doubled, differs([3, 5, 7], [6, 10, 14])])).toContain('2 times')
  })

  test('says nothing of numbers that are right under another shape', () => {
    expect(of(({ data }) => ({ shape: [1, data.length], data }))).toBeUndefined()
    expect(
      findErrorPattern(
        [1, 2, 3].map((v) => ({
          kind: 'differs' as const,
          evidence: { name: 'y', received: vector(v), expected: matrix([v]) },
        })),
      ),
    ).toBeUndefined()
  })

  test('knows a transpose', () => {
    const turned = (x: Tensor): Tensor => ({
      shape: [x.shape[1], x.shape[0]],
      data: Float64Array.from(x.data, (_, i) => x.data[(i % x.shape[0]) * x.shape[1] + Math.floor(i / x.shape[0])]),
    })
    expect(of(turned)).toBe('These are the right numbers in another order: each row holds what should be a column.')
  })

  /** Axis j of the result is axis order[j] of x. */
  const turn = (x: Tensor, order: readonly number[]): Tensor => {
    const shape = order.map((axis) => x.shape[axis])
    const data = new Float64Array(x.data.length)
    x.data.forEach((v, at) => {
      const index = indexOf(x.shape, at)
      data[order.reduce((sum, axis, j) => sum * shape[j] + index[axis], 0)] = v
    })
    return { shape, data }
  }
  const random = (...shape: number[]): Tensor => {
    const size = shape.reduce((product, n) => product * n, 1)
    return { shape, data: Float64Array.from({ length: size }, (_, i) => Math.sin(i + 3 * size)) }
  }
  const images = [random(2, 3, 4, 5), random(3, 2, 2, 4), random(1, 3, 3, 1), random(2, 1, 1, 2)]
  const order = 'These are the right numbers in another order: '

  test('knows two axes that are swapped, in any shape of the same rank', () => {
    const swaps = [
      [1, 0, 2, 3],
      [2, 1, 0, 3],
      [3, 1, 2, 0],
      [0, 2, 1, 3],
      [0, 3, 2, 1],
      [0, 1, 3, 2],
    ] as const
    const differing = (one: readonly number[]) => images.filter((x) => String(turn(x, one).data) !== String(x.data))
    for (const one of swaps) {
      const [a, b] = one.flatMap((axis, j) => (axis === j ? [] : [j]))
      expect(of((x) => turn(x, one), images)).toBe(`${order}axes ${a} and ${b} are swapped.`)
      expect(of((x) => ({ ...turn(x, one), shape: x.shape }), differing(one))).toBe(
        `${order}axes ${a} and ${b} are swapped.`,
      )
    }
    const videos = [random(2, 3, 1, 4, 2), random(3, 2, 1, 2, 5)]
    expect(of((x) => turn(x, [0, 3, 2, 1, 4]), videos)).toBe(`${order}axes 1 and 3 are swapped.`)
  })

  test('knows another order of more than two axes', () => {
    expect(of((x) => turn(x, [0, 3, 1, 2]), images)).toBe(`${order}the axes are in the order 0, 3, 1, 2.`)
    expect(of((x) => turn(x, [2, 0, 1]), [random(2, 3, 4), random(3, 4, 2)])).toBe(
      `${order}the axes are in the order 2, 0, 1.`,
    )
  })

  test('says nothing of an order that one example decides, that another one breaks, or that has another shape', () => {
    const swap = (x: Tensor) => turn(x, [0, 2, 1, 3])
    expect(of(swap, [images[0], random(2, 3, 1, 2)])).toBeUndefined()
    expect(of((x) => (x === images[1] ? { ...x, data: x.data.map(Math.abs) } : swap(x)), images)).toBeUndefined()
    expect(of((x) => ({ ...swap(x), shape: [x.data.length, 1, 1, 1] }), images)).toBeUndefined()
    expect(of((x) => ({ ...swap(x), shape: [...swap(x).shape, 1] }), images)).toBeUndefined()
    expect(
      of((x) => (x.shape.length === 4 ? swap(x) : turn(x, [0, 2, 1])), [...images, random(2, 3, 4)]),
    ).toBeUndefined()
    expect(of((x) => turn(x, [1, 0, 2, 3, 4, 5]), [random(2, 3, 1, 1, 2, 1), random(3, 2, 1, 1, 2, 1)])).toBeUndefined()
  })

  const numbers = (received: (truth: number) => number, truths = [0.5, 1, 3]) =>
    findErrorPattern(
      truths.map((truth) => ({
        kind: 'differs' as const,
        evidence: { name: 'the loss', received: vector(received(truth)), expected: vector(truth) },
      })),
    )

  test('knows a factor of single numbers, if there are three of them', () => {
    expect(numbers((v) => v / 3)).toBe('It is 0.3333 times what it should be, in all 3 examples that differ.')
    expect(numbers((v) => -v)).toBe('It has the opposite sign, in all 3 examples that differ.')
    expect(numbers(() => 0)).toBe('It is zero, in all 3 examples that differ.')
    expect(numbers((v) => v + 1)).toBeUndefined()
    expect(numbers((v) => v * 1.00002)).toBeUndefined() // “1 times what it should be”
    expect(numbers((v) => v / 3, [0.5, 0.5, 1])).toBeUndefined()
  })

  test('of all results of a function is one factor for all of them', () => {
    const twice = (name: string, expected: Tensor) => ({
      kind: 'differs' as const,
      evidence: { name, received: { ...expected, data: expected.data.map((v) => 2 * v) }, expected },
    })
    const outcomes = [twice('dx', truths[0]), twice('dx of the second call', truths[1])]
    expect(findErrorPattern(outcomes, 'dx')).toBeUndefined()
    expect(findErrorPattern(outcomes)).toBe('Every entry is 2 times what it should be, in all 2 examples that differ.')
  })

  test('is silent about anything else, and about a single example', () => {
    expect(each((v) => v + 1)).toBeUndefined()
    expect(each((v) => v * v)).toBeUndefined()
    const [expected] = truths
    const once = [
      {
        kind: 'differs' as const,
        evidence: { name: 'y', received: { ...expected, data: expected.data.map((v) => 2 * v) }, expected },
      },
    ]
    expect(findErrorPattern(once, 'y')).toBeUndefined()
  })
})
