import { describe, expect, test } from 'vitest'
import { type Checked, expectDirectional, expectGradient } from '#lib/judge/assert/gradient-check'
import { Inconclusive, Mismatch } from '#lib/judge/assert/mismatch'
import { createRandom } from '#lib/random'
import { type Tensor, matrix, tensor, vector } from '#lib/tensor'
import * as network from '../../../oracles/network.ts'
import { softmax, softmaxBack } from '../../../oracles/softmax.ts'

const rng = createRandom(11)
const drawn = (shape: number[]) =>
  tensor(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 4 * rng() - 2),
  )

const [x, W, b, c] = [drawn([2, 3]), drawn([3, 5]), drawn([5]), drawn([2, 5])]
const dense: Checked<'x' | 'W' | 'b'> = {
  inputs: { x, W, b },
  c,
  terms: 5,
  forward: ({ x, W, b }) => network.dense(x, { W, b }),
  backward: ({ x, W, b }, c) => named(network.denseBack(x, { W, b }, c)),
  exact: ({ x, W, b }, c) => named(network.denseBack(x, { W, b }, c)),
}

function named({ dx, dW, db }: { dx: Tensor; dW: Tensor; db: Tensor }) {
  return { x: dx, W: dW, b: db }
}

/** the check with another way back */
function withBack(
  spoil: (right: Record<'x' | 'W' | 'b', Tensor>) => Record<'x' | 'W' | 'b', Tensor>,
): Checked<'x' | 'W' | 'b'> {
  return { ...dense, backward: (inputs, c) => spoil(dense.backward(inputs, c)) }
}

const scaled = (t: Tensor, by: number): Tensor => ({ shape: t.shape, data: t.data.map((v) => by * v) })

describe('the checker lets the right gradient through', () => {
  test('of an affine function, for each input by itself', () => expectGradient(dense))

  test('of softmax, at logits that vary on scale 1', () => {
    const logits = drawn([2, 4])
    expectGradient({
      inputs: { x: logits },
      c: drawn([2, 4]),
      terms: 4,
      absolute: ['x'],
      forward: ({ x }) => softmax(x),
      backward: ({ x }, c) => ({ x: softmaxBack(x, c) }),
      exact: ({ x }, c) => ({ x: softmaxBack(x, c) }),
    })
  })

  test('in a random direction', () => expectDirectional(dense, { x: drawn([2, 3]), W: drawn([3, 5]), b: drawn([5]) }))
})

