import { zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import type { Diff } from '#kata/4-backprop/2-pullback.ts'
import type * as kata from '#kata/4-backprop/3-fork.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import type { Tensor } from '#lib/tensor'
import { forkBack, runningSum } from '../../answer-parts/4-backprop.ts'

const plus = (a: Tensor, b: Tensor): Tensor => zip(a, b, (p, q) => p + q)

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'fork-first-only',
    belief: 'x goes into f, so its gradient is what f passes back',
    diagnosis: 'Only f’s share comes back. x goes into g as well, and the loss reacts to that path too.',
    answer: () => forkBack(({ f_back, du }) => f_back(du)),
  },
  {
    id: 'fork-last-only',
    belief: 'dx is assigned on each path, and the last assignment counts',
    diagnosis: 'Only g’s share comes back. The share of the first path is overwritten.',
    answer: () => forkBack(({ g_back, dv }) => g_back(dv)),
  },
  {
    id: 'fork-product',
    belief: 'the chain rule multiplies, so the shares are multiplied',
    diagnosis: 'The two shares are multiplied. Along one path slopes multiply. Here are two paths, side by side.',
    answer: () => forkBack(({ f_back, g_back, du, dv }) => [zip(f_back(du)[0], g_back(dv)[0], (a, b) => a * b)]),
  },
  {
    id: 'fork-mean',
    belief: 'two opinions about one x are averaged',
    diagnosis: 'dx is half of what it should be: the mean of the two shares. If x moves, both paths move in full.',
    answer: () => forkBack(({ f_back, g_back, du, dv }) => [zip(f_back(du)[0], g_back(dv)[0], (a, b) => (a + b) / 2)]),
  },
  {
    id: 'fork-stronger',
    belief: 'the path with the larger share decides',
    diagnosis: 'In each entry only the larger share comes back. The other path changes the loss as well.',
    answer: () =>
      forkBack(({ f_back, g_back, du, dv }) => [
        zip(f_back(du)[0], g_back(dv)[0], (a, b) => (Math.abs(a) >= Math.abs(b) ? a : b)),
      ]),
  },
  {
    id: 'fork-minus',
    belief: 'the second path pulls against the first',
    diagnosis: 'g’s share has the wrong sign in the result. Each share says already whether it is up or down.',
    answer: () => forkBack(({ f_back, g_back, du, dv }) => [zip(f_back(du)[0], g_back(dv)[0], (a, b) => a - b)]),
  },
  {
    id: 'fork-in-place',
    belief: 'the share of f is mine, so g’s share may be added into it',
    diagnosis: 'The result of f’s pullback is changed in place. It may be du itself, or an array that f keeps.',
    answer: () =>
      forkBack(({ f_back, g_back, du, dv }) => {
        const [dx] = f_back(du)
        const [other] = g_back(dv)
        other.data.forEach((d, i) => (dx.data[i] += d))
        return [dx]
      }),
  },
  {
    id: 'fork-keeps',
    belief: 'gradients add up from call to call',
    diagnosis: 'dx is kept between two calls of back, and the second answer has the first one in it.',
    answer: () => ({
      fork: (f, g) => (x) => {
        const [u, f_back] = f(x)
        const [v, g_back] = g(x)
        const add = runningSum()
        return [[u, v], ([du, dv]) => [add(plus(f_back(du)[0], g_back(dv)[0]))]]
      },
    }),
  },
  {
    id: 'fork-same-cotangent',
    belief: 'both paths get the same gradient',
    diagnosis:
      'f’s pullback and g’s get the same cotangent, the first of the two. The loss reacts to u and v differently.',
    answer: () => forkBack(({ f_back, g_back, du }) => [plus(f_back(du)[0], g_back(du as never)[0])]),
  },
  {
    id: 'fork-crossed',
    belief: 'on the way back the order of the paths turns round, so du is for g',
    diagnosis: 'du goes to g’s pullback, and dv to f’s. Each path gets the gradient of its own value.',
    answer: () => forkBack(({ f_back, g_back, du, dv }) => [plus(f_back(dv as never)[0], g_back(du as never)[0])]),
  },
  {
    id: 'fork-forgets-cotangents',
    belief: 'the way back begins with 1 on each path',
    diagnosis: 'Both pullbacks are called with ones, whatever back gets: du and dv are not used.',
    answer: () => forkBack(({ f_back, g_back, du, dv }) => [plus(f_back(ones(du))[0], g_back(ones(dv))[0])]),
  },
  {
    id: 'fork-again',
    belief: 'the way back has to run both paths once more',
    diagnosis: 'f and g are called again on the way back. Their pullbacks were there already.',
    answer: () => ({
      fork: (f, g) => (x) => [[f(x)[0], g(x)[0]], ([du, dv]) => [plus(f(x)[1](du)[0], g(x)[1](dv)[0])]],
    }),
  },
  {
    id: 'fork-concatenates',
    belief: 'two paths, so dx has the numbers of both, one after the other',
    diagnosis: 'The shares stand one after the other in dx. It has the shape of x: one slope for each entry of x.',
    answer: () =>
      forkBack(({ f_back, g_back, du, dv }) => {
        const [[a], [b]] = [f_back(du), g_back(dv)]
        const data = new Float64Array(a.data.length + b.data.length)
        data.set(a.data)
        data.set(b.data, a.data.length)
        return [{ shape: [2, ...a.shape], data: a.data instanceof Float32Array ? Float32Array.from(data) : data }]
      }),
  },
  {
    id: 'fork-two-gradients',
    belief: 'two values, so the way back returns two gradients',
    diagnosis: 'The way back returns one share for each path, side by side. There is one argument, so there is one dx.',
    answer: () => forkBack(({ f_back, g_back, du, dv }) => [f_back(du)[0], g_back(dv)[0]] as unknown as [Tensor]),
  },
  {
    id: 'fork-chains',
    belief: 'the paths stand one behind the other: v = g(f(x))',
    diagnosis: 'g is called with f’s value. Both paths begin at x.',
    answer: () => ({
      fork: (f, g) => (x) => {
        const [u, f_back] = f(x)
        const [v, g_back] = g(u as Tensor)
        return [[u, v], ([du, dv]) => [plus(f_back(du)[0], f_back(g_back(dv)[0] as never)[0])]]
      },
    }),
  },
  {
    id: 'fork-zeros-pass',
    belief: 'a share of zeros changes nothing, so the other share is the result',
    diagnosis: 'Where one share is 0, the tensor of the other path is handed on. dx is a new tensor in any case.',
    answer: () =>
      forkBack(({ f_back, g_back, du, dv }) => {
        const [[a], [b]] = [f_back(du), g_back(dv)]
        if (b.data.every((v) => v === 0)) return [a]
        return [a.data.every((v) => v === 0) ? b : plus(a, b)]
      }),
  },
  {
    id: 'fork-hands-on',
    belief: 'f and g get all arguments of the call',
    diagnosis: 'f and g get more than x. In a `map` over a list that would be the index.',
    answer: () => ({
      fork:
        <B, C>(f: Diff<[Tensor], B>, g: Diff<[Tensor], C>): Diff<[Tensor], [u: B, v: C]> =>
        (...args) => {
          const [[u, f_back], [v, g_back]] = [f(...args), g(...args)]
          return [[u, v], ([du, dv]) => [plus(f_back(du)[0], g_back(dv)[0])]]
        },
    }),
  },
  {
    id: 'fork-B18',
    belief: 'a fork has one pair of pullbacks, kept beside f and g',
    diagnosis: 'The way back of an earlier call uses the pullbacks of a later one: they are kept in one place for all.',
    answer: () => ({
      fork: <B, C>(f: Diff<[Tensor], B>, g: Diff<[Tensor], C>): Diff<[Tensor], [u: B, v: C]> => {
        let f_back: (du: B) => [Tensor]
        let g_back: (dv: C) => [Tensor]
        return (x) => {
          let u: B
          let v: C
          ;[u, f_back] = f(x)
          ;[v, g_back] = g(x)
          return [[u, v], ([du, dv]) => [plus(f_back(du)[0], g_back(dv)[0])]]
        }
      },
    }),
  },
]

/** 1 in every place of a cotangent */
function ones<D>(d: D): D {
  if (typeof d === 'number') return 1 as D
  if (Array.isArray(d)) return d.map(ones) as D
  const { shape, data } = d as Tensor
  return { shape, data: data.map(() => 1) } as D
}
