import type * as kata from '#kata/4-backprop/1-numerical-gradient.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, zeros } from '#lib/tensor'
import { stepOf } from '../../answer-parts/4-backprop.ts'

type Gradient = Pick<typeof kata, 'numericalGradient'>

/** a copy of x for every call of f, in float64, with one entry moved */
function fresh(slope: (at: (v: number) => number, xi: number) => number): Gradient {
  return {
    numericalGradient(f, { shape, data }) {
      const at = (i: number, v: number): number =>
        f({ shape, data: Float64Array.from(data, (u, j) => (j === i ? v : u)) })
      return { shape, data: data.map((xi, i) => slope((v) => at(i, v), xi)) }
    },
  }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'in-place',
    how: 'x itself is moved, and each entry put back as it was',
    answer: () => ({
      numericalGradient: (f, x) => {
        const gradient = zeros(x.shape, x)
        x.data.forEach((xi, i) => {
          x.data[i] = xi - stepOf(xi)
          const [below, f_below] = [x.data[i], f(x)]
          x.data[i] = xi + stepOf(xi)
          const [above, f_above] = [x.data[i], f(x)]
          gradient.data[i] = (f_above - f_below) / (above - below)
          x.data[i] = xi
        })
        return gradient
      },
    }),
  },
  {
    id: 'two-h',
    how: 'divided by 2h, which is the step that survived rounding to ten digits; a copy for every call',
    answer: () => fresh((at, xi) => (at(xi + stepOf(xi)) - at(xi - stepOf(xi))) / (2 * stepOf(xi))),
  },
  {
    id: 'up-down-up',
    how: 'one copy in float64, whose entries are pushed up, down twice and up again: back where they were, up to rounding',
    answer: () => ({
      numericalGradient: (f, x) => {
        const moved = { shape: x.shape, data: Float64Array.from(x.data) }
        const data = x.data.map((xi, i) => {
          const h = stepOf(xi)
          moved.data[i] += h
          const f_above = f(moved)
          moved.data[i] -= 2 * h
          const f_below = f(moved)
          moved.data[i] += h
          return (f_above - f_below) / (2 * h)
        })
        return { shape: x.shape, data }
      },
    }),
  },
  {
    id: 'power-of-two',
    how: 'a step of 2⁻¹⁷, which fewer additions round',
    answer: () =>
      fresh((at, xi) => {
        const h = 2 ** -17 * Math.max(1, Math.abs(xi))
        return (at(xi + h) - at(xi - h)) / (xi + h - (xi - h))
      }),
  },
  {
    id: 'five-points',
    how: 'a quotient over four points beside x, whose error shrinks with h⁴',
    answer: () =>
      fresh((at, xi) => {
        const h = 2 ** -10 * Math.max(1, Math.abs(xi))
        return (at(xi - 2 * h) - 8 * at(xi - h) + 8 * at(xi + h) - at(xi + 2 * h)) / (12 * h)
      }),
  },
  {
    id: 'generator',
    how: 'a generator of slopes: two new tensors for each entry, and the divisor read from them',
    answer: () => ({
      numericalGradient(f, { shape, data }) {
        const pushed = (i: number, by: number): Tensor => {
          const copy = { shape: [...shape], data: data.slice() }
          copy.data[i] += by
          return copy
        }
        function* slopes(): Generator<number> {
          for (const [i, xi] of data.entries()) {
            const [above, below] = [pushed(i, stepOf(xi)), pushed(i, -stepOf(xi))]
            yield (f(above) - f(below)) / (above.data[i] - below.data[i])
          }
        }
        const gradient = zeros(shape, { shape, data })
        gradient.data.set(Array.from(slopes()))
        return gradient
      },
    }),
  },
  {
    id: 'richardson',
    how: 'the quotients of a step and of its half, extrapolated to a step of 0',
    answer: () =>
      fresh((at, xi) => {
        const h = 2 ** -9 * Math.max(1, Math.abs(xi))
        const [whole, half] = [h, h / 2].map((s) => (at(xi + s) - at(xi - s)) / (xi + s - (xi - s)))
        return half + (half - whole) / 3
      }),
  },
]
