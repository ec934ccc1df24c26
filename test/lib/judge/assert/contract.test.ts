import { describe, expect, test } from 'vitest'
import { type Contract, checkKind, checkResults, methods, returns, takes } from '#lib/judge/assert/contract'
import * as kind from '../../../laws/kinds.ts'
import { MissingExport, Mismatch, Misshapen } from '#lib/judge/assert/mismatch'
import { ShapeError, float32, matrix, vector } from '#lib/tensor'
import { todo } from '#lib/todo'

/** What a test is told that calls `f` under this contract. */
function told(f: unknown, contract: Contract, ...args: unknown[]): string {
  const { f: checked } = checkResults({ f } as Record<'f', (...given: unknown[]) => unknown>, { f: contract })
  try {
    checked(...args)
  } catch (error) {
    expect(error).toBeInstanceOf(Misshapen)
    return (error as Misshapen).parts.symptom
  }
  return ''
}

const x = matrix([1, 2])
const ofNumbers = returns('a, b', kind.pullback(kind.number, kind.tuple('da, db', kind.number)))
const ofTensor = returns('x', kind.unary)

describe('a result of another kind is one sentence about the call that returned it', () => {
  test.each<[message: string, result: unknown, contract: Contract, ...args: unknown[]]>([
    ['f(3, 5) returned { y, back }, expected the list [y, back].', { y: 15, back: 1 }, ofNumbers, 3, 5],
    ['f(3, 5) returned undefined, expected the list [y, back].', undefined, ofNumbers, 3, 5],
    ['the first part of f(x) is a number, expected a tensor { shape, data }.', [3, Math.sin], ofTensor, x],
    ['the second part of f(x) is a tensor, expected the function back.', [x, x], ofTensor, x],
    ['the second part of f(x) is missing, expected the function back.', [x], ofTensor, x],
    ['f(x) returned a promise (katas are synchronous), expected the list [y, back].', Promise.resolve(), ofTensor, x],
    [
      'f(x) returned the error ShapeError: shapes differ, expected a tensor { shape, data }: throw it.',
      new ShapeError('shapes differ'),
      returns('x', kind.tensor),
      x,
    ],
    [
      'f(x) returned a list with one tensor, expected a tensor { shape, data }: give the tensor itself.',
      [x],
      returns('x', kind.tensor),
      x,
    ],
    [
      'f(x) has a plain array as its data, expected a Float64Array: make results with zeros(shape, like).',
      { shape: [2], data: [1, 2] },
      returns('x', kind.tensor),
      x,
    ],
    [
      'f(x) has a plain array as its data, expected a Float32Array: make results with zeros(shape, like).',
      { shape: [2], data: [1, 2] },
      returns('x', kind.tensor),
      float32(x),
    ],
    [
      'f(x) has the shape (“1”, “2”): text, expected numbers.',
      { shape: ['1', '2'], data: x.data },
      returns('x', kind.tensor),
      x,
    ],
    ['the second part of f(x) is the class Back, expected the function back: it is called without “new”.', [x, class Back {}], ofTensor, x], // prettier-ignore
    ['f(x) returned a BigInt64Array of 0, expected a list of numbers.', new BigInt64Array(0), returns('x', kind.numbers), x], // prettier-ignore
    ['entry 0 of f(x) is the text “2”, expected a number.', ['2', 0], returns('x', kind.numbers), x],
    ['f([1, 2]) returned the text “3”, expected a number.', '3', returns('angles', kind.number), [1, 2]],
    ['points[1] of f(angles) is a number, expected the point [x, y].', [[0, 0], 1], returns('angles', kind.list('points', kind.point)), [1, 2, 3, 4]], // prettier-ignore
    ['f(W, b) returned an empty object, expected a function with W, b, activation and pullback on it.', {}, returns('W, b', kind.layer), x, x], // prettier-ignore
    ['layer.pullback of f(W, b) is missing, expected a function.', Object.assign(() => x, { W: x, b: x, activation: Math.sin }), returns('W, b', kind.layer), x, x], // prettier-ignore
    ['cotangents[0] of f() is missing, expected { dy, dx }: all layers have them.', { cotangents: [undefined, { dy: x, dx: x }] }, returns('', kind.record({ cotangents: kind.list('', kind.record({ dy: kind.tensor, dx: kind.tensor }, 'all layers have them')) }))], // prettier-ignore
    ['gradient[0].W of f() is missing, expected a tensor { shape, data }. There are dW, db.', [{ dW: x, db: x }], returns('', kind.list('gradient', kind.record({ W: kind.tensor })))], // prettier-ignore
    [
      'gradient[1] of f() is missing, expected a tensor { shape, data }.',
      [x],
      returns('', kind.list('gradient', kind.tensor, 2)),
    ],
    ['gradient of f() has 3 entries, expected 2.', [x, x, x], returns('', kind.list('gradient', kind.tensor, 2))],
  ])('%s', (message, result, contract, ...args) => {
    expect(told(() => result, contract, ...args)).toBe(message)
  })

  test('and so is what a function in it returns', () => {
    const { f } = checkResults({ f: () => [15, () => 3] }, { f: ofNumbers })
    const [, back] = (f as (...args: number[]) => [number, (dy: number) => unknown])(3, 5)
    expect(() => back(-2)).toThrow('back(-2) of f(3, 5) returned a number, expected the list [da, db].')
    const chain = kind.list('chain', kind.layer)
    const layers = [Object.assign(() => 3, { W: x, b: x, activation: Math.sin, pullback: () => [x] })]
    const [layer] = checkKind(layers as unknown[], chain, 'the network') as [
      typeof kind & { pullback(x: unknown): void },
    ]
    expect(() => layer.pullback(x)).toThrow('the second part of chain[0].pullback(x) of the network is missing')
  })

  test('what goes through a generator is checked step by step, and what it returns at its end', () => {
    const runs = (make: () => unknown, last?: kind.Kind) =>
      checkResults({ f: make }, { f: returns('', kind.steps('batch', kind.numbers, last)) })
        .f as () => Iterable<unknown>
    expect(() => runs(() => 3)()).toThrow('f() returned a number, expected a generator.')
    expect([...runs(() => [[1], [2]].values())()]).toEqual([[1], [2]])
    const last = 'the result at the end of f() is missing, expected a number.'
    expect(() => [...runs(() => [[1], [2]].values(), kind.number)()]).toThrow(last)
    expect(() => [...runs(() => [[1], 'no'])()]).toThrow('batch of f() is the text “no”, expected a list of numbers.')
    const bad = { [Symbol.iterator]: () => ({ next: () => 3 }) }
    expect(() => [...runs(() => bad)()]).toThrow('next() of f() returned a number, expected an object { value, done }.')
  })
})

