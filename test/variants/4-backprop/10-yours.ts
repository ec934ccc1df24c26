import { map, zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import { broadcast } from '#kata/1-tensor-ops/2-broadcast.ts'
import { sum } from '#kata/1-tensor-ops/3-reduce.ts'
import type * as kata from '#kata/4-backprop/10-yours.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, size, zeros } from '#lib/tensor'

const times = (a: number, b: number): number => a * b

export const variants: Variant<typeof kata>[] = [
  {
    id: 'loops',
    how: 'loops over the entries, and one for each column of g',
    answer: () => ({
      sigmoid(x) {
        const y = zeros(x.shape, x)
        for (let i = 0; i < y.data.length; i++) y.data[i] = 1 / (1 + Math.exp(-x.data[i]))
        const back = (dy: Tensor): [Tensor] => {
          const dx = zeros(x.shape, dy)
          for (let i = 0; i < dx.data.length; i++) dx.data[i] = dy.data[i] * (y.data[i] - y.data[i] * y.data[i])
          return [dx]
        }
        return [y, back]
      },
      squaredError(y, t) {
        let total = 0
        for (let i = 0; i < y.data.length; i++) total += (y.data[i] - t.data[i]) * (y.data[i] - t.data[i])
        const back = (dL: number): [Tensor, Tensor] => {
          const [dy, dt] = [zeros(y.shape, y), zeros(t.shape, t)]
          for (let i = 0; i < y.data.length; i++) {
            dy.data[i] = (dL * 2 * (y.data[i] - t.data[i])) / y.data.length
            dt.data[i] = -dy.data[i]
          }
          return [dy, dt]
        }
        return [total / y.data.length, back]
      },
      scale(x, g) {
        const [B, J] = x.shape
        const y = zeros(x.shape, x)
        for (let j = 0; j < J; j++) for (let n = 0; n < B; n++) y.data[n * J + j] = g.data[j] * x.data[n * J + j]
        const back = (dy: Tensor): [Tensor, Tensor] => {
          const [dx, dg] = [zeros(x.shape, x), zeros(g.shape, g)]
          for (let j = 0; j < J; j++) {
            let slope = 0
            for (let n = 0; n < B; n++) {
              dx.data[n * J + j] = dy.data[n * J + j] * g.data[j]
              slope += dy.data[n * J + j] * x.data[n * J + j]
            }
            dg.data[j] = slope
          }
          return [dx, dg]
        }
        return [y, back]
      },
    }),
  },
  {
    id: 'tanh',
    how: 'sigmoid by tanh, whose slope is known; the mean by a share of each entry',
    answer: () => ({
      sigmoid: (x) => {
        const half = map(x, (v) => Math.tanh(v / 2))
        return [map(half, (h) => (1 + h) / 2), (dy) => [zip(dy, half, (d, h) => (d * (1 - h) * (1 + h)) / 4)]]
      },
      squaredError: (y, t) => {
        const share = 1 / size(y.shape)
        const error = zip(t, y, (b, a) => b - a)
        return [
          Array.from(error.data).reduce((total, e) => total + share * e ** 2, 0),
          (dL) => [map(error, (e) => -2 * share * dL * e), map(error, (e) => 2 * share * dL * e)],
        ]
      },
    }),
  },
  {
    id: 'two-branches',
    how: 'sigmoid by the sign of x, with the exponential of −|x|; its slope from the exponential, which is even',
    answer: () => ({
      sigmoid: (x) => [
        map(x, (v) => {
          const e = Math.exp(-Math.abs(v))
          return v >= 0 ? 1 / (1 + e) : e / (1 + e)
        }),
        (dy) => [
          zip(dy, x, (d, v) => {
            const e = Math.exp(-Math.abs(v))
            return (d * e) / ((1 + e) * (1 + e))
          }),
        ],
      ],
    }),
  },
  {
    id: 'cosh',
    how: 'the slope of sigmoid as 1 / (2 + 2·cosh x), and 1 − y as sigmoid of −x',
    answer: () => ({
      sigmoid: (x) => [
        map(x, (v) => 1 - 1 / (1 + Math.exp(v))),
        (dy) => [zip(dy, x, (d, v) => d / (2 + 2 * Math.cosh(v)))],
      ],
    }),
  },
  {
    id: 'shared-error',
    how: 'dt is the opposite of dy; scale copies g to every row first, and sums what comes back to the copies',
    answer: () => ({
      squaredError: (y, t) => {
        const slopes = zip(y, t, (a, b) => (2 * (a - b)) / y.data.length)
        const L = zip(y, t, (a, b) => (a - b) * (a - b)).data
        return [
          Array.from(L).reduce((total, e) => total + e, 0) / L.length,
          (dL) => {
            const dy = map(slopes, (s) => dL * s)
            return [dy, map(dy, (d) => -d)]
          },
        ]
      },
      scale: (x, g) => {
        const rows = (): Tensor => broadcast(zeros(x.shape, g), g, (_, s) => s)
        return [zip(x, rows(), times), (dy) => [zip(dy, rows(), times), sum(zip(x, dy, times), 0)]]
      },
    }),
  },
  {
    id: 'bound-methods',
    how: 'a class instead of closures: the way back is a bound method of the object that keeps x and g',
    answer: () => {
      class Scaled {
        readonly x: Tensor
        readonly g: Tensor
        constructor(x: Tensor, g: Tensor) {
          ;[this.x, this.g] = [x, g]
        }
        value(): Tensor {
          return broadcast(this.x, this.g, times)
        }
        back(dy: Tensor): [dx: Tensor, dg: Tensor] {
          return [broadcast(dy, this.g, times), sum(zip(this.x, dy, times), 0)]
        }
      }
      return {
        scale(x, g) {
          const own = new Scaled(x, g)
          return [own.value(), own.back.bind(own)]
        },
      }
    },
  },
]
