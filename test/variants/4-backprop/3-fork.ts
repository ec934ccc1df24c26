import { zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import type { Diff } from '#kata/4-backprop/2-pullback.ts'
import type * as kata from '#kata/4-backprop/3-fork.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, zeros } from '#lib/tensor'
import { forkBack } from '../../answer-parts/4-backprop.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'loop',
    how: 'a tensor of zeros, to which each path adds its share in a loop of its own',
    answer: () =>
      forkBack(({ f_back, g_back, du, dv }) => {
        const [share] = f_back(du)
        const dx = zeros(share.shape, share)
        for (let i = 0; i < dx.data.length; i++) dx.data[i] += share.data[i]
        const [other] = g_back(dv)
        for (let i = 0; i < dx.data.length; i++) dx.data[i] += other.data[i]
        return [dx]
      }),
  },
  {
    id: 'last-first',
    how: 'g goes first, there and back, and its share is copied and added to',
    answer: () => ({
      fork: (f, g) => (x) => {
        const second = g(x)
        const first = f(x)
        return [
          [first[0], second[0]],
          (dy) => {
            const [{ shape, data }] = second[1](dy[1])
            const [share] = first[1](dy[0])
            return [{ shape: [...shape], data: data.map((d, i) => d + share.data[i]) }]
          },
        ]
      },
    }),
  },
  {
    id: 'paths',
    how: 'a list of paths, and a reduce over their shares',
    answer: () => ({
      fork: <B, C>(f: Diff<[Tensor], B>, g: Diff<[Tensor], C>): Diff<[Tensor], [u: B, v: C]> => {
        type Path = (x: Tensor) => [unknown, (d: unknown) => [Tensor]]
        return (x) => {
          const paths = ([f, g] as unknown as Path[]).map((path) => path(x))
          const back = (dy: unknown[]): [Tensor] => [
            paths.map(([, path_back], i) => path_back(dy[i])[0]).reduce((sum, one) => zip(sum, one, (a, b) => a + b)),
          ]
          return [paths.map(([y]) => y), back] as unknown as [[u: B, v: C], (dy: [u: B, v: C]) => [Tensor]]
        }
      },
    }),
  },
  {
    id: 'bound-methods',
    how: 'a class instead of closures: the way back is a bound method of the object that keeps both pullbacks',
    answer: () => {
      class Branches<B, C> {
        private readonly f_back: (du: B) => [Tensor]
        private readonly g_back: (dv: C) => [Tensor]
        constructor(f_back: (du: B) => [Tensor], g_back: (dv: C) => [Tensor]) {
          this.f_back = f_back
          this.g_back = g_back
        }
        back(dy: [u: B, v: C]): [Tensor] {
          const dx = { shape: [] as readonly number[], data: new Float64Array() as Tensor['data'] }
          const [[one], [other]] = [this.f_back(dy[0]), this.g_back(dy[1])]
          dx.shape = one.shape
          dx.data = one.data.slice()
          for (const [i, d] of other.data.entries()) dx.data[i] += d
          return [dx]
        }
      }
      return {
        fork: (f, g) =>
          function (x) {
            const [[u, f_back], [v, g_back]] = [f(x), g(x)]
            const own = new Branches(f_back, g_back)
            return [[u, v], own.back.bind(own)]
          },
      }
    },
  },
]