describe('the checker rejects', () => {
  test('a gradient of four axes, in the planes that it is told, with the index of the entry', () => {
    const F = drawn([2, 3, 1, 2])
    const slope = (spoil: number) => (F: Tensor, c: Tensor) => ({
      F: { ...F, data: F.data.map((v, i) => 2 * v * c.data[i] + (i === 9 ? spoil : 0)) },
    })
    const squares: Checked<'F'> = {
      inputs: { F },
      c: drawn([2, 3, 1, 2]),
      axes: { F: [0, 1] },
      forward: ({ F }) => ({ ...F, data: F.data.map((v) => v * v) }),
      backward: ({ F }, c) => slope(0)(F, c),
      exact: ({ F }, c) => slope(0)(F, c),
    }
    expectGradient(squares)
    expect(() => expectGradient({ ...squares, backward: ({ F }, c) => slope(1)(F, c) })).toThrow(
      /^the gradient of F, entry \[1, 1, 0, 1\], is .*; 1 of 12 differ\.\n\n {2}expected \[:, :, 0, 1\] /,
    )
    const cubes = ({ F }: { F: Tensor }) => ({ ...F, data: F.data.map((v, i) => (i === 9 ? v * v * v : v * v)) })
    expect(() => expectGradient({ ...squares, forward: cubes })).toThrow(
      /^the gradient of F is what it should be, but .*: at entry \[1, 1, 0, 1\] its difference quotient is /,
    )
  })

  test('a gradient of zeros, though under a constant cotangent softmax would have it', () => {
    const zero = withBack((right) => ({ ...right, W: scaled(right.W, 0) }))
    expect(() => expectGradient(zero)).toThrow(
      /the gradient of W, entry \[0, 0\], is 0, expected .* The way back is at fault/s,
    )
    const logits = drawn([1, 4])
    const blind: Checked<'x'> = {
      inputs: { x: logits },
      c: tensor([1, 4], [1, 1, 1, 1]),
      absolute: ['x'],
      forward: ({ x }) => softmax(x),
      backward: ({ x }) => ({ x: scaled(x, 0) }),
      exact: ({ x }, c) => ({ x: softmaxBack(x, c) }),
    }
    expect(() => expectGradient(blind)).toThrow(Inconclusive)
    expect(() => expectGradient({ ...blind, c: drawn([1, 4]) })).toThrow(Mismatch)
  })

  test('an error of 0.1 % in any single entry', () => {
    for (const name of ['x', 'W', 'b'] as const) {
      const entries = dense.inputs[name].data.length
      for (let i = 0; i < entries; i++) {
        const off = withBack((right) => {
          const data = right[name].data.slice()
          data[i] *= 1.001
          return { ...right, [name]: { shape: right[name].shape, data } }
        })
        expect(() => expectGradient(off), `${name}[${i}]`).toThrow(Mismatch)
        expect(() => expectGradient(off)).toThrow(new RegExp(`the gradient of ${name}`))
      }
    }
  })

  test('float32 in between, and says that it looks like that', () => {
    const rounded = withBack((right) => ({
      ...right,
      b: { shape: right.b.shape, data: right.b.data.map(Math.fround) },
    }))
    expect(() => expectGradient(rounded)).toThrow(/It is close, but not equal: float32 somewhere/)
  })

  test('the right numbers in another shape, which are not called inexact', () => {
    const flat = withBack((right) => ({ ...right, W: { shape: [right.W.data.length], data: right.W.data } }))
    expect(() => expectGradient(flat)).toThrow(/has shape .*\sThe numbers are right, and their shape is not\.$/s)
  })

  test('no tensor at all, as one sentence', () => {
    const none = withBack((right) => ({ ...right, W: undefined as unknown as Tensor }))
    expect(() => expectGradient(none)).toThrow(/^the gradient of W is undefined, expected a float64 tensor\.$/)
  })

  test('a numerical derivative handed in as an analytic one', () => {
    const f = (v: number) => Math.sin(3 * v)
    const check: Checked<'x'> = {
      inputs: { x: vector(0.4) },
      c: vector(1),
      forward: ({ x }) => f(x.data[0]),
      backward: ({ x }) => ({ x: vector((f(x.data[0] + 1e-5) - f(x.data[0] - 1e-5)) / 2e-5) }),
      exact: ({ x }) => ({ x: vector(3 * Math.cos(3 * x.data[0])) }),
    }
    expect(() => expectGradient(check)).toThrow(/or a slope that is measured/)
  })

  test('a gradient that is missing, or has another shape', () => {
    expect(() => expectGradient(withBack(({ x, W }) => ({ x, W }) as never))).toThrow('the gradient of b is missing.')
    expect(() => expectGradient(withBack((right) => ({ ...right, W: tensor([5, 3], right.W.data) })))).toThrow(
      /shape \(5, 3\), expected \(3, 5\)/,
    )
  })

  test('a way forward of another kind or shape, with NaN in it, or with another value each time', () => {
    const told = (forward: () => unknown) => () => expectGradient({ ...dense, forward: forward as () => Tensor })
    expect(told(() => undefined)).toThrow('the value of your way forward is undefined, expected a tensor')
    expect(told(() => 3)).toThrow('the value of your way forward is a number, expected a tensor')
    expect(told(() => x)).toThrow('the value of your way forward has shape (2, 3), expected (2, 5).')
    const nan = tensor([2, 5], new Float64Array(10).fill(NaN))
    expect(told(() => nan)).toThrow('the value of your way forward has NaN in it at this point.')
    let calls = 0
    expect(told(() => scaled(c, Math.sin(calls++)))).toThrow(
      'your way forward gives another value for the same inputs: something is kept from call to call.',
    )
  })

  test('in a random direction, a gradient of another kind or shape', () => {
    const u = { x: drawn([2, 3]), W: drawn([3, 5]), b: drawn([5]) }
    const told = (W: unknown) => () =>
      expectDirectional(
        withBack((right) => ({ ...right, W: W as Tensor })),
        u,
      )
    expect(told(undefined)).toThrow('the gradient of W is undefined, expected a tensor')
    expect(told(b)).toThrow('the gradient of W has shape (5), expected (3, 5).')
  })

  test('a way back that changes the inputs', () => {
    const spoiling: Checked<'x' | 'W' | 'b'> = {
      ...dense,
      inputs: { x: drawn([2, 3]), W: drawn([3, 5]), b: drawn([5]) },
      backward: (inputs, c) => {
        const right = dense.backward(inputs, c)
        inputs.x.data[0] += 1
        return right
      },
    }
    expect(() => expectGradient(spoiling)).toThrow(/after the way back, the input x, entry \[0, 0\],/)
  })

  test('a way back that writes into what it is given, though all that it returns is right', () => {
    const overwriting: Checked<'x' | 'W' | 'b'> = {
      ...dense,
      c: drawn([2, 5]),
      backward: (inputs, c) => {
        const right = dense.backward(inputs, c)
        c.data[0] *= 2
        return right
      },
    }
    expect(() => expectGradient(overwriting)).toThrow(/after the way back, the cotangent that it was given, entry/)
  })

  test('a wrong slope in a random direction', () => {
    const off = withBack((right) => ({ ...right, W: scaled(right.W, 1.001) }))
    const direction = { x: drawn([2, 3]), W: drawn([3, 5]), b: drawn([5]) }
    expect(() => expectDirectional(off, direction)).toThrow(/in a random direction u the loss changes by/)
  })
})

