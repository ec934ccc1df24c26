import type * as kata from '#kata/4-backprop/2-pullback.ts'
import type { Diff } from '#kata/4-backprop/2-pullback.ts'
import type { Variant } from '#lib/judge/diagnose/answers'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'shifted-sine',
    how: 'cos x as sin(x + π/2), and the derivatives made on the way forward',
    answer: () => ({
      mul: (a, b) => {
        const slopes = [b, a] as const
        return [a * b, (dy) => [dy * slopes[0], dy * slopes[1]]]
      },
      sin: (x) => {
        const slope = Math.sin(x + Math.PI / 2)
        return [Math.sin(x), (dy) => [slope * dy]]
      },
    }),
  },
  {
    id: 'pairs',
    how: 'compose keeps the two pairs whole, and applies instead of spreading',
    answer: () => ({
      compose: function <A extends unknown[], B, C>(f: Diff<A, B>, g: Diff<[B], C>): Diff<A, C> {
        return (...args) => {
          const first = f.apply(undefined, args)
          const second = g(first[0])
          return [second[0], (dz) => first[1](second[1](dz)[0])]
        }
      },
    }),
  },
  {
    id: 'declared',
    how: 'function declarations, with a named function for each way back',
    answer: () => {
      function compose<A extends unknown[], B, C>(f: Diff<A, B>, g: Diff<[B], C>): Diff<A, C> {
        function composed(...args: A): [C, (dz: C) => A] {
          const [y, f_back] = f(...args)
          const [z, g_back] = g(y)
          function back(dz: C): A {
            const [dy] = g_back(dz)
            return f_back(dy)
          }
          return [z, back]
        }
        return composed
      }
      return { compose }
    },
  },
  {
    id: 'bound-methods',
    how: 'classes instead of closures: the way back is a bound method of the object that keeps the factors',
    answer: () => {
      class Slopes<A extends number[]> {
        private readonly slopes: A
        constructor(...slopes: A) {
          this.slopes = slopes
        }
        back(dy: number): A {
          return this.slopes.map((slope) => slope * dy) as A
        }
      }
      return {
        mul(a, b) {
          const factors = new Slopes(b, a)
          return [a * b, factors.back.bind(factors)]
        },
        sin(x) {
          const slope = new Slopes(Math.cos(x))
          return [Math.sin(x), slope.back.bind(slope)]
        },
      }
    },
  },
  {
    id: 'tape',
    how: 'compose keeps the two ways back on a tape, and folds over it from its end',
    answer: () => ({
      compose: <A extends unknown[], B, C>(f: Diff<A, B>, g: Diff<[B], C>): Diff<A, C> => {
        type Step = (...values: unknown[]) => [unknown, (d: unknown) => unknown[]]
        return (...args) => {
          const tape: ((d: unknown) => unknown[])[] = []
          let values: unknown[] = args
          for (const step of [f, g] as unknown as Step[]) {
            const [y, back] = step(...values)
            values = [y]
            tape.push(back)
          }
          const back = (dz: unknown): unknown[] => tape.reduceRight(([d], one) => one(d), [dz])
          return [values[0], back] as ReturnType<Diff<A, C>>
        }
      },
    }),
  },
]
