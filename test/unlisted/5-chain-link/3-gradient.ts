import type * as kata from '#kata/5-chain-link/3-gradient.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { gradientBy } from '../../answer-parts/5-chain-link.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'half-with-plus',
    what: 'the derivative of the cosine is the sine (K05), and the 2 of the square is missing (K06)',
    answer: () => gradientBy((ex, ey, angle) => ex * Math.cos(angle) + ey * Math.sin(angle)),
  },
  {
    id: 'uphill-from-the-origin',
    what: 'the error the other way round (K04), of an arm that begins at the origin (K10)',
    answer: () => {
      const { gradient: uphill } = gradientBy((ex, ey, angle) => -2 * (ex * Math.cos(angle) - ey * Math.sin(angle)))
      return { gradient: (angles, target) => uphill(angles, target) }
    },
  },
]
