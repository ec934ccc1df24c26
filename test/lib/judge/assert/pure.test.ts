import { describe, expect, test } from 'vitest'
import { returns } from '#lib/judge/assert/contract'
import { record, tensor as tensorKind } from '#lib/judge/assert/kind'
import { partsOf } from '#lib/judge/assert/parts'
import { expectPullback } from '#lib/judge/assert/pullback'
import { expectPure } from '#lib/judge/assert/pure'
import { expectScaled } from '#lib/judge/assert/scaled'
import { type Tensor, matrix, tensor, vector, zeros } from '#lib/tensor'

const x = matrix([1, 2, 3], [4, 5, 6])

function double({ shape, data }: Tensor): Tensor {
  return { shape: [...shape], data: data.map((v) => 2 * v) }
}

describe('expectPure', () => {
  test('accepts a function that makes something new', () => {
    expectPure(({ x }) => double(x), { x })
    expectPure(({ x }) => [double(x), double(x)], { x })
    expectPure(({ list }) => list.map((v) => v + 1), { list: [1, 2] })
    expectPure(({ x, k }) => ({ y: double(x), k }), { x, k: 3 })
    expectPure(({ x }) => x.data[0], { x })
  })

  test('leaves to a function what its record holds beside the parts that its contract names', () => {
    const open = returns('x', record({ y: tensorKind })).bind('f', () => (x: Tensor) => ({ y: double(x), x }))
    expectPure(({ x }) => (open as typeof double)(x), { x }, 'f')
    const shared = returns('x', record({ y: tensorKind })).bind('f', () => (x: Tensor) => ({ y: x }))
    expect(() => expectPure(({ x }) => (shared as typeof double)(x), { x }, 'f')).toThrow(
      'f shares memory with its input x',
    )
  })

  test('refuses a changed input and names it', () => {
    const spoil = ({ v }: { v: Tensor }) => {
      v.data[1] = 7
      return vector(0)
    }
    expect(() => expectPure(spoil, { v: vector(1, 2) }, 'f')).toThrow(
      /f changed its input: v, entry 1, was 2 and is now 7/,
    )
    const paint = ({ image }: { image: Tensor }) => vector((image.data[9] = 7))
    expect(() => expectPure(paint, { image: zeros([1, 2, 3, 2]) }, 'f')).toThrow(
      'f changed its input: image, entry [0, 1, 1, 1], was 0 and is now 7.',
    )
    const sort = ({ list }: { list: number[] }) => list.sort()[0]
    expect(() => expectPure(sort, { list: [2, 1] }, 'f')).toThrow(
      'f changed its input: list was [2, 1] and is now [1, 2].',
    )
  })

  test('refuses an input whose shape or data is another one afterwards', () => {
    const turn = ({ x }: { x: Tensor }) => tensor((x.shape as number[]).reverse().slice(), [1, 2])
    expect(() => expectPure(turn, { x: matrix([1, 2]) }, 'transpose')).toThrow(
      'transpose changed its input: x was (1, 2) [1, 2] and is now (2, 1) [1] ; [2].',
    )
    const replace = ({ x }: { x: { shape: number[]; data: Float64Array } }) =>
      tensor([1], (x.data = Float64Array.of(1)).slice())
    expect(() => expectPure(replace, { x: vector(1) as never }, 'f')).toThrow(
      'f changed its input: the data of x is another array now.',
    )
  })

  test('refuses another shape or another number of results the second time', () => {
    const once =
      (...results: unknown[]) =>
      () =>
        results.shift()
    expect(() => expectPure(once(zeros([2]), zeros([1, 2])), { x }, 'f')).toThrow(
      'f gives another result the second time: its shape was (2), then (1, 2).',
    )
    expect(() => expectPure(once([zeros([2])], [zeros([2]), zeros([2])]), { x }, 'f')).toThrow(
      'f gives another result the second time: there were 2 parts, then 3.',
    )
  })

  test('refuses a result that shares memory with an input, a list as well', () => {
    expect(() => expectPure(({ x }) => tensor([6], x.data), { x }, 'f')).toThrow(/f shares memory with its input x/)
    expect(() => expectPure(({ x }) => tensor([2], x.data.subarray(1, 3)), { x }, 'f')).toThrow(/shares memory/)
    expect(() => expectPure(({ list }) => list, { list: [1, 2] }, 'f')).toThrow(/f shares memory with its input list/)
  })

  test('accepts windows of one buffer that do not overlap, and refuses those that do', () => {
    const arena = new Float64Array(200)
    let [from, far] = [0, 2]
    const next = () => tensor([2], arena.subarray(from, (from += far) - far + 2))
    expectPure(next, { x: vector(1) }, 'f')
    far = 1
    expect(() => expectPure(next, { x: vector(1) }, 'f')).toThrow(/f returns the same memory from two calls/)
  })

  test('refuses one list or one record for all results', () => {
    const kept: number[] = []
    const fill = ({ list }: { list: number[] }) => (kept.splice(0, kept.length, ...list), kept)
    expect(() => expectPure(fill, { list: [1, 2] }, 'f')).toThrow('f returns the same list from two calls')
    const record = {}
    expect(() => expectPure(({ k }) => Object.assign(record, { k }), { k: 1 }, 'f')).toThrow(
      'f returns the same record from two calls',
    )
  })

  test('refuses hidden state: another result the second time', () => {
    let calls = 0
    expect(() => expectPure(() => vector(calls++), { x }, 'f')).toThrow(
      /f gives another result the second time: entry 0 was 0, then 1/,
    )
    const cube = () => tensor([1, 2, 2], [0, 0, calls++, 0])
    expect(() => expectPure(cube, { x }, 'f')).toThrow('the second time: entry [0, 1, 0] was 2, then 3.')
  })

  test('refuses a result that is kept for an object, though the numbers in it have changed', () => {
    const known = new WeakMap<object, Tensor>()
    const remember = ({ x }: { x: Tensor }) => {
      const y = known.get(x) ?? double(x)
      known.set(x, y)
      return double({ shape: y.shape, data: y.data.map((v) => v / 2) })
    }
    expect(() => expectPure(remember, { x }, 'f')).toThrow('f does not read x again: the numbers in x have changed')
  })

  test('refuses a function that reads a tensor from the beginning of its buffer', () => {
    const read = ({ a, b }: { a: Tensor; b: Tensor }) =>
      vector(a.data[0] + new Float64Array(b.data.buffer as ArrayBuffer)[0])
    expect(() => expectPure(read, { a: vector(1), b: vector(2) }, 'f')).toThrow(
      'f is wrong where b is a window on a larger array',
    )
  })

  test('refuses a function that is wrong where one object stands for two inputs', () => {
    const add = ({ a, b }: { a: Tensor; b: Tensor }) => vector(a.data[0] + (a === b ? 0 : b.data[0]))
    expect(() => expectPure(add, { a: vector(1), b: vector(2) }, 'f')).toThrow(
      'f gives another result where a and b are the same object: entry 0 was 2, then 1.',
    )
  })

  test('refuses memory that is shared only where nothing changes', () => {
    const relu = ({ dy }: { dy: Tensor }) => (dy.data.every((v) => v === 1) ? dy : double(dy))
    expect(() => expectPure(relu, { dy: vector(1, 2) }, 'f')).toThrow(
      'f of tensors that are all 1 shares memory with its input dy',
    )
  })
})

