import type * as kata from '#kata/4-backprop/11-property.ts'
import { numericalGradient } from '#kata/4-backprop/1-numerical-gradient.ts'
import { dense as own } from '#kata/4-backprop/5-dense.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { createRandom } from '#lib/random'
import { type Tensor, zeros } from '#lib/tensor'
import {
  type Claim,
  type Drawn,
  type Sizes,
  adjoint,
  areClose,
  dot,
  drawInputs,
  gradientsOf,
  isClose,
  lawOf,
  move,
  symmetric,
  tensorOf,
} from '../../answer-parts/laws-of-dense.ts'

const any = drawInputs()
const names = ['x', 'W', 'b'] as const
type Gradient = ReturnType<ReturnType<kata.Implementation>[1]>
const partsOf = ({ dx, dW, db }: Gradient) => ({ x: dx, W: dW, b: db })

/** all entries of the gradients are those of `expected`, up to a relative error */
const likely =
  (expected: (dense: kata.Implementation, drawn: Drawn) => Gradient, tolerance: number): Claim =>
  (dense, drawn) => {
    const received = dense(drawn.x, drawn.W, drawn.b)[1](drawn.dy)
    const [a, b] = [partsOf(received), partsOf(expected(dense, drawn))]
    return names.every((name) => {
      const [d, e] = [a[name].data, b[name].data]
      return d.length === e.length && d.every((v, i) => Math.abs(v - e[i]) <= tolerance * Math.max(1, Math.abs(e[i])))
    })
  }

/** dW, dx and db where dy is 1 in row n, column o, and 0 elsewhere: row n of x, column o of W, and 1 */
function basis({ x, W, b }: Drawn, n: number, o: number): Gradient {
  const [I, O] = W.shape
  const [dx, dW, db] = [zeros(x.shape), zeros(W.shape), zeros(b.shape)]
  for (let i = 0; i < I; i++) {
    dx.data[n * I + i] = W.data[i * O + o]
    dW.data[i * O + o] = x.data[n * I + i]
  }
  db.data[o] = 1
  return { dx, dW, db }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'loops',
    how: 'compares each entry with loops over the formula',
    answer: () =>
      lawOf(
        any,
        likely((_, drawn) => gradientsOf(drawn), 1e-9),
      ),
  },
  {
    id: 'own-dense',
    how: 'compares with the dense of the exercise before',
    answer: () =>
      lawOf(
        any,
        likely((_, { x, W, b, dy }) => own(x, W, b)[1](dy), 1e-10),
      ),
  },
  {
    id: 'quotients',
    how: 'compares each entry with the numerical gradient of ⟨dy, y⟩, to six digits',
    answer: () =>
      lawOf(
        any,
        likely((dense, { x, W, b, dy }) => {
          const slope = (f: (p: Tensor) => Tensor, p: Tensor) => numericalGradient((moved) => dot(dy, f(moved)), p)
          return {
            dx: slope((p) => dense(p, W, b)[0], x),
            dW: slope((p) => dense(x, p, b)[0], W),
            db: slope((p) => dense(x, W, p)[0], b),
          }
        }, 1e-6),
      ),
  },
  {
    id: 'three-adjoints',
    how: 'moves x, W and b one after the other, to one side, by a whole direction: dense is affine in each',
    answer: () =>
      lawOf(any, (dense, drawn, random) => {
        const { x, W, b, dy } = drawn
        const [y, back] = dense(x, W, b)
        const gradient = partsOf(back(dy))
        return names.every((name) => {
          const u = tensorOf(drawn[name].shape, () => symmetric(random))
          const moved = { ...drawn, [name]: move(drawn[name], 1, u) }
          const [y_moved] = dense(moved.x, moved.W, moved.b)
          return isClose(dot(dy, y_moved) - dot(dy, y), dot(gradient[name], u))
        })
      }),
  },
  {
    id: 'basis-vectors',
    how: 'linearity in dy, and the way back of each basis vector: a row of x, a column of W, a 1',
    answer: () =>
      lawOf(any, (dense, drawn) => {
        const { x, W, b, dy } = drawn
        const [, back] = dense(x, W, b)
        const sums = partsOf({ dx: zeros(x.shape), dW: zeros(W.shape), db: zeros(b.shape) })
        let isRight = true
        dy.data.forEach((d, at) => {
          const one = zeros(dy.shape)
          one.data[at] = 1
          const [received, expected] = [back(one), basis(drawn, Math.floor(at / b.shape[0]), at % b.shape[0])].map(
            partsOf,
          )
          for (const name of names) {
            isRight &&= areClose(received[name], expected[name])
            sums[name] = move(sums[name], d, expected[name])
          }
        })
        const whole = partsOf(back(dy))
        return isRight && names.every((name) => areClose(whole[name], sums[name]))
      }),
  },
  {
    id: 'throws',
    how: 'throws an error that says which gradient is off, and returns true otherwise',
    answer: () =>
      lawOf(any, (dense, drawn) => {
        const [a, b] = [dense(drawn.x, drawn.W, drawn.b)[1](drawn.dy), gradientsOf(drawn)].map(partsOf)
        for (const name of names) if (!areClose(a[name], b[name])) throw new Error(`d${name} is off`)
        return true
      }),
  },
  {
    id: 'whole-numbers',
    how: 'draws whole numbers, whose sums are exact in any order, and compares with ===',
    answer: () =>
      lawOf(
        drawInputs(undefined, (random) => Math.floor(19 * random()) - 9),
        (dense, drawn) => {
          const [a, b] = [dense(drawn.x, drawn.W, drawn.b)[1](drawn.dy), gradientsOf(drawn)].map(partsOf)
          return names.every((name) => a[name].data.every((v, i) => v === b[name].data[i]))
        },
      ),
  },
  {
    id: 'all-small-sizes',
    how: 'tries all sizes from 1 to 3 in each call, on numbers of a seed of its own: no call differs from another',
    answer: () => ({
      holds: (dense) => {
        const random = createRandom(5)
        const sizes = [1, 2, 3].flatMap((B) => [1, 2, 3].flatMap((I) => [1, 2, 3].map((O): Sizes => [B, I, O])))
        const claim = adjoint()
        return sizes.every((one) => claim(dense, drawInputs(() => one)(random), random))
      },
    }),
  },
]
