import type * as kata from '#kata/6-mnist/9-adam.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { adamBy } from '../../answer-parts/optimizers.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'uncorrected-epsilon-inside',
    what: 'no correction (O20), and ε inside the root (O25)',
    answer: () => ({
      adam: adamBy({
        mean: ({ m }) => m,
        meanSquare: ({ v }) => v,
        direction: (mean, square, { epsilon }) => mean / Math.sqrt(square + epsilon),
      }),
    }),
  },
  {
    id: 'cube-root',
    what: 'the third root of v̂, on no list',
    answer: () => ({
      adam: adamBy({ direction: (mean, square, { epsilon }) => mean / (Math.cbrt(square) + epsilon) }),
    }),
  },
  {
    id: 'decay-of-the-sign',
    what: 'each weight shrinks by the same amount, on no list',
    answer: () => ({
      adam: adamBy({
        move: ({ p, rate, weightDecay }, direction) => p - rate * (direction + weightDecay * Math.sign(p)),
      }),
    }),
  },
]