describe('the checker says whose fault it is', () => {
  const half: Checked<'x'>['forward'] = ({ x }) => ({ shape: x.shape, data: x.data.map((v) => v * v * v) })
  const cube: Checked<'x'> = {
    inputs: { x: vector(0.5, -1.5, 2) },
    c: vector(1, -0.7, 0.4),
    forward: half,
    backward: ({ x }, c) => ({ x: { shape: x.shape, data: x.data.map((v, i) => 3 * v * v * c.data[i]) } }),
    exact: ({ x }, c) => ({ x: { shape: x.shape, data: x.data.map((v, i) => 3 * v * v * c.data[i]) } }),
  }

  test('the way back, when the forward has the expected slope', () => {
    expect(() => expectGradient({ ...cube, backward: ({ x }) => ({ x: scaled(x, 2) }) })).toThrow(
      /The way back is at fault/,
    )
  })

  test('the way forward, when the way back is faithful to it', () => {
    const square: Checked<'x'> = {
      ...cube,
      forward: ({ x }) => ({ shape: x.shape, data: x.data.map((v) => v * v) }),
      backward: ({ x }, c) => ({ x: { shape: x.shape, data: x.data.map((v, i) => 2 * v * c.data[i]) } }),
    }
    expect(() => expectGradient(square)).toThrow(
      /Your way back fits your way forward, but the way forward is not the formula/,
    )
  })

  test('the way forward, when the gradient is right and the forward is another function', () => {
    const other: Checked<'x'> = { ...cube, forward: ({ x }) => scaled(x, 5) }
    expect(() => expectGradient(other)).toThrow(/is what it should be, but your way forward does not have it/)
  })

  test('the test itself, where the true gradient is zero or constant', () => {
    expect(() => expectGradient({ ...cube, inputs: { x: vector(0, 0, 0) } })).toThrow(
      /near\) zero .* cannot tell right from wrong/,
    )
    const linear: Checked<'x'> = {
      inputs: { x: vector(1, 2, 3) },
      c: vector(1, 1, 1),
      forward: ({ x }) => x,
      backward: (_, c) => ({ x: c }),
      exact: (_, c) => ({ x: c }),
    }
    expect(() => expectGradient(linear)).toThrow(/constant at this point/)
  })

  test('the point, where it lies on a kink', () => {
    const z = matrix([2e-6, 1, -1], [0.5, -0.3, 2])
    const kink: Checked<'z'> = {
      inputs: { z },
      c: drawn([2, 3]),
      kinked: true,
      forward: ({ z }) => network.relu(z),
      backward: ({ z }, c) => ({ z: network.reluBack(z, c) }),
      exact: ({ z }, c) => ({ z: network.reluBack(z, c) }),
    }
    expect(() => expectGradient(kink)).toThrow(
      new Inconclusive('the difference quotients of z for h and h/2 disagree: a kink, perhaps.'),
    )
    z.data[0] = 2e-3
    expectGradient(kink)
  })
})

test('the difference quotient leaves the inputs as they were', () => {
  const before = dense.inputs.W.data.slice()
  expectGradient(dense)
  expect(dense.inputs.W.data).toEqual(before)
})
