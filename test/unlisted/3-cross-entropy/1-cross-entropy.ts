import type * as kata from '#kata/3-cross-entropy/1-cross-entropy.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { aboutProbabilities, ofItsClass, total } from '../../answer-parts/3-cross-entropy.ts'

const { rightBut, costing } = aboutProbabilities

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'sum-of-bits',
    what: 'the sum instead of the mean, and in bits',
    answer: () => rightBut({ cost: ({ row, y }) => -Math.log2(row[y]), average: total }),
  },
  {
    id: 'negative-by-weights',
    what: 'the minus is missing, and the divisor is the sum of the weights',
    answer: () =>
      rightBut({
        cost: ({ row, y }) => Math.log(row[y]),
        average: (costs, batch) => total(costs) / total(batch.map(ofItsClass)),
      }),
  },
  {
    id: 'epsilon-and-squared-weight',
    what: 'an ε in the logarithm, and the weight goes in twice',
    answer: () => rightBut({ cost: ({ row, y }) => -Math.log(row[y] + 1e-12), weigh: (at) => ofItsClass(at) ** 2 }),
  },
  {
    id: 'odds',
    what: 'the logarithm of the odds, p by 1 − p',
    answer: () => costing(({ row, y }) => Math.log((1 - row[y]) / row[y])),
  },
]