test('a result of the right kind comes back as it is', () => {
  const results = [x, 3, [1, 2], Uint8Array.of(1), [[0, 1]], { dx: x, dW: x, db: x, more: 1 }]
  const kinds = [kind.tensor, kind.number, kind.numbers, kind.numbers, kind.list('points', kind.point), kind.record({ dx: kind.tensor })] // prettier-ignore
  results.forEach((result, i) => {
    const { f } = checkResults({ f: () => result }, { f: returns('', kinds[i]) })
    expect(f()).toBe(result)
  })
})

test('the message has the inputs of the call, which are not in it, if they are small', () => {
  const { f } = checkResults(
    { f: (...given: unknown[]) => given.length as unknown },
    { f: returns('x, axis', kind.tensor) },
  )
  expect(() => f(x, 1)).toThrow(
    'f(x, 1) returned a number, expected a tensor { shape, data }.\n\nfor the inputs\n  x: (1, 2) [1, 2]',
  )
  expect(() => f({ shape: [10, 10], data: new Float64Array(100) }, 1)).toThrow(/\}\.$/)
})

test('a function that is handed in says what it is called with, when that is of another kind', () => {
  const g = takes('f', (v: unknown) => v, kind.tensor)
  expect(g(x)).toBe(x)
  const called = (value: unknown) => () => g(value)
  expect(called(x.data)).toThrow('f was called with a Float64Array of 2, expected a tensor { shape, data }.')
  expect(called({ shape: [2], data: [1, 2] })).toThrow('f was called with a value that has a plain array as its data')
  const { slope } = checkResults(
    { slope: (f: (x: unknown) => number, v: typeof x) => f(v.data) },
    { slope: returns('f, x', kind.number, { f: kind.tensor }) },
  )
  expect(() => slope(() => 1, x)).toThrow('f was called with a Float64Array of 2, expected a tensor')
})

