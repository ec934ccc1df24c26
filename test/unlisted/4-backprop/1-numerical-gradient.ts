import type * as kata from '#kata/4-backprop/1-numerical-gradient.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { quotients, stepOf } from '../../answer-parts/4-backprop.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'one-side-flat',
    what: 'one side only, and the gradient as a row',
    answer: () => {
      const oneSided = quotients((at, xi) => (at(xi + stepOf(xi)) - at(xi)) / stepOf(xi))
      return {
        numericalGradient: (f, x) => {
          const { data } = oneSided.numericalGradient(f, x)
          return { shape: [data.length], data }
        },
      }
    },
  },
]
