import type * as kata from '#kata/3-cross-entropy/2-from-logits.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { aboutLogits, logOf, probabilities, total } from '../../answer-parts/3-cross-entropy.ts'

const { rightBut, costing } = aboutLogits

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'sum-by-way-of-softmax',
    what: 'by way of the probability, and the sum instead of the mean',
    answer: () => rightBut({ cost: ({ row, y }) => -Math.log(probabilities(row)[y]), average: total }),
  },
  {
    id: 'negative-by-entries',
    what: 'the minus is missing, and the divisor is B·K',
    answer: () =>
      rightBut({ cost: ({ row, y }) => logOf(row)[y], average: (costs, [{ x }]) => total(costs) / x.data.length }),
  },
  {
    id: 'half-the-temperature',
    what: 'the logits are doubled first: an unwanted temperature',
    answer: () => costing(({ row, y }) => -logOf(row.map((xi) => 2 * xi))[y]),
  },
]
