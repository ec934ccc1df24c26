import type * as kata from '#kata/6-mnist/6-evaluate.ts'
import { accuracy, confusion } from '#kata/6-mnist/6-evaluate.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'percentage-of-errors',
    what: 'the share of errors (accuracy-errors), as a percentage (accuracy-percent)',
    answer: () => ({ accuracy: (predicted, labels) => 100 * (1 - accuracy(predicted, labels)) }),
  },
  {
    id: 'transposed-shares',
    what: 'rows and columns have changed places (confusion-transposed), and hold shares of all examples',
    answer: () => ({
      confusion(predicted, labels, K) {
        const { shape, data } = confusion(labels, predicted, K)
        return { shape, data: data.map((v) => v / labels.length) }
      },
    }),
  },
]