test('methods of an object keep their object, and a missing one is said', () => {
  const products = { by: 2, AB: (v: number) => v, AtB: undefined }
  const bound = checkResults({ products, none: undefined } as Record<string, unknown>, {
    products: methods({ AB: returns('A', kind.number), AtB: returns('A', kind.number) }),
    none: methods({ AB: returns('A', kind.number) }),
  }) as Record<string, Record<string, (v: number) => number>>
  expect(bound.products.AB(3)).toBe(3)
  expect(() => bound.products.AtB(3)).toThrow('products.AtB is undefined, expected a function.')
  expect(() => bound.none.AB(3)).toThrow('none is undefined, expected { AB }.')
})

test('an export that is missing is named, when it is called and not before', () => {
  const kata = {} as { zip?: (v: number) => number }
  const { zip } = checkResults(kata, { zip: returns('x', kind.number) }) as { zip: (v: number) => number }
  expect(() => zip(1)).toThrow(MissingExport)
  kata.zip = (v) => v // one test is asked of many answers
  expect(zip(1)).toBe(1)
})

test('an empty chair stays one, and a getter that throws is told with its own frames', () => {
  const record = returns('', kind.record({ dx: kind.tensor }))
  const of = (getter: () => unknown) => checkResults({ f: () => ({ get dx() { return getter() } }) }, { f: record }).f // prettier-ignore
  expect(of(() => todo('4.5'))).toThrow('4.5')
  expect(of(() => todo('4.5'))).not.toThrow(Mismatch)
  const broken = function brokenGetter(): never {
    throw new ShapeError('no')
  }
  let thrown: Error | undefined
  try {
    of(broken)()
  } catch (error) {
    thrown = error as Error
  }
  expect(thrown).toBeInstanceOf(Misshapen)
  expect(thrown?.message).toBe('dx of f() cannot be read: it throws the error ShapeError: no.')
  expect(thrown?.stack).toContain('brokenGetter')
})

test('vectors and other right values pass a whole contract', () => {
  expect(told(() => [vector(1), () => [vector(1)]], ofTensor, x)).toBe('')
})

test('a list that the call has changed is told at once, with its name', () => {
  const move = (point: number[]): number => {
    point[0] += 1
    return 3
  }
  const { f } = checkResults({ f: move }, { f: returns('target', kind.number) })
  expect(() => f([0, 2])).toThrow(/^f\(\[0, 2\]\) changed its input: target was \[0, 2\] and is now \[1, 2\]\.$/)
})

test('one object that is yielded again with other contents is told, and one that stays as it is is not', () => {
  function* same(change: number): Generator<{ epoch: number }> {
    const step = { epoch: 0 }
    for (let i = 0; i < 3; i++, step.epoch += change) yield step
  }
  const { f } = checkResults(
    { f: same },
    { f: returns('change', kind.steps('step', kind.record({ epoch: kind.number }))) },
  )
  expect([...f(0)]).toHaveLength(3)
  expect(() => [...f(1)]).toThrow(
    /^each step of f\(1\) is one and the same object, so what was yielded first has changed since: epoch of step: it was 0, then 1\.$/,
  )
})
