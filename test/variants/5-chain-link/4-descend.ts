import type * as kata from '#kata/5-chain-link/4-descend.ts'
import type { Point } from '#kata/5-chain-link/1-joints.ts'
import { gradient } from '#kata/5-chain-link/3-gradient.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { ValueError } from '#lib/tensor'

function checkRate(rate: number): void {
  if (Number.isFinite(rate) && rate > 0) return
  throw new ValueError(`The rate should be a number above 0, and it is ${rate}.`)
}

function* positions(now: readonly number[], target: Point, rate: number, base?: Point): Generator<number[]> {
  for (;;) {
    yield [...now]
    const g = gradient(now, target, base)
    now = now.map((angle, i) => angle - rate * g[i])
  }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'working-copy',
    how: 'turns a copy in place, and enters a copy of it after each step',
    answer: () => ({
      descend(angles, target, { steps = 100, rate = 0.01, base } = {}) {
        checkRate(rate)
        const now = Float64Array.from(angles)
        const film = [Array.from(now)]
        while (film.length <= steps) {
          const g = gradient(Array.from(now), target, base)
          for (let i = 0; i < now.length; i++) now[i] -= rate * g[i]
          film.push(Array.from(now))
        }
        return film
      },
    }),
  },
  {
    id: 'recursion',
    how: 'the film is the start, and the film from the next position',
    answer: () => ({
      descend: function film(angles, target, { steps = 100, rate = 0.01, base } = {}): number[][] {
        checkRate(rate)
        if (steps === 0) return [[...angles]]
        const g = gradient(angles, target, base)
        const next = angles.map((angle, i) => angle + -rate * g[i])
        return [[...angles], ...film(next, target, { steps: steps - 1, rate, base })]
      },
    }),
  },
  {
    id: 'generator',
    how: 'a generator without an end, of which so many are taken',
    answer: () => ({
      descend(angles, target, { steps = 100, rate = 0.01, base } = {}) {
        checkRate(rate)
        const film: number[][] = []
        for (const position of positions(angles, target, rate, base)) {
          if (film.push(position) > steps) break
        }
        return film
      },
    }),
  },
  {
    id: 'fold',
    how: 'the film is folded over the numbers of the steps; rates are refused in one sentence of its own',
    answer: () => ({
      descend(angles, target, { steps = 100, rate = 0.01, base } = {}) {
        if (!(rate > 0) || 1 / rate === 0) throw new ValueError(`No descent has a rate of ${rate}.`)
        return Array.from({ length: steps }).reduce<number[][]>(
          (film) => {
            const [now] = film.slice(-1)
            const g = gradient(now, target, base)
            film[film.length] = now.map((angle, i) => angle - g[i] * rate)
            return film
          },
          [Array.from(angles)],
        )
      },
    }),
  },
  {
    id: 'iterator',
    how: 'an iterator written by hand, whose frames are copies of one float64 array, changed from its end',
    answer: () => ({
      descend(angles, target, { steps = 100, rate = 0.01, base } = {}) {
        checkRate(rate)
        const now = Float64Array.from(angles)
        let done = -1
        const next = (): IteratorResult<number[], undefined> => {
          if (++done > steps) return { done: true, value: undefined }
          const g = done === 0 ? [] : gradient(Array.from(now), target, base)
          for (let i = g.length; i-- > 0;) now[i] -= rate * g[i]
          return { done: false, value: [...now] }
        }
        return Array.from({ [Symbol.iterator]: () => ({ next }) })
      },
    }),
  },
]
