import type * as kata from '#kata/6-mnist/8-momentum.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { decayBy, momentumBy } from '../../answer-parts/optimizers.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'average-uphill',
    what: 'the gradient counts as 1 − β (O05), and the step goes uphill (O06)',
    answer: () => ({
      momentum: momentumBy({
        entry({ p, g, v, rate, beta }) {
          const velocity = beta * v + (1 - beta) * g
          return [p + rate * velocity, velocity]
        },
      }),
    }),
  },
  {
    id: 'friction-everywhere',
    what: 'β multiplies the gradient as well as the velocity, on no list',
    answer: () => ({
      momentum: momentumBy({
        entry({ p, g, v, rate, beta }) {
          const velocity = beta * (v + g)
          return [p - rate * velocity, velocity]
        },
      }),
    }),
  },
  {
    id: 'half-a-cosine',
    what: 'the rate falls along half a cosine, on no list',
    answer: () => ({
      linearDecay: decayBy({ share: (t, steps) => (1 + Math.cos((Math.PI * Math.min(t, steps)) / steps)) / 2 }),
    }),
  },
]