describe('expectScaled', () => {
  const inputs = { x: vector(1, -2), k: 3 }

  test('accepts what grows with its input', () => {
    expectScaled(({ x }) => double(x), inputs, ['x'])
    expectScaled(({ x, k }) => x.data[0] * k, inputs, ['x'])
  })

  test('refuses what is cut off, or taken for zero', () => {
    const clip = ({ x }: { x: Tensor }) => ({ shape: x.shape, data: x.data.map((v) => Math.min(v, 1e4)) })
    expect(() => expectScaled(clip, inputs, ['x'], 'f')).toThrow(/f, for x about 1e120 times as large, entry \[0\], is/)
    const flush = ({ x }: { x: Tensor }) => ({ shape: x.shape, data: x.data.map((v) => (Math.abs(v) < 1e-12 ? 0 : v)) })
    expect(() => expectScaled(flush, inputs, ['x'], 'f')).toThrow(
      /f, for x about 1e-200 times as large, entry \[0\], is 0/,
    )
  })
})

describe('expectPullback', () => {
  type Back = (dy: Tensor) => Tensor
  const square = ({ x }: { x: Tensor }, back: (x: Tensor) => Back): [Tensor, Back] => [
    { shape: x.shape, data: x.data.map((v) => v * v) },
    back(x),
  ]
  const times = (x: Tensor, dy: Tensor): Tensor => ({ shape: x.shape, data: x.data.map((v, i) => 2 * v * dy.data[i]) })
  const check = (back: (x: Tensor) => Back): void =>
    expectPullback(
      (inputs) => square(inputs, back),
      { x: vector(1, 2, 3) },
      [vector(1, 2, 1), vector(3, -1, 2)],
      'square',
    )

  test('accepts a way back that is right', () => check((x) => (dy) => times(x, dy)))

  test('refuses a way back that keeps its first answer', () => {
    const keep = (x: Tensor): Back => {
      let kept: Tensor | undefined
      return (dy) => {
        kept ??= times(x, dy)
        return { shape: kept.shape, data: kept.data.slice() }
      }
    }
    expect(() => check(keep)).toThrow(/the way back of square/)
  })

  test('refuses one buffer for all answers of one call', () => {
    const reuse = (x: Tensor): Back => {
      const dx = zeros(x.shape)
      return (dy) => {
        dx.data.set(times(x, dy).data)
        return dx
      }
    }
    expect(() => check(reuse)).toThrow(
      'the way back of square has changed its first result, when it was asked again: entry 0 was 2, then 6.',
    )
  })

  test('refuses a way back that is not linear', () => {
    expect(() => check((x) => (dy) => times(x, { shape: dy.shape, data: dy.data.map((v) => Math.min(v, 2)) }))).toThrow(
      /the way back of square, for the sum of two dy/,
    )
  })
})

test('partsOf names what a result is made of, and stands lists without an end', () => {
  const names = (value: unknown) => partsOf(value, 'f(x)').map(({ name }) => name)
  expect(names({ dx: vector(1), list: [1, [2]] })).toEqual([
    'f(x)',
    'dx of f(x)',
    'list of f(x)',
    'list of f(x)[0]',
    'list of f(x)[1]',
    'list of f(x)[1][0]',
  ])
  class Gradient {
    readonly db = vector(2)
    get dx(): Tensor {
      return vector(1)
    }
  }
  expect(names(new Gradient())).toEqual(['f(x)', 'db of f(x)', 'dx of f(x)'])
  const cyclic: unknown[] = []
  cyclic.push(cyclic)
  expect(names(cyclic).length).toBeLessThan(10)
})
