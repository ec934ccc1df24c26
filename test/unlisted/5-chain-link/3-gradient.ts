import type * as kata from '#kata/5-chain-link/3-gradient.ts'
import { predict } from '#kata/5-chain-link/1-joints.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'half-with-plus',
    what: 'the derivative of the cosine is the sine (K05), and the 2 of the square is missing (K06)',
    answer: () => ({
      gradient(angles, target, base) {
        const [x, y] = predict(angles, base)
        return angles.map((angle) => (x - target[0]) * Math.cos(angle) + (y - target[1]) * Math.sin(angle))
      },
    }),
  },
  {
    id: 'uphill-from-the-origin',
    what: 'the error the other way round (K04), of an arm that begins at the origin (K10)',
    answer: () => ({
      gradient(angles, target) {
        const [x, y] = predict(angles)
        return angles.map((angle) => 2 * ((target[0] - x) * Math.cos(angle) - (target[1] - y) * Math.sin(angle)))
      },
    }),
  },
]
