import type * as kata from '#kata/4-backprop/1-numerical-gradient.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'one-side-flat',
    what: 'one side only, and the gradient as a row',
    answer: () => ({
      numericalGradient: (f, x) => {
        const moved = { shape: x.shape, data: x.data.slice() }
        const gradient = x.data.map((xi, i) => {
          const h = 1e-5 * Math.max(1, Math.abs(xi))
          const before = f(moved)
          moved.data[i] = xi + h
          const slope = (f(moved) - before) / h
          moved.data[i] = xi
          return slope
        })
        return { shape: [gradient.length], data: gradient }
      },
    }),
  },
]
