import type * as kata from '#kata/4-backprop/2-pullback.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'own-factor-and-sign',
    what: 'each factor of mul gets itself back, and the second with a minus',
    answer: () => ({ mul: (a, b) => [a * b, (dy) => [dy * a, -dy * b]] }),
  },
  {
    id: 'minus-and-no-dy',
    what: 'the derivative of sin has a minus, and dy is not used',
    answer: () => ({ sin: (x) => [Math.sin(x), () => [-Math.cos(x)]] }),
  },
]
